using { WorklistService } from './service';

/** Which decision is possible in which state. `approve` ends in `awaitingSignOff` where a controller has to sign. */
annotate WorklistService.Suggestions with @flow.status: status actions {
  approve          @from: [#proposed];
  adjust           @from: [#proposed];
  postAsSent       @from: [#proposed];
  rejectSuggestion @from: [#proposed, #awaitingSignOff]  @to: #rejected;
  signOff          @from: [#awaitingSignOff]             @to: #approved;
  returnToPlanner  @from: [#awaitingSignOff]             @to: #proposed;
};
