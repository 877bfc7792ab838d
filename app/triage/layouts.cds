using { TriageService } from '../../srv/triage/service';

// The list: groups. Its columns for age and times are in `webapp`, which puts them into words.
annotate TriageService.ConflictGroups with @UI: {
  HeaderInfo: {
    TypeName: '{i18n>failureGroup}',
    TypeNamePlural: '{i18n>failureGroups}',
    Title: { Value: cause },
    Description: { Value: text }
  },
  SelectionFields: [isOpen, queue, cause, code, plant, material, order, dueAt, isMine],
  LineItem: [
    { $Type: 'UI.DataFieldForAction', Action: 'TriageService.resubmit', Label: '{i18n>resubmitAll}', @UI.Hidden: { $edmJson: { $Not: { $Path: '/TriageService.EntityContainer/Me/mayResubmit' } } } },
    { $Type: 'UI.DataFieldForAction', Action: 'TriageService.assign', Label: '{i18n>assign}', @UI.Hidden: { $edmJson: { $Not: { $Path: '/TriageService.EntityContainer/Me/mayRoute' } } } },
    { $Type: 'UI.DataFieldForAction', Action: 'TriageService.forward', Label: '{i18n>forward}', @UI.Hidden: { $edmJson: { $Not: { $Path: '/TriageService.EntityContainer/Me/mayRoute' } } } },
    { Value: text, @UI.Importance: #High, @HTML5.CssDefaults: { width: '17rem' } },
    { Value: cause, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9rem' } },
    { Value: open, @UI.Importance: #High, @HTML5.CssDefaults: { width: '4rem' } },
    { Value: total, @UI.Importance: #High, @HTML5.CssDefaults: { width: '4.5rem' } },
    { Value: running, @UI.Importance: #High, @HTML5.CssDefaults: { width: '4.5rem' } },
    { Value: dueAt, Criticality: criticality, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9rem' } },
    { Value: queue, @UI.Importance: #High, @HTML5.CssDefaults: { width: '6.5rem' } },
    { Value: plant, @UI.Importance: #High, @HTML5.CssDefaults: { width: '4rem' } },
    { Value: material, @UI.Importance: #High, @HTML5.CssDefaults: { width: '6rem' } },
    { Value: order, @UI.Importance: #High, @HTML5.CssDefaults: { width: '6rem' } },
    { Value: code, @UI.Importance: #High, @HTML5.CssDefaults: { width: '15rem' } }
  ],
  PresentationVariant: {
    SortOrder: [{ Property: isOpen, Descending: true }, { Property: dueAt }],
    RequestAtLeast: [me],
    Visualizations: ['@UI.LineItem']
  },
  SelectionPresentationVariant #groups: {
    Text: '{i18n>groups}',
    SelectionVariant: { SelectOptions: [] },
    PresentationVariant: @UI.PresentationVariant
  }
};

// The page of a group.
annotate TriageService.ConflictGroups with @UI: {
  Identification: [
    { $Type: 'UI.DataFieldForAction', Action: 'TriageService.resubmit', Label: '{i18n>resubmitAll}', Criticality: #Positive, @UI.Hidden: { $edmJson: { $Not: { $Path: 'mayResubmit' } } } },
    { $Type: 'UI.DataFieldForAction', Action: 'TriageService.assign', Label: '{i18n>assign}', @UI.Hidden: { $edmJson: { $Not: { $Path: 'mayRoute' } } } },
    { $Type: 'UI.DataFieldForAction', Action: 'TriageService.forward', Label: '{i18n>forward}', @UI.Hidden: { $edmJson: { $Not: { $Path: 'mayRoute' } } } }
  ],
  DataPoint #code: { Value: code, Title: '{i18n>erpCode}' },
  DataPoint #queue: { Value: queue, Title: '{i18n>queue}' },
  DataPoint #open: { Value: open, Title: '{i18n>open}', Criticality: criticality, CriticalityRepresentation: #WithoutIcon },
  DataPoint #total: { Value: total, Title: '{i18n>total}' },
  DataPoint #since: { Value: since, Title: '{i18n>since}' },
  DataPoint #due: { Value: dueAt, Title: '{i18n>dueAt}', Criticality: criticality },
  DataPoint #running: { Value: running, Title: '{i18n>running}', Criticality: #Critical },
  HeaderFacets: [
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#open' },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#total' },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#running', @UI.Hidden: { $edmJson: { $Not: { $Path: 'running' } } } },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#queue' },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#due' },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#since' },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#code' }
  ],
  FieldGroup #meaning: { Data: [
    { Value: text },
    { Value: failureCode.explanation, @UI.Hidden: { $edmJson: { $Not: { $Path: 'isNamed' } } } },
    { Value: causeText.descr, Label: '{i18n>explanation}', @UI.Hidden: { $edmJson: { $Path: 'isNamed' } } },
    { Value: failureCode.fix, @UI.Hidden: { $edmJson: { $Not: { $Path: 'isNamed' } } } }
  ] },
  FieldGroup #subject: { Data: [
    { Value: plant }, { Value: material }, { Value: order }, { Value: latest },
    { Value: standingInFor, @UI.Hidden: { $edmJson: { $Not: { $Path: 'standingInFor' } } } }
  ] },
  Facets: [
    { $Type: 'UI.CollectionFacet', ID: 'overview', Label: '{i18n>overview}', Facets: [
      { $Type: 'UI.ReferenceFacet', ID: 'meaning', Label: '{i18n>meaning}', Target: '@UI.FieldGroup#meaning' },
      { $Type: 'UI.ReferenceFacet', ID: 'subject', Label: '{i18n>object}', Target: '@UI.FieldGroup#subject' }
    ] },
    { $Type: 'UI.ReferenceFacet', ID: 'resubmissions', Label: '{i18n>resubmissions}', Target: 'resubmissions/@UI.PresentationVariant' },
    { $Type: 'UI.ReferenceFacet', ID: 'conflicts', Label: '{i18n>messages}', Target: 'conflicts/@UI.PresentationVariant#group' }
  ]
};

// The list: single messages.
annotate TriageService.Conflicts with @UI: {
  HeaderInfo: {
    TypeName: '{i18n>failedMessage}',
    TypeNamePlural: '{i18n>failedMessages}',
    Title: { Value: cause },
    Description: { Value: text }
  },
  SelectionFields: [isOpen, queue, cause, code, plant, material, order, dueAt, isMine, assignee],
  LineItem: [
    { $Type: 'UI.DataFieldForAction', Action: 'TriageService.assign', Label: '{i18n>assign}', @UI.Hidden: { $edmJson: { $Not: { $Path: '/TriageService.EntityContainer/Me/mayRoute' } } } },
    { $Type: 'UI.DataFieldForAction', Action: 'TriageService.forward', Label: '{i18n>forward}', @UI.Hidden: { $edmJson: { $Not: { $Path: '/TriageService.EntityContainer/Me/mayRoute' } } } },
    { $Type: 'UI.DataFieldForAction', Action: 'TriageService.settle', Label: '{i18n>settle}', Criticality: #Positive, @UI.Hidden: { $edmJson: { $Not: { $Path: '/TriageService.EntityContainer/Me/maySettle' } } } },
    { $Type: 'UI.DataFieldForAction', Action: 'TriageService.cancel', Label: '{i18n>cancelMessage}', @UI.Hidden: { $edmJson: { $Not: { $Path: '/TriageService.EntityContainer/Me/mayCancel' } } } },
    { Value: attemptNumber, @UI.Importance: #High, @HTML5.CssDefaults: { width: '5rem' } },
    { Value: status, Criticality: state.criticality, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9rem' } },
    { Value: text, @UI.Importance: #High, @HTML5.CssDefaults: { width: '17rem' } },
    { Value: cause, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9rem' } },
    { Value: dueAt, Criticality: dueCriticality, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9rem' } },
    { Value: queue, @UI.Importance: #High, @HTML5.CssDefaults: { width: '7rem' } },
    { Value: assignee, @UI.Importance: #High, @HTML5.CssDefaults: { width: '7.5rem' } },
    { Value: standingInFor, @UI.Importance: #Medium, @HTML5.CssDefaults: { width: '7.5rem' } },
    { Value: order, @UI.Importance: #High, @HTML5.CssDefaults: { width: '6rem' } },
    { Value: material, @UI.Importance: #High, @HTML5.CssDefaults: { width: '6rem' } },
    { Value: plant, @UI.Importance: #High, @HTML5.CssDefaults: { width: '4rem' } },
    { Value: code, @HTML5.CssDefaults: { width: '15rem' } }
  ],
  PresentationVariant: {
    SortOrder: [{ Property: isOpen, Descending: true }, { Property: dueAt }],
    RequestAtLeast: [mayResubmit, me],
    Visualizations: ['@UI.LineItem']
  },
  SelectionPresentationVariant #messages: {
    Text: '{i18n>messages}',
    SelectionVariant: { SelectOptions: [] },
    PresentationVariant: @UI.PresentationVariant
  },
  LineItem #group: [
    { Value: attemptNumber, @UI.Importance: #High, @HTML5.CssDefaults: { width: '6rem' } },
    { Value: status, Criticality: state.criticality, @UI.Importance: #High, @HTML5.CssDefaults: { width: '11rem' } },
    { Value: receivedAt, @UI.Importance: #High, @HTML5.CssDefaults: { width: '11rem' } },
    { Value: order, @UI.Importance: #High, @HTML5.CssDefaults: { width: '7rem' } },
    { Value: material, @UI.Importance: #High, @HTML5.CssDefaults: { width: '12rem' } },
    { Value: assignee, @UI.Importance: #High, @HTML5.CssDefaults: { width: '8rem' } },
    { Value: dueAt, Criticality: dueCriticality, @UI.Hidden: { $edmJson: { $Not: { $Path: 'isOpen' } } }, @UI.Importance: #High, @HTML5.CssDefaults: { width: '11rem' } },
    { Value: erpDocument, @UI.Importance: #High, @HTML5.CssDefaults: { width: '10rem' } }
  ],
  PresentationVariant #group: {
    SortOrder: [{ Property: isOpen, Descending: true }, { Property: attemptNumber }],
    Visualizations: ['@UI.LineItem#group']
  }
};

// The page of one message.
annotate TriageService.Conflicts with @UI: {
  Identification: [
    { $Type: 'UI.DataFieldForAction', Action: 'TriageService.resubmit', Label: '{i18n>resubmit}', Criticality: #Positive, @UI.Hidden: { $edmJson: { $Not: { $Path: 'mayResubmit' } } } },
    { $Type: 'UI.DataFieldForAction', Action: 'TriageService.takeOver', Label: '{i18n>takeOver}', @UI.Hidden: { $edmJson: { $Not: { $Path: 'mayTakeOver' } } } },
    { $Type: 'UI.DataFieldForIntentBasedNavigation', SemanticObject: 'Suggestion', Action: 'approve', Label: '{i18n>openSuggestion}',
      Mapping: [{ $Type: 'Common.SemanticObjectMappingType', LocalProperty: suggestionID, SemanticObjectProperty: 'ID' }],
      @UI.Hidden: { $edmJson: { $Not: { $Path: 'suggestionID' } } } },
    { $Type: 'UI.DataFieldForAction', Action: 'TriageService.mapReason', Label: '{i18n>mapReason}', @UI.Hidden: { $edmJson: { $Not: { $Path: 'mayMapReason' } } } },
    { $Type: 'UI.DataFieldForAction', Action: 'TriageService.assign', Label: '{i18n>assign}', @UI.Hidden: { $edmJson: { $Not: { $Path: 'mayRoute' } } } },
    { $Type: 'UI.DataFieldForAction', Action: 'TriageService.forward', Label: '{i18n>forward}', @UI.Hidden: { $edmJson: { $Not: { $Path: 'mayRoute' } } } },
    { $Type: 'UI.DataFieldForAction', Action: 'TriageService.comment', Label: '{i18n>addComment}', @UI.Hidden: { $edmJson: { $Not: { $Path: 'mayComment' } } } },
    { $Type: 'UI.DataFieldForAction', Action: 'TriageService.settle', Label: '{i18n>settle}', Criticality: #Positive, @UI.Hidden: { $edmJson: { $Not: { $Path: 'maySettle' } } } },
    { $Type: 'UI.DataFieldForAction', Action: 'TriageService.cancel', Label: '{i18n>cancelMessage}', Criticality: #Negative, @UI.Hidden: { $edmJson: { $Not: { $Path: 'mayCancel' } } } }
  ],
  DataPoint #attempt: { Value: attemptNumber, Title: '{i18n>attempt}' },
  DataPoint #status: { Value: status, Criticality: state.criticality, Title: '{i18n>messageStatus}' },
  DataPoint #queue: { Value: queue, Title: '{i18n>queue}' },
  DataPoint #assignee: { Value: assignee, Title: '{i18n>assignee}' },
  DataPoint #standingInFor: { Value: standingInFor, Title: '{i18n>standingInFor}' },
  DataPoint #since: { Value: at, Title: '{i18n>failedAt}' },
  DataPoint #due: { Value: dueAt, Title: '{i18n>dueAt}', Criticality: dueCriticality },
  DataPoint #document: { Value: erpDocument, Title: '{i18n>erpDocument}' },
  HeaderFacets: [
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#attempt' },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#status' },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#document', @UI.Hidden: { $edmJson: { $Not: { $Path: 'erpDocument' } } } },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#queue' },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#assignee' },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#standingInFor', @UI.Hidden: { $edmJson: { $Not: { $Path: 'standingInFor' } } } },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#due', @UI.Hidden: { $edmJson: { $Not: { $Path: 'isOpen' } } } },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#since' },
    { $Type: 'UI.ReferenceFacet', Label: '{i18n>retry}', Target: '@UI.FieldGroup#retry', @UI.Hidden: { $edmJson: { $Not: { $Path: 'nextTryAt' } } } }
  ],
  FieldGroup #retry: { Data: [{ Value: tries }, { Value: mostTries }, { Value: nextTryAt }] },
  FieldGroup #meaning: { Data: [{ Value: text }, { Value: explanation }, { Value: fix, @UI.Hidden: { $edmJson: { $Not: { $Path: 'fix' } } } }] },
  FieldGroup #failure: { Data: [{ Value: code }, { Value: cause }, { Value: resolvedAt }] },
  // The link, or the plain text where there is none.
  FieldGroup #object: { Data: [
    { Value: plant },
    { Value: order, @UI.Hidden: { $edmJson: { $Ne: [{ $Path: 'orderLink' }, { $Null: null }] } } },
    { $Type: 'UI.DataFieldWithUrl', Value: order, Url: orderLink, @UI.Hidden: { $edmJson: { $Not: { $Path: 'orderLink' } } }, @HTML5.LinkTarget: '_blank' },
    { Value: attempt.operation },
    { Value: material, @UI.Hidden: { $edmJson: { $Ne: [{ $Path: 'materialLink' }, { $Null: null }] } } },
    { $Type: 'UI.DataFieldWithUrl', Value: material, Url: materialLink, @UI.Hidden: { $edmJson: { $Not: { $Path: 'materialLink' } } }, @HTML5.LinkTarget: '_blank' }
  ] },
  FieldGroup #quantities: { Data: [{ Value: attempt.yield }, { Value: attempt.scrap }, { Value: attempt.postingDate }] },
  FieldGroup #origin: { Data: [{ Value: attempt.kind }, { Value: sender }, { Value: attempt.service }, { Value: receivedAt }, { Value: attempt.request }, { Value: attempt.answer }] },
  FieldGroup #erp: { Data: [{ Value: attempt.erpCode }, { Value: attempt.erpText },
    { Value: erpDocument, @UI.Hidden: { $edmJson: { $Ne: [{ $Path: 'documentLink' }, { $Null: null }] } } },
    { $Type: 'UI.DataFieldWithUrl', Value: erpDocument, Url: documentLink, @UI.Hidden: { $edmJson: { $Not: { $Path: 'documentLink' } } }, @HTML5.LinkTarget: '_blank' }
  ] },
  Facets: [
    { $Type: 'UI.CollectionFacet', ID: 'overview', Label: '{i18n>overview}', Facets: [
      { $Type: 'UI.ReferenceFacet', ID: 'meaning', Label: '{i18n>meaning}', Target: '@UI.FieldGroup#meaning' },
      { $Type: 'UI.ReferenceFacet', ID: 'failure', Label: '{i18n>failedMessage}', Target: '@UI.FieldGroup#failure' }
    ] },
    { $Type: 'UI.CollectionFacet', ID: 'message', Label: '{i18n>message}', Facets: [
      { $Type: 'UI.ReferenceFacet', ID: 'object', Label: '{i18n>object}', Target: '@UI.FieldGroup#object' },
      { $Type: 'UI.ReferenceFacet', ID: 'quantities', Label: '{i18n>quantities}', Target: '@UI.FieldGroup#quantities' },
      { $Type: 'UI.ReferenceFacet', ID: 'origin', Label: '{i18n>origin}', Target: '@UI.FieldGroup#origin' },
      { $Type: 'UI.ReferenceFacet', ID: 'erp', Label: '{i18n>erpMessages}', Target: '@UI.FieldGroup#erp' }
    ] },
    { $Type: 'UI.ReferenceFacet', ID: 'comments', Label: '{i18n>comments}', Target: 'attempt/comments/@UI.PresentationVariant' },
    { $Type: 'UI.ReferenceFacet', ID: 'history', Label: '{i18n>history}', Target: 'attempt/history/@UI.PresentationVariant' }
  ]
};

// The list and the page of what is tried again.
annotate TriageService.Resubmissions with @UI: {
  HeaderInfo: {
    TypeName: '{i18n>resubmission}',
    TypeNamePlural: '{i18n>resubmissions}',
    Title: { Value: startedAt },
    Description: { Value: note }
  },
  LineItem: [
    { Value: startedAt, @UI.Importance: #High, @HTML5.CssDefaults: { width: '10rem' } },
    { $Type: 'UI.DataFieldForAnnotation', Target: '@UI.DataPoint#progress', Label: '{i18n>progress}', @UI.Importance: #High, @HTML5.CssDefaults: { width: '12rem' } },
    { Value: posted, @UI.Importance: #High, @HTML5.CssDefaults: { width: '5rem' } },
    { Value: held, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9rem' } },
    { Value: refused, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9rem' } },
    { Value: skipped, @UI.Importance: #Medium, @HTML5.CssDefaults: { width: '6rem' } },
    { Value: cause, @UI.Importance: #High, @HTML5.CssDefaults: { width: '10rem' } },
    { Value: startedBy, @UI.Importance: #High, @HTML5.CssDefaults: { width: '7rem' } },
    { Value: note, @UI.Importance: #Medium },
    { Value: finishedAt, @UI.Importance: #Medium, @HTML5.CssDefaults: { width: '10rem' } }
  ],
  PresentationVariant: {
    SortOrder: [{ Property: startedAt, Descending: true }],
    Visualizations: ['@UI.LineItem']
  },
  SelectionPresentationVariant #resubmissions: {
    Text: '{i18n>resubmissions}',
    SelectionVariant: { SelectOptions: [] },
    PresentationVariant: @UI.PresentationVariant
  },
  DataPoint #progress: { Value: done, TargetValue: total, Visualization: #Progress, Criticality: criticality, Title: '{i18n>progress}' },
  DataPoint #cause: { Value: cause, Title: '{i18n>cause}' },
  DataPoint #posted: { Value: posted, Title: '{i18n>posted}' },
  DataPoint #held: { Value: held, Title: '{i18n>heldAgain}' },
  DataPoint #refused: { Value: refused, Title: '{i18n>refusedAgain}' },
  HeaderFacets: [
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#progress' },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#posted' },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#held' },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#refused' },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#cause', @UI.Hidden: { $edmJson: { $Not: { $Path: 'cause' } } } }
  ],
  FieldGroup #who: { Data: [{ Value: startedBy }, { Value: startedAt }, { Value: finishedAt }] },
  Facets: [
    { $Type: 'UI.ReferenceFacet', ID: 'items', Label: '{i18n>messages}', Target: 'items/@UI.PresentationVariant' },
    { $Type: 'UI.ReferenceFacet', ID: 'who', Label: '{i18n>who}', Target: '@UI.FieldGroup#who' }
  ]
};

annotate TriageService.ResubmissionItems with @UI: {
  LineItem: [
    { Value: attemptNumber, @UI.Importance: #High, @HTML5.CssDefaults: { width: '6rem' } },
    { Value: order, @UI.Importance: #High, @HTML5.CssDefaults: { width: '8rem' } },
    { Value: status, Criticality: state.criticality, @UI.Importance: #High, @HTML5.CssDefaults: { width: '11rem' } },
    { Value: text, @UI.Importance: #High, @HTML5.CssDefaults: { width: '44rem' } },
    { Value: at, @UI.Importance: #Medium, @HTML5.CssDefaults: { width: '12rem' } }
  ],
  PresentationVariant: { SortOrder: [{ Property: position }], Visualizations: ['@UI.LineItem'] }
};

// The tables on those pages.
annotate TriageService.Comments with @UI: {
  LineItem: [
    { Value: at, @UI.Importance: #High, @HTML5.CssDefaults: { width: '12rem' } },
    { Value: author, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9rem' } },
    { Value: text, @UI.Importance: #High, @HTML5.CssDefaults: { width: '60rem' } }
  ],
  PresentationVariant: { SortOrder: [{ Property: at, Descending: true }], Visualizations: ['@UI.LineItem'] }
};

annotate TriageService.History with @UI: {
  LineItem: [
    { Value: at, @UI.Importance: #High, @HTML5.CssDefaults: { width: '12rem' } },
    { Value: action, @UI.Importance: #High, @HTML5.CssDefaults: { width: '13rem' } },
    { Value: actor, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9rem' } },
    { Value: status, Criticality: state.criticality, @HTML5.CssDefaults: { width: '11rem' } },
    { Value: reason },
    { Value: erpDocument, @HTML5.CssDefaults: { width: '10rem' } }
  ],
  PresentationVariant: { SortOrder: [{ Property: sequence }], Visualizations: ['@UI.LineItem'] }
};
