using { cuid, sap.common.CodeList } from '@sap/cds/common';
using { countersign.SyncAttempts } from './attempts';
using { countersign.Suggestions } from './suggestions';
using { countersign.Corrections } from './codes';
using { countersign.Policies } from './policy';

namespace countersign;

/** How much is left to Countersign: it watches, proposes, or acts. */
entity Phases : CodeList {
  key code        : String(10);
      criticality : Integer;
}

/** A phase moved, by whom and why; `isAlert` where it fell back by itself and nobody has taken note yet. */
entity PhaseEvents : cuid {
  at             : Timestamp;
  kind           : String(20);
  plant          : String(4);
  fromPhase      : String(10);
  toPhase        : String(10);
  changedBy      : String(255);
  reason         : String(1000);
  /** JSON: the evidence that it was moved on. */
  figures        : LargeString;
  isAlert        : Boolean default false;
  acknowledgedBy : String(255);
  acknowledgedAt : Timestamp;
}

/** What went by itself in phase `automate`, and what came of it: once for an attempt, then people decide. */
@assert.unique: { attempt: [attempt] }
entity AutomaticActions : cuid {
  attempt       : Association to SyncAttempts;
  suggestion    : Association to Suggestions;
  at            : Timestamp;
  kind          : String(20);
  plant         : String(4);
  material      : String(40);
  action        : Association to Corrections;
  confidence    : Decimal(5, 4);
  value         : Decimal(15, 2);
  policyVersion : Integer;
  /** `posted`, `refused`, `rejected`, `reversed`; empty until it is known. */
  outcome       : String(12);
  outcomeAt     : Timestamp;
  isWrong       : Boolean;
}

/** Where judging is switched off: new messages of the plant pass unjudged and recorded; `*` stands for everywhere. */
@singular: 'KillSwitch'
entity KillSwitches {
  key plant     : String(4);
      isOn      : Boolean default false;
      reason    : String(1000);
      changedBy : String(255);
      changedAt : Timestamp;
}

/** Plants that messages or policies name, and `*`. */
entity KnownPlants as select from Policies { key plant } union select from SyncAttempts { plant } where plant is not null;
