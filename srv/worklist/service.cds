using { countersign as db } from '../../db/index';

/** DOOR 2, planners and supervisors: decide what is held. */
service WorklistService @(path: '/odata/v4/worklist') {

  /** A value that a planner sets instead of the proposed one. */
  type Adjustment {
    field : String(120) not null;
    value : String(200) not null;
  }

  @readonly
  entity Suggestions as projection on db.Suggestions excluding { patch }
    actions {
      action approve(note: String(1000))                                 returns Suggestions;
      action adjust(values: many Adjustment, note: String(1000))         returns Suggestions;
      action rejectSuggestion(reason: String(1000) not null)             returns Suggestions;
      action signOff(note: String(1000))                                 returns Suggestions;
      action returnToPlanner(reason: String(1000) not null)              returns Suggestions;
    };

  @readonly
  entity SyncAttempts as projection on db.SyncAttempts {
    ID, number, status, state, sender, service, kind, kindText, receivedAt, finishedAt, deliveries, plant, order, operation, material,
    workCenter, yield, scrap, unit, postingDate, verdict, verdictReason, erpDocument, erpCode, erpText, conflicts, suggestions, items
  };

  @readonly
  entity AttemptItems as projection on db.AttemptItems excluding { body, headers, content };

  @readonly entity Conflicts as projection on db.Conflicts;
  @readonly entity SuggestionChanges as projection on db.SuggestionChanges excluding { content };
  @readonly entity SuggestionCauses as projection on db.SuggestionCauses;
  @readonly entity SuggestionInfluences as projection on db.SuggestionInfluences;
  @readonly entity Causes as projection on db.Causes;
  @readonly entity Corrections as projection on db.Corrections;
  @readonly entity AttemptStates as projection on db.AttemptStates;
  @readonly entity SuggestionStates as projection on db.SuggestionStates;
  @readonly entity MessageKinds as projection on db.MessageKinds;
}
