using { ControlService } from './service';

annotate ControlService with @requires: ['administrator', 'controller', 'auditor'];

annotate ControlService.FailureCodes with @restrict: [
  { grant: 'READ', to: ['administrator', 'controller', 'auditor'] },
  { grant: ['CREATE', 'UPDATE', 'restoreDelivered'], to: 'administrator' },
  // What was delivered can be edited and restored, not deleted: the next version would bring it back.
  { grant: 'DELETE', to: 'administrator', where: (origin <> 'delivered') }
];

annotate ControlService.ReasonMappings with @restrict: [
  { grant: 'READ', to: ['administrator', 'controller', 'auditor'] },
  { grant: ['CREATE', 'UPDATE', 'DELETE'], to: 'administrator' }
];

annotate ControlService.QueueTargets with @restrict: [
  { grant: 'READ', to: ['administrator', 'controller', 'auditor'] },
  { grant: 'UPDATE', to: 'administrator' }
];

annotate ControlService.ModelVersions with @restrict: [
  { grant: 'READ', to: ['administrator', 'controller', 'auditor'] },
  { grant: ['promote', 'discard'], to: 'administrator' }
];

annotate ControlService.LearningSettings with @restrict: [
  { grant: 'READ', to: ['administrator', 'controller', 'auditor'] },
  { grant: 'UPDATE', to: 'administrator' }
];

// Figures are for whoever may see the models; nobody but the service writes them.
annotate ControlService.ModelFigures with @restrict: [{ grant: 'READ', to: ['administrator', 'controller', 'auditor'] }];
annotate ControlService.ModelHeadlines with @restrict: [{ grant: 'READ', to: ['administrator', 'controller', 'auditor'] }];
annotate ControlService.ModelMeasures with @restrict: [{ grant: 'READ', to: ['administrator', 'controller', 'auditor'] }];
annotate ControlService.ModelCalibration with @restrict: [{ grant: 'READ', to: ['administrator', 'controller', 'auditor'] }];
annotate ControlService.ModelConfusion with @restrict: [{ grant: 'READ', to: ['administrator', 'controller', 'auditor'] }];
annotate ControlService.ModelCauses with @restrict: [{ grant: 'READ', to: ['administrator', 'controller', 'auditor'] }];
annotate ControlService.ModelLearning with @restrict: [{ grant: 'READ', to: ['administrator', 'controller', 'auditor'] }];
annotate ControlService.DriftEvents with @restrict: [{ grant: 'READ', to: ['administrator', 'controller', 'auditor'] }];
annotate ControlService.WeeklyFigures with @restrict: [{ grant: 'READ', to: ['administrator', 'controller', 'auditor'] }];

annotate ControlService.rollBack with @requires: 'administrator';
annotate ControlService.trainChallenger with @requires: 'administrator';

annotate ControlService.DeadLetters with @restrict: [
  { grant: 'READ', to: ['administrator', 'controller', 'auditor'] },
  { grant: ['retry', 'discard'], to: 'administrator' }
];

annotate ControlService.Senders with @restrict: [{ grant: 'READ', to: ['administrator', 'controller', 'auditor'] }];
annotate ControlService.Destinations with @restrict: [{ grant: 'READ', to: ['administrator', 'controller', 'auditor'] }];

annotate ControlService.SenderRules with @restrict: [
  { grant: 'READ', to: ['administrator', 'controller', 'auditor'] },
  { grant: ['CREATE', 'DELETE'], to: 'administrator' }
];
