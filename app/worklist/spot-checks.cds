using { WorklistService } from '../../srv/worklist/service';

// Messages drawn to be looked at although nothing was found.
annotate WorklistService.SpotChecks with @UI: {
  HeaderInfo: {
    TypeName: '{i18n>spotCheck}',
    TypeNamePlural: '{i18n>spotChecks}',
    Title: { Value: number },
    Description: { Value: order }
  },
  LineItem #spotChecks: [
    { $Type: 'UI.DataFieldForAction', Action: 'WorklistService.nothingWrong', Label: '{i18n>nothingWrong}', InvocationGrouping: #ChangeSet, @UI.Hidden: { $edmJson: { $Not: { $Path: '/WorklistService.EntityContainer/Me/mayDecide' } } } },
    { $Type: 'UI.DataFieldForAction', Action: 'WorklistService.setCause', Label: '{i18n>setCause}', InvocationGrouping: #ChangeSet, @UI.Hidden: { $edmJson: { $Not: { $Path: '/WorklistService.EntityContainer/Me/mayDecide' } } } },
    { Value: number, @UI.Importance: #High, @HTML5.CssDefaults: { width: '5rem' } },
    { Value: receivedAt, @UI.Importance: #High, @HTML5.CssDefaults: { width: '11rem' } },
    { Value: plant, @HTML5.CssDefaults: { width: '4rem' } },
    { Value: order, @UI.Importance: #High, @HTML5.CssDefaults: { width: '7rem' } },
    { Value: operation, @HTML5.CssDefaults: { width: '5.5rem' } },
    { Value: material, @UI.Importance: #High, @HTML5.CssDefaults: { width: '7rem' } },
    { Value: yield, @UI.Importance: #High, @HTML5.CssDefaults: { width: '8rem' } },
    { Value: scrap, @HTML5.CssDefaults: { width: '8rem' } },
    { Value: attempt.status, Criticality: attempt.state.criticality, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9rem' } },
    { Value: erpDocument, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9rem' } },
    { Value: failurePercent, @HTML5.CssDefaults: { width: '7rem' } },
    { Value: isOpen, @HTML5.CssDefaults: { width: '6rem' } },
    { Value: personCause, @UI.Importance: #High },
    { Value: personBy, @HTML5.CssDefaults: { width: '7rem' } }
  ],
  PresentationVariant #spotChecks: {
    SortOrder: [{ Property: isOpen, Descending: true }, { Property: judgedAt, Descending: true }],
    Visualizations: ['@UI.LineItem#spotChecks']
  },
  SelectionPresentationVariant #spotChecks: {
    Text: '{i18n>spotChecks}',
    SelectionVariant: { SelectOptions: [] },
    PresentationVariant: @UI.PresentationVariant#spotChecks
  },
  Identification: [
    { $Type: 'UI.DataFieldForAction', Action: 'WorklistService.nothingWrong', Label: '{i18n>nothingWrong}', Criticality: #Positive, @UI.Hidden: { $edmJson: { $Not: { $Path: 'maySetCause' } } } },
    { $Type: 'UI.DataFieldForAction', Action: 'WorklistService.setCause', Label: '{i18n>setCause}', @UI.Hidden: { $edmJson: { $Not: { $Path: 'maySetCause' } } } }
  ],
  DataPoint #message: { Value: attempt.status, Criticality: attempt.state.criticality, Title: '{i18n>messageStatus}' },
  DataPoint #document: { Value: erpDocument, Title: '{i18n>erpDocument}' },
  HeaderFacets: [
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#message' },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#document' },
    { $Type: 'UI.ReferenceFacet', Label: '{i18n>wasWrong}', Target: '@UI.FieldGroup#wasWrong' }
  ],
  FieldGroup #wasWrong: { Data: [{ Value: personCause }, { Value: personBy }, { Value: personAt }] },
  FieldGroup #object: { Data: [{ Value: plant }, { Value: order }, { Value: operation }, { Value: material }, { Value: attempt.workCenter }] },
  FieldGroup #quantities: { Data: [{ Value: yield }, { Value: scrap }, { Value: attempt.postingDate }] },
  FieldGroup #origin: { Data: [{ Value: attempt.sender }, { Value: attempt.kind }, { Value: receivedAt }] },
  FieldGroup #model: { Data: [{ Value: failurePercent }, { Value: modelVersion }, { Value: judgedAt }] },
  Facets: [
    { $Type: 'UI.CollectionFacet', ID: 'message', Label: '{i18n>message}', Facets: [
      { $Type: 'UI.ReferenceFacet', ID: 'object', Label: '{i18n>object}', Target: '@UI.FieldGroup#object' },
      { $Type: 'UI.ReferenceFacet', ID: 'quantities', Label: '{i18n>quantities}', Target: '@UI.FieldGroup#quantities' },
      { $Type: 'UI.ReferenceFacet', ID: 'origin', Label: '{i18n>origin}', Target: '@UI.FieldGroup#origin' },
      { $Type: 'UI.ReferenceFacet', ID: 'basis', Label: '{i18n>basis}', Target: '@UI.FieldGroup#model' }
    ] },
    { $Type: 'UI.ReferenceFacet', ID: 'items', Label: '{i18n>parts}', Target: 'attempt/items/@UI.LineItem' },
    { $Type: 'UI.ReferenceFacet', ID: 'history', Label: '{i18n>history}', Target: 'attempt/history/@UI.PresentationVariant' }
  ]
};
