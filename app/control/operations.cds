using { countersign } from '../../db/index';
using from '../../db/control';
using { ControlService } from '../../srv/control/service';
using from '../../srv/control/operations';

// Dead letters, senders and what they may call, and how the lines do.

annotate ControlService.DeadLetters with @(
  Capabilities.SearchRestrictions: { Searchable: true },
  Capabilities.FilterRestrictions: { FilterExpressionRestrictions: [{ Property: 'since', AllowedExpressions: 'SingleRange' }] },
  cds.search: { code, text, order, material, sender }
) {
  ID            @UI.Hidden;
  conflict      @UI.Hidden;
  isDead        @UI.Hidden;
  mayRetry      @UI.Hidden;
  mayDiscard    @UI.Hidden;
  attemptNumber @title: '{i18n>attempt}';
  code          @title: '{i18n>erpCode}';
  text          @title: '{i18n>whatItSays}'   @UI.MultiLineText;
  cause         @title: '{i18n>cause}'        @Common: { Text: causeText.name, TextArrangement: #TextOnly, ValueListWithFixedValues, ValueList: {
                  CollectionPath: 'Causes', Parameters: [
                    { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: cause, ValueListProperty: 'code' },
                    { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
                  ] } };
  queue         @title: '{i18n>queue}'        @Common: { Text: queueText.name, TextArrangement: #TextOnly, ValueListWithFixedValues, ValueList: {
                  CollectionPath: 'Queues', Parameters: [
                    { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: queue, ValueListProperty: 'code' },
                    { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
                  ] } };
  next          @title: '{i18n>nextStep}'     @Common: { Text: step.name, TextArrangement: #TextOnly, ValueListWithFixedValues, ValueList: {
                  CollectionPath: 'NextSteps', Parameters: [
                    { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: next, ValueListProperty: 'code' },
                    { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
                  ] } };
  status        @title: '{i18n>messageStatus}' @Common: { Text: state.name, TextArrangement: #TextOnly };
  sender        @title: '{i18n>sender}';
  material      @title: '{i18n>material}';
  since         @title: '{i18n>since}';
  explanation   @title: '{i18n>explanation}'  @UI.MultiLineText;
  fix           @title: '{i18n>fix}'          @UI.MultiLineText;
};

annotate countersign.NextSteps with {
  code          @title: '{i18n>nextStep}'     @Common: { Text: name, TextArrangement: #TextOnly };
  descr         @UI.MultiLineText;
  criticality   @title: '{i18n>criticality}';
};

annotate ControlService.DeadLetters with actions {
  @Core.OperationAvailable: in.mayRetry
  @Common.SideEffects: { TargetProperties: ['in/*'], TargetEntities: ['/ControlService.EntityContainer/DeadLetters'] }
  retry(
    reason   @title: '{i18n>actionReason}' @UI.MultiLineText @Common.FieldControl: #Mandatory
  );

  @Core.OperationAvailable: in.mayDiscard
  @Common.SideEffects: { TargetProperties: ['in/*'], TargetEntities: ['/ControlService.EntityContainer/DeadLetters'] }
  discard(
    reason   @title: '{i18n>actionReason}' @UI.MultiLineText @Common.FieldControl: #Mandatory
  );
};

annotate ControlService.DeadLetters with @UI: {
  HeaderInfo: {
    TypeName: '{i18n>deadLetter}',
    TypeNamePlural: '{i18n>deadLetters}',
    Title: { Value: text },
    Description: { Value: next }
  },
  SelectionFields: [next, cause, plant, order, sender],
  LineItem #dead: [
    { $Type: 'UI.DataFieldForAction', Action: 'ControlService.retry', Label: '{i18n>retryLetter}',
      @UI.Hidden: { $edmJson: { $Path: '/ControlService.EntityContainer/Me/isReader' } } },
    { $Type: 'UI.DataFieldForAction', Action: 'ControlService.discard', Label: '{i18n>discardLetter}',
      @UI.Hidden: { $edmJson: { $Path: '/ControlService.EntityContainer/Me/isReader' } } },
    { Value: attemptNumber, @UI.Importance: #High, @HTML5.CssDefaults: { width: '5rem' } },
    { Value: text, @UI.Importance: #High, @HTML5.CssDefaults: { width: '22rem' } },
    { Value: cause, @UI.Importance: #High, @HTML5.CssDefaults: { width: '10rem' } },
    { Value: next, Criticality: step.criticality, @UI.Importance: #High, @HTML5.CssDefaults: { width: '18rem' } },
    { Value: order, @UI.Importance: #High, @HTML5.CssDefaults: { width: '6rem' } },
    { Value: plant, @UI.Importance: #High, @HTML5.CssDefaults: { width: '4rem' } },
    { Value: sender, @UI.Importance: #High, @HTML5.CssDefaults: { width: '7rem' } },
    { Value: assignee, @HTML5.CssDefaults: { width: '8rem' } },
    { Value: code, @HTML5.CssDefaults: { width: '9rem' } }
  ],
  SelectionPresentationVariant #dead: {
    Text: '{i18n>deadLetters}',
    SelectionVariant: { SelectOptions: [{ PropertyName: isDead, Ranges: [{ Sign: #I, Option: #EQ, Low: 'true' }] }] },
    PresentationVariant: {
      SortOrder: [{ Property: since }],
      RequestAtLeast: [mayRetry, mayDiscard, since],
      Visualizations: ['@UI.LineItem#dead']
    }
  },
  Identification: [
    { $Type: 'UI.DataFieldForAction', Action: 'ControlService.retry', Label: '{i18n>retryLetter}', Criticality: #Positive, @UI.Hidden: { $edmJson: { $Not: { $Path: 'mayRetry' } } } },
    { $Type: 'UI.DataFieldForAction', Action: 'ControlService.discard', Label: '{i18n>discardLetter}', Criticality: #Negative, @UI.Hidden: { $edmJson: { $Not: { $Path: 'mayDiscard' } } } },
    { $Type: 'UI.DataFieldForIntentBasedNavigation', SemanticObject: 'Conflict', Action: 'triage', Label: '{i18n>openFailure}',
      Mapping: [{ $Type: 'Common.SemanticObjectMappingType', LocalProperty: ID, SemanticObjectProperty: 'ID' }] }
  ],
  DataPoint #attempt: { Value: attemptNumber, Title: '{i18n>attempt}' },
  DataPoint #status: { Value: status, Criticality: state.criticality, Title: '{i18n>messageStatus}' },
  DataPoint #next: { Value: next, Criticality: step.criticality, Title: '{i18n>nextStep}' },
  DataPoint #since: { Value: since, Title: '{i18n>since}' },
  HeaderFacets: [
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#attempt' },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#status' },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#next' },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#since' }
  ],
  FieldGroup #what: { Data: [{ Value: text }, { Value: code }, { Value: cause }, { Value: explanation }] },
  FieldGroup #next: { Data: [{ Value: step.descr, Label: '{i18n>nextStep}' }, { Value: fix }, { Value: queue }, { Value: assignee }] },
  FieldGroup #object: { Data: [{ Value: plant }, { Value: order }, { Value: operation }, { Value: material }, { Value: erpDocument }] },
  FieldGroup #way: { Data: [{ Value: sender }, { Value: service }, { Value: receivedAt }, { Value: deliveries }, { Value: since }, { Value: resolvedAt }] },
  Facets: [
    { $Type: 'UI.CollectionFacet', ID: 'overview', Label: '{i18n>overview}', Facets: [
      { $Type: 'UI.ReferenceFacet', ID: 'what', Label: '{i18n>whatItSays}', Target: '@UI.FieldGroup#what' },
      { $Type: 'UI.ReferenceFacet', ID: 'next', Label: '{i18n>nextStep}', Target: '@UI.FieldGroup#next' },
      { $Type: 'UI.ReferenceFacet', ID: 'object', Label: '{i18n>object}', Target: '@UI.FieldGroup#object' },
      { $Type: 'UI.ReferenceFacet', ID: 'way', Label: '{i18n>whereFrom}', Target: '@UI.FieldGroup#way' }
    ] }
  ]
};

annotate ControlService.Senders with @(
  Capabilities: { SearchRestrictions.Searchable: false, FilterRestrictions.Filterable: false, SortRestrictions.Sortable: false }
) {
  sender        @title: '{i18n>sender}';
  today         @title: '{i18n>messagesToday}';
  week          @title: '{i18n>messagesWeek}';
  refused       @title: '{i18n>refusedNow}';
  held          @title: '{i18n>heldNow}';
  lastAt        @title: '{i18n>lastMessage}';
  rules         @title: '{i18n>mayCall}';
  remark        @title: '{i18n>remark}';
  criticality   @UI.Hidden;
};

annotate ControlService.Senders with @UI: {
  HeaderInfo: { TypeName: '{i18n>sender}', TypeNamePlural: '{i18n>senders}', Title: { Value: sender } },
  LineItem: [
    { Value: sender, @UI.Importance: #High, @HTML5.CssDefaults: { width: '12rem' } },
    { Value: today, @UI.Importance: #High, @HTML5.CssDefaults: { width: '7rem' } },
    { Value: week, @UI.Importance: #High, @HTML5.CssDefaults: { width: '7rem' } },
    { Value: refused, @UI.Importance: #High, @HTML5.CssDefaults: { width: '8.5rem' } },
    { Value: held, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9rem' } },
    { Value: lastAt, @UI.Importance: #High, @HTML5.CssDefaults: { width: '12rem' } },
    { Value: rules, @UI.Importance: #High, @HTML5.CssDefaults: { width: '20rem' } },
    { Value: remark, Criticality: criticality, @UI.Importance: #High, @HTML5.CssDefaults: { width: '18rem' } }
  ],
  SelectionPresentationVariant #all: {
    Text: '{i18n>senders}',
    SelectionVariant: { SelectOptions: [] },
    PresentationVariant: { Visualizations: ['@UI.LineItem'] }
  }
};

annotate ControlService.SenderRules with @(
  Capabilities.SearchRestrictions: { Searchable: false },
  UI: {
    CreateHidden: { $edmJson: { $Path: '/ControlService.EntityContainer/Me/isReader' } },
    UpdateHidden: true,
    DeleteHidden: { $edmJson: { $Path: '/ControlService.EntityContainer/Me/isReader' } }
  }
) {
  sender        @title: '{i18n>sender}'       @Common.ValueList: { CollectionPath: 'RuledSenders', Parameters: [{ $Type: 'Common.ValueListParameterInOut', LocalDataProperty: sender, ValueListProperty: 'sender' }] };
  service       @title: '{i18n>service}'      @Common.ValueList: { CollectionPath: 'RuledServices', Parameters: [{ $Type: 'Common.ValueListParameterInOut', LocalDataProperty: service, ValueListProperty: 'service' }] };
  method        @title: '{i18n>method}';
  reach         @title: '{i18n>reach}'        @Common: { Text: reachText.name, TextArrangement: #TextOnly };
  criticality   @UI.Hidden;
};

annotate countersign.RuleReaches with {
  code          @title: '{i18n>reach}'        @Common: { Text: name, TextArrangement: #TextOnly };
};
annotate ControlService.RuledSenders with { sender @title: '{i18n>sender}' };
annotate ControlService.RuledServices with { service @title: '{i18n>service}' };

annotate ControlService.SenderRules with @UI: {
  HeaderInfo: {
    TypeName: '{i18n>senderRule}',
    TypeNamePlural: '{i18n>senderRules}',
    Title: { Value: sender },
    Description: { Value: service }
  },
  LineItem: [
    { Value: sender, @UI.Importance: #High, @HTML5.CssDefaults: { width: '16rem' } },
    { Value: service, @UI.Importance: #High, @HTML5.CssDefaults: { width: '24rem' } },
    { Value: method, @UI.Importance: #High, @HTML5.CssDefaults: { width: '8rem' } },
    { Value: reach, Criticality: criticality, @UI.Importance: #High, @HTML5.CssDefaults: { width: '22rem' } }
  ],
  SelectionPresentationVariant #all: {
    Text: '{i18n>senderRules}',
    SelectionVariant: { SelectOptions: [] },
    PresentationVariant: {
      SortOrder: [{ Property: sender }, { Property: service }, { Property: method }],
      Visualizations: ['@UI.LineItem']
    }
  },
  FieldGroup #rule: { Data: [{ Value: sender }, { Value: service }, { Value: method }, { Value: reach, Criticality: criticality }] },
  Facets: [{ $Type: 'UI.ReferenceFacet', ID: 'rule', Label: '{i18n>senderRule}', Target: '@UI.FieldGroup#rule' }]
};

annotate ControlService.Destinations with @(
  Capabilities: { SearchRestrictions.Searchable: false, FilterRestrictions.Filterable: false, SortRestrictions.Sortable: false }
) {
  name          @UI.Hidden;
  purpose       @UI.Hidden;
  system        @title: '{i18n>system}';
  purposeText   @title: '{i18n>purpose}';
  destination   @title: '{i18n>destination}';
  state         @UI.Hidden;
  stateText     @title: '{i18n>lineState}';
  criticality   @UI.Hidden;
  since         @title: '{i18n>since}';
  inFlight      @title: '{i18n>inFlight}';
  atOnce        @title: '{i18n>atOnce}';
  waiting       @title: '{i18n>requestsWaiting}';
  sent          @title: '{i18n>requestsSent}';
  failed        @title: '{i18n>requestsFailed}';
  p50           @title: '{i18n>lineMedian}';
  p99           @title: '{i18n>lineSlow}';
  lastAnswerAt  @title: '{i18n>lastAnswer}';
  messages      @title: '{i18n>postingsWaiting}';
  oldestSince   @title: '{i18n>oldestWaits}';
};

annotate ControlService.Destinations with @UI: {
  HeaderInfo: { TypeName: '{i18n>destination}', TypeNamePlural: '{i18n>destinations}', Title: { Value: system } },
  LineItem: [
    { Value: system, @UI.Importance: #High, @HTML5.CssDefaults: { width: '11rem' } },
    { Value: purposeText, @UI.Importance: #High, @HTML5.CssDefaults: { width: '10rem' } },
    { Value: stateText, Criticality: criticality, @UI.Importance: #High, @HTML5.CssDefaults: { width: '11rem' } },
    { Value: since, @UI.Importance: #High, @HTML5.CssDefaults: { width: '11rem' } },
    { Value: lastAnswerAt, @UI.Importance: #High, @HTML5.CssDefaults: { width: '11rem' } },
    { Value: messages, @UI.Importance: #High, @HTML5.CssDefaults: { width: '5.5rem' } },
    { Value: oldestSince, @UI.Importance: #High, @HTML5.CssDefaults: { width: '11rem' } },
    { Value: inFlight, @UI.Importance: #High, @HTML5.CssDefaults: { width: '6.5rem' } },
    { Value: waiting, @UI.Importance: #High, @HTML5.CssDefaults: { width: '5rem' } },
    { Value: failed, @UI.Importance: #High, @HTML5.CssDefaults: { width: '7.5rem' } },
    { Value: p50, @UI.Importance: #High, @HTML5.CssDefaults: { width: '7.5rem' } },
    { Value: p99, @HTML5.CssDefaults: { width: '6rem' } },
    { Value: sent, @HTML5.CssDefaults: { width: '6rem' } },
    { Value: atOnce, @HTML5.CssDefaults: { width: '6rem' } },
    { Value: destination, @HTML5.CssDefaults: { width: '16rem' } }
  ],
  SelectionPresentationVariant #all: {
    Text: '{i18n>destinations}',
    SelectionVariant: { SelectOptions: [] },
    PresentationVariant: { Visualizations: ['@UI.LineItem'] }
  }
};
