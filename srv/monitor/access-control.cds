using { MonitorService } from './service';

annotate MonitorService with @requires: ['planner', 'supervisor', 'controller', 'administrator', 'auditor'];

annotate MonitorService.Attempts with @restrict: [
  { grant: 'READ', to: ['planner', 'controller', 'administrator', 'auditor'] },
  { grant: 'READ', to: 'supervisor', where: (plant = $user.plant) }
];

annotate MonitorService.Plants with @restrict: [
  { grant: 'READ', to: ['planner', 'controller', 'administrator', 'auditor'] },
  { grant: 'READ', to: 'supervisor', where: (plant = $user.plant) }
];

annotate MonitorService.WorkCenters with @restrict: [
  { grant: 'READ', to: ['planner', 'controller', 'administrator', 'auditor'] },
  { grant: 'READ', to: 'supervisor', where: (plant = $user.plant) }
];

annotate MonitorService.Materials with @restrict: [
  { grant: 'READ', to: ['planner', 'controller', 'administrator', 'auditor'] },
  { grant: 'READ', to: 'supervisor', where: (plant = $user.plant) }
];

// Machines of other plants are none of a supervisor's business.
annotate MonitorService.Senders with @restrict: [
  { grant: 'READ', to: ['planner', 'controller', 'administrator', 'auditor'] }
];
