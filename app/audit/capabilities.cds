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
