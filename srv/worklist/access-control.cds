using { WorklistService } from './service';

annotate WorklistService with @requires: ['planner', 'supervisor', 'controller', 'auditor'];

annotate WorklistService.Suggestions with @restrict: [
  { grant: 'READ', to: ['planner', 'controller', 'auditor'] },
  { grant: ['READ', 'approve', 'adjust', 'rejectSuggestion'], to: 'supervisor', where: (attempt.plant = $user.plant) },
  { grant: ['approve', 'adjust', 'rejectSuggestion'], to: 'planner' },
  { grant: ['signOff', 'returnToPlanner'], to: 'controller' }
];

annotate WorklistService.SyncAttempts with @restrict: [
  { grant: 'READ', to: ['planner', 'controller', 'auditor'] },
  { grant: 'READ', to: 'supervisor', where: (plant = $user.plant) }
];

annotate WorklistService.History with @restrict: [
  { grant: 'READ', to: ['planner', 'controller', 'auditor'] },
  { grant: 'READ', to: 'supervisor', where: (plant = $user.plant) }
];

annotate WorklistService.Plants with @restrict: [
  { grant: 'READ', to: ['planner', 'controller', 'auditor'] },
  { grant: 'READ', to: 'supervisor', where: (plant = $user.plant) }
];

annotate WorklistService.Orders with @restrict: [
  { grant: 'READ', to: ['planner', 'controller', 'auditor'] },
  { grant: 'READ', to: 'supervisor', where: (plant = $user.plant) }
];

annotate WorklistService.Materials with @restrict: [
  { grant: 'READ', to: ['planner', 'controller', 'auditor'] },
  { grant: 'READ', to: 'supervisor', where: (plant = $user.plant) }
];
