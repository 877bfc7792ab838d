using { countersign } from '../../db/index';
using { AuditService } from '../../srv/audit/service';

// Links stand for keys.

annotate AuditService.AuditLog with {
  attempt    @UI.Hidden;
  suggestion @UI.Hidden;
};

// What seals are called.

annotate countersign.AuditLeaves with {
  position @title: '{i18n>sealPosition}';
  hash     @title: '{i18n>leafHash}';
  seal     @title: '{i18n>sealNumber}';
};

annotate countersign.AuditSeals with {
  number   @title: '{i18n>sealNumber}';
  at       @title: '{i18n>sealedAt}';
  hash     @title: '{i18n>sealHash}';
  previous @title: '{i18n>previousSeal}';
  keyID    @title: '{i18n>sealKey}';
};

annotate countersign.SyncAttempts with {
  erasedAt     @title: '{i18n>erasedAt}';
  modelVersion @title: '{i18n>modelVersion}';
};

// As it was recorded: a share, no percentage.

annotate AuditService.AttemptInfluences with {
  contribution @title: '{i18n>share}';
};

// Payloads are erased by administrators, once nobody needs them.

annotate AuditService.SyncAttempts with actions {
  erasePayload @(
    Core.OperationAvailable: in.isErasable,
    Common.SideEffects: { TargetProperties: ['in/erasedAt', 'in/isErasable', 'in/path', 'in/keyValue', 'in/keyKind'], TargetEntities: [in.history] },
    Common.IsActionCritical: true
  ) (reason @title: '{i18n>reason}' @UI.MultiLineText);
};
