using { ControlService } from './service';
using from './operations';
using from './policies';
using { sap.changelog } from '@cap-js/change-tracking';

// What administrators maintain keeps the history of its changes: triggers of the database write it, of these tables only.

extend service ControlService with {
  /** Who changed what from what to what, and when; what people maintain for themselves stays with them. */
  @readonly
  entity ChangeView as projection on changelog.ChangeView where entity <> 'countersign.AlertRules';
}

// The plugin leaves out what has no key but another entity's.
extend projection ControlService.QueueTargets with {
  changes : Association to many ControlService.ChangeView on changes.entity = 'countersign.QueueTargets' and changes.entityKey = queue.code
};

annotate ControlService.ChangeView with @restrict: [{ grant: 'READ', to: ['administrator', 'controller', 'auditor'] }];

annotate ControlService.Policies with @changelog: [kind, plant] {
  phase                @changelog;
  failMode             @changelog;
  holdFrom             @changelog;
  noteFrom             @changelog;
  holdOnModelAlone     @changelog;
  allowPreviousPeriod  @changelog;
  consumptionTolerance @changelog;
  controllerFrom       @changelog;
  answerWithin         @changelog;
  quietTime            @changelog;
  duplicateWindow      @changelog;
  holdAnswer           @changelog;
  keepOrder            @changelog;
  strictChecks         @changelog;
  blockingUserStatuses @changelog;
  hasDefaultAccounts   @changelog;
  timeZone             @changelog;
  suggestFrom          @changelog;
  actFrom              @changelog;
  automaticUpTo        @changelog;
  automaticActions     @changelog;
  wrongAtMost          @changelog;
  controllerFor        @changelog;
  quantitiesBy         @changelog;
  financeBy            @changelog;
  reason               @changelog;
};

annotate ControlService.PolicyLimits with @changelog: [action, materialType] {
  action       @changelog;
  materialType @changelog;
  mostValue    @changelog;
  mostQuantity @changelog;
  unit         @changelog;
};

annotate ControlService.PolicyTolerances with @changelog: [orderType, material] {
  orderType @changelog;
  material  @changelog;
  percent   @changelog;
};

annotate ControlService.SenderSettings with @changelog: [sender] {
  holdAnswer @changelog;
};

annotate ControlService.ReasonMappings with @changelog: [plant, shopFloor] {
  erp      @changelog;
  movement @changelog;
};

annotate ControlService.LearningSettings with @changelog: [ID] {
  isAutomatic      @changelog;
  retrainEvery     @changelog;
  window           @changelog;
  shadowLeast      @changelog;
  shadowMost       @changelog;
  reversalDays     @changelog;
  spotCheckPercent @changelog;
};

annotate ControlService.QueueTargets with @changelog: [queue.name] {
  dueWithin @changelog;
};

annotate ControlService.SenderRules with @changelog: [sender, service, method] {
  sender  @changelog;
  service @changelog;
  method  @changelog;
};

annotate ControlService.FailureCodes with @changelog: [code] {
  code        @changelog;
  textPattern @changelog;
  cause       @changelog: [cause.name];
  queue       @changelog: [queue.name];
  isDecisive  @changelog;
  isTransient @changelog;
  explanation @changelog;
  fix         @changelog;
};
