using { WorklistService } from '../../srv/worklist/service';

// What a person is asked when deciding, and what changes on the page afterwards.

annotate WorklistService.Suggestions with actions {
  @Core.OperationAvailable: in.mayDecide
  @Common.SideEffects: { TargetProperties: ['in/*'], TargetEntities: [in.attempt, in.attempt.history, '/WorklistService.EntityContainer/Suggestions'] }
  approve(
    note   @title: '{i18n>note}'         @UI.MultiLineText
  );

  @Core.OperationAvailable: in.mayDecide
  @Common.SideEffects: { TargetProperties: ['in/*'], TargetEntities: [in.changes, in.attempt.history, '/WorklistService.EntityContainer/Suggestions'] }
  adjust(
    values @title: '{i18n>proposed}',
    note   @title: '{i18n>note}'         @UI.MultiLineText
  );

  @Core.OperationAvailable: in.mayDecide
  @Common.SideEffects: { TargetProperties: ['in/*'], TargetEntities: [in.changes, in.attempt, in.attempt.history, '/WorklistService.EntityContainer/Suggestions'] }
  postAsSent(
    note   @title: '{i18n>actionReason}' @UI.MultiLineText @Common.FieldControl: #Mandatory
  );

  @Core.OperationAvailable: in.mayReject
  @Common.SideEffects: { TargetProperties: ['in/*'], TargetEntities: [in.attempt, in.attempt.history, '/WorklistService.EntityContainer/Suggestions'] }
  rejectSuggestion(
    reason @title: '{i18n>actionReason}' @UI.MultiLineText @Common.FieldControl: #Mandatory
  );

  @Core.OperationAvailable: in.maySign
  @Common.SideEffects: { TargetProperties: ['in/*'], TargetEntities: [in.attempt, in.attempt.history, '/WorklistService.EntityContainer/Suggestions'] }
  signOff(
    note   @title: '{i18n>note}'         @UI.MultiLineText
  );

  @Core.OperationAvailable: in.mayReturn
  @Common.SideEffects: { TargetProperties: ['in/*'], TargetEntities: [in.attempt, in.attempt.history, '/WorklistService.EntityContainer/Suggestions'] }
  returnToPlanner(
    reason @title: '{i18n>actionReason}' @UI.MultiLineText @Common.FieldControl: #Mandatory
  );

  @Core.OperationAvailable: in.mayRoute
  @Common.IsActionCritical: false
  @Common.SideEffects: { TargetProperties: ['in/*'], TargetEntities: [in.primary, in.attempt.history] }
  assign(
    assignee @title: '{i18n>assignee}'     @UI.ParameterDefaultValue: in.me
             @Common.ValueList: { CollectionPath: 'Assignees', Parameters: [{ $Type: 'Common.ValueListParameterInOut', LocalDataProperty: assignee, ValueListProperty: 'assignee' }] }
  );

  @Core.OperationAvailable: in.mayComment
  @Common.SideEffects: { TargetEntities: [in.attempt.comments, in.attempt.history] }
  comment(
    text     @title: '{i18n>comment}'      @UI.MultiLineText @Common.FieldControl: #Mandatory
  );

  @Common.SideEffects: { TargetProperties: ['in/*'], TargetEntities: [in.personCauseText, in.attempt.history] }
  setCause(
    cause  @title: '{i18n>wasWrong}' @Common.FieldControl: #Mandatory
  );
};

annotate WorklistService.SpotChecks with actions {
  @Core.OperationAvailable: in.maySetCause
  @Common.SideEffects: { TargetProperties: ['in/*'], TargetEntities: [in.personText, in.attempt.history, '/WorklistService.EntityContainer/SpotChecks'] }
  nothingWrong();

  @Core.OperationAvailable: in.maySetCause
  @Common.SideEffects: { TargetProperties: ['in/*'], TargetEntities: [in.personText, in.attempt.history, '/WorklistService.EntityContainer/SpotChecks'] }
  setCause(
    cause  @title: '{i18n>wasWrong}' @Common.FieldControl: #Mandatory
  );
};

annotate WorklistService.Suggestions with {
  attempt           @UI.Hidden;
  attemptID         @UI.Hidden;
  attemptNumber     @title: '{i18n>attempt}';
  confidencePercent @title: '{i18n>confidence}' @Measures.Unit: '%';
  failurePercent    @title: '{i18n>failure}'    @Measures.Unit: '%';
  rulesFailurePercent @title: '{i18n>rulesFailure}' @Measures.Unit: '%';
  modelFailurePercent @title: '{i18n>modelFailure}' @Measures.Unit: '%';
  maySetCause       @UI.Hidden;
  queue             @title: '{i18n>queue}' @Common: {
    Text: queueText.name, TextArrangement: #TextOnly, ValueListWithFixedValues,
    ValueList: { CollectionPath: 'Queues', Parameters: [
      { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: queue, ValueListProperty: 'code' },
      { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
    ] }
  };
  assignee          @title: '{i18n>assignee}' @Common.ValueList: { CollectionPath: 'Assignees', Parameters: [
    { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: assignee, ValueListProperty: 'assignee' }
  ] };
  dueAt             @title: '{i18n>dueAt}';
  isOverdue         @title: '{i18n>overdue}';
  isMine            @title: '{i18n>isMine}';
  signHint          @title: '{i18n>signHint}' @UI.MultiLineText;
  causeHint         @title: '{i18n>causeHint}' @UI.MultiLineText;
  isUndated         @UI.Hidden;
  me                @UI.Hidden;
  mayDecide         @UI.Hidden;
  mayReject         @UI.Hidden;
  maySign           @UI.Hidden;
  mayReturn         @UI.Hidden;
  mayRoute          @UI.Hidden;
  mayComment        @UI.Hidden;
};

annotate WorklistService.SuggestionCauses with {
  percent           @title: '{i18n>probability}'  @Measures.Unit: '%';
};

annotate WorklistService.SuggestionInfluences with {
  words             @title: '{i18n>feature}'      @UI.MultiLineText;
  percent           @title: '{i18n>contribution}';
};

annotate WorklistService.SuggestionNeighbours with {
  percent           @title: '{i18n>likeness}'     @Measures.Unit: '%';
  wrong             @title: '{i18n>wasWrong}'     @Common: { Text: wrongText.name, TextArrangement: #TextOnly };
  outcome           @title: '{i18n>cameOfIt}'     @Common: { Text: outcomeText.name, TextArrangement: #TextOnly };
};

annotate WorklistService.SpotChecks with {
  ID                @UI.Hidden;
  attempt           @UI.Hidden;
  failurePercent    @title: '{i18n>failure}'      @Measures.Unit: '%';
  isOpen            @title: '{i18n>isOpen}';
  maySetCause       @UI.Hidden;
};
