using { countersign } from '../../db/index';

// Codes are shown by their texts.

annotate countersign.SyncAttempts with {
  status       @Common: { Text: state.name, TextArrangement: #TextOnly };
  kind         @Common: { Text: kindText.name, TextArrangement: #TextOnly };
};

annotate countersign.AttemptItems with {
  kind         @Common: { Text: kindText.name, TextArrangement: #TextOnly };
};

annotate countersign.Conflicts with {
  cause        @Common: { Text: cause.name, TextArrangement: #TextOnly };
  severity     @Common: { Text: severityText.name, TextArrangement: #TextOnly };
  queue        @Common: { Text: queue.name, TextArrangement: #TextOnly };
};

annotate countersign.Resubmissions with {
  cause        @Common: { Text: cause.name, TextArrangement: #TextOnly };
};

annotate countersign.ResubmissionItems with {
  status       @Common: { Text: state.name, TextArrangement: #TextOnly };
};

annotate countersign.Suggestions with {
  status       @Common: { Text: state.name, TextArrangement: #TextOnly };
  action       @Common: { Text: action.name, TextArrangement: #TextOnly };
  cause        @Common: { Text: cause.name, TextArrangement: #TextOnly };
  risk         @Common: { Text: riskText.name, TextArrangement: #TextOnly };
  requiredRole @Common: { Text: signer.name, TextArrangement: #TextOnly };
  personCause  @Common: { Text: personCauseText.name, TextArrangement: #TextOnly };
};

annotate countersign.SuggestionCauses with {
  cause        @Common: { Text: cause.name, TextArrangement: #TextOnly };
};

annotate countersign.SuggestionInfluences with {
  feature      @Common: { Text: featureText.name, TextArrangement: #TextOnly };
};

annotate countersign.Cases with {
  outcome      @Common: { Text: outcomeText.name, TextArrangement: #TextOnly };
  cause        @Common: { Text: cause.name, TextArrangement: #TextOnly };
  labelSource  @Common: { Text: sourceText.name, TextArrangement: #TextOnly };
  personCause  @Common: { Text: personText.name, TextArrangement: #TextOnly };
};

annotate countersign.AuditLog with {
  action       @Common: { Text: step.name, TextArrangement: #TextOnly };
  role         @Common: { Text: roleText.name, TextArrangement: #TextOnly };
  status       @Common: { Text: state.name, TextArrangement: #TextOnly };
  decision     @Common: { Text: decisionText.name, TextArrangement: #TextOnly };
};

annotate countersign.Causes with           { code @Common: { Text: name, TextArrangement: #TextOnly } };
annotate countersign.Queues with           { code @Common: { Text: name, TextArrangement: #TextOnly } };
annotate countersign.ResubmissionStates with { code @Common: { Text: name, TextArrangement: #TextOnly } };
annotate countersign.Corrections with      { code @Common: { Text: name, TextArrangement: #TextOnly } };
annotate countersign.AttemptStates with    { code @Common: { Text: name, TextArrangement: #TextOnly } };
annotate countersign.SuggestionStates with { code @Common: { Text: name, TextArrangement: #TextOnly } };
annotate countersign.StepStates with       { code @Common: { Text: name, TextArrangement: #TextOnly } };
annotate countersign.MessageKinds with     { code @Common: { Text: name, TextArrangement: #TextOnly } };
annotate countersign.Risks with            { code @Common: { Text: name, TextArrangement: #TextOnly } };
annotate countersign.Severities with       { code @Common: { Text: name, TextArrangement: #TextOnly } };
annotate countersign.Roles with            { code @Common: { Text: name, TextArrangement: #TextOnly } };
annotate countersign.Steps with            { code @Common: { Text: name, TextArrangement: #TextOnly } };
annotate countersign.Decisions with        { code @Common: { Text: name, TextArrangement: #TextOnly } };
annotate countersign.Features with         { code @Common: { Text: name, TextArrangement: #TextOnly } };
