using { ControlService } from '../../srv/control/service';

// The list of failure codes; those that nobody has named yet stand on a list of their own.
annotate ControlService.FailureCodes with @UI: {
  HeaderInfo: {
    TypeName: '{i18n>failureCode}',
    TypeNamePlural: '{i18n>failureCodes}',
    Title: { Value: title },
    Description: { Value: cause.name }
  },
  SelectionFields: [code, cause_code, queue_code, origin, isTransient],
  LineItem: [
    { Value: code, @UI.Importance: #High, @HTML5.CssDefaults: { width: '11rem' } },
    { Value: textPattern, @UI.Importance: #High, @HTML5.CssDefaults: { width: '19rem' } },
    { Value: cause_code, @UI.Importance: #High, @HTML5.CssDefaults: { width: '11rem' } },
    { Value: queue_code, @UI.Importance: #High, @HTML5.CssDefaults: { width: '8rem' } },
    { Value: isTransient, @HTML5.CssDefaults: { width: '7rem' } },
    { Value: origin, Criticality: originText.criticality, @UI.Importance: #High, @HTML5.CssDefaults: { width: '8rem' } },
    { Value: isEdited, @HTML5.CssDefaults: { width: '6rem' } },
    { Value: usage.messages, @UI.Importance: #High, @HTML5.CssDefaults: { width: '7rem' } },
    { Value: usage.lastAt, @HTML5.CssDefaults: { width: '14rem' } }
  ],
  LineItem #unnamed: [
    { Value: code, @UI.Importance: #High, @HTML5.CssDefaults: { width: '12rem' } },
    { Value: example, @UI.Importance: #High, @HTML5.CssDefaults: { width: '48rem' } },
    { Value: queue_code, @UI.Importance: #High, @HTML5.CssDefaults: { width: '10rem' } },
    { Value: usage.messages, @UI.Importance: #High, @HTML5.CssDefaults: { width: '8rem' } },
    { Value: usage.lastAt, @HTML5.CssDefaults: { width: '14rem' } }
  ],
  SelectionPresentationVariant #all: {
    Text: '{i18n>failureCodes}',
    SelectionVariant: { SelectOptions: [] },
    PresentationVariant: {
      SortOrder: [{ Property: usage.messages, Descending: true }, { Property: ID }],
      Visualizations: ['@UI.LineItem']
    }
  },
  SelectionPresentationVariant #unnamed: {
    Text: '{i18n>unnamedCodes}',
    SelectionVariant: { SelectOptions: [{ PropertyName: origin, Ranges: [{ Sign: #I, Option: #EQ, Low: 'seen' }] }] },
    PresentationVariant: {
      SortOrder: [{ Property: usage.messages, Descending: true }],
      Visualizations: ['@UI.LineItem#unnamed']
    }
  }
};

// The page of one.
annotate ControlService.FailureCodes with @UI: {
  Identification: [{ $Type: 'UI.DataFieldForAction', Action: 'ControlService.restoreDelivered', Label: '{i18n>restoreDelivered}',
    @UI.Hidden: { $edmJson: { $Not: { $Path: 'isRestorable' } } } }],
  DataPoint #origin: { Value: origin, Criticality: originText.criticality, Title: '{i18n>origin}' },
  DataPoint #messages: { Value: usage.messages, Title: '{i18n>timesSeen}' },
  DataPoint #last: { Value: usage.lastAt, Title: '{i18n>lastSeen}' },
  HeaderFacets: [
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#origin' },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#messages' },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#last' }
  ],
  FieldGroup #message: { Data: [{ Value: code }, { Value: textPattern }, { Value: example, @UI.Hidden: { $edmJson: { $Eq: [{ $Path: 'example' }, null] } } }] },
  FieldGroup #meaning: { Data: [{ Value: cause_code }, { Value: isDecisive }, { Value: queue_code }, { Value: isTransient }] },
  FieldGroup #people: { Data: [{ Value: explanation }, { Value: fix }] },
  FieldGroup #origin: { Data: [{ Value: origin }, { Value: evidence }, { Value: isEdited }, { Value: modifiedBy }, { Value: modifiedAt }] },
  Facets: [
    { $Type: 'UI.CollectionFacet', ID: 'overview', Label: '{i18n>overview}', Facets: [
      { $Type: 'UI.ReferenceFacet', ID: 'message', Label: '{i18n>message}', Target: '@UI.FieldGroup#message' },
      { $Type: 'UI.ReferenceFacet', ID: 'meaning', Label: '{i18n>meaning}', Target: '@UI.FieldGroup#meaning' },
      { $Type: 'UI.ReferenceFacet', ID: 'people', Label: '{i18n>forPeople}', Target: '@UI.FieldGroup#people' },
      { $Type: 'UI.ReferenceFacet', ID: 'origin', Label: '{i18n>whereFrom}', Target: '@UI.FieldGroup#origin' }
    ] }
  ]
};

annotate ControlService.ReasonMappings with @UI: {
  HeaderInfo: {
    TypeName: '{i18n>reasonMapping}',
    TypeNamePlural: '{i18n>reasonMappings}',
    Title: { Value: shopFloor },
    Description: { Value: plant }
  },
  LineItem: [
    { Value: plant, @UI.Importance: #High, @HTML5.CssDefaults: { width: '8rem' } },
    { Value: shopFloor, @UI.Importance: #High, @HTML5.CssDefaults: { width: '18rem' } },
    { Value: erp, @UI.Importance: #High, @HTML5.CssDefaults: { width: '16rem' } },
    { Value: movement, @UI.Importance: #High, @HTML5.CssDefaults: { width: '20rem' } },
    { Value: modifiedBy, @HTML5.CssDefaults: { width: '14rem' } },
    { Value: modifiedAt, @HTML5.CssDefaults: { width: '16rem' } }
  ],
  SelectionPresentationVariant #all: {
    Text: '{i18n>reasonMappings}',
    SelectionVariant: { SelectOptions: [] },
    PresentationVariant: {
      SortOrder: [{ Property: plant }, { Property: shopFloor }],
      Visualizations: ['@UI.LineItem']
    }
  },
  FieldGroup #map: { Data: [{ Value: plant }, { Value: shopFloor }, { Value: erp }, { Value: movement }] },
  Facets: [{ $Type: 'UI.ReferenceFacet', ID: 'map', Label: '{i18n>reasonMapping}', Target: '@UI.FieldGroup#map' }]
};

annotate ControlService.QueueTargets with @UI: {
  HeaderInfo: {
    TypeName: '{i18n>queueTarget}',
    TypeNamePlural: '{i18n>queueTargets}',
    Title: { Value: queue.name }
  },
  LineItem: [
    { Value: queue_code, @UI.Importance: #High, @HTML5.CssDefaults: { width: '20rem' } },
    { Value: queue.descr, @HTML5.CssDefaults: { width: '52rem' } },
    { Value: dueWithin, @UI.Importance: #High, @HTML5.CssDefaults: { width: '20rem' } }
  ],
  SelectionPresentationVariant #all: {
    Text: '{i18n>queueTargets}',
    SelectionVariant: { SelectOptions: [] },
    PresentationVariant: {
      SortOrder: [{ Property: queue_code }],
      Visualizations: ['@UI.LineItem']
    }
  },
  FieldGroup #target: { Data: [{ Value: queue_code }, { Value: dueWithin }] },
  Facets: [{ $Type: 'UI.ReferenceFacet', ID: 'target', Label: '{i18n>queueTarget}', Target: '@UI.FieldGroup#target' }]
};
