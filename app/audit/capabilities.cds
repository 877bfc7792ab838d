using { AuditService } from '../../srv/audit/service';

// What can be filtered, sorted and searched; nothing can be changed.

annotate AuditService.AuditLog with @(
  Capabilities.SearchRestrictions: { Searchable: true },
  Capabilities.FilterRestrictions: {
    NonFilterableProperties: [details],
    FilterExpressionRestrictions: [{ Property: 'at', AllowedExpressions: 'SingleRange' }]
  },
  Capabilities.SortRestrictions: { NonSortableProperties: [details] },
  cds.search: { reason, order, actor, erpDocument }
);

// Tables of a few rows.
annotate AuditService.AttemptItems with @Capabilities.SearchRestrictions: { Searchable: false };
annotate AuditService.Conflicts with @Capabilities.SearchRestrictions: { Searchable: false };
annotate AuditService.Suggestions with @Capabilities.SearchRestrictions: { Searchable: false };
annotate AuditService.AttemptInfluences with @Capabilities.SearchRestrictions: { Searchable: false };
annotate AuditService.AttemptChanges with @Capabilities.SearchRestrictions: { Searchable: false };
annotate AuditService.Signers with @Capabilities.SearchRestrictions: { Searchable: false };
