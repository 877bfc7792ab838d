using { WorklistService } from '../../srv/worklist/service';

// The tables on the page of one held message; `field` and `evidence` are columns of the app, which puts them into words.
annotate WorklistService.SuggestionChanges with @UI: {
  LineItem: [{ Value: sent, @UI.Importance: #High }, { Value: proposed, @UI.Importance: #High, Criticality: #Positive, CriticalityRepresentation: #WithoutIcon }],
  PresentationVariant: { SortOrder: [{ Property: position }], Visualizations: ['@UI.LineItem'] }
};

annotate WorklistService.Conflicts with @UI.LineItem: [
  { Value: severity, Criticality: severityText.criticality, @UI.Importance: #High, @HTML5.CssDefaults: { width: '7rem' } },
  { Value: text, @UI.Importance: #High },
  { Value: cause_code, @UI.Importance: #High, @HTML5.CssDefaults: { width: '12rem' } },
  { Value: code, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9rem' } }
];

// Rows on the shortlist are marked.
annotate WorklistService.SuggestionCauses with @UI: {
  LineItem: {
    $value: [
      { Value: rank, @HTML5.CssDefaults: { width: '5rem' } },
      { Value: cause_code, @UI.Importance: #High },
      { $Type: 'UI.DataFieldForAnnotation', Target: '@UI.DataPoint#probability', Label: '{i18n>probability}', @UI.Importance: #High, @HTML5.CssDefaults: { width: '30rem' } },
      { Value: isListed, Criticality: listedCriticality, CriticalityRepresentation: #WithoutIcon, @UI.Hidden: { $edmJson: { $Not: { $Path: 'isListed' } } }, @UI.Importance: #High, @HTML5.CssDefaults: { width: '10rem' } }
    ],
    @UI.Criticality: listedCriticality
  },
  DataPoint #probability: { Value: percent, TargetValue: 100, Visualization: #Progress, @Common.QuickInfo: '{i18n>probability}' },
  PresentationVariant: { SortOrder: [{ Property: rank }], Visualizations: ['@UI.LineItem'] }
};

// What was measured, and the contribution as a bar with a sign, are columns of the app.
annotate WorklistService.SuggestionInfluences with @UI: {
  LineItem: [{ Value: words, @UI.Importance: #High, @HTML5.CssDefaults: { width: '45rem' } }],
  PresentationVariant: { SortOrder: [{ Property: rank }], Visualizations: ['@UI.LineItem'] }
};

// Which message is a column of the app: it leads to the page of the message where there is one.
annotate WorklistService.SuggestionNeighbours with @UI: {
  LineItem: [
    { $Type: 'UI.DataFieldForAnnotation', Target: '@UI.DataPoint#likeness', Label: '{i18n>likeness}', @UI.Importance: #High, @HTML5.CssDefaults: { width: '8rem' } },
    { Value: receivedAt, @UI.Importance: #High, @HTML5.CssDefaults: { width: '8rem' } },
    { Value: order, @UI.Importance: #High, @HTML5.CssDefaults: { width: '6rem' } },
    { Value: material, @HTML5.CssDefaults: { width: '6rem' } },
    { Value: wrong, @UI.Importance: #High, @HTML5.CssDefaults: { width: '11rem' } },
    { Value: labelSource, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9rem' } },
    { Value: outcome, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9rem' } },
    { Value: status, Criticality: state.criticality, @UI.Importance: #High, @HTML5.CssDefaults: { width: '8rem' } },
    { Value: decision.action_code, @UI.Importance: #High, @HTML5.CssDefaults: { width: '11rem' } },
    { Value: decision.status, Criticality: decision.state.criticality, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9rem' } },
    { Value: decision.decidedBy, @UI.Importance: #High, @HTML5.CssDefaults: { width: '8.5rem' } }
  ],
  DataPoint #likeness: { Value: percent, TargetValue: 100, Visualization: #Progress, @Common.QuickInfo: '{i18n>likeness}' },
  PresentationVariant: { SortOrder: [{ Property: rank }], Visualizations: ['@UI.LineItem'] }
};

annotate WorklistService.AttemptItems with @UI.LineItem: [
  { Value: kind },
  { Value: order },
  { Value: operation },
  { Value: material },
  { Value: yield },
  { Value: scrap },
  { Value: erpDocument }
];

annotate WorklistService.Comments with @UI: {
  LineItem: [
    { Value: at, @UI.Importance: #High, @HTML5.CssDefaults: { width: '12rem' } },
    { Value: author, @UI.Importance: #High, @HTML5.CssDefaults: { width: '12rem' } },
    { Value: text, @UI.Importance: #High, @HTML5.CssDefaults: { width: '66rem' } }
  ],
  PresentationVariant: { SortOrder: [{ Property: at, Descending: true }], Visualizations: ['@UI.LineItem'] }
};

annotate WorklistService.History with @UI: {
  LineItem: [
    { Value: at, @UI.Importance: #High, @HTML5.CssDefaults: { width: '12rem' } },
    { Value: action, @UI.Importance: #High, @HTML5.CssDefaults: { width: '13rem' } },
    { Value: actor, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9rem' } },
    { Value: status, Criticality: state.criticality, @HTML5.CssDefaults: { width: '11rem' } },
    { Value: reason, @HTML5.CssDefaults: { width: '35rem' } },
    { Value: erpDocument, @HTML5.CssDefaults: { width: '10rem' } }
  ],
  PresentationVariant: { SortOrder: [{ Property: sequence }], Visualizations: ['@UI.LineItem'] }
};
