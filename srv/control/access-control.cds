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
