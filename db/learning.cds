using { cuid } from '@sap/cds/common';
using { countersign.SyncAttempts } from './attempts';
using { countersign.Causes, countersign.CaseOutcomes, countersign.LabelSources, countersign.ModelStates } from './codes';

namespace countersign;

type Share : Decimal(7, 6);

/**
 * A message as it was judged, and what came of it: what models learn from. Judged anew before anything came of it, the case is replaced; after
 * that another one begins.
 */
@singular: 'Case'
entity Cases : cuid {
      attempt       : Association to SyncAttempts;
      /** The latest of its message. */
      isCurrent     : Boolean default true;
      /** Number of the attempt: cases are learnt in this order. */
      number        : Integer64;
      judgedAt      : Timestamp;
      service       : String(60);
      kind          : String(20);
      plant         : String(4);
      verdict       : String(16);
      /** What rules alone would have decided. */
      rulesVerdict  : String(16);
      policyVersion : Integer;
      /** JSON: checks that couldn't be made, and those that broke; empty for none. */
      notChecked    : LargeString;

      /** Hash of the list of features that `features` follows. */
      featureSchema : String(64);
      /** JSON array, one number per feature, as it was judged by. */
      features      : LargeString;
      /** JSON: plant, work centre, material, unit, movement type and sender, for rates of failure. */
      keys          : LargeString;
      /** JSON: what the rules' causes became by what had come of others: [cause, share] of those that matter. */
      habits        : LargeString;
      /** JSON: what the checks found, without texts. */
      findings      : LargeString;
      /** JSON, deflated: message, context and findings, so that features can be worked out anew; erased with the payload. */
      evidence      : LargeBinary;

      modelVersion  : String(40);
      /** What rules alone, the model alone and both together said: probability of failing, and the likeliest causes in order, as JSON. */
      rulesFailure  : Share;
      rulesCauses   : String(500);
      modelFailure  : Share;
      modelCauses   : String(500);
      failure       : Share;
      causes        : String(500);
      /** Causes that hold the true one with the coverage that the model states; JSON. */
      shortlist     : String(500);
      /** It could have passed by itself under a certified threshold. */
      mayPass       : Boolean;
      /** Released with confidence, and drawn to be looked at by a person all the same. */
      isSpotCheck   : Boolean default false;

      /** What the correction said that was proposed. */
      proposedCause : String(30);
      proposedAction : String(30);
      proposedConfidence : Decimal(5, 4);
      /** JSON: what it would move, and what would make it a controller's. */
      proposal      : LargeString;
      /** It was approved by Countersign itself. */
      isAutomatic   : Boolean default false;
      /** The correction was approved unchanged and the ERP took it, and nobody took it back; empty until it is known. */
      isProposalRight : Boolean;
      outcome       : String(12);
      outcomeText   : Association to CaseOutcomes on outcomeText.code = outcome;
      outcomeAt     : Timestamp;
      /** What the ERP's refusal says, by the catalogue. */
      erpCause      : Association to Causes;
      /** What a person set or corrected; outweighs everything else. */
      personCause   : String(30);
      personText    : Association to Causes on personText.code = personCause;
      personBy      : String(255);
      personAt      : Timestamp;

      /** What is learnt: failed or would have been booked wrongly; empty until it is known. */
      hasFailed     : Boolean;
      /** Why; empty where it didn't fail. */
      cause         : Association to Causes;
      labelSource   : String(10);
      sourceText    : Association to LabelSources on sourceText.code = labelSource;
      /** How much it counts in training: confirmed by a person more, posted a moment ago less. */
      weight        : Decimal(4, 2);
      labelledAt    : Timestamp;
      /** Order in which labels became known; rates of failure and drift follow it. */
      labelNumber   : Integer64;
      /** `hasFailed` as it was when it got its number: later corrections change what is learnt, not the rates that others were judged by. */
      firstFailed   : Boolean;
      /** Highest `labelNumber` that the rates in `features` knew of. */
      knownLabels   : Integer64;
}

/** Every model that ever ranked causes, what it was made of, how it did, and who put it to work. */
entity ModelVersions {
  key version       : String(40);
      family        : String(30);
      trainedAt     : Timestamp;
      isActive      : Boolean default false;
      /** Where the cases came from: recorded outcomes, or made history for development. */
      origin        : String(60);
      cases         : Integer;
      seed          : Integer64;
      parameters    : LargeString;
      featureSchema : String(64);
      dataHash      : String(64);
      bytesHash     : String(64);
      /** The model as its family saves it. */
      bytes         : LargeString;

      failures      : Integer;
      /** `challenger` in the shadow, `champion` at work, `retired`, `dropped`. */
      status        : String(12) default 'retired';
      state         : Association to ModelStates on state.code = status;
      /** What it is made for; `*` for all. */
      kind          : String(20) default '*';
      service       : String(60) default '*';
      /** Why it was trained: schedule, drift, start, administrator. */
      trigger       : String(20);
      firstNumber   : Integer64;
      lastNumber    : Integer64;
      /** The champion at the time: what roll-back goes back to. */
      parent        : Association to ModelVersions;
      /** JSON: calibrators, pool weights, shortlist, gate. */
      assessment    : LargeString;
      assessmentHash: String(64);
      promotedAt    : Timestamp;
      promotedBy    : String(255);
      reason        : String(1000);
      retiredAt     : Timestamp;
      figures       : Composition of many ModelFigures on figures.model = $self;
}

/** What a model's evaluation found: single figures, and the points of its curves. Numbers are statistics, not quantities. */
entity ModelFigures : cuid {
  model    : Association to ModelVersions;
  /** `summary`, `calibration`, `confusion`, `cause`, `learning`, `shadow`, `training`. */
  chart    : String(20);
  /** Which point or figure: `logLoss`, a bin, a cause. */
  name     : String(60);
  /** Second dimension: predicted cause, champion or challenger. */
  series   : String(60);
  position : Integer;
  value    : Double;
  low      : Double;
  high     : Double;
  count    : Integer;
  at       : Timestamp;
}

/** What was noticed about the stream: an alarm of the model's log loss, or a feature that shifted. */
entity DriftEvents : cuid {
  at       : Timestamp;
  kind     : String(20);
  feature  : String(60);
  value    : Double;
  bound    : Double;
  atNumber : Integer64;
  model    : String(40);
  text     : String(500);
}

/** How models are trained and put to work; one row. Administrators edit it. */
entity LearningSettings {
  key ID               : String(1) default '1';
      /** A challenger that proved better is promoted by itself; else an administrator consents. */
      isAutomatic      : Boolean default true;
      /** Newly labelled cases after which a challenger is trained. */
      retrainEvery     : Integer default 1000;
      /** Latest labelled cases that are learnt from. */
      window           : Integer default 20000;
      /** Cases that a challenger must have been scored on in the shadow, and after which it is dropped. */
      shadowLeast      : Integer default 1000;
      shadowMost       : Integer default 3000;
      /** Days in which a posted document may still be taken back; until then it counts half. */
      reversalDays     : Integer default 14;
      /** Percent of confident releases that a person looks at. */
      spotCheckPercent : Decimal(4, 1) default 1.0;
}
