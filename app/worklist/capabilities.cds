using { WorklistService } from '../../srv/worklist/service';

// What can be filtered, sorted and searched.

annotate WorklistService.Suggestions with @(
  Capabilities.SearchRestrictions: { Searchable: true },
  Capabilities.FilterRestrictions: {
    NonFilterableProperties: [confidencePercent, failurePercent, rulesFailurePercent, modelFailurePercent, signHint, causeHint],
    FilterExpressionRestrictions: [
      { Property: 'dueAt',               AllowedExpressions: 'SingleRange' },
      { Property: 'createdAt',           AllowedExpressions: 'SingleRange' },
      { Property: 'attempt/receivedAt',  AllowedExpressions: 'SingleRange' }
    ]
  },
  cds.search: { reason, attempt.order, attempt.material, attempt.erpDocument }
);

annotate WorklistService.SpotChecks with @(
  Capabilities.SearchRestrictions: { Searchable: true },
  Capabilities.FilterRestrictions: { NonFilterableProperties: [failurePercent, maySetCause] },
  cds.search: { attempt.order, attempt.material, attempt.erpDocument }
);

// Tables of a few rows.
annotate WorklistService.AttemptItems with @Capabilities.SearchRestrictions: { Searchable: false };
annotate WorklistService.Comments with @Capabilities.SearchRestrictions: { Searchable: false };
annotate WorklistService.Conflicts with @Capabilities.SearchRestrictions: { Searchable: false };
annotate WorklistService.History with @Capabilities.SearchRestrictions: { Searchable: false };
annotate WorklistService.SuggestionCauses with @Capabilities.SearchRestrictions: { Searchable: false };
annotate WorklistService.SuggestionChanges with @Capabilities.SearchRestrictions: { Searchable: false };
annotate WorklistService.SuggestionInfluences with @Capabilities.SearchRestrictions: { Searchable: false };
annotate WorklistService.SuggestionNeighbours with @Capabilities.SearchRestrictions: { Searchable: false };
