using { countersign } from '../../db/index';
using { ControlService } from '../../srv/control/service';

// The failure catalogue and what belongs to it: what fields are called, how codes are shown, and what can be chosen.

annotate countersign.FailureCodes with {
  ID          @title: '{i18n>id}'              @UI.Hidden;
  code        @title: '{i18n>erpCode}';
  class       @UI.Hidden;
  number      @UI.Hidden;
  textPattern @title: '{i18n>textPattern}';
  cause       @title: '{i18n>cause}'           @Common: { Text: cause.name, TextArrangement: #TextOnly };
  isDecisive  @title: '{i18n>causeIsCertain}';
  isTransient @title: '{i18n>isTransient}';
  queue       @title: '{i18n>queue}'           @Common: { Text: queue.name, TextArrangement: #TextOnly };
  explanation @title: '{i18n>explanation}'     @UI.MultiLineText;
  fix         @title: '{i18n>fix}'             @UI.MultiLineText;
  evidence    @title: '{i18n>evidenceMark}'    @Common: { Text: evidenceText.name, TextArrangement: #TextOnly };
  origin      @title: '{i18n>origin}'          @Common: { Text: originText.name, TextArrangement: #TextOnly };
  isEdited    @title: '{i18n>isEdited}';
  example     @title: '{i18n>firstSeenAs}';
  modifiedAt  @title: '{i18n>modifiedAt}';
  modifiedBy  @title: '{i18n>changedBy}';
};

annotate countersign.QueueTargets with {
  queue       @title: '{i18n>queue}'           @Common: { Text: queue.name, TextArrangement: #TextOnly };
  dueWithin   @title: '{i18n>dueWithin}';
};

annotate countersign.ReasonMappings with {
  plant       @title: '{i18n>plant}';
  shopFloor   @title: '{i18n>shopFloorReason}';
  erp         @title: '{i18n>erpReason}';
  movement    @title: '{i18n>movementReasonOfMap}';
  modifiedAt  @title: '{i18n>modifiedAt}';
  modifiedBy  @title: '{i18n>changedBy}';
};

annotate countersign.EvidenceMarks with  { code @title: '{i18n>evidenceMark}' @Common: { Text: name, TextArrangement: #TextOnly } };
annotate countersign.FailureOrigins with { code @title: '{i18n>origin}' @Common: { Text: name, TextArrangement: #TextOnly }; criticality @title: '{i18n>criticality}' };

annotate ControlService.FailureUsage with {
  ID          @UI.Hidden;
  messages    @title: '{i18n>timesSeen}';
  lastAt      @title: '{i18n>lastSeen}';
};

annotate ControlService.FailureCodes with {
  cause       @Common: {
    ValueListWithFixedValues,
    ValueList: {
      CollectionPath: 'Causes',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: cause_code, ValueListProperty: 'code' },
        { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
      ]
    }
  };
  queue       @Common: {
    ValueListWithFixedValues,
    ValueList: {
      CollectionPath: 'Queues',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: queue_code, ValueListProperty: 'code' },
        { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
      ]
    }
  };
  origin      @Common: {
    ValueListWithFixedValues,
    ValueList: {
      CollectionPath: 'FailureOrigins',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: origin, ValueListProperty: 'code' },
        { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
      ]
    }
  };
  evidence    @Common: {
    ValueListWithFixedValues,
    ValueList: {
      CollectionPath: 'EvidenceMarks',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: evidence, ValueListProperty: 'code' },
        { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
      ]
    }
  };
};
