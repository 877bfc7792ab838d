using { ControlService } from '../../srv/control/service';

// What can be done when, and what changes on the page afterwards.

annotate ControlService.FailureCodes with actions {
  @Core.OperationAvailable: in.isRestorable
  @Common.SideEffects: { TargetProperties: ['in/*'] }
  restoreDelivered;
};

annotate ControlService.FailureCodes with {
  title        @title: '{i18n>failureCode}';
  isUnnamed    @UI.Hidden;
  isRemovable  @UI.Hidden;
  isRestorable @UI.Hidden;
};
