using { TriageService } from '../../srv/triage/service';

// What a person is asked, when that is possible, and what changes on the page afterwards.

annotate TriageService.Conflicts with actions {
  @Core.OperationAvailable: in.mayResubmit
  @Common.SideEffects: { TargetProperties: ['in/*'], TargetEntities: [in.attempt, in.attempt.history, '/TriageService.EntityContainer/ConflictGroups', '/TriageService.EntityContainer/Resubmissions'] }
  resubmit(
    note     @title: '{i18n>note}'         @UI.MultiLineText
  );

  @Core.OperationAvailable: in.mayTakeOver
  @Common.IsActionCritical: false
  @Common.SideEffects: { TargetProperties: ['in/*'], TargetEntities: [in.attempt, in.attempt.history] }
  takeOver();

  @Core.OperationAvailable: in.mayRoute
  @Common.SideEffects: { TargetProperties: ['in/*'], TargetEntities: [in.attempt.history] }
  assign(
    assignee @title: '{i18n>assignee}'     @UI.ParameterDefaultValue: in.me
             @Common.ValueList: { CollectionPath: 'Assignees', Parameters: [{ $Type: 'Common.ValueListParameterInOut', LocalDataProperty: assignee, ValueListProperty: 'assignee' }] }
  );

  @Core.OperationAvailable: in.mayRoute
  @Common.SideEffects: { TargetProperties: ['in/*'], TargetEntities: [in.attempt.history, in.attempt.comments, '/TriageService.EntityContainer/ConflictGroups', '/TriageService.EntityContainer/QueueFigures'] }
  forward(
    queue    @title: '{i18n>queue}'        @Common.FieldControl: #Mandatory
             @Common: { ValueListWithFixedValues, ValueList: { CollectionPath: 'Queues', Parameters: [
               { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: queue, ValueListProperty: 'code' },
               { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
             ] } },
    note     @title: '{i18n>comment}'      @UI.MultiLineText
  );

  @Core.OperationAvailable: in.mayComment
  @Common.SideEffects: { TargetEntities: [in.attempt.comments, in.attempt.history] }
  comment(
    text     @title: '{i18n>comment}'      @UI.MultiLineText @Common.FieldControl: #Mandatory
  );

  @Core.OperationAvailable: in.mayCancel
  @Common.SideEffects: { TargetProperties: ['in/*'], TargetEntities: [in.attempt, in.attempt.history, '/TriageService.EntityContainer/ConflictGroups', '/TriageService.EntityContainer/QueueFigures'] }
  cancel(
    reason   @title: '{i18n>actionReason}' @UI.MultiLineText @Common.FieldControl: #Mandatory
  );

  @Core.OperationAvailable: in.maySettle
  @Common.SideEffects: { TargetProperties: ['in/*'], TargetEntities: [in.attempt, in.attempt.history, '/TriageService.EntityContainer/ConflictGroups', '/TriageService.EntityContainer/QueueFigures'] }
  settle(
    note     @title: '{i18n>note}'         @UI.MultiLineText @Common.FieldControl: #Mandatory
  );

  @Core.OperationAvailable: in.mayMapReason
  @Common.SideEffects: { TargetEntities: [in.attempt.history] }
  mapReason(
    erp      @title: '{i18n>erpReason}'    @Common.FieldControl: #Mandatory,
    movement @title: '{i18n>movementReason}'
  );
};

annotate TriageService.ConflictGroups with actions {
  @Core.OperationAvailable: in.mayResubmit
  @Common.SideEffects: { TargetProperties: ['in/*'], TargetEntities: [in.conflicts, in.resubmissions, '/TriageService.EntityContainer/Conflicts', '/TriageService.EntityContainer/Resubmissions'] }
  resubmit(
    note     @title: '{i18n>note}'         @UI.MultiLineText
  );

  @Core.OperationAvailable: in.mayRoute
  @Common.SideEffects: { TargetProperties: ['in/*'], TargetEntities: [in.conflicts, '/TriageService.EntityContainer/Conflicts'] }
  assign(
    assignee @title: '{i18n>assignee}'     @UI.ParameterDefaultValue: in.me
             @Common.ValueList: { CollectionPath: 'Assignees', Parameters: [{ $Type: 'Common.ValueListParameterInOut', LocalDataProperty: assignee, ValueListProperty: 'assignee' }] }
  );

  @Core.OperationAvailable: in.mayRoute
  @Common.SideEffects: { TargetProperties: ['in/*'], TargetEntities: [in.conflicts, '/TriageService.EntityContainer/Conflicts', '/TriageService.EntityContainer/QueueFigures'] }
  forward(
    queue    @title: '{i18n>queue}'        @Common.FieldControl: #Mandatory
             @Common: { ValueListWithFixedValues, ValueList: { CollectionPath: 'Queues', Parameters: [
               { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: queue, ValueListProperty: 'code' },
               { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
             ] } },
    note     @title: '{i18n>comment}'      @UI.MultiLineText
  );
};

annotate TriageService.Conflicts with {
  ID            @UI.Hidden;
  conflict      @UI.Hidden;
  attempt       @UI.Hidden;
  failure       @UI.Hidden;
  suggestionID  @UI.Hidden;
  me            @UI.Hidden;
  attemptNumber @title: '{i18n>attempt}';
  cause         @title: '{i18n>cause}';
  queue         @title: '{i18n>queue}';
  material      @title: '{i18n>material}';
  status        @title: '{i18n>messageStatus}' @Common: {
    Text: state.name, TextArrangement: #TextOnly, ValueListWithFixedValues,
    ValueList: { CollectionPath: 'AttemptStates', Parameters: [
      { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: status, ValueListProperty: 'code' },
      { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
    ] }
  };
  at            @title: '{i18n>failedAt}';
  text          @title: '{i18n>whatItSays}';
  explanation   @title: '{i18n>explanation}' @UI.MultiLineText;
  fix           @title: '{i18n>fix}'         @UI.MultiLineText;
  isOpen        @title: '{i18n>isOpen}';
  isMine        @title: '{i18n>isMine}';
  standingInFor @title: '{i18n>standingInFor}';
  period        @title: '{i18n>period}';
  periodPlant   @UI.Hidden;
  orderLink     @UI.Hidden;
  materialLink  @UI.Hidden;
  documentLink  @UI.Hidden;
};

annotate TriageService.SyncAttempts with {
  period        @title: '{i18n>period}';
  periodPlant   @UI.Hidden;
  isWaiting     @UI.Hidden;
};

annotate TriageService.ConflictGroups with {
  standingInFor @title: '{i18n>standingInFor}';
  failureID     @UI.Hidden;
  me            @UI.Hidden;
  code          @title: '{i18n>erpCode}';
  cause         @title: '{i18n>cause}';
  queue         @title: '{i18n>queue}';
  plant         @title: '{i18n>plant}';
  material      @title: '{i18n>material}';
  order         @title: '{i18n>order}';
  text          @title: '{i18n>whatItSays}';
  since         @title: '{i18n>since}';
  latest        @title: '{i18n>latest}';
  dueAt         @title: '{i18n>dueAt}';
  total         @title: '{i18n>total}';
  open          @title: '{i18n>open}';
  overdue       @title: '{i18n>overdue}';
  mine          @title: '{i18n>mine}';
  running       @title: '{i18n>running}';
  isOpen        @title: '{i18n>isOpen}';
  isMine        @title: '{i18n>isMine}';
};

annotate TriageService.Resubmissions with {
  cause         @title: '{i18n>cause}';
};

annotate TriageService.ResubmissionItems with {
  attempt       @UI.Hidden;
  attemptNumber @title: '{i18n>attempt}';
};

annotate TriageService.QueueFigures with {
  queue               @title: '{i18n>queue}';
  raised              @title: '{i18n>raised}';
  open                @title: '{i18n>open}';
  overdue             @title: '{i18n>overdue}';
  routedAutomatically @title: '{i18n>routedAutomatically}';
  automaticPercent    @title: '{i18n>automaticPercent}';
  posted              @title: '{i18n>posted}';
  averageSeconds      @title: '{i18n>averageTime}';
  longestSeconds      @title: '{i18n>longestTime}';
  oldestAt            @title: '{i18n>oldestOpen}';
};
