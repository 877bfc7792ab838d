using { countersign.SyncAttempts } from './attempts';
using { countersign.Suggestions } from './suggestions';
using { countersign.Decisions, countersign.Roles, countersign.Steps, countersign.StepStates } from './codes';

namespace countersign;

/** Every step of every attempt, appended in the transaction of what it tells; nothing updates or deletes it. */
@singular: 'AuditEntry'
@assert.unique: { sequence: [sequence] }
entity AuditLog {
  key ID           : UUID;
      /** Order of appending. */
      sequence     : Integer64;
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
      /** Where it stands in the sealed order; none until a seal holds it. */
      leaf         : Association to one AuditLeaves on leaf.entry.ID = ID;
}

/** The order in which entries were first seen committed, each with its hash; only the sealer appends. */
@singular: 'AuditLeaf'
@assert.unique: { entry: [entry] }
entity AuditLeaves {
  key position : Integer64;
      entry    : Association to AuditLog;
      /** SHA-256 of the entry's canonical form, RFC 6962 leaf. */
      hash     : String(64);
      seal     : Association to AuditSeals;
}

/** Each seals a batch of leaves and the seal before it, so that nothing sealed changes without a trace; only the sealer appends. */
@singular: 'AuditSeal'
entity AuditSeals {
  key number        : Integer64;
      at            : Timestamp;
      firstPosition : Integer64;
      lastPosition  : Integer64;
      count         : Integer;
      /** Merkle root (RFC 6962) of the leaves. */
      root          : String(64);
      /** Hash of the seal before; zeros for the first. */
      previous      : String(64);
      /** Of the seal itself. */
      hash          : String(64);
      /** Version of the canonical form that its hashes are made of. */
      schema        : Integer;
      /** Ed25519, base64; none where no key was configured. With the public key (SPKI, base64) and its SHA-256. */
      signature     : String(100);
      keyID         : String(64);
      publicKey     : String(100);
      leaves        : Association to many AuditLeaves on leaves.seal = $self;
}

/** Entries that no seal holds yet: a trigger puts them in when they are appended, the sealer takes them out. */
@singular: 'UnsealedEntry'
entity AuditUnsealed {
  key sequence : Integer64;
      entry    : Association to AuditLog;
}

/** What hashes of personal values in the log are salted with; goes with the payload, and with it every way back to the values. */
@singular: 'AuditSalt'
entity AuditSalts {
  key attempt : Association to SyncAttempts;
      salt    : String(64);
}

extend SyncAttempts with {
  /** When its payload was erased: bodies, headers and whatever was personal are gone, the story stays. */
  erasedAt : Timestamp;
}
