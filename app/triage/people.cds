using { TriageService } from '../../srv/triage/service';

// What people arrange for themselves: who stands in for them, what they want to be told of, and what they are told.

annotate TriageService.Substitutions with @(
  Capabilities.SearchRestrictions: { Searchable: false },
  Capabilities.FilterRestrictions: { NonFilterableProperties: [mayChange] },
  Capabilities.SortRestrictions: { NonSortableProperties: [mayChange] },
  Capabilities.DeleteRestrictions: { Deletable: mayChange }
) {
  ID             @UI.Hidden;
  user           @title: '{i18n>substitutedUser}';
  substitute     @title: '{i18n>substitute}';
  validFrom      @title: '{i18n>validFrom}';
  validTo        @title: '{i18n>validTo}';
  note           @title: '{i18n>note}'          @UI.MultiLineText;
  mayChange      @UI.Hidden;
  createdAt      @UI.Hidden;
  createdBy      @UI.Hidden;
  modifiedAt     @UI.Hidden;
  modifiedBy     @title: '{i18n>changedBy}';
};

annotate TriageService.AlertRules with @Capabilities.SearchRestrictions: { Searchable: false } {
  ID             @UI.Hidden;
  owner          @title: '{i18n>owner}';
  queue          @title: '{i18n>queue}';
  plant          @title: '{i18n>plant}';
  material       @title: '{i18n>material}';
  order          @title: '{i18n>order}';
  cause          @title: '{i18n>cause}';
  code           @title: '{i18n>erpCode}';
  isOverdue      @title: '{i18n>onlyOverdue}';
  createdAt      @UI.Hidden;
  createdBy      @UI.Hidden;
  modifiedAt     @title: '{i18n>modifiedAt}';
  modifiedBy     @UI.Hidden;
};

annotate TriageService.Alerts with @(
  Capabilities.SearchRestrictions: { Searchable: true },
  Capabilities.FilterRestrictions: { NonFilterableProperties: [groupLink, messageLink] },
  Capabilities.SortRestrictions: { NonSortableProperties: [groupLink, messageLink] },
  cds.search: { code, text, order, material }
) {
  owner          @title: '{i18n>owner}';
  groupID        @UI.Hidden;
  code           @title: '{i18n>erpCode}';
  cause          @title: '{i18n>cause}';
  plant          @title: '{i18n>plant}';
  material       @title: '{i18n>material}';
  order          @title: '{i18n>order}';
  text           @title: '{i18n>whatItSays}';
  raisedAt       @title: '{i18n>since}';
  latestAt       @title: '{i18n>latest}';
  count          @title: '{i18n>messages}';
  latestID       @UI.Hidden;
  latestNumber   @title: '{i18n>latestMessage}';
  acknowledgedAt @title: '{i18n>acknowledgedAt}';
  closedAt       @title: '{i18n>resolvedAt}';
  isOpen         @title: '{i18n>isOpen}'        @Common.FilterDefaultValue: true;
  isMine         @title: '{i18n>isMine}';
  groupLink      @UI.Hidden;
  messageLink    @UI.Hidden;
} actions {
  @Core.OperationAvailable: in.mayAcknowledge
  @Common.IsActionCritical: false
  @Common.SideEffects: { TargetProperties: ['in/*'] }
  acknowledge();
};

annotate TriageService.Alerts with @UI: {
  HeaderInfo: { TypeName: '{i18n>alert}', TypeNamePlural: '{i18n>alerts}', Title: { Value: text } },
  LineItem: [
    { $Type: 'UI.DataFieldForAction', Action: 'TriageService.acknowledge', Label: '{i18n>acknowledge}', @UI.Hidden: { $edmJson: { $Not: { $Path: '/TriageService.EntityContainer/Me/mayAcknowledge' } } } },
    { $Type: 'UI.DataFieldWithUrl', Value: text, Url: groupLink, @UI.Importance: #High, @HTML5.CssDefaults: { width: '22rem' } },
    { Value: cause, Criticality: criticality, @UI.Importance: #High, @HTML5.CssDefaults: { width: '12rem' } },
    { Value: count, @UI.Importance: #High, @HTML5.CssDefaults: { width: '6rem' } },
    { $Type: 'UI.DataFieldWithUrl', Value: latestNumber, Url: messageLink, @UI.Importance: #High, @HTML5.CssDefaults: { width: '8rem' } },
    { Value: latestAt, @UI.Importance: #High, @HTML5.CssDefaults: { width: '11rem' } },
    { Value: acknowledgedAt, @UI.Importance: #High, @HTML5.CssDefaults: { width: '11rem' } },
    { Value: plant, @UI.Importance: #High, @HTML5.CssDefaults: { width: '5rem' } },
    { Value: material, @UI.Importance: #High, @HTML5.CssDefaults: { width: '8rem' } },
    { Value: order, @UI.Importance: #High, @HTML5.CssDefaults: { width: '7rem' } },
    { Value: code, @UI.Importance: #Medium, @HTML5.CssDefaults: { width: '12rem' } }
  ],
  PresentationVariant: {
    SortOrder: [{ Property: acknowledgedAt }, { Property: latestAt, Descending: true }],
    RequestAtLeast: [groupLink, messageLink, mayAcknowledge],
    Visualizations: ['@UI.LineItem']
  },
  SelectionPresentationVariant #alerts: {
    Text: '{i18n>myAlerts}',
    SelectionVariant: { SelectOptions: [{ PropertyName: isMine, Ranges: [{ Sign: #I, Option: #EQ, Low: 'true' }] }] },
    PresentationVariant: @UI.PresentationVariant
  }
};

annotate TriageService.AlertRules with @UI: {
  CreateHidden: { $edmJson: { $Path: '/TriageService.EntityContainer/Me/isReader' } },
  UpdateHidden: { $edmJson: { $Path: '/TriageService.EntityContainer/Me/isReader' } },
  DeleteHidden: { $edmJson: { $Path: '/TriageService.EntityContainer/Me/isReader' } },
  HeaderInfo: { TypeName: '{i18n>alertRule}', TypeNamePlural: '{i18n>alertRules}', Title: { Value: owner } },
  LineItem: [
    { Value: queue_code, @UI.Importance: #High, @HTML5.CssDefaults: { width: '12rem' } },
    { Value: cause_code, @UI.Importance: #High, @HTML5.CssDefaults: { width: '14rem' } },
    { Value: plant, @UI.Importance: #High, @HTML5.CssDefaults: { width: '7rem' } },
    { Value: material, @UI.Importance: #High, @HTML5.CssDefaults: { width: '12rem' } },
    { Value: order, @UI.Importance: #High, @HTML5.CssDefaults: { width: '10rem' } },
    { Value: code, @UI.Importance: #High, @HTML5.CssDefaults: { width: '16rem' } },
    { Value: isOverdue, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9rem' } },
    { Value: owner, @UI.Importance: #Medium, @HTML5.CssDefaults: { width: '10rem' } }
  ],
  PresentationVariant: { SortOrder: [{ Property: modifiedAt, Descending: true }], Visualizations: ['@UI.LineItem'] },
  SelectionPresentationVariant #rules: {
    Text: '{i18n>alertRules}',
    SelectionVariant: { SelectOptions: [] },
    PresentationVariant: @UI.PresentationVariant
  },
  FieldGroup #who: { Data: [{ Value: queue_code }, { Value: cause_code }, { Value: code }] },
  FieldGroup #what: { Data: [{ Value: plant }, { Value: material }, { Value: order }, { Value: isOverdue }] },
  Facets: [
    { $Type: 'UI.CollectionFacet', ID: 'rule', Label: '{i18n>tellMeOf}', Facets: [
      { $Type: 'UI.ReferenceFacet', ID: 'who', Target: '@UI.FieldGroup#who' },
      { $Type: 'UI.ReferenceFacet', ID: 'what', Target: '@UI.FieldGroup#what' }
    ] }
  ]
};

annotate TriageService.Substitutions with @UI: {
  CreateHidden: { $edmJson: { $Path: '/TriageService.EntityContainer/Me/isReader' } },
  UpdateHidden: { $edmJson: { $Not: { $Path: 'mayChange' } } },
  DeleteHidden: { $edmJson: { $Path: '/TriageService.EntityContainer/Me/isReader' } },
  HeaderInfo: { TypeName: '{i18n>substitution}', TypeNamePlural: '{i18n>substitutions}', Title: { Value: user }, Description: { Value: substitute } },
  LineItem: [
    { Value: user, @UI.Importance: #High, @HTML5.CssDefaults: { width: '14rem' } },
    { Value: substitute, @UI.Importance: #High, @HTML5.CssDefaults: { width: '14rem' } },
    { Value: validFrom, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9rem' } },
    { Value: validTo, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9rem' } },
    { Value: note, @UI.Importance: #High, @HTML5.CssDefaults: { width: '24rem' } },
    { Value: modifiedBy, @UI.Importance: #Medium, @HTML5.CssDefaults: { width: '10rem' } }
  ],
  PresentationVariant: { SortOrder: [{ Property: validTo, Descending: true }], RequestAtLeast: [mayChange], Visualizations: ['@UI.LineItem'] },
  SelectionPresentationVariant #substitutions: {
    Text: '{i18n>substitutions}',
    SelectionVariant: { SelectOptions: [] },
    PresentationVariant: @UI.PresentationVariant
  },
  FieldGroup #who: { Data: [{ Value: user }, { Value: substitute }] },
  FieldGroup #when: { Data: [{ Value: validFrom }, { Value: validTo }, { Value: note }] },
  Facets: [
    { $Type: 'UI.CollectionFacet', ID: 'substitution', Label: '{i18n>substitution}', Facets: [
      { $Type: 'UI.ReferenceFacet', ID: 'who', Target: '@UI.FieldGroup#who' },
      { $Type: 'UI.ReferenceFacet', ID: 'when', Target: '@UI.FieldGroup#when' }
    ] }
  ]
};
