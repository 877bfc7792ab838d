using { cuid } from '@sap/cds/common';
using { countersign.SyncAttempts } from './attempts';
using { countersign.Conflicts } from './conflicts';
using { countersign.Causes, countersign.Corrections, countersign.Features, countersign.Risks, countersign.Roles, countersign.SuggestionStates } from './codes';

namespace countersign;

type SuggestionStatus : String(16) enum {
  proposed;
  awaitingSignOff;
  approved;
  rejected;
  superseded;
}

/** What we propose to do about a held message, why, how sure we are, and who signs. */
entity Suggestions : cuid {
  attempt      : Association to SyncAttempts;
  createdAt    : Timestamp;
  modifiedAt   : Timestamp;
  status       : SuggestionStatus not null default 'proposed';
  state        : Association to SuggestionStates on state.code = status;
  /** Somebody has to decide. */
  isOpen       : Boolean @title: '{i18n>isOpen}' = case when status in ('proposed', 'awaitingSignOff') then true else false end;
  action       : Association to Corrections;
  cause        : Association to Causes;
  reason       : String(1000);
  confidence   : Decimal(5, 4);
  failure      : Decimal(5, 4);
  risk         : String(8);
  riskText     : Association to Risks on riskText.code = risk;
  requiredRole : String(12);
  signer       : Association to Roles on signer.code = requiredRole;
  modelVersion : String(40);
  policyVersion: Integer;
  /** RFC 6902 per part: [[op, …], …]. */
  patch        : LargeString;
  /** What was known when it was judged, for judging what a planner changes: orders, materials, findings; JSON. */
  basis        : LargeString;
  conflicts    : Association to many Conflicts on conflicts.attempt.ID = attempt.ID;
  /** The one that stands for the message where people sort failures out. */
  primary      : Association to Conflicts on primary.attempt.ID = attempt.ID and primary.isPrimary = true and primary.isObsolete = false;
  changes      : Composition of many SuggestionChanges on changes.suggestion = $self;
  causes       : Composition of many SuggestionCauses on causes.suggestion = $self;
  influences   : Composition of many SuggestionInfluences on influences.suggestion = $self;
  neighbours   : Composition of many SuggestionNeighbours on neighbours.suggestion = $self;
  /** Share of failures whose true cause is among the listed ones; empty where that can't be stated. */
  coverage     : Decimal(5, 4);
  /** What rules alone, and the model alone, said of failing. */
  rulesFailure : Decimal(5, 4);
  modelFailure : Decimal(5, 4);
  /** What a person says was really wrong; `none` for nothing. */
  personCause  : String(30);
  personCauseText : Association to Causes on personCauseText.code = personCause;
  personCauseBy: String(255);
  adjustedBy   : String(255);
  decidedBy    : String(255);
  decidedAt    : Timestamp;
  note         : String(1000);
  signedOffBy  : String(255);
  signedOffAt  : Timestamp;
}

/** Before and after, one row a field, for people. */
entity SuggestionChanges {
  key suggestion : Association to Suggestions;
  key position   : Integer;
      part       : Integer;
      field      : String(120);
      sent       : String(200);
      proposed   : String(200);
      /** The change as the gateway takes it: JSON of a FieldChange. */
      content    : LargeString;
}

@singular: 'SuggestionCause'
entity SuggestionCauses {
  key suggestion  : Association to Suggestions;
  key rank        : Integer;
      cause       : Association to Causes;
      probability : Decimal(5, 4);
      /** On the shortlist that holds the true cause with the coverage stated. */
      isListed    : Boolean default false;
}

/** Past messages that the model can't tell from this one, most alike first, as they stood when it was proposed. */
@singular: 'SuggestionNeighbour'
entity SuggestionNeighbours {
  key suggestion : Association to Suggestions;
  key rank       : Integer;
      attempt    : Association to SyncAttempts;
      /** Share of the trees that put both into the same leaf, 0 to 1. */
      proximity  : Decimal(5, 4);
}

/** What spoke for the first cause; with `base` and `rest` all contributions sum to its probability. */
entity SuggestionInfluences {
  key suggestion   : Association to Suggestions;
  key rank         : Integer;
      feature      : String(60);
      featureText  : Association to Features on featureText.code = feature;
      value        : String(60);
      unit         : String(20);
      contribution : Decimal(9, 6);
      /** In words, with numbers and units. */
      text         : localized String(500);
}
