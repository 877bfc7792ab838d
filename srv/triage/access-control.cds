using { TriageService } from './service';
using from './constraints';
using from './changelog';

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

annotate TriageService.PlantFigures with @restrict: [
  { grant: 'READ', to: ['planner', 'controller', 'auditor', 'administrator'] },
  { grant: 'READ', to: 'supervisor', where: (plant = $user.plant) }
];

annotate TriageService.Periods with @restrict: [
  { grant: 'READ', to: ['planner', 'controller', 'auditor', 'administrator'] },
  { grant: 'READ', to: 'supervisor', where: (plant = $user.plant) }
];

annotate TriageService.PeriodQueues with @restrict: [
  { grant: 'READ', to: ['planner', 'controller', 'auditor', 'administrator'] },
  { grant: 'READ', to: 'supervisor', where: (plant = $user.plant) }
];

// Everybody sees who stands in for whom. The own is everybody's to change; who is ill asks a supervisor or an administrator.
annotate TriageService.Substitutions with @restrict: [
  { grant: 'READ', to: ['planner', 'supervisor', 'controller', 'auditor', 'administrator'] },
  { grant: 'CREATE', to: ['planner', 'supervisor', 'controller', 'administrator'] },
  { grant: ['UPDATE', 'DELETE'], to: ['planner', 'controller'], where: (user = $user.id) },
  { grant: ['UPDATE', 'DELETE'], to: ['supervisor', 'administrator'] }
];

annotate TriageService.AlertRules with @restrict: [
  { grant: 'READ', to: 'auditor' },
  { grant: 'CREATE', to: ['planner', 'supervisor', 'controller', 'administrator'] },
  { grant: ['READ', 'UPDATE', 'DELETE'], to: ['planner', 'supervisor', 'controller', 'administrator'], where: (owner = $user.id) }
];

// A supervisor's rule may fit another plant: of that he is told nothing.
annotate TriageService.Alerts with @restrict: [
  { grant: 'READ', to: 'auditor' },
  { grant: ['READ', 'acknowledge'], to: ['planner', 'controller', 'administrator'], where: (owner = $user.id) },
  { grant: ['READ', 'acknowledge'], to: 'supervisor', where: (owner = $user.id and plant = $user.plant) }
];
