using { TriageService } from './service';

annotate TriageService with @requires: ['planner', 'supervisor', 'controller', 'auditor', 'administrator'];

annotate TriageService.Conflicts with @restrict: [
  { grant: 'READ', to: ['planner', 'controller', 'auditor', 'administrator'] },
  { grant: ['READ', 'assign', 'forward', 'comment', 'cancel', 'settle', 'resubmit', 'takeOver'], to: 'supervisor', where: (plant = $user.plant) },
  { grant: ['assign', 'forward', 'comment', 'cancel', 'settle', 'resubmit', 'takeOver', 'mapReason'], to: 'planner' },
  { grant: ['assign', 'forward', 'comment'], to: 'controller' },
  { grant: 'mapReason', to: 'administrator' }
];

annotate TriageService.resubmitSelected with @requires: ['planner', 'supervisor'];

annotate TriageService.ConflictGroups with @restrict: [
  { grant: 'READ', to: ['planner', 'controller', 'auditor', 'administrator'] },
  { grant: ['READ', 'resubmit', 'assign', 'forward'], to: 'supervisor', where: (plant = $user.plant) },
  { grant: ['resubmit', 'assign', 'forward'], to: 'planner' },
  { grant: ['assign', 'forward'], to: 'controller' }
];

annotate TriageService.Resubmissions with @restrict: [
  { grant: 'READ', to: ['planner', 'controller', 'auditor', 'administrator'] },
  { grant: 'READ', to: 'supervisor', where: (startedBy = $user.id or exists items[attempt.plant = $user.plant]) }
];

annotate TriageService.ResubmissionItems with @restrict: [
  { grant: 'READ', to: ['planner', 'controller', 'auditor', 'administrator'] },
  { grant: 'READ', to: 'supervisor', where: (attempt.plant = $user.plant) }
];

annotate TriageService.Comments with @restrict: [
  { grant: 'READ', to: ['planner', 'controller', 'auditor', 'administrator'] },
  { grant: 'READ', to: 'supervisor', where: (attempt.plant = $user.plant) }
];

annotate TriageService.SyncAttempts with @restrict: [
  { grant: 'READ', to: ['planner', 'controller', 'auditor', 'administrator'] },
  { grant: 'READ', to: 'supervisor', where: (plant = $user.plant) }
];

annotate TriageService.History with @restrict: [
  { grant: 'READ', to: ['planner', 'controller', 'auditor', 'administrator'] },
  { grant: 'READ', to: 'supervisor', where: (plant = $user.plant) }
];

annotate TriageService.Plants with @restrict: [
  { grant: 'READ', to: ['planner', 'controller', 'auditor', 'administrator'] },
  { grant: 'READ', to: 'supervisor', where: (plant = $user.plant) }
];

annotate TriageService.Orders with @restrict: [
  { grant: 'READ', to: ['planner', 'controller', 'auditor', 'administrator'] },
  { grant: 'READ', to: 'supervisor', where: (plant = $user.plant) }
];

annotate TriageService.Materials with @restrict: [
  { grant: 'READ', to: ['planner', 'controller', 'auditor', 'administrator'] },
  { grant: 'READ', to: 'supervisor', where: (plant = $user.plant) }
];
