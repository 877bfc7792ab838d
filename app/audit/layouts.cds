using { AuditService } from '../../srv/audit/service';

// The list.
annotate AuditService.AuditLog with @UI: {
  HeaderInfo: {
    TypeName: '{i18n>auditLine}',
    TypeNamePlural: '{i18n>auditLines}',
    Title: { Value: action },
    Description: { Value: sequence }
  },
  SelectionFields: [at, attemptNumber, plant, order, action, actor, role, status, decision, erpDocument, modelVersion],
  LineItem: [
    { Value: sequence, @UI.Importance: #High, @HTML5.CssDefaults: { width: '5rem' } },
    { Value: at, @UI.Importance: #High, @HTML5.CssDefaults: { width: '8rem' } },
    { Value: actor, @UI.Importance: #High, @HTML5.CssDefaults: { width: '7.5rem' } },
    { Value: role, @HTML5.CssDefaults: { width: '7.5rem' } },
    { Value: action, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9rem' } },
    { Value: attemptNumber, @UI.Importance: #High, @HTML5.CssDefaults: { width: '5rem' } },
    { Value: order, @UI.Importance: #High, @HTML5.CssDefaults: { width: '6rem' } },
    { Value: plant, @UI.Importance: #High, @HTML5.CssDefaults: { width: '4rem' } },
    { Value: status, Criticality: state.criticality, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9.5rem' } },
    { Value: decision, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9rem' } },
    { Value: reason, @UI.Importance: #High, @HTML5.CssDefaults: { width: '19rem' } },
    { Value: erpDocument, @UI.Importance: #High, @HTML5.CssDefaults: { width: '8.5rem' } },
    { Value: modelVersion, @HTML5.CssDefaults: { width: '10rem' } }
  ],
  PresentationVariant: {
    SortOrder: [{ Property: sequence, Descending: true }],
    Visualizations: ['@UI.LineItem']
  }
};

// The page of one step; its details are a section of the app, which puts them into words.
annotate AuditService.AuditLog with @UI: {
  Identification: [
    { $Type: 'UI.DataFieldForIntentBasedNavigation', SemanticObject: 'Suggestion', Action: 'approve', Label: '{i18n>openSuggestion}',
      Mapping: [{ $Type: 'Common.SemanticObjectMappingType', LocalProperty: suggestion_ID, SemanticObjectProperty: 'ID' }] }
  ],
  DataPoint #status: { Value: status, Criticality: state.criticality, Title: '{i18n>statusAfter}' },
  DataPoint #attempt: { Value: attemptNumber, Title: '{i18n>attempt}' },
  DataPoint #document: { Value: erpDocument, Title: '{i18n>erpDocument}' },
  HeaderFacets: [
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#attempt' },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#status' },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#document' }
  ],
  FieldGroup #what: { Data: [
    { Value: action }, { Value: decision }, { Value: reason }, { Value: status, Criticality: state.criticality }, { Value: erpDocument }
  ] },
  FieldGroup #who: { Data: [{ Value: actor }, { Value: role }, { Value: at }, { Value: sequence }] },
  FieldGroup #basis: { Data: [{ Value: modelVersion }, { Value: policyVersion }, { Value: inputReference }, { Value: inputHash }] },
  FieldGroup #object: { Data: [
    { Value: attemptNumber }, { Value: plant }, { Value: order }, { Value: attempt.operation }, { Value: attempt.material }
  ] },
  FieldGroup #message: { Data: [
    { Value: attempt.kind }, { Value: attempt.sender }, { Value: attempt.service }, { Value: attempt.receivedAt },
    { Value: attempt.status, Criticality: attempt.state.criticality }, { Value: attempt.erpDocument }, { Value: attempt.erpText }
  ] },
  Facets: [
    { $Type: 'UI.CollectionFacet', ID: 'overview', Label: '{i18n>overview}', Facets: [
      { $Type: 'UI.ReferenceFacet', ID: 'what', Label: '{i18n>what}', Target: '@UI.FieldGroup#what' },
      { $Type: 'UI.ReferenceFacet', ID: 'who', Label: '{i18n>who}', Target: '@UI.FieldGroup#who' },
      { $Type: 'UI.ReferenceFacet', ID: 'basis', Label: '{i18n>basis}', Target: '@UI.FieldGroup#basis' }
    ] },
    { $Type: 'UI.CollectionFacet', ID: 'message', Label: '{i18n>message}', Facets: [
      { $Type: 'UI.ReferenceFacet', ID: 'object', Label: '{i18n>object}', Target: '@UI.FieldGroup#object' },
      { $Type: 'UI.ReferenceFacet', ID: 'attempt', Label: '{i18n>message}', Target: '@UI.FieldGroup#message' }
    ] },
    { $Type: 'UI.ReferenceFacet', ID: 'history', Label: '{i18n>history}', Target: 'story/@UI.PresentationVariant#history' }
  ],
  LineItem #history: [
    { Value: sequence, @HTML5.CssDefaults: { width: '5rem' } },
    { Value: at, @UI.Importance: #High, @HTML5.CssDefaults: { width: '11.5rem' } },
    { Value: action, @UI.Importance: #High, @HTML5.CssDefaults: { width: '13rem' } },
    { Value: actor, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9rem' } },
    { Value: status, Criticality: state.criticality, @HTML5.CssDefaults: { width: '11rem' } },
    { Value: reason },
    { Value: erpDocument, @HTML5.CssDefaults: { width: '10rem' } }
  ],
  PresentationVariant #history: { SortOrder: [{ Property: sequence }], Visualizations: ['@UI.LineItem#history'] }
};
