using { countersign as db } from '../../db/index';

/** DOOR 3, controllers and auditors: what happened, who decided, and the proof that nobody changed the story. Administrators erase payloads. */
service AuditService @(path: '/odata/v4/audit', requires: ['controller', 'auditor', 'administrator']) {
  @readonly @cds.redirection.target entity AuditLog as projection on db.AuditLog;
  @readonly entity AuditLeaves as projection on db.AuditLeaves;
  @readonly entity AuditSeals as projection on db.AuditSeals;

  /** Proves the log from its first entry to its last; against a seal that was kept elsewhere (JSON), too, if one is given. */
  action verify(against : LargeString) returns Verification;
  /** The log as a list shows it: `csv` or `xlsx`; `query` holds the list's own `$filter` and `$search`. */
  function exportLog(format : String(4), query : String(10000)) returns Download;
  /** The whole log with its seals, one JSON a line, for the standalone verifier. */
  function exportProof() returns Download;
  /** A seal, to be kept elsewhere; the latest if none is named. */
  function exportSeal(number : Integer64) returns Download;
  /** The standalone verifier: one file that needs nothing but Node. */
  function verifier() returns Download;
  /** From an ERP document back to its messages, and all that was found, predicted, decided and signed: JSON. */
  function lineage(erpDocument : String(40)) returns Download;

  @readonly entity SyncAttempts as select from db.SyncAttempts
    mixin {
      influences : Association to many AttemptInfluences on influences.attemptID = $projection.ID;
      changes    : Association to many AttemptChanges on changes.attemptID = $projection.ID;
      signers    : Association to many Signers on signers.attemptNumber = $projection.number;
    } into {
      *,
      /** Its payload is there, and nobody needs it any more; the service takes it away from all but administrators. */
      (case when erasedAt is null and status in ('posted', 'refused', 'rejected', 'superseded') then true else false end) as isErasable : Boolean,
      influences, changes, signers
    } excluding { body, headers, answerBody, answerHeaders } actions {
      /** Erases what the message said, and everything personal in what was kept of it; its story and the proof of it stay. */
      @requires: 'administrator'
      action erasePayload(reason : String(1000) not null) returns SyncAttempts;
    };
  /** What spoke for the causes that were proposed for a message. */
  @readonly @cds.redirection.target: false
  entity AttemptInfluences as select from db.SuggestionInfluences { *, suggestion.attempt.ID as attemptID } excluding { texts, localized };
  /** What was proposed to be changed in a message, or was set by a person. */
  @readonly @cds.redirection.target: false
  entity AttemptChanges as select from db.SuggestionChanges { *, suggestion.attempt.ID as attemptID } excluding { content };
  /** Steps of a message in which a person stands for what happens. */
  @readonly @cds.redirection.target: false
  @singular: 'Signer'
  entity Signers as select from db.AuditLog where role not in ('system', 'sender');
  @readonly entity AttemptItems as projection on db.AttemptItems excluding { body, headers, content };
  @readonly entity Suggestions as projection on db.Suggestions excluding { basis };
  // What has been seen so far, to choose from in filters.
  @readonly @cds.redirection.target: false entity Plants as select distinct key plant from db.SyncAttempts where plant is not null;
  @readonly @cds.redirection.target: false entity Orders as select from db.SyncAttempts { key order, max(plant) as plant : String(4), max(material) as material : String(40) } where order is not null group by order;
  @singular: 'Actor'
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

  type Verification {
    isWhole  : Boolean;
    /** In plain words. */
    text     : LargeString;
    /** Entries that a seal holds, seals, and entries that wait for the next. */
    entries  : Integer64;
    seals    : Integer64;
    unsealed : Integer64;
    /** IDs of the keys that seals are signed with. */
    keys     : many String(64);
    lastSeal : Integer64;
    lastHash : String(64);
    findings : many Finding;
  }

  /** What is wrong, and with which entry. */
  type Finding {
    kind     : String(20);
    text     : String(500);
    sequence : Integer64;
    entry    : String(36);
    position : Integer64;
    seal     : Integer64;
  }

  @Core.MediaType: 'application/octet-stream'
  type Download : LargeBinary;
}
