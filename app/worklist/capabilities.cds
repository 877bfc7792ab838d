using { WorklistService } from '../../srv/worklist/service';

// What can be filtered, sorted and searched.

annotate WorklistService.Suggestions with @(
  Capabilities.SearchRestrictions: { Searchable: true },
  Capabilities.FilterRestrictions: {
    NonFilterableProperties: [confidencePercent, failurePercent],
    FilterExpressionRestrictions: [
      { Property: 'createdAt',           AllowedExpressions: 'SingleRange' },
      { Property: 'attempt/receivedAt',  AllowedExpressions: 'SingleRange' }
    ]
  },
  cds.search: { reason, attempt.order, attempt.material, attempt.erpDocument }
);
