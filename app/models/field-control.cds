using { ControlService } from '../../srv/control/service';

// What is asked when somebody decides, and what changes on the page afterwards.

annotate ControlService.ModelVersions with actions {
  @Core.OperationAvailable: in.isPromotable
  @Common.SideEffects: { TargetEntities: ['/ControlService.EntityContainer/ModelVersions'], TargetProperties: ['in/*'] }
  promote(reason @title: '{i18n>reason}' @UI.MultiLineText);

  @Core.OperationAvailable: in.isDiscardable
  @Common.SideEffects: { TargetEntities: ['/ControlService.EntityContainer/ModelVersions'], TargetProperties: ['in/*'] }
  discard(reason @title: '{i18n>reason}' @UI.MultiLineText);
};

annotate ControlService.rollBack with @Common.SideEffects: { TargetEntities: ['/ControlService.EntityContainer/ModelVersions'] } (
  reason @title: '{i18n>reason}' @UI.MultiLineText
);
annotate ControlService.trainChallenger with @Common.SideEffects: { TargetEntities: ['/ControlService.EntityContainer/ModelVersions'] };

annotate ControlService.ModelVersions with {
  isPromotable  @UI.Hidden;
  isDiscardable @UI.Hidden;
};
