using { countersign as db } from '../../db/index';

/** DOOR 3, controllers: what happened, and who decided. Read-only. */
service AuditService @(path: '/odata/v4/audit', requires: ['controller', 'auditor']) {
  @readonly entity AuditLog as projection on db.AuditLog;
  @readonly entity SyncAttempts as projection on db.SyncAttempts excluding { body, headers, answerBody, answerHeaders };
  @readonly entity Suggestions as projection on db.Suggestions;
  @readonly entity Causes as projection on db.Causes;
  @readonly entity AttemptStates as projection on db.AttemptStates;
}
