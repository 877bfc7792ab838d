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
    { $Type: 'UI.DataFieldWithNavigationPath', Value: attemptNumber, Target: attempt, @UI.Importance: #High, @HTML5.CssDefaults: { width: '5rem' } },
    { Value: order, @UI.Importance: #High, @HTML5.CssDefaults: { width: '6rem' } },
    { Value: plant, @UI.Importance: #High, @HTML5.CssDefaults: { width: '4rem' } },
    { Value: status, Criticality: state.criticality, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9.5rem' } },
    { Value: decision, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9rem' } },
    { Value: reason, @UI.Importance: #High, @HTML5.CssDefaults: { width: '16rem' } },
    { Value: erpDocument, @UI.Importance: #High, @HTML5.CssDefaults: { width: '8rem' } },
    { Value: leaf.seal_number, @UI.Importance: #High, @HTML5.CssDefaults: { width: '3.5rem' } },
    { Value: leaf.position, @HTML5.CssDefaults: { width: '6rem' } },
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
      Mapping: [{ $Type: 'Common.SemanticObjectMappingType', LocalProperty: suggestion_ID, SemanticObjectProperty: 'ID' }],
      @UI.Hidden: { $edmJson: { $Not: { $Path: 'suggestion_ID' } } } }
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
  FieldGroup #proof: { Data: [
    { Value: leaf.position }, { Value: leaf.hash }, { Value: leaf.seal_number }, { Value: leaf.seal.at }, { Value: leaf.seal.hash }, { Value: leaf.seal.keyID }
  ] },
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
      { $Type: 'UI.ReferenceFacet', ID: 'basis', Label: '{i18n>basis}', Target: '@UI.FieldGroup#basis' },
      { $Type: 'UI.ReferenceFacet', ID: 'proof', Label: '{i18n>sealProof}', Target: '@UI.FieldGroup#proof' }
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
    { Value: reason, @HTML5.CssDefaults: { width: '31rem' } },
    { Value: erpDocument, @HTML5.CssDefaults: { width: '10rem' } }
  ],
  PresentationVariant #history: { SortOrder: [{ Property: sequence }], Visualizations: ['@UI.LineItem#history'] }
};

// The page of one message: from its ERP document back to where it came from.
annotate AuditService.SyncAttempts with @UI: {
  HeaderInfo: {
    TypeName: '{i18n>lineageOf}',
    TypeNamePlural: '{i18n>lineage}',
    Title: { Value: number },
    Description: { Value: kind }
  },
  Identification: [
    { $Type: 'UI.DataFieldForAction', Action: 'AuditService.erasePayload', Label: '{i18n>erasePayload}', Criticality: #Negative,
      @UI.Hidden: { $edmJson: { $Not: { $Path: 'isErasable' } } } }
  ],
  DataPoint #status: { Value: status, Criticality: state.criticality, Title: '{i18n>messageStatus}' },
  DataPoint #document: { Value: erpDocument, Title: '{i18n>erpDocument}' },
  DataPoint #model: { Value: modelVersion, Title: '{i18n>modelVersion}' },
  HeaderFacets: [
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#status' },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#document' },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#model' }
  ],
  FieldGroup #message: { Data: [
    { Value: sender }, { Value: service }, { Value: method }, { Value: path }, { Value: receivedAt }, { Value: deliveries },
    { Value: keyValue }, { Value: bodyHash }, { Value: erasedAt }
  ] },
  FieldGroup #object: { Data: [
    { Value: plant }, { Value: order }, { Value: operation }, { Value: material }, { Value: yield }, { Value: scrap }, { Value: postingDate }
  ] },
  FieldGroup #judgement: { Data: [{ Value: verdict }, { Value: verdictReason }, { Value: policyVersion }, { Value: modelVersion }] },
  FieldGroup #outcome: { Data: [
    { Value: status, Criticality: state.criticality }, { Value: postedAt }, { Value: finishedAt }, { Value: erpKey }, { Value: answerStatus },
    { Value: erpDocument }, { Value: erpCode }, { Value: erpText }
  ] },
  Facets: [
    { $Type: 'UI.CollectionFacet', ID: 'overview', Label: '{i18n>overview}', Facets: [
      { $Type: 'UI.ReferenceFacet', ID: 'message', Label: '{i18n>message}', Target: '@UI.FieldGroup#message' },
      { $Type: 'UI.ReferenceFacet', ID: 'object', Label: '{i18n>object}', Target: '@UI.FieldGroup#object' },
      { $Type: 'UI.ReferenceFacet', ID: 'judgement', Label: '{i18n>judgement}', Target: '@UI.FieldGroup#judgement' },
      { $Type: 'UI.ReferenceFacet', ID: 'outcome', Label: '{i18n>outcome}', Target: '@UI.FieldGroup#outcome' }
    ] },
    { $Type: 'UI.ReferenceFacet', ID: 'items', Label: '{i18n>parts}', Target: 'items/@UI.LineItem#lineage' },
    { $Type: 'UI.ReferenceFacet', ID: 'conflicts', Label: '{i18n>conflicts}', Target: 'conflicts/@UI.LineItem#lineage' },
    { $Type: 'UI.ReferenceFacet', ID: 'suggestions', Label: '{i18n>suggestions}', Target: 'suggestions/@UI.LineItem#lineage' },
    { $Type: 'UI.ReferenceFacet', ID: 'influences', Label: '{i18n>spokeForIt}', Target: 'influences/@UI.PresentationVariant#lineage' },
    { $Type: 'UI.ReferenceFacet', ID: 'changes', Label: '{i18n>changed}', Target: 'changes/@UI.LineItem#lineage' },
    { $Type: 'UI.ReferenceFacet', ID: 'signers', Label: '{i18n>signers}', Target: 'signers/@UI.PresentationVariant#signers' },
    { $Type: 'UI.ReferenceFacet', ID: 'history', Label: '{i18n>history}', Target: 'history/@UI.PresentationVariant#history' }
  ]
};

annotate AuditService.AttemptItems with @UI.LineItem #lineage: [
  { Value: position }, { Value: kind }, { Value: order }, { Value: operation }, { Value: material }, { Value: yield }, { Value: scrap },
  { Value: erpKey }, { Value: erpDocument, @UI.Importance: #High }
];
annotate AuditService.Conflicts with @UI.LineItem #lineage: [
  { Value: at }, { Value: code }, { Value: cause_code }, { Value: severity, Criticality: severityText.criticality }, { Value: field },
  { Value: text, @UI.Importance: #High, @HTML5.CssDefaults: { width: '24rem' } }, { Value: resolvedAt }
];
annotate AuditService.Suggestions with @UI.LineItem #lineage: [
  { Value: createdAt }, { Value: action_code }, { Value: cause_code }, { Value: confidence }, { Value: modelVersion }, { Value: policyVersion },
  { Value: status, Criticality: state.criticality }, { Value: decidedBy, @UI.Importance: #High }, { Value: signedOffBy, @UI.Importance: #High }
];
annotate AuditService.AttemptInfluences with @UI: {
  LineItem #lineage: [{ Value: rank }, { Value: feature }, { Value: value }, { Value: unit }, { Value: contribution }],
  PresentationVariant #lineage: { SortOrder: [{ Property: rank }], Visualizations: ['@UI.LineItem#lineage'] }
};
annotate AuditService.AttemptChanges with @UI.LineItem #lineage: [
  { Value: position }, { Value: field }, { Value: sent }, { Value: proposed }
];
annotate AuditService.Signers with @UI: {
  LineItem #signers: [
    { Value: sequence }, { Value: at }, { Value: action }, { Value: actor }, { Value: role }, { Value: decision }, { Value: reason }
  ],
  PresentationVariant #signers: { SortOrder: [{ Property: sequence }], Visualizations: ['@UI.LineItem#signers'] }
};
