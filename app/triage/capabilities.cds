using { TriageService } from '../../srv/triage/service';

// What can be filtered, sorted and searched.

annotate TriageService.ConflictGroups with @(
  Capabilities.SearchRestrictions: { Searchable: true },
  Capabilities.FilterRestrictions: {
    FilterExpressionRestrictions: [
      { Property: 'dueAt', AllowedExpressions: 'SingleRange' },
      { Property: 'since', AllowedExpressions: 'SingleRange' }
    ]
  },
  cds.search: { code, text, order, material }
);

annotate TriageService.Conflicts with @(
  Capabilities.SearchRestrictions: { Searchable: true },
  Capabilities.FilterRestrictions: {
    FilterExpressionRestrictions: [
      { Property: 'dueAt', AllowedExpressions: 'SingleRange' },
      { Property: 'at',    AllowedExpressions: 'SingleRange' }
    ]
  },
  cds.search: { code, text, order, material }
);

// What is open, unless somebody asks for more.
annotate TriageService.ConflictGroups with { isOpen @Common.FilterDefaultValue: true };
annotate TriageService.Conflicts with { isOpen @Common.FilterDefaultValue: true };

// Tables of a few rows.
annotate TriageService.Comments with @Capabilities.SearchRestrictions: { Searchable: false };
annotate TriageService.History with @Capabilities.SearchRestrictions: { Searchable: false };
annotate TriageService.QueueFigures with @Capabilities.SearchRestrictions: { Searchable: false };
annotate TriageService.ResubmissionItems with @Capabilities.SearchRestrictions: { Searchable: false };
annotate TriageService.Resubmissions with @Capabilities.SearchRestrictions: { Searchable: false };
