using { countersign as db } from '../../db/index';

/** DOOR 3, controllers: what happened, and who decided. Read-only. */
service AuditService @(path: '/odata/v4/audit', requires: ['controller', 'auditor']) {
  @readonly entity AuditLog as projection on db.AuditLog;
  @readonly entity SyncAttempts as projection on db.SyncAttempts excluding { body, headers, answerBody, answerHeaders };
  @readonly entity AttemptItems as projection on db.AttemptItems excluding { body, headers, content };
  @readonly entity Suggestions as projection on db.Suggestions excluding { basis };
  // What has been seen so far, to choose from in filters.
  @readonly @cds.redirection.target: false entity Plants as select distinct key plant from db.SyncAttempts where plant is not null;
  @readonly @cds.redirection.target: false entity Orders as select from db.SyncAttempts { key order, max(plant) as plant : String(4), max(material) as material : String(40) } where order is not null group by order;
  @readonly @cds.redirection.target: false entity Actors as select distinct key actor from db.AuditLog where actor is not null;

  @readonly entity Causes as projection on db.Causes;
  @readonly entity Corrections as projection on db.Corrections;
  @readonly entity AttemptStates as projection on db.AttemptStates;
  @readonly entity SuggestionStates as projection on db.SuggestionStates;
  @readonly entity MessageKinds as projection on db.MessageKinds;
  @readonly entity Risks as projection on db.Risks;
  @readonly entity Roles as projection on db.Roles;
  @readonly entity Severities as projection on db.Severities;
  @readonly entity Steps as projection on db.Steps;
  @readonly entity StepStates as projection on db.StepStates;
  @readonly entity Decisions as projection on db.Decisions;
  @readonly entity Features as projection on db.Features;
}
