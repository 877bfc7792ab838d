using { countersign } from '../../db/index';
using from '../../db/control';
using { ControlService } from '../../srv/control/service';
using from '../../srv/control/operations';
using from '../../srv/control/policies';

// Policies: how strict Countersign is, with the back-test of a change and what was at work before.

annotate countersign.Policies with {
  kind                 @title: '{i18n>policyKind}'       @Common: { Text: kindName.name, TextArrangement: #TextOnly };
  plant                @title: '{i18n>plant}';
  version              @title: '{i18n>policyVersion}';
  phase                @title: '{i18n>phase}'            @Common: { Text: phaseText.name, TextArrangement: #TextOnly };
  failMode             @title: '{i18n>failMode}'         @Common: { Text: failModeText.name, TextArrangement: #TextOnly, ValueListWithFixedValues, ValueList: {
                         CollectionPath: 'FailModes', Parameters: [
                           { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: failMode, ValueListProperty: 'code' },
                           { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
                         ] } };
  holdFrom             @title: '{i18n>holdFrom}';
  noteFrom             @title: '{i18n>noteFrom}';
  holdOnModelAlone     @title: '{i18n>holdOnModelAlone}';
  suggestFrom          @title: '{i18n>suggestFrom}';
  actFrom              @title: '{i18n>actFrom}';
  automaticUpTo        @title: '{i18n>automaticUpTo}';
  automaticActions     @title: '{i18n>automaticActions}'  @UI.Hidden;
  wrongAtMost          @title: '{i18n>wrongAtMost}';
  consumptionTolerance @title: '{i18n>consumptionTolerance}';
  controllerFrom       @title: '{i18n>controllerFrom}';
  controllerFor        @title: '{i18n>controllerFor}'  @UI.Hidden;
  quantitiesBy         @title: '{i18n>quantitiesBy}'     @Common: { Text: quantitiesByText.name, TextArrangement: #TextOnly, ValueListWithFixedValues, ValueList: {
                         CollectionPath: 'RecordSystems', Parameters: [
                           { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: quantitiesBy, ValueListProperty: 'code' },
                           { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
                         ] } };
  financeBy            @title: '{i18n>financeBy}'        @Common: { Text: financeByText.name, TextArrangement: #TextOnly, ValueListWithFixedValues, ValueList: {
                         CollectionPath: 'RecordSystems', Parameters: [
                           { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: financeBy, ValueListProperty: 'code' },
                           { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
                         ] } };
  answerWithin         @title: '{i18n>answerWithin}';
  quietTime            @title: '{i18n>quietTime}';
  duplicateWindow      @title: '{i18n>duplicateWindow}';
  holdAnswer           @title: '{i18n>holdAnswer}'       @Common: { Text: holdAnswerText.name, TextArrangement: #TextOnly, ValueListWithFixedValues, ValueList: {
                         CollectionPath: 'HoldAnswers', Parameters: [
                           { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: holdAnswer, ValueListProperty: 'code' },
                           { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
                         ] } };
  keepOrder            @title: '{i18n>keepOrder}';
  strictChecks         @title: '{i18n>strictChecks}';
  blockingUserStatuses @title: '{i18n>blockingUserStatuses}';
  hasDefaultAccounts   @title: '{i18n>hasDefaultAccounts}';
  allowPreviousPeriod  @title: '{i18n>allowPreviousPeriod}';
  timeZone             @title: '{i18n>timeZone}';
  reason               @title: '{i18n>whyChanged}'       @UI.MultiLineText;
  changedBy            @title: '{i18n>changedBy}';
  changedAt            @title: '{i18n>modifiedAt}';
  limits               @title: '{i18n>limits}';
  tolerances           @title: '{i18n>tolerances}';
};

annotate ControlService.Policies with {
  kind                 @Common: { ValueListWithFixedValues, ValueList: { CollectionPath: 'PolicyKinds', Parameters: [
                         { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: kind, ValueListProperty: 'code' },
                         { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
                       ] } };
  phase                @Common: { ValueListWithFixedValues, ValueList: { CollectionPath: 'Phases', Parameters: [
                         { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: phase, ValueListProperty: 'code' },
                         { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
                       ] } };
  plant                @Common: { Text: plantText, TextArrangement: #TextOnly, ValueList: { CollectionPath: 'KillSwitches', Parameters: [
                         { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: plant, ValueListProperty: 'plant' },
                         { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'plantText' }
                       ] } };
  plantText            @UI.Hidden;
  isRemovable          @UI.Hidden;
  mayChange            @UI.Hidden;
};

annotate ControlService.Policies with @(
  Capabilities: { SearchRestrictions.Searchable: false, DeleteRestrictions.Deletable: isRemovable },
  UI: {
    CreateHidden: { $edmJson: { $Path: '/ControlService.EntityContainer/Me/isReader' } },
    UpdateHidden: { $edmJson: { $Path: '/ControlService.EntityContainer/Me/isReader' } },
    DeleteHidden: { $edmJson: { $Path: '/ControlService.EntityContainer/Me/isReader' } }
  }
) actions {
  @Common.SideEffects: { TargetProperties: ['in/*'], TargetEntities: [in.backTests] }
  backTest();
};

annotate ControlService.Policies with @UI: {
  HeaderInfo: {
    TypeName: '{i18n>policy}',
    TypeNamePlural: '{i18n>policies}',
    Title: { Value: kind },
    Description: { Value: plant }
  },
  SelectionFields: [kind, plant, phase],
  LineItem #policies: [
    { Value: kind, @UI.Importance: #High, @HTML5.CssDefaults: { width: '11rem' } },
    { Value: plant, @UI.Importance: #High, @HTML5.CssDefaults: { width: '7rem' } },
    { Value: phase, Criticality: phaseText.criticality, CriticalityRepresentation: #WithoutIcon, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9rem' } },
    { Value: version, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9.5rem' } },
    { Value: holdFrom, Label: '{i18n>holdFromShort}', @UI.Importance: #High, @HTML5.CssDefaults: { width: '8rem' } },
    { Value: actFrom, Label: '{i18n>actFromShort}', @UI.Importance: #High, @HTML5.CssDefaults: { width: '9rem' } },
    { Value: automaticUpTo, Label: '{i18n>automaticUpToShort}', @UI.Importance: #High, @HTML5.CssDefaults: { width: '9rem' } },
    { Value: controllerFrom, Label: '{i18n>controllerFromShort}', @UI.Importance: #High, @HTML5.CssDefaults: { width: '9rem' } },
    { Value: failMode, @UI.Importance: #High, @HTML5.CssDefaults: { width: '11rem' } },
    { Value: changedBy, @HTML5.CssDefaults: { width: '8rem' } },
    { Value: changedAt, @HTML5.CssDefaults: { width: '12rem' } }
  ],
  SelectionPresentationVariant #all: {
    Text: '{i18n>policies}',
    SelectionVariant: { SelectOptions: [] },
    PresentationVariant: { SortOrder: [{ Property: kind }, { Property: plant }], Visualizations: ['@UI.LineItem#policies'] }
  },
  DataPoint #phase: { Value: phase, Criticality: phaseText.criticality, CriticalityRepresentation: #WithoutIcon, Title: '{i18n>phase}' },
  DataPoint #version: { Value: version, Title: '{i18n>policyVersion}' },
  DataPoint #hold: { Value: holdFrom, Title: '{i18n>holdFrom}' },
  DataPoint #changed: { Value: changedAt, Title: '{i18n>modifiedAt}' },
  HeaderFacets: [
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#phase' },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#version' },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#hold' },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#changed' }
  ],
  Identification: [
    { $Type: 'UI.DataFieldForAction', Action: 'ControlService.backTest', Label: '{i18n>backTest}',
      @UI.Hidden: { $edmJson: { $Not: { $Path: 'mayChange' } } } },
    { $Type: 'UI.DataFieldForAction', Action: 'ControlService.raisePhase', Label: '{i18n>raisePhase}',
      @UI.Hidden: { $edmJson: { $Not: { $Path: 'mayChange' } } } },
    { $Type: 'UI.DataFieldForAction', Action: 'ControlService.lowerPhase', Label: '{i18n>lowerPhase}',
      @UI.Hidden: { $edmJson: { $Not: { $Path: 'mayChange' } } } }
  ],
  FieldGroup #judging: { Data: [{ Value: holdFrom }, { Value: noteFrom }, { Value: holdOnModelAlone }, { Value: failMode }] },
  FieldGroup #acting: { Data: [{ Value: suggestFrom }, { Value: actFrom }, { Value: automaticUpTo }, { Value: wrongAtMost }] },
  FieldGroup #signing: { Data: [{ Value: controllerFrom }] },
  FieldGroup #record: { Data: [{ Value: quantitiesBy }, { Value: financeBy }] },
  FieldGroup #tolerance: { Data: [{ Value: consumptionTolerance }] },
  FieldGroup #plantRules: { Data: [
    { Value: timeZone }, { Value: allowPreviousPeriod }, { Value: hasDefaultAccounts }, { Value: strictChecks }, { Value: blockingUserStatuses }
  ] },
  FieldGroup #answering: { Data: [{ Value: holdAnswer }, { Value: answerWithin }, { Value: keepOrder }, { Value: duplicateWindow }, { Value: quietTime }] },
  FieldGroup #change: { Data: [{ Value: reason }, { Value: changedBy }, { Value: changedAt }] },
  Facets: [
    { $Type: 'UI.CollectionFacet', ID: 'thresholds', Label: '{i18n>thresholds}', Facets: [
      { $Type: 'UI.ReferenceFacet', ID: 'judging', Label: '{i18n>whatIsHeld}', Target: '@UI.FieldGroup#judging' },
      { $Type: 'UI.ReferenceFacet', ID: 'acting', Label: '{i18n>whatGoesAlone}', Target: '@UI.FieldGroup#acting' }
    ] },
    { $Type: 'UI.CollectionFacet', ID: 'phases', Label: '{i18n>phaseAndEvidence}', Facets: [
      { $Type: 'UI.ReferenceFacet', ID: 'evidence', Label: '{i18n>evidenceOfPhase}', Target: 'evidence/@UI.PresentationVariant' },
      { $Type: 'UI.ReferenceFacet', ID: 'moves', Label: '{i18n>phaseEvents}', Target: 'events/@UI.PresentationVariant' }
    ] },
    { $Type: 'UI.ReferenceFacet', ID: 'limits', Label: '{i18n>limits}', Target: 'limits/@UI.LineItem' },
    { $Type: 'UI.CollectionFacet', ID: 'tolerance', Label: '{i18n>tolerances}', Facets: [
      { $Type: 'UI.ReferenceFacet', ID: 'general', Label: '{i18n>consumptionTolerance}', Target: '@UI.FieldGroup#tolerance' },
      { $Type: 'UI.ReferenceFacet', ID: 'own', Label: '{i18n>ownTolerances}', Target: 'tolerances/@UI.LineItem' }
    ] },
    { $Type: 'UI.CollectionFacet', ID: 'signatures', Label: '{i18n>signatures}', Facets: [
      { $Type: 'UI.ReferenceFacet', ID: 'signing', Label: '{i18n>whoSigns}', Target: '@UI.FieldGroup#signing' },
      { $Type: 'UI.ReferenceFacet', ID: 'record', Label: '{i18n>whoIsRight}', Target: '@UI.FieldGroup#record' }
    ] },
    { $Type: 'UI.CollectionFacet', ID: 'handling', Label: '{i18n>handling}', Facets: [
      { $Type: 'UI.ReferenceFacet', ID: 'answering', Label: '{i18n>towardsSenders}', Target: '@UI.FieldGroup#answering' },
      { $Type: 'UI.ReferenceFacet', ID: 'plantRules', Label: '{i18n>customsOfPlant}', Target: '@UI.FieldGroup#plantRules' }
    ] },
    { $Type: 'UI.CollectionFacet', ID: 'change', Label: '{i18n>changeAndTest}', Facets: [
      { $Type: 'UI.ReferenceFacet', ID: 'why', Label: '{i18n>whyChanged}', Target: '@UI.FieldGroup#change' },
      { $Type: 'UI.ReferenceFacet', ID: 'test', Label: '{i18n>backTest}', Target: 'backTests/@UI.PresentationVariant' }
    ] },
    { $Type: 'UI.ReferenceFacet', ID: 'history', Label: '{i18n>history}', Target: 'versions/@UI.PresentationVariant' }
  ]
};

annotate countersign.PolicyLimits with {
  ID           @UI.Hidden;
  action       @title: '{i18n>correction}'    @Common: { Text: actionText.name, TextArrangement: #TextOnly };
  materialType @title: '{i18n>materialType}'  @Common: { Text: typeText.name, TextArrangement: #TextFirst };
  mostValue    @title: '{i18n>mostValue}';
  mostQuantity @title: '{i18n>mostQuantity}';
  unit         @title: '{i18n>unit}';
};
annotate ControlService.PolicyLimits with @(
  Capabilities.SearchRestrictions: { Searchable: false },
  UI: {
    HeaderInfo: { TypeName: '{i18n>limit}', TypeNamePlural: '{i18n>limits}', Title: { Value: action }, Description: { Value: materialType } },
    LineItem: [
      { Value: action, @UI.Importance: #High, @HTML5.CssDefaults: { width: '16rem' } },
      { Value: materialType, @UI.Importance: #High, @HTML5.CssDefaults: { width: '10rem' } },
      { Value: mostValue, @UI.Importance: #High, @HTML5.CssDefaults: { width: '12rem' } },
      { Value: mostQuantity, @UI.Importance: #High, @HTML5.CssDefaults: { width: '12rem' } },
      { Value: unit, @UI.Importance: #High, @HTML5.CssDefaults: { width: '6rem' } }
    ]
  }
) {
  action       @Common: { ValueListWithFixedValues, ValueList: { CollectionPath: 'LimitedActions', Parameters: [
                 { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: action, ValueListProperty: 'code' },
                 { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
               ] } };
};

annotate countersign.PolicyTolerances with {
  ID        @UI.Hidden;
  orderType @title: '{i18n>orderType}'  @Common: { Text: orderTypeText.name, TextArrangement: #TextFirst };
  material  @title: '{i18n>material}'   @Common: { Text: materialText.name, TextArrangement: #TextFirst };
  percent   @title: '{i18n>tolerancePercent}';
};
annotate ControlService.PolicyTolerances with @(
  Capabilities.SearchRestrictions: { Searchable: false },
  UI: {
    HeaderInfo: { TypeName: '{i18n>tolerance}', TypeNamePlural: '{i18n>tolerances}', Title: { Value: orderType }, Description: { Value: material } },
    LineItem: [
      { Value: orderType, @UI.Importance: #High, @HTML5.CssDefaults: { width: '12rem' } },
      { Value: material, @UI.Importance: #High, @HTML5.CssDefaults: { width: '18rem' } },
      { Value: percent, @UI.Importance: #High, @HTML5.CssDefaults: { width: '12rem' } }
    ]
  }
);

annotate countersign.BackTestRows with {
  kind        @UI.Hidden;
  plant       @UI.Hidden;
  measure     @title: '{i18n>whatHappens}'  @Common: { Text: measureText.name, TextArrangement: #TextOnly };
  position    @UI.Hidden;
  before      @title: '{i18n>atWorkNow}';
  after       @title: '{i18n>withChange}';
  wrongBefore @title: '{i18n>wrongNow}';
  wrongAfter  @title: '{i18n>wrongWithChange}';
  messages    @title: '{i18n>messages}';
  testedAt    @title: '{i18n>testedAt}';
  testedBy    @title: '{i18n>testedBy}';
  contentHash @UI.Hidden;
};
annotate countersign.PolicyKinds with { code @title: '{i18n>policyKind}' @Common: { Text: name, TextArrangement: #TextOnly } };
annotate countersign.LimitedActions with { code @title: '{i18n>correction}' @Common: { Text: name, TextArrangement: #TextOnly }; name @title: '{i18n>name}' };
annotate countersign.BackTestMeasures with { code @title: '{i18n>whatHappens}' @Common: { Text: name, TextArrangement: #TextOnly } };
annotate ControlService.BackTestRows with @(
  Capabilities.SearchRestrictions: { Searchable: false },
  UI: {
    HeaderInfo: { TypeName: '{i18n>backTest}', TypeNamePlural: '{i18n>backTest}', Title: { Value: measure } },
    LineItem: [
      { Value: measure, @UI.Importance: #High, @HTML5.CssDefaults: { width: '15rem' } },
      { Value: measureText.descr, Label: '{i18n>whatIsWrong}', @UI.Importance: #High, @HTML5.CssDefaults: { width: '19rem' } },
      { Value: before, @UI.Importance: #High, @HTML5.CssDefaults: { width: '6rem' } },
      { Value: after, @UI.Importance: #High, @HTML5.CssDefaults: { width: '6.5rem' } },
      { Value: more, @UI.Importance: #High, @HTML5.CssDefaults: { width: '7rem' } },
      { Value: wrongBefore, @UI.Importance: #High, @HTML5.CssDefaults: { width: '7.5rem' } },
      { Value: wrongAfter, Criticality: criticality, @UI.Importance: #High, @HTML5.CssDefaults: { width: '8rem' } },
      { Value: moreWrong, Criticality: criticality, @UI.Importance: #High, @HTML5.CssDefaults: { width: '10rem' } },
      { Value: messages, @UI.Importance: #High, @HTML5.CssDefaults: { width: '7rem' } },
      { Value: about, @UI.Importance: #High, @HTML5.CssDefaults: { width: '12rem' } },
      { Value: testedAt, @HTML5.CssDefaults: { width: '11rem' } },
      { Value: testedBy, @HTML5.CssDefaults: { width: '7rem' } }
    ],
    PresentationVariant: { SortOrder: [{ Property: position }], Visualizations: ['@UI.LineItem'] }
  }
) {
  more        @title: '{i18n>difference}';
  moreWrong   @title: '{i18n>differenceWrong}';
  about       @title: '{i18n>testedContent}';
  criticality @UI.Hidden;
};

annotate countersign.PolicyVersions with {
  kind      @title: '{i18n>policyKind}';
  plant     @title: '{i18n>plant}';
  version   @title: '{i18n>policyVersion}';
  phase     @title: '{i18n>phase}'          @Common: { Text: phaseName.name, TextArrangement: #TextOnly };
  content   @UI.Hidden;
  changedBy @title: '{i18n>changedBy}';
  changedAt @title: '{i18n>modifiedAt}';
  reason    @title: '{i18n>whyChanged}'     @UI.MultiLineText;
  backTest  @UI.Hidden;
};
annotate ControlService.PolicyVersions with {
  contentText  @title: '{i18n>policyContent}'  @UI.MultiLineText;
  backTestText @title: '{i18n>backTest}'       @UI.MultiLineText;
};
annotate ControlService.PolicyVersions with @(
  Capabilities.SearchRestrictions: { Searchable: false },
  UI: {
    HeaderInfo: { TypeName: '{i18n>policyVersion}', TypeNamePlural: '{i18n>history}', Title: { Value: version }, Description: { Value: reason } },
    LineItem: [
      { Value: version, @UI.Importance: #High, @HTML5.CssDefaults: { width: '11rem' } },
      { Value: changedAt, @UI.Importance: #High, @HTML5.CssDefaults: { width: '12rem' } },
      { Value: changedBy, @UI.Importance: #High, @HTML5.CssDefaults: { width: '10rem' } },
      { Value: phase, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9rem' } },
      { Value: reason, @UI.Importance: #High, @HTML5.CssDefaults: { width: '28rem' } }
    ],
    PresentationVariant: { SortOrder: [{ Property: version, Descending: true }], Visualizations: ['@UI.LineItem'] },
    FieldGroup #version: { Data: [{ Value: phase }, { Value: changedBy }, { Value: changedAt }, { Value: reason }] },
    FieldGroup #content: { Data: [{ Value: contentText }, { Value: backTestText }] },
    Facets: [
      { $Type: 'UI.ReferenceFacet', ID: 'version', Label: '{i18n>policyVersion}', Target: '@UI.FieldGroup#version' },
      { $Type: 'UI.ReferenceFacet', ID: 'content', Label: '{i18n>policyContent}', Target: '@UI.FieldGroup#content' }
    ]
  }
);
