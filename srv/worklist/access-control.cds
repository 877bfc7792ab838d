using { WorklistService } from './service';

annotate WorklistService with @requires: ['planner', 'supervisor', 'controller', 'auditor'];

annotate WorklistService.Suggestions with @restrict: [
  { grant: 'READ', to: ['planner', 'controller', 'auditor'] },
  { grant: ['READ', 'adjustable', 'approve', 'adjust', 'postAsSent', 'rejectSuggestion', 'setCause', 'assign', 'comment'], to: 'supervisor', where: (attempt.plant = $user.plant) },
  { grant: ['adjustable', 'approve', 'adjust', 'postAsSent', 'rejectSuggestion', 'setCause', 'assign', 'comment'], to: 'planner' },
  { grant: ['signOff', 'returnToPlanner', 'assign', 'comment'], to: 'controller' }
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

annotate WorklistService.Conflicts with @restrict: [
  { grant: 'READ', to: ['planner', 'controller', 'auditor'] },
  { grant: 'READ', to: 'supervisor', where: (attempt.plant = $user.plant) }
];

annotate WorklistService.Comments with @restrict: [
  { grant: 'READ', to: ['planner', 'controller', 'auditor'] },
  { grant: 'READ', to: 'supervisor', where: (attempt.plant = $user.plant) }
];

annotate WorklistService.AttemptItems with @restrict: [
  { grant: 'READ', to: ['planner', 'controller', 'auditor'] },
  { grant: 'READ', to: 'supervisor', where: (attempt.plant = $user.plant) }
];

annotate WorklistService.SuggestionNeighbours with @restrict: [
  { grant: 'READ', to: ['planner', 'controller', 'auditor'] },
  { grant: 'READ', to: 'supervisor', where: (attempt.plant = $user.plant) }
];

annotate WorklistService.Cases with @restrict: [
  { grant: 'READ', to: ['planner', 'controller', 'auditor'] },
  { grant: 'READ', to: 'supervisor', where: (plant = $user.plant) }
];

annotate WorklistService.SpotChecks with @restrict: [
  { grant: 'READ', to: ['planner', 'controller', 'auditor'] },
  { grant: ['READ', 'setCause', 'nothingWrong'], to: 'supervisor', where: (plant = $user.plant) },
  { grant: ['setCause', 'nothingWrong'], to: 'planner' }
];

annotate WorklistService.LatestSuggestions with @restrict: [
  { grant: 'READ', to: ['planner', 'controller', 'auditor'] },
  { grant: 'READ', to: 'supervisor', where: (plant = $user.plant) }
];

annotate WorklistService.SuggestionChanges with @restrict: [
  { grant: 'READ', to: ['planner', 'controller', 'auditor'] },
  { grant: 'READ', to: 'supervisor', where: (suggestion.attempt.plant = $user.plant) }
];

annotate WorklistService.SuggestionCauses with @restrict: [
  { grant: 'READ', to: ['planner', 'controller', 'auditor'] },
  { grant: 'READ', to: 'supervisor', where: (suggestion.attempt.plant = $user.plant) }
];

annotate WorklistService.SuggestionInfluences with @restrict: [
  { grant: 'READ', to: ['planner', 'controller', 'auditor'] },
  { grant: 'READ', to: 'supervisor', where: (suggestion.attempt.plant = $user.plant) }
];
