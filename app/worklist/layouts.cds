using { WorklistService } from '../../srv/worklist/service';

// The list.
annotate WorklistService.Suggestions with @UI: {
  HeaderInfo: {
    TypeName: '{i18n>suggestion}',
    TypeNamePlural: '{i18n>suggestions}',
    Title: { Value: cause_code },
    Description: { Value: action_code }
  },
  SelectionFields: [isMine, attempt.plant, attempt.order, attempt.material, cause_code, action_code, risk, requiredRole, queue, assignee, dueAt, attempt.receivedAt],
  LineItem: [
    // The app decides several at once and tells what came of each; unnamed, the flow's own buttons would come back.
    { $Type: 'UI.DataFieldForAction', Action: 'WorklistService.signOff', Label: '{i18n>signOff}', @UI.Hidden },
    { $Type: 'UI.DataFieldForAction', Action: 'WorklistService.returnToPlanner', Label: '{i18n>returnToPlanner}', @UI.Hidden },
    { $Type: 'UI.DataFieldForAction', Action: 'WorklistService.rejectSuggestion', Label: '{i18n>rejectSuggestion}', @UI.Hidden },
    { $Type: 'UI.DataFieldForAction', Action: 'WorklistService.assign', Label: '{i18n>assign}', @UI.Hidden: { $edmJson: { $Not: { $Path: '/WorklistService.EntityContainer/Me/mayRoute' } } } },
    { Value: attemptNumber, @UI.Importance: #High, @HTML5.CssDefaults: { width: '5rem' } },
    { Value: dueAt, Criticality: dueCriticality, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9.5rem' } },
    { Value: attempt.plant, @UI.Importance: #High, @HTML5.CssDefaults: { width: '4rem' } },
    { Value: attempt.order, @UI.Importance: #High, @HTML5.CssDefaults: { width: '6rem' } },
    { Value: attempt.operation, @UI.Importance: #Medium, @HTML5.CssDefaults: { width: '5.5rem' } },
    { Value: attempt.material, @UI.Importance: #High, @HTML5.CssDefaults: { width: '6rem' } },
    { Value: cause_code, @UI.Importance: #High, @HTML5.CssDefaults: { width: '10rem' } },
    { Value: action_code, @UI.Importance: #High, @HTML5.CssDefaults: { width: '10rem' } },
    { $Type: 'UI.DataFieldForAnnotation', Target: '@UI.DataPoint#confidence', Label: '{i18n>confidence}', @UI.Importance: #High, @HTML5.CssDefaults: { width: '7.5rem' } },
    { Value: risk, Criticality: riskText.criticality, @UI.Importance: #High, @HTML5.CssDefaults: { width: '6.5rem' } },
    { Value: requiredRole, @UI.Importance: #High, @HTML5.CssDefaults: { width: '6.5rem' } },
    { Value: assignee, @UI.Importance: #High, @HTML5.CssDefaults: { width: '7.5rem' } },
    { Value: status, Criticality: state.criticality, @UI.Importance: #Medium, @HTML5.CssDefaults: { width: '9.5rem' } },
    { Value: attempt.receivedAt, @UI.Importance: #Medium, @HTML5.CssDefaults: { width: '8rem' } },
    { Value: failurePercent, @UI.Importance: #Low, @HTML5.CssDefaults: { width: '7rem' } },
    { Value: queue, @UI.Importance: #Low, @HTML5.CssDefaults: { width: '7rem' } }
  ],
  LineItem #done: [
    { Value: attemptNumber, @UI.Importance: #High, @HTML5.CssDefaults: { width: '5rem' } },
    { Value: attempt.receivedAt, @UI.Importance: #High, @HTML5.CssDefaults: { width: '8rem' } },
    { Value: attempt.plant, @UI.Importance: #High, @HTML5.CssDefaults: { width: '4rem' } },
    { Value: attempt.order, @UI.Importance: #High, @HTML5.CssDefaults: { width: '6rem' } },
    { Value: attempt.operation, @HTML5.CssDefaults: { width: '5.5rem' } },
    { Value: attempt.material, @HTML5.CssDefaults: { width: '6rem' } },
    { Value: cause_code, @UI.Importance: #High, @HTML5.CssDefaults: { width: '10rem' } },
    { Value: action_code, @UI.Importance: #High, @HTML5.CssDefaults: { width: '10rem' } },
    { $Type: 'UI.DataFieldForAnnotation', Target: '@UI.DataPoint#confidence', Label: '{i18n>confidence}', @HTML5.CssDefaults: { width: '7.5rem' } },
    { Value: failurePercent, @HTML5.CssDefaults: { width: '7rem' } },
    { Value: risk, Criticality: riskText.criticality, @HTML5.CssDefaults: { width: '6.5rem' } },
    { Value: status, Criticality: state.criticality, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9rem' } },
    { Value: decidedBy, @UI.Importance: #High, @HTML5.CssDefaults: { width: '7rem' } },
    { Value: signedOffBy, @UI.Importance: #Medium, @HTML5.CssDefaults: { width: '7rem' } },
    { Value: attempt.status, Criticality: attempt.state.criticality, @UI.Importance: #High, @HTML5.CssDefaults: { width: '10rem' } },
    { Value: attempt.erpDocument, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9.5rem' } },
    { Value: attempt.erpText, @UI.Importance: #High, @HTML5.CssDefaults: { width: '14rem' } }
  ],
  // The most urgent first: what is overdue.
  PresentationVariant: {
    SortOrder: [{ Property: isUndated }, { Property: dueAt }],
    RequestAtLeast: [me, mayDecide, mayReject, maySign, mayReturn, attempt.status],
    Visualizations: ['@UI.LineItem']
  },
  PresentationVariant #done: {
    SortOrder: [{ Property: modifiedAt, Descending: true }],
    Visualizations: ['@UI.LineItem#done']
  },
  SelectionPresentationVariant #toApprove: {
    Text: '{i18n>toApprove}',
    SelectionVariant: { SelectOptions: [{ PropertyName: status, Ranges: [{ Sign: #I, Option: #EQ, Low: 'proposed' }] }] },
    PresentationVariant: @UI.PresentationVariant
  },
  SelectionPresentationVariant #awaitingSignOff: {
    Text: '{i18n>awaitingSignOff}',
    SelectionVariant: { SelectOptions: [{ PropertyName: status, Ranges: [{ Sign: #I, Option: #EQ, Low: 'awaitingSignOff' }] }] },
    PresentationVariant: @UI.PresentationVariant
  },
  SelectionPresentationVariant #overdue: {
    Text: '{i18n>overdue}',
    SelectionVariant: { SelectOptions: [
      { PropertyName: isOverdue, Ranges: [{ Sign: #I, Option: #EQ, Low: 'true' }] },
      { PropertyName: status, Ranges: [{ Sign: #I, Option: #EQ, Low: 'proposed' }, { Sign: #I, Option: #EQ, Low: 'awaitingSignOff' }] }
    ] },
    PresentationVariant: @UI.PresentationVariant
  },
  SelectionPresentationVariant #mine: {
    Text: '{i18n>isMine}',
    SelectionVariant: { SelectOptions: [
      { PropertyName: isMine, Ranges: [{ Sign: #I, Option: #EQ, Low: 'true' }] },
      { PropertyName: status, Ranges: [{ Sign: #I, Option: #EQ, Low: 'proposed' }, { Sign: #I, Option: #EQ, Low: 'awaitingSignOff' }] }
    ] },
    PresentationVariant: @UI.PresentationVariant
  },
  SelectionPresentationVariant #waiting: {
    Text: '{i18n>waiting}',
    SelectionVariant: { SelectOptions: [
      { PropertyName: status, Ranges: [{ Sign: #I, Option: #EQ, Low: 'approved' }] },
      { PropertyName: attempt.status, Ranges: [{ Sign: #I, Option: #EQ, Low: 'received' }, { Sign: #I, Option: #EQ, Low: 'waiting' }] }
    ] },
    PresentationVariant: @UI.PresentationVariant#done
  },
  SelectionPresentationVariant #posting: {
    Text: '{i18n>posting}',
    SelectionVariant: { SelectOptions: [
      { PropertyName: status, Ranges: [{ Sign: #I, Option: #EQ, Low: 'approved' }] },
      { PropertyName: attempt.status, Ranges: [{ Sign: #I, Option: #EQ, Low: 'posting' }, { Sign: #I, Option: #EQ, Low: 'unknown' }] }
    ] },
    PresentationVariant: @UI.PresentationVariant#done
  },
  SelectionPresentationVariant #posted: {
    Text: '{i18n>posted}',
    SelectionVariant: { SelectOptions: [
      { PropertyName: status, Ranges: [{ Sign: #I, Option: #EQ, Low: 'approved' }] },
      { PropertyName: attempt.status, Ranges: [{ Sign: #I, Option: #EQ, Low: 'posted' }] }
    ] },
    PresentationVariant: @UI.PresentationVariant#done
  },
  SelectionPresentationVariant #failed: {
    Text: '{i18n>failed}',
    SelectionVariant: { SelectOptions: [
      { PropertyName: status, Ranges: [{ Sign: #I, Option: #EQ, Low: 'approved' }] },
      { PropertyName: attempt.status, Ranges: [{ Sign: #I, Option: #EQ, Low: 'refused' }] }
    ] },
    PresentationVariant: @UI.PresentationVariant#done
  },
  SelectionPresentationVariant #done: {
    Text: '{i18n>done}',
    // Not by its states: what is found by one of several isn't read in the order of an index.
    SelectionVariant: { SelectOptions: [
      { PropertyName: isOpen, Ranges: [{ Sign: #I, Option: #EQ, Low: 'false' }] },
      { PropertyName: status, Ranges: [{ Sign: #E, Option: #EQ, Low: 'superseded' }] }
    ] },
    PresentationVariant: @UI.PresentationVariant#done
  },
  // What nobody decided: a later suggestion about the same message took its place.
  SelectionPresentationVariant #superseded: {
    Text: '{i18n>superseded}',
    SelectionVariant: { SelectOptions: [{ PropertyName: status, Ranges: [{ Sign: #I, Option: #EQ, Low: 'superseded' }] }] },
    PresentationVariant: @UI.PresentationVariant#done
  },
  // Quick info names a bar to who can't see its column.
  DataPoint #confidence: { Value: confidencePercent, TargetValue: 100, Visualization: #Progress, Title: '{i18n>confidence}', @Common.QuickInfo: '{i18n>confidence}' },
};

// The page of one held message.
annotate WorklistService.Suggestions with @UI: {
  Identification: [
    { $Type: 'UI.DataFieldForAction', Action: 'WorklistService.approve', Label: '{i18n>approve}', Criticality: #Positive, @UI.Hidden: { $edmJson: { $Not: { $Path: 'mayDecide' } } } },
    { $Type: 'UI.DataFieldForAction', Action: 'WorklistService.signOff', Label: '{i18n>signOff}', Criticality: #Positive, @UI.Hidden: { $edmJson: { $Not: { $Path: 'maySign' } } } },
    { $Type: 'UI.DataFieldForAction', Action: 'WorklistService.returnToPlanner', Label: '{i18n>returnToPlanner}', @UI.Hidden: { $edmJson: { $Not: { $Path: 'mayReturn' } } } },
    { $Type: 'UI.DataFieldForAction', Action: 'WorklistService.postAsSent', Label: '{i18n>postAsSent}', @UI.Hidden: { $edmJson: { $Not: { $Path: 'mayDecide' } } } },
    { $Type: 'UI.DataFieldForAction', Action: 'WorklistService.rejectSuggestion', Label: '{i18n>rejectSuggestion}', Criticality: #Negative, @UI.Hidden: { $edmJson: { $Not: { $Path: 'mayReject' } } } },
    { $Type: 'UI.DataFieldForAction', Action: 'WorklistService.assign', Label: '{i18n>assign}', @UI.Hidden: { $edmJson: { $Not: { $Path: 'mayRoute' } } } },
    { $Type: 'UI.DataFieldForAction', Action: 'WorklistService.comment', Label: '{i18n>addComment}', @UI.Hidden: { $edmJson: { $Not: { $Path: 'mayComment' } } } },
    { $Type: 'UI.DataFieldForIntentBasedNavigation', SemanticObject: 'Conflict', Action: 'triage', Label: '{i18n>openFailure}',
      Mapping: [{ $Type: 'Common.SemanticObjectMappingType', LocalProperty: attemptID, SemanticObjectProperty: 'ID' }],
      // Only what a page shows or depends on is read.
      @UI.Hidden: { $edmJson: { $Not: { $Path: 'attemptID' } } } },
    { $Type: 'UI.DataFieldForIntentBasedNavigation', SemanticObject: 'AuditLog', Action: 'display', Label: '{i18n>openAudit}',
      Mapping: [{ $Type: 'Common.SemanticObjectMappingType', LocalProperty: attemptNumber, SemanticObjectProperty: 'attemptNumber' }],
      @UI.Hidden: { $edmJson: { $Not: { $Path: 'mayReadAudit' } } } }
  ],
  DataPoint #attempt: { Value: attemptNumber, Title: '{i18n>attempt}' },
  DataPoint #status: { Value: status, Criticality: state.criticality, Title: '{i18n>status}' },
  DataPoint #message: { Value: attempt.status, Criticality: attempt.state.criticality, Title: '{i18n>messageStatus}' },
  DataPoint #document: { Value: attempt.erpDocument, Title: '{i18n>erpDocument}' },
  DataPoint #order: { Value: attempt.order, Title: '{i18n>order}' },
  DataPoint #material: { Value: attempt.material, Title: '{i18n>material}' },
  DataPoint #plant: { Value: attempt.plant, Title: '{i18n>plant}' },
  DataPoint #risk: { Value: risk, Criticality: riskText.criticality, Title: '{i18n>risk}' },
  DataPoint #requiredRole: { Value: requiredRole, Title: '{i18n>requiredRole}' },
  DataPoint #queue: { Value: queue, Title: '{i18n>queue}' },
  DataPoint #assignee: { Value: assignee, Title: '{i18n>assignee}' },
  DataPoint #due: { Value: dueAt, Criticality: dueCriticality, Title: '{i18n>dueAt}' },
  HeaderFacets: [
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#attempt' },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#status' },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#message' },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#document', @UI.Hidden: { $edmJson: { $Not: { $Path: 'attempt/erpDocument' } } } },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#order', @UI.Hidden: { $edmJson: { $Not: { $Path: 'attempt/order' } } } },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#material', @UI.Hidden: { $edmJson: { $Not: { $Path: 'attempt/material' } } } },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#plant', @UI.Hidden: { $edmJson: { $Not: { $Path: 'attempt/plant' } } } },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#confidence', @UI.Hidden: { $edmJson: { $Not: { $Path: 'confidencePercent' } } } },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#risk' },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#requiredRole' },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#queue' },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#assignee' },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#due', @UI.Hidden: { $edmJson: { $Not: { $Path: 'isOpen' } } } },
    { $Type: 'UI.ReferenceFacet', Label: '{i18n>retry}', Target: '@UI.FieldGroup#retry', @UI.Hidden: { $edmJson: { $Not: { $Path: 'attempt/nextTryAt' } } } },
    { $Type: 'UI.ReferenceFacet', Label: '{i18n>signHint}', Target: '@UI.FieldGroup#signHint', @UI.Hidden: { $edmJson: { $Not: { $Path: 'signHint' } } } }
  ],
  FieldGroup #signHint: { Data: [{ Value: signHint, Criticality: #Critical }] },
  FieldGroup #retry: { Data: [{ Value: attempt.tries }, { Value: attempt.mostTries }, { Value: attempt.nextTryAt }] },
  FieldGroup #proposal: { Data: [
    { Value: action_code }, { Value: reason },
    { Value: causeHint, @UI.Hidden: { $edmJson: { $Not: { $Path: 'causeHint' } } } }
  ] },
  FieldGroup #decision: { Data: [
    { Value: decidedBy }, { Value: decidedAt }, { Value: note }, { Value: adjustedBy }, { Value: signedOffBy }, { Value: signedOffAt },
  ] },
  FieldGroup #model: { Data: [{ Value: modelVersion }, { Value: policyVersion }, { Value: createdAt }] },
  FieldGroup #chances: { Data: [
    { Value: attempt.verdictReason },
    { $Type: 'UI.DataFieldForAnnotation', Target: '@UI.DataPoint#failure', Label: '{i18n>failure}' },
    { Value: rulesFailurePercent },
    { Value: modelFailurePercent }
  ] },
  FieldGroup #wasWrong: { Data: [
    { Value: personCause },
    { Value: personCauseBy },
    { $Type: 'UI.DataFieldForAction', Action: 'WorklistService.setCause', Label: '{i18n>setCause}', Inline: true, @UI.Hidden: { $edmJson: { $Not: { $Path: 'maySetCause' } } } }
  ] },
  DataPoint #failure: { Value: failurePercent, TargetValue: 100, Visualization: #Progress, Title: '{i18n>failure}', @Common.QuickInfo: '{i18n>failure}' },
  FieldGroup #origin: { Data: [
    { Value: attempt.sender }, { Value: attempt.service }, { Value: attempt.kind }, { Value: attempt.receivedAt }, { Value: attempt.deliveries }
  ] },
  FieldGroup #object: { Data: [
    { Value: attempt.plant }, { Value: attempt.order }, { Value: attempt.operation }, { Value: attempt.material }, { Value: attempt.workCenter }
  ] },
  FieldGroup #quantities: { Data: [{ Value: attempt.yield }, { Value: attempt.scrap }, { Value: attempt.postingDate }] },
  FieldGroup #erp: { Data: [
    { Value: attempt.status, Criticality: attempt.state.criticality }, { Value: attempt.erpDocument }, { Value: attempt.erpCode }, { Value: attempt.erpText }, { Value: attempt.finishedAt }
  ] },
  Facets: [
    { $Type: 'UI.CollectionFacet', ID: 'proposal', Label: '{i18n>proposal}', Facets: [
      { $Type: 'UI.ReferenceFacet', ID: 'proposalText', Label: '{i18n>correction}', Target: '@UI.FieldGroup#proposal' },
      { $Type: 'UI.ReferenceFacet', ID: 'basis', Label: '{i18n>basis}', Target: '@UI.FieldGroup#model' },
      { $Type: 'UI.ReferenceFacet', ID: 'decision', Label: '{i18n>decisionGroup}', Target: '@UI.FieldGroup#decision' }
    ] },
    { $Type: 'UI.ReferenceFacet', ID: 'changes', Label: '{i18n>changes}', Target: 'changes/@UI.PresentationVariant' },
    { $Type: 'UI.ReferenceFacet', ID: 'conflicts', Label: '{i18n>conflicts}', Target: 'attempt/conflicts/@UI.LineItem' },
    { $Type: 'UI.CollectionFacet', ID: 'why', Label: '{i18n>causes}', Facets: [
      { $Type: 'UI.CollectionFacet', ID: 'judged', Facets: [
        { $Type: 'UI.ReferenceFacet', ID: 'chances', Label: '{i18n>chances}', Target: '@UI.FieldGroup#chances' },
        { $Type: 'UI.ReferenceFacet', ID: 'wasWrong', Label: '{i18n>wasWrong}', Target: '@UI.FieldGroup#wasWrong' }
      ] },
      { $Type: 'UI.ReferenceFacet', ID: 'causes', Label: '{i18n>rankedCauses}', Target: 'causes/@UI.PresentationVariant' },
      { $Type: 'UI.ReferenceFacet', ID: 'influences', Label: '{i18n>influences}', Target: 'influences/@UI.PresentationVariant' },
      { $Type: 'UI.ReferenceFacet', ID: 'neighbours', Label: '{i18n>neighbours}', Target: 'neighbours/@UI.PresentationVariant' }
    ] },
    { $Type: 'UI.CollectionFacet', ID: 'message', Label: '{i18n>message}', Facets: [
      { $Type: 'UI.ReferenceFacet', ID: 'object', Label: '{i18n>object}', Target: '@UI.FieldGroup#object' },
      { $Type: 'UI.ReferenceFacet', ID: 'quantities', Label: '{i18n>quantities}', Target: '@UI.FieldGroup#quantities' },
      { $Type: 'UI.ReferenceFacet', ID: 'origin', Label: '{i18n>origin}', Target: '@UI.FieldGroup#origin' }
    ] },
    { $Type: 'UI.ReferenceFacet', ID: 'items', Label: '{i18n>parts}', Target: 'attempt/items/@UI.LineItem' },
    { $Type: 'UI.ReferenceFacet', ID: 'erp', Label: '{i18n>erpMessages}', Target: '@UI.FieldGroup#erp' },
    { $Type: 'UI.ReferenceFacet', ID: 'comments', Label: '{i18n>comments}', Target: 'attempt/comments/@UI.PresentationVariant' },
    { $Type: 'UI.ReferenceFacet', ID: 'history', Label: '{i18n>history}', Target: 'attempt/history/@UI.PresentationVariant' }
  ]
};
