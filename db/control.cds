using { sap.common.CodeList } from '@sap/cds/common';
using { countersign.AutomaticActions, countersign.PhaseEvents, countersign.Phases } from './phases';
using { countersign.Corrections } from './codes';
using {
  countersign.BackTestRows, countersign.Policies, countersign.PolicyLimits, countersign.PolicyTolerances, countersign.PolicyVersions, countersign.SenderSettings
} from './policy';

namespace countersign;

// What administrators choose from, and how what they read is called.

/** What can be done about a message that failed. `criticality` colours it: 1 bad, 2 somebody is asked, 3 good, 5 on its way. */
entity NextSteps : CodeList {
  key code        : String(10);
      criticality : Integer;
}

/** What a policy is for; `*` stands for all. */
entity PolicyKinds : CodeList {
  key code : String(20);
}

/** What happens to a message that can't be judged. */
entity FailModes : CodeList {
  key code : String(6);
}

/** What a sender gets for a message that is held. */
entity HoldAnswers : CodeList {
  key code : Integer;
}

/** Who is right where two systems differ. */
entity RecordSystems : CodeList {
  key code : String(10);
}

/** What a back-test counts. */
entity BackTestMeasures : CodeList {
  key code : String(20);
}

/** How much a rule for senders lets in. */
entity RuleReaches : CodeList {
  key code : String(10);
}

/** What may need a controller's signature. */
entity ControllerCases : CodeList {
  key code : String(20);
}

/** What pages say in place of a key that stands for all, and of a value that isn't there. */
entity Placeholders : CodeList {
  key code : String(20);
}

/** What a limit is for: one kind of correction, or `*` for all. */
entity LimitedActions as
  select from Corrections { key code, coalesce(localized.name, name) as name : String(255) }
  union all
  select from Placeholders { key code, coalesce(localized.name, name) as name : String(255) } where code = '*';

extend Policies with {
  /** Whoever asks may change it. */
  virtual mayChange : Boolean;
  kindName         : Association to PolicyKinds on kindName.code = kind;
  failModeText     : Association to FailModes on failModeText.code = failMode;
  holdAnswerText   : Association to HoldAnswers on holdAnswerText.code = holdAnswer;
  quantitiesByText : Association to RecordSystems on quantitiesByText.code = quantitiesBy;
  financeByText    : Association to RecordSystems on financeByText.code = financeBy;
}

extend PolicyLimits with {
  actionText : Association to LimitedActions on actionText.code = action;
  /** Of `*` only, and those of tolerances alike: other keys are names themselves. */
  typeText   : Association to Placeholders on typeText.code = materialType;
}

extend PolicyTolerances with {
  orderTypeText : Association to Placeholders on orderTypeText.code = orderType;
  materialText  : Association to Placeholders on materialText.code = material;
}

extend BackTestRows with {
  measureText : Association to BackTestMeasures on measureText.code = measure;
}

extend SenderSettings with {
  holdAnswerText : Association to HoldAnswers on holdAnswerText.code = holdAnswer;
}

extend PolicyVersions with {
  phaseName : Association to Phases on phaseName.code = phase;
}

extend PhaseEvents with {
  kindName : Association to PolicyKinds on kindName.code = kind;
  fromName : Association to Phases on fromName.code = fromPhase;
  toName   : Association to Phases on toName.code = toPhase;
}

extend AutomaticActions with {
  kindName : Association to PolicyKinds on kindName.code = kind;
}
