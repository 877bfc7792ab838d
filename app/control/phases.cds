using { countersign } from '../../db/index';
using from '../../db/control';
using { ControlService } from '../../srv/control/service';
using from '../../srv/control/operations';
using from '../../srv/control/policies';

// Phases with their evidence, what went by itself, the switch that stops judging, and who would have been right.

annotate countersign.Phases with {
  code        @title: '{i18n>phase}'  @Common: { Text: name, TextArrangement: #TextOnly };
  criticality @title: '{i18n>criticality}';
};

annotate ControlService.Policies with actions {
  @Core.OperationAvailable: { $edmJson: { $Path: 'in/IsActiveEntity' } }
  @Common.SideEffects: { TargetProperties: ['in/*'], TargetEntities: [in.phaseText, in.evidence, in.events, in.versions] }
  raisePhase(
    to      @title: '{i18n>phase}'         @Common.FieldControl: #Mandatory
            @Common: { ValueListWithFixedValues, ValueList: { CollectionPath: 'Phases', Parameters: [
              { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: to, ValueListProperty: 'code' },
              { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
            ] } },
    reason  @title: '{i18n>actionReason}'  @UI.MultiLineText @Common.FieldControl: #Mandatory
  );

  @Core.OperationAvailable: { $edmJson: { $Path: 'in/IsActiveEntity' } }
  @Common.SideEffects: { TargetProperties: ['in/*'], TargetEntities: [in.phaseText, in.evidence, in.events, in.versions] }
  lowerPhase(
    to      @title: '{i18n>phase}'         @Common.FieldControl: #Mandatory
            @Common: { ValueListWithFixedValues, ValueList: { CollectionPath: 'Phases', Parameters: [
              { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: to, ValueListProperty: 'code' },
              { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
            ] } },
    reason  @title: '{i18n>actionReason}'  @UI.MultiLineText @Common.FieldControl: #Mandatory
  );
};

annotate ControlService.PhaseEvidence with @(
  Capabilities: { SearchRestrictions.Searchable: false, FilterRestrictions.Filterable: false, SortRestrictions.Sortable: false },
  UI: {
    HeaderInfo: { TypeName: '{i18n>evidenceOfPhase}', TypeNamePlural: '{i18n>evidenceOfPhase}', Title: { Value: title } },
    LineItem: [
      { Value: title, @UI.Importance: #High, @HTML5.CssDefaults: { width: '15rem' } },
      { Value: text, Criticality: criticality, @UI.Importance: #High, @HTML5.CssDefaults: { width: '28rem' } },
      { Value: messages, @UI.Importance: #High, @HTML5.CssDefaults: { width: '6rem' } },
      { Value: percent, @UI.Importance: #High, @HTML5.CssDefaults: { width: '6.5rem' } },
      { Value: low, @UI.Importance: #High, @HTML5.CssDefaults: { width: '7.5rem' } },
      { Value: high, @UI.Importance: #High, @HTML5.CssDefaults: { width: '7.5rem' } },
      { Value: needed, @UI.Importance: #High, @HTML5.CssDefaults: { width: '7rem' } },
      { Value: neededLow, @UI.Importance: #High, @HTML5.CssDefaults: { width: '7rem' } },
      { Value: isMet, @UI.Importance: #High, @HTML5.CssDefaults: { width: '6rem' } }
    ],
    PresentationVariant: { Visualizations: ['@UI.LineItem'] }
  }
) {
  kind        @UI.Hidden;
  plant       @UI.Hidden;
  measure     @UI.Hidden;
  position    @UI.Hidden;
  title       @title: '{i18n>measured}';
  text        @title: '{i18n>whatIsThere}';
  count       @title: '{i18n>soMany}';
  messages    @title: '{i18n>ofMessages}';
  percent     @title: '{i18n>sharePercent}';
  low         @title: '{i18n>shareLow}';
  high        @title: '{i18n>shareHigh}';
  needed      @title: '{i18n>neededMessages}';
  neededLow   @title: '{i18n>neededShare}';
  neededFor   @title: '{i18n>neededFor}';
  isMet       @title: '{i18n>isMet}';
  criticality @UI.Hidden;
};

annotate countersign.PhaseEvents with {
  ID             @UI.Hidden;
  at             @title: '{i18n>at}';
  kind           @title: '{i18n>policyKind}'    @Common: { Text: kindName.name, TextArrangement: #TextOnly };
  plant          @title: '{i18n>plant}';
  fromPhase      @title: '{i18n>fromPhase}'     @Common: { Text: fromName.name, TextArrangement: #TextOnly };
  toPhase        @title: '{i18n>toPhase}'       @Common: { Text: toName.name, TextArrangement: #TextOnly };
  changedBy      @title: '{i18n>changedBy}';
  reason         @title: '{i18n>reason}'        @UI.MultiLineText;
  figures        @UI.Hidden;
  isAlert        @title: '{i18n>isAlert}';
  acknowledgedBy @title: '{i18n>notedBy}';
  acknowledgedAt @title: '{i18n>notedAt}';
};
annotate ControlService.PhaseEvents with {
  plant          @Common: { Text: plantText, TextArrangement: #TextOnly };
  plantText      @UI.Hidden;
  figuresText    @title: '{i18n>evidenceThen}'  @UI.MultiLineText;
};
annotate ControlService.PhaseEvents with @(
  Capabilities.SearchRestrictions: { Searchable: false },
  UI: {
    HeaderInfo: { TypeName: '{i18n>phaseEvent}', TypeNamePlural: '{i18n>phaseEvents}', Title: { Value: toPhase }, Description: { Value: reason } },
    LineItem: [
      { $Type: 'UI.DataFieldForAction', Action: 'ControlService.acknowledge', Label: '{i18n>takeNote}',
        @UI.Hidden: { $edmJson: { $Path: '/ControlService.EntityContainer/Me/isReader' } } },
      { Value: at, @UI.Importance: #High, @HTML5.CssDefaults: { width: '12rem' } },
      { Value: kind, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9rem' } },
      { Value: plant, @UI.Importance: #High, @HTML5.CssDefaults: { width: '7rem' } },
      { Value: fromPhase, @UI.Importance: #High, @HTML5.CssDefaults: { width: '8rem' } },
      { Value: toPhase, @UI.Importance: #High, @HTML5.CssDefaults: { width: '8rem' } },
      { Value: changedBy, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9rem' } },
      { Value: reason, @UI.Importance: #High, @HTML5.CssDefaults: { width: '20rem' } },
      { Value: isAlert, @UI.Importance: #High, @HTML5.CssDefaults: { width: '11rem' } },
      { Value: acknowledgedBy, @HTML5.CssDefaults: { width: '13rem' } }
    ],
    PresentationVariant: { SortOrder: [{ Property: at, Descending: true }], RequestAtLeast: [isAlert], Visualizations: ['@UI.LineItem'] },
    SelectionPresentationVariant #all: {
      Text: '{i18n>phaseEvents}',
      SelectionVariant: { SelectOptions: [] },
      PresentationVariant: @UI.PresentationVariant
    },
    FieldGroup #event: { Data: [
      { Value: at }, { Value: kind }, { Value: plant }, { Value: fromPhase }, { Value: toPhase }, { Value: changedBy }, { Value: reason }, { Value: figuresText },
      { Value: acknowledgedBy }, { Value: acknowledgedAt }
    ] },
    Facets: [{ $Type: 'UI.ReferenceFacet', ID: 'event', Label: '{i18n>phaseEvent}', Target: '@UI.FieldGroup#event' }]
  }
) actions {
  @Core.OperationAvailable: in.isAlert
  @Common.SideEffects: { TargetProperties: ['in/*'] }
  acknowledge();
};

annotate countersign.KillSwitches with { plant @title: '{i18n>plant}' };
annotate ControlService.KillSwitches with @(
  Capabilities: { SearchRestrictions.Searchable: false },
  UI: {
    HeaderInfo: { TypeName: '{i18n>killSwitch}', TypeNamePlural: '{i18n>killSwitch}', Title: { Value: plant } },
    LineItem: [
      { $Type: 'UI.DataFieldForAction', Action: 'ControlService.stop', Label: '{i18n>stopJudging}', Criticality: #Negative,
        @UI.Hidden: { $edmJson: { $Path: '/ControlService.EntityContainer/Me/isReader' } } },
      { $Type: 'UI.DataFieldForAction', Action: 'ControlService.resume', Label: '{i18n>resumeJudging}', Criticality: #Positive,
        @UI.Hidden: { $edmJson: { $Path: '/ControlService.EntityContainer/Me/isReader' } } },
      { Value: plant, @UI.Importance: #High, @HTML5.CssDefaults: { width: '12rem' } },
      { Value: isOn, Criticality: criticality, @UI.Importance: #High, @HTML5.CssDefaults: { width: '14rem' } },
      { Value: reason, @UI.Importance: #High, @HTML5.CssDefaults: { width: '36rem' } },
      { Value: changedBy, @UI.Importance: #High, @HTML5.CssDefaults: { width: '10rem' } },
      { Value: changedAt, @UI.Importance: #High, @HTML5.CssDefaults: { width: '14rem' } }
    ],
    SelectionPresentationVariant #all: {
      Text: '{i18n>killSwitch}',
      SelectionVariant: { SelectOptions: [] },
      PresentationVariant: { SortOrder: [{ Property: plant }], RequestAtLeast: [isOn], Visualizations: ['@UI.LineItem'] }
    }
  }
) {
  plant       @title: '{i18n>plant}'  @Common: { Text: plantText, TextArrangement: #TextOnly };
  plantText   @UI.Hidden;
  isOn        @title: '{i18n>isStopped}';
  reason      @title: '{i18n>reason}'  @UI.MultiLineText;
  changedBy   @title: '{i18n>changedBy}';
  changedAt   @title: '{i18n>modifiedAt}';
  criticality @UI.Hidden;
} actions {
  @Common.IsActionCritical: true
  @Common.SideEffects: { TargetProperties: ['in/*'], TargetEntities: ['/ControlService.EntityContainer/KillSwitches'] }
  stop(
    reason @title: '{i18n>actionReason}' @UI.MultiLineText @Common.FieldControl: #Mandatory
  );
  @Core.OperationAvailable: in.isOn
  @Common.SideEffects: { TargetProperties: ['in/*'], TargetEntities: ['/ControlService.EntityContainer/KillSwitches'] }
  resume(
    reason @title: '{i18n>actionReason}' @UI.MultiLineText @Common.FieldControl: #Mandatory
  );
};

annotate countersign.AutomaticActions with {
  ID            @UI.Hidden;
  at            @title: '{i18n>at}';
  kind          @title: '{i18n>policyKind}'  @Common: { Text: kindName.name, TextArrangement: #TextOnly };
  plant         @title: '{i18n>plant}';
  material      @title: '{i18n>material}';
  action        @title: '{i18n>correction}'  @Common: { Text: action.name, TextArrangement: #TextOnly };
  value         @title: '{i18n>value}';
  policyVersion @title: '{i18n>policyVersion}';
  outcome       @title: '{i18n>cameOfIt}';
  outcomeAt     @title: '{i18n>finishedAt}';
  isWrong       @title: '{i18n>wasItWrong}';
};
annotate ControlService.AutomaticActions with @(
  Capabilities.SearchRestrictions: { Searchable: false },
  UI: {
    HeaderInfo: { TypeName: '{i18n>automaticAction}', TypeNamePlural: '{i18n>automaticActionsDone}', Title: { Value: attemptNumber } },
    LineItem: [
      { Value: at, @UI.Importance: #High, @HTML5.CssDefaults: { width: '12rem' } },
      { Value: attemptNumber, @UI.Importance: #High, @HTML5.CssDefaults: { width: '6rem' } },
      { Value: action_code, @UI.Importance: #High, @HTML5.CssDefaults: { width: '14rem' } },
      { Value: confidencePercent, @UI.Importance: #High, @HTML5.CssDefaults: { width: '8rem' } },
      { Value: value, @UI.Importance: #High, @HTML5.CssDefaults: { width: '8rem' } },
      { Value: order, @UI.Importance: #High, @HTML5.CssDefaults: { width: '7rem' } },
      { Value: material, @UI.Importance: #High, @HTML5.CssDefaults: { width: '10rem' } },
      { Value: plant, @UI.Importance: #High, @HTML5.CssDefaults: { width: '5rem' } },
      { Value: outcome, Criticality: criticality, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9rem' } },
      { Value: policyVersion, @HTML5.CssDefaults: { width: '6rem' } }
    ],
    SelectionPresentationVariant #all: {
      Text: '{i18n>automaticActionsDone}',
      SelectionVariant: { SelectOptions: [] },
      PresentationVariant: { SortOrder: [{ Property: at, Descending: true }], Visualizations: ['@UI.LineItem'] }
    }
  }
) {
  attemptNumber     @title: '{i18n>attempt}';
  order             @title: '{i18n>order}';
  confidencePercent @title: '{i18n>confidencePercent}';
  criticality       @UI.Hidden;
};

annotate ControlService.Baseline with @(
  Capabilities: { SearchRestrictions.Searchable: false, FilterRestrictions.Filterable: false, SortRestrictions.Sortable: false },
  UI: {
    HeaderInfo: { TypeName: '{i18n>baseline}', TypeNamePlural: '{i18n>baseline}', Title: { Value: title } },
    LineItem: [
      { Value: title, @UI.Importance: #High, @HTML5.CssDefaults: { width: '12rem' } },
      { Value: messages, @UI.Importance: #High, @HTML5.CssDefaults: { width: '7rem' } },
      { Value: successPercent, @UI.Importance: #High, @HTML5.CssDefaults: { width: '7rem' } },
      { Value: successLow, @UI.Importance: #High, @HTML5.CssDefaults: { width: '7.5rem' } },
      { Value: successHigh, @UI.Importance: #High, @HTML5.CssDefaults: { width: '7.5rem' } },
      { Value: holds, @UI.Importance: #High, @HTML5.CssDefaults: { width: '6rem' } },
      { Value: wrongHolds, @UI.Importance: #High, @HTML5.CssDefaults: { width: '7.5rem' } },
      { Value: wrongHoldPercent, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9.5rem' } },
      { Value: missed, @UI.Importance: #High, @HTML5.CssDefaults: { width: '8rem' } },
      { Value: secondsMedian, @UI.Importance: #High, @HTML5.CssDefaults: { width: '8rem' } },
      { Value: seconds90, @UI.Importance: #High, @HTML5.CssDefaults: { width: '8rem' } },
      { Value: wrongHoldLow, @HTML5.CssDefaults: { width: '12rem' } },
      { Value: wrongHoldHigh, @HTML5.CssDefaults: { width: '12rem' } }
    ],
    SelectionPresentationVariant #all: {
      Text: '{i18n>baseline}',
      SelectionVariant: { SelectOptions: [] },
      PresentationVariant: { Visualizations: ['@UI.LineItem'] }
    }
  }
) {
  opinion          @UI.Hidden;
  position         @UI.Hidden;
  title            @title: '{i18n>whoDecides}';
  messages         @title: '{i18n>messages}';
  successes        @title: '{i18n>decidedRight}';
  successPercent   @title: '{i18n>decidedRightPercent}';
  successLow       @title: '{i18n>shareLow}';
  successHigh      @title: '{i18n>shareHigh}';
  holds            @title: '{i18n>heldInAll}';
  wrongHolds       @title: '{i18n>heldWrongly}';
  wrongHoldPercent @title: '{i18n>heldWronglyPercent}';
  wrongHoldLow     @title: '{i18n>heldWronglyLow}';
  wrongHoldHigh    @title: '{i18n>heldWronglyHigh}';
  missed           @title: '{i18n>missedFailures}';
  secondsMedian    @title: '{i18n>secondsMedian}'  @Common: { Text: medianText, TextArrangement: #TextOnly };
  seconds90        @title: '{i18n>seconds90}'      @Common: { Text: text90, TextArrangement: #TextOnly };
  medianText       @UI.Hidden;
  text90           @UI.Hidden;
};

annotate countersign.SenderSettings with {
  sender     @title: '{i18n>sender}';
  holdAnswer @title: '{i18n>holdAnswer}' @Common: { Text: holdAnswerText.name, TextArrangement: #TextOnly };
  modifiedAt @title: '{i18n>modifiedAt}';
  modifiedBy @title: '{i18n>changedBy}';
};
annotate countersign.HoldAnswers with   { code @title: '{i18n>holdAnswer}'    @Common: { Text: name, TextArrangement: #TextOnly } };
annotate countersign.FailModes with     { code @title: '{i18n>failMode}'      @Common: { Text: name, TextArrangement: #TextOnly } };
annotate countersign.RecordSystems with { code @title: '{i18n>recordSystem}'  @Common: { Text: name, TextArrangement: #TextOnly } };
annotate countersign.ControllerCases with { code @title: '{i18n>controllerFor}' @Common: { Text: name, TextArrangement: #TextOnly } };
annotate ControlService.SenderSettings with @(
  Capabilities.SearchRestrictions: { Searchable: false },
  UI: {
    CreateHidden: { $edmJson: { $Path: '/ControlService.EntityContainer/Me/isReader' } },
    UpdateHidden: { $edmJson: { $Path: '/ControlService.EntityContainer/Me/isReader' } },
    DeleteHidden: { $edmJson: { $Path: '/ControlService.EntityContainer/Me/isReader' } },
    HeaderInfo: { TypeName: '{i18n>senderSetting}', TypeNamePlural: '{i18n>senderSettings}', Title: { Value: sender } },
    LineItem: [
      { Value: sender, @UI.Importance: #High, @HTML5.CssDefaults: { width: '20rem' } },
      { Value: holdAnswer, @UI.Importance: #High, @HTML5.CssDefaults: { width: '20rem' } },
      { Value: modifiedBy, @HTML5.CssDefaults: { width: '12rem' } },
      { Value: modifiedAt, @HTML5.CssDefaults: { width: '14rem' } }
    ],
    SelectionPresentationVariant #all: {
      Text: '{i18n>senderSettings}',
      SelectionVariant: { SelectOptions: [] },
      PresentationVariant: { SortOrder: [{ Property: sender }], Visualizations: ['@UI.LineItem'] }
    },
    FieldGroup #setting: { Data: [{ Value: sender }, { Value: holdAnswer }] },
    Facets: [{ $Type: 'UI.ReferenceFacet', ID: 'setting', Label: '{i18n>senderSetting}', Target: '@UI.FieldGroup#setting' }]
  }
) {
  sender     @Common.ValueList: { CollectionPath: 'RuledSenders', Parameters: [{ $Type: 'Common.ValueListParameterInOut', LocalDataProperty: sender, ValueListProperty: 'sender' }] };
  holdAnswer @Common: { ValueListWithFixedValues, ValueList: { CollectionPath: 'HoldAnswers', Parameters: [
               { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: holdAnswer, ValueListProperty: 'code' },
               { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
             ] } };
};
