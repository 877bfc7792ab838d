using { AuditService } from '../../srv/audit/service';

// What an auditor reads of a message is said in words, too.

extend projection AuditService.SyncAttempts with {
  verdictText : Association to AuditService.Decisions on verdictText.code = verdict
};

annotate AuditService.SyncAttempts with {
  verdict       @Common: { Text: verdictText.name, TextArrangement: #TextOnly };
  verdictReason @title: '{i18n>reason}';
};
