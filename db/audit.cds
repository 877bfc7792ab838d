using { countersign.SyncAttempts } from './attempts';
using { countersign.Suggestions } from './suggestions';
using { countersign.Decisions, countersign.Roles, countersign.Steps, countersign.StepStates } from './codes';

namespace countersign;

/** Every step of every attempt, appended in the transaction of what it tells; nothing updates or deletes it. */
@singular: 'AuditEntry'
entity AuditLog {
  key ID           : UUID;
      /** Order of appending. */
      sequence     : Integer64 @assert.unique;
      at           : Timestamp;
      /** User, or client id of a technical caller. */
      actor        : String(255);
      role         : String(20);
      roleText     : Association to Roles on roleText.code = role;
      action       : String(30);
      step         : Association to Steps on step.code = action;
      attempt      : Association to SyncAttempts;
      attemptNumber: Integer64;
      /** All steps of the same attempt. */
      story        : Association to many AuditLog on story.attemptNumber = attemptNumber;
      suggestion   : Association to Suggestions;
      plant        : String(4);
      order        : String(12);
      /** Status after the step. */
      status       : String(16);
      state        : Association to StepStates on state.code = status;
      reason       : String(1000);
      /** Where the input came from, and SHA-256 of its raw bytes. */
      inputReference : String(500);
      inputHash    : String(64);
      modelVersion : String(40);
      policyVersion: Integer;
      decision     : String(40);
      decisionText : Association to Decisions on decisionText.code = decision;
      erpDocument  : String(40);
      /** Before and after, evidence, codes: JSON. */
      details      : LargeString;
}
