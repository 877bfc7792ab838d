using { WorklistService } from '../../srv/worklist/service';

// What a person is asked when deciding, and what changes on the page afterwards.

annotate WorklistService.Suggestions with actions {
  @Common.SideEffects: { TargetProperties: ['in/*'], TargetEntities: [in.attempt, in.attempt.history, '/WorklistService.EntityContainer/Suggestions'] }
  approve(
    note   @title: '{i18n>note}'         @UI.MultiLineText
  );

  @Common.SideEffects: { TargetProperties: ['in/*'], TargetEntities: [in.changes, in.attempt.history, '/WorklistService.EntityContainer/Suggestions'] }
  adjust(
    values @title: '{i18n>proposed}',
    note   @title: '{i18n>note}'         @UI.MultiLineText
  );

  @Common.SideEffects: { TargetProperties: ['in/*'], TargetEntities: [in.changes, in.attempt, in.attempt.history, '/WorklistService.EntityContainer/Suggestions'] }
  postAsSent(
    note   @title: '{i18n>actionReason}' @UI.MultiLineText @Common.FieldControl: #Mandatory
  );

  @Common.SideEffects: { TargetProperties: ['in/*'], TargetEntities: [in.attempt, in.attempt.history, '/WorklistService.EntityContainer/Suggestions'] }
  rejectSuggestion(
    reason @title: '{i18n>actionReason}' @UI.MultiLineText @Common.FieldControl: #Mandatory
  );

  @Common.SideEffects: { TargetProperties: ['in/*'], TargetEntities: [in.attempt, in.attempt.history, '/WorklistService.EntityContainer/Suggestions'] }
  signOff(
    note   @title: '{i18n>note}'         @UI.MultiLineText
  );

  @Common.SideEffects: { TargetProperties: ['in/*'], TargetEntities: [in.attempt, in.attempt.history, '/WorklistService.EntityContainer/Suggestions'] }
  returnToPlanner(
    reason @title: '{i18n>actionReason}' @UI.MultiLineText @Common.FieldControl: #Mandatory
  );
};

annotate WorklistService.Suggestions with {
  attempt           @UI.Hidden;
  attemptID         @UI.Hidden;
  attemptNumber     @title: '{i18n>attempt}';
  confidencePercent @title: '{i18n>confidence}' @Measures.Unit: '%';
  failurePercent    @title: '{i18n>failure}';
};

annotate WorklistService.SuggestionCauses with {
  percent           @title: '{i18n>probability}'  @Measures.Unit: '%';
};

annotate WorklistService.SuggestionInfluences with {
  percent           @title: '{i18n>contribution}';
};
