using { TriageService } from './service';
using { sap.changelog } from '@cap-js/change-tracking';

// What people want to be told of keeps the history of its changes: triggers of the database write it.

extend service TriageService with {
  /** Who changed which rule from what to what, and when. */
  @readonly
  entity ChangeView as projection on changelog.ChangeView where entity = 'countersign.AlertRules';
}

// As with the rules themselves: nobody but an auditor sees those of others.
annotate TriageService.ChangeView with @restrict: [
  { grant: 'READ', to: 'auditor' },
  { grant: 'READ', to: ['planner', 'supervisor', 'controller', 'administrator'], where: (createdBy = $user.id) }
];

annotate TriageService.AlertRules with @changelog: [owner] {
  queue     @changelog: [queue.name];
  cause     @changelog: [cause.name];
  code      @changelog;
  plant     @changelog;
  material  @changelog;
  order     @changelog;
  isOverdue @changelog;
};
