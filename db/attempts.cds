using { cuid } from '@sap/cds/common';
using { countersign.AttemptStates, countersign.MessageKinds } from './codes';
using { countersign.Conflicts } from './conflicts';
using { countersign.Suggestions } from './suggestions';
using { countersign.AuditLog } from './audit';
using { countersign.AttemptComments } from './triage';

namespace countersign;

type ErpQuantity : Decimal(15, 3);
type Unit : String(3);

/**
 * Where an attempt stands, and every way that leads from one state to another; without `from` it begins there. The database refuses all else,
 * the README draws it.
 */
@countersign.transitions: [
  { to: #received, by: 'recorded' },
  { to: #refused, by: 'recorded, unreadable' },
  { from: #received, to: #posting, by: 'released, its turn' },
  { from: #received, to: #waiting, by: 'released, others first' },
  { from: #received, to: #held, by: 'a person decides' },
  { from: #waiting, to: #posting, by: 'its turn' },
  { from: #posting, to: #posted, by: 'booked' },
  { from: #posting, to: #refused, by: 'the ERP says no, or stays away' },
  { from: #posting, to: #waiting, by: 'locked or away' },
  { from: #posting, to: #unknown, by: 'answer lost' },
  { from: #unknown, to: #posted, by: 'found in the ERP' },
  { from: #unknown, to: #waiting, by: 'not found' },
  { from: #unknown, to: #held, by: 'nobody can tell' },
  { from: #held, to: #waiting, by: 'approved' },
  { from: #held, to: #rejected, by: 'rejected or cancelled' },
  { from: #held, to: #received, by: 'tried again' },
  { from: #refused, to: #received, by: 'sent or tried again' },
  { from: #refused, to: #held, by: 'for a person to correct' },
  { from: #refused, to: #rejected, by: 'cancelled' },
  { from: #refused, to: #superseded, by: 'corrected by its sender' }
]
type AttemptStatus : String(12) enum {
  received;
  waiting;
  posting;
  posted;
  refused;
  unknown;
  held;
  rejected;
  superseded;
}

/** One attempt to make the ERP do something, recorded before anything is sent on. */
@assert.unique: { number: [number] }
entity SyncAttempts : cuid {
  /** Counts up; what people and senders are told. */
  number         : Integer64;
  status         : AttemptStatus not null default 'received';
  state          : Association to AttemptStates on state.code = status;
  sender         : String(255);
  service        : String(60);
  kind           : String(20);
  kindText       : Association to MessageKinds on kindText.code = kind;
  isChangeSet    : Boolean default false;
  receivedAt     : Timestamp;
  finishedAt     : Timestamp;

  /** Identity: sender + service + key; the hash says whether it is the same message. */
  keyValue       : String(120);
  keyKind        : String(16);
  bodyHash       : String(64);
  /** Of what it says, whatever key it bears: the same work reported twice has it twice. */
  contentHash    : String(64);
  /** Times the sender delivered it. */
  deliveries     : Integer default 1;

  method         : String(10);
  path           : String(2000);
  headers        : LargeString;
  body           : LargeBinary;

  plant          : String(4);
  order          : String(12);
  operation      : String(4);
  material       : String(40);
  workCenter     : String(8);
  yield          : ErpQuantity;
  scrap          : ErpQuantity;
  unit           : Unit;
  postingDate    : Date;

  verdict        : String(16);
  verdictReason  : String(500);
  policyVersion  : Integer;
  modelVersion   : String(40);

  /** The key that we look for in the ERP when an answer was lost. */
  erpKey         : String(60);
  /** First time a request for it left; the quiet time counts from the last. */
  postedAt       : Timestamp;
  /** Of what we try again by ourselves: which try is next, of how many, and when. */
  tries          : Integer;
  mostTries      : Integer;
  nextTryAt      : Timestamp;
  answerStatus   : Integer;
  answerHeaders  : LargeString;
  answerBody     : LargeBinary;
  erpDocument    : String(40);
  erpCode        : String(60);
  erpText        : String(500);

  supersededBy   : Association to SyncAttempts;
  items          : Composition of many AttemptItems on items.attempt = $self;
  conflicts      : Composition of many Conflicts on conflicts.attempt = $self;
  suggestions    : Association to many Suggestions on suggestions.attempt = $self;
  comments       : Composition of many AttemptComments on comments.attempt = $self;
  history        : Association to many AuditLog on history.attempt = $self;
}

/** One posting of an attempt: the whole POST, or one member of a change set. */
entity AttemptItems {
  key attempt     : Association to SyncAttempts;
  key position    : Integer;
      kind        : String(20);
      kindText    : Association to MessageKinds on kindText.code = kind;
      method      : String(10);
      path        : String(500);
      headers     : LargeString;
      body        : LargeBinary;
      /** What the door read in it, in our words: JSON of a MessagePart without its body. */
      content     : LargeString;
      plant       : String(4);
      order       : String(12);
      operation   : String(4);
      material    : String(40);
      yield       : ErpQuantity;
      scrap       : ErpQuantity;
      rework      : ErpQuantity;
      unit        : Unit;
      erpKey      : String(60);
      erpDocument : String(40);
}

/** Orders that an attempt posts to; postings of one order never overlap and go by `seq`. */
entity Lanes {
  key attempt    : Association to SyncAttempts;
  key lane       : String(60);
      seq        : Integer64;
      /** `open`: waits or is being posted; `parked`: held, and followers wait for it. */
      state      : String(8) default 'open';
      tries      : Integer default 0;
      nextAt     : Timestamp;
      lease      : UUID;
      leaseUntil : Timestamp;
}

/** What one process at a time does for all, and which; one whose lease is over has lost it. */
@singular: 'Duty'
entity Duties {
  key name       : String(20);
      lease      : UUID;
      leaseUntil : Timestamp;
}

/** The last number given out, one row a kind of number. */
entity Counters {
  key name  : String(20);
      value : Integer64 default 0;
}
