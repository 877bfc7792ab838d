using { ControlService } from '../../srv/control/service';

// The list, newest first. Weeks and drift stand on tabs of their own, which the app draws.
annotate ControlService.ModelVersions with @UI: {
  HeaderInfo: {
    TypeName: '{i18n>model}',
    TypeNamePlural: '{i18n>models}',
    Title: { Value: version },
    Description: { Value: status }
  },
  SelectionFields: [status, family, trainedAt],
  LineItem: [
    { $Type: 'UI.DataFieldForAction', Action: 'ControlService.EntityContainer/trainChallenger', Label: '{i18n>trainChallenger}',
      @UI.Hidden: { $edmJson: { $Path: '/ControlService.EntityContainer/Me/isReader' } } },
    { $Type: 'UI.DataFieldForAction', Action: 'ControlService.EntityContainer/rollBack', Label: '{i18n>rollBack}',
      @UI.Hidden: { $edmJson: { $Path: '/ControlService.EntityContainer/Me/isReader' } } },
    { Value: version, @UI.Importance: #High, @HTML5.CssDefaults: { width: '15rem' } },
    { Value: status, Criticality: state.criticality, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9rem' } },
    { Value: family, @HTML5.CssDefaults: { width: '8rem' } },
    { Value: trainedAt, @UI.Importance: #High, @HTML5.CssDefaults: { width: '11rem' } },
    { Value: cases, @UI.Importance: #High, @HTML5.CssDefaults: { width: '6rem' } },
    { Value: failures, @HTML5.CssDefaults: { width: '7rem' } },
    { Value: headline.logLoss, Criticality: headline.criticality, CriticalityRepresentation: #WithoutIcon, @UI.Importance: #High, @HTML5.CssDefaults: { width: '8rem' } },
    { Value: headline.rulesLogLoss, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9rem' } },
    { Value: headline.firstCause, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9rem' } },
    { Value: promotedBy, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9rem' } }
  ],
  SelectionPresentationVariant #all: {
    Text: '{i18n>models}',
    SelectionVariant: { SelectOptions: [] },
    PresentationVariant: {
      SortOrder: [{ Property: trainedAt, Descending: true }],
      Visualizations: ['@UI.LineItem']
    }
  }
};

// The page of one. What its evaluation found are sections of the app, which draws them.
annotate ControlService.ModelVersions with @UI: {
  Identification: [
    { $Type: 'UI.DataFieldForAction', Action: 'ControlService.promote', Label: '{i18n>promote}',
      @UI.Hidden: { $edmJson: { $Not: { $Path: 'isPromotable' } } } },
    { $Type: 'UI.DataFieldForAction', Action: 'ControlService.discard', Label: '{i18n>discardModel}',
      @UI.Hidden: { $edmJson: { $Not: { $Path: 'isDiscardable' } } } }
  ],
  DataPoint #status: { Value: status, Criticality: state.criticality, Title: '{i18n>modelState}' },
  DataPoint #logLoss: { Value: headline.logLoss, Criticality: headline.criticality, CriticalityRepresentation: #WithoutIcon, Title: '{i18n>logLoss}' },
  DataPoint #rulesLogLoss: { Value: headline.rulesLogLoss, Title: '{i18n>rulesLogLoss}' },
  DataPoint #firstCause: { Value: headline.firstCause, Title: '{i18n>firstCausePercent}' },
  DataPoint #gate: { Value: headline.gatePrecision, Title: '{i18n>gatePrecisionPercent}' },
  DataPoint #cases: { Value: cases, Title: '{i18n>cases}' },
  HeaderFacets: [
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#status' },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#logLoss' },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#rulesLogLoss' },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#firstCause' },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#gate' },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#cases' }
  ],
  // Why it was trained, on what and for what are fields of the app, which puts them into words.
  FieldGroup #facts: { Data: [{ Value: family }, { Value: trainedAt }] },
  FieldGroup #learnt: { Data: [
    { Value: cases }, { Value: failures },
    // Made history has no labels.
    { Value: firstNumber, @UI.Hidden: { $edmJson: { $Eq: [{ $Path: 'origin' }, 'made'] } } },
    { Value: lastNumber, @UI.Hidden: { $edmJson: { $Eq: [{ $Path: 'origin' }, 'made'] } } },
    { Value: dataHash }, { Value: featureSchema }
  ] },
  FieldGroup #made: { Data: [{ Value: seed }, { Value: parent_version }, { Value: bytesHash }, { Value: assessmentHash }] },
  FieldGroup #decided: { Data: [{ Value: promotedBy }, { Value: promotedAt }, { Value: retiredAt }, { Value: reason }] },
  FieldGroup #duel: { Data: [
    { Value: headline.logLoss }, { Value: headline.rulesLogLoss }, { Value: parent_version }, { Value: parent.headline.logLoss, Label: '{i18n>parentLogLoss}' }
  ] },
  FieldGroup #shadow: { Data: [{ Value: headline.shadowMessages }, { Value: headline.gain }, { Value: headline.z }] },
  Facets: [
    { $Type: 'UI.CollectionFacet', ID: 'overview', Label: '{i18n>factsAndLineage}', Facets: [
      { $Type: 'UI.ReferenceFacet', ID: 'facts', Label: '{i18n>facts}', Target: '@UI.FieldGroup#facts' },
      { $Type: 'UI.ReferenceFacet', ID: 'learnt', Label: '{i18n>learntFrom}', Target: '@UI.FieldGroup#learnt' },
      { $Type: 'UI.ReferenceFacet', ID: 'made', Label: '{i18n>howMade}', Target: '@UI.FieldGroup#made' },
      { $Type: 'UI.ReferenceFacet', ID: 'decided', Label: '{i18n>whoDecided}', Target: '@UI.FieldGroup#decided' }
    ] },
    { $Type: 'UI.CollectionFacet', ID: 'duel', Label: '{i18n>championAndChallenger}', Facets: [
      { $Type: 'UI.ReferenceFacet', ID: 'compared', Label: '{i18n>onLatestCases}', Target: '@UI.FieldGroup#duel' },
      { $Type: 'UI.ReferenceFacet', ID: 'shadow', Label: '{i18n>inTheShadow}', Target: '@UI.FieldGroup#shadow' }
    ] }
  ]
};

annotate ControlService.LearningSettings with @UI: {
  HeaderInfo: {
    TypeName: '{i18n>learningSettings}',
    TypeNamePlural: '{i18n>learningSettings}',
    Title: { Value: '{i18n>learningSettings}' }
  },
  LineItem: [
    { Value: isAutomatic, @UI.Importance: #High, @HTML5.CssDefaults: { width: '14rem' } },
    { Value: retrainEvery, @UI.Importance: #High, @HTML5.CssDefaults: { width: '13rem' } },
    { Value: window, @UI.Importance: #High, @HTML5.CssDefaults: { width: '13rem' } },
    { Value: shadowLeast, @UI.Importance: #High, @HTML5.CssDefaults: { width: '13rem' } },
    { Value: shadowMost, @UI.Importance: #High, @HTML5.CssDefaults: { width: '13rem' } },
    { Value: reversalDays, @UI.Importance: #High, @HTML5.CssDefaults: { width: '13rem' } },
    { Value: spotCheckPercent, @UI.Importance: #High, @HTML5.CssDefaults: { width: '13rem' } }
  ],
  SelectionPresentationVariant #all: {
    Text: '{i18n>learningSettings}',
    SelectionVariant: { SelectOptions: [] },
    PresentationVariant: { Visualizations: ['@UI.LineItem'] }
  },
  FieldGroup #training: { Data: [{ Value: retrainEvery }, { Value: window }, { Value: reversalDays }, { Value: spotCheckPercent }] },
  FieldGroup #promotion: { Data: [{ Value: isAutomatic }, { Value: shadowLeast }, { Value: shadowMost }] },
  Facets: [
    { $Type: 'UI.CollectionFacet', ID: 'settings', Label: '{i18n>learningSettings}', Facets: [
      { $Type: 'UI.ReferenceFacet', ID: 'training', Label: '{i18n>training}', Target: '@UI.FieldGroup#training' },
      { $Type: 'UI.ReferenceFacet', ID: 'promotion', Label: '{i18n>promotion}', Target: '@UI.FieldGroup#promotion' }
    ] }
  ]
};
