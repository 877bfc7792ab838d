using { ControlService } from './service';
using { countersign as db } from '../../db/index';
using from '../../db/control';

// How strict Countersign is, and how much it does by itself: policies with their phases, the evidence for moving them, and the switch that stops judging.
extend service ControlService with {

  @odata.draft.enabled
  entity Policies as select from db.Policies {
    *,
    /** What speaks for the next phase, or against it. */
    evidence : Association to many PhaseEvidence on evidence.kind = kind and evidence.plant = plant,
    (case when kind = '*' and plant = '*' then false else true end) as isRemovable : Boolean,
    /** The plant in words: `*` is everywhere. */
    (case when plant = '*' then (select coalesce(word.localized.name, word.name) as name from db.Placeholders as word where word.code = 'everywhere') else plant end) as plantText : String(255)
  } actions {
    /** One phase up. Refuses, and says what is missing, as long as the evidence is too thin. */
    action raisePhase(to: String(10) not null, reason: String(1000) not null) returns Policies;
    /** Any phase down, at once. */
    action lowerPhase(to: String(10) not null, reason: String(1000) not null) returns Policies;
    /** Decides the recorded past once more: by the policy at work, and by this one. Of a draft, before it is saved. */
    action backTest() returns many BackTestRows;
  };
  entity PolicyLimits as projection on db.PolicyLimits;
  entity PolicyTolerances as projection on db.PolicyTolerances;

  /** Every policy as it was, why it was changed, and the back-test that it was changed on. */
  @readonly entity PolicyVersions as select from db.PolicyVersions {
    *,
    /** Content and back-test in words. */
    virtual null as contentText  : LargeString,
    virtual null as backTestText : LargeString
  };

  /** Side by side, what the policy at work and the tested one make of the recorded messages. */
  @readonly
  entity BackTestRows as select from db.BackTestRows {
    *,
    after - before as more : Integer,
    wrongAfter - wrongBefore as moreWrong : Integer,
    (case when wrongAfter > wrongBefore then 1 when wrongAfter < wrongBefore then 3 else 0 end) as criticality : Integer,
    /** Whether what was tested is at work by now, in words. */
    virtual null as about : String(100)
  };

  /** Of the messages of the last 30 days that a policy decided: what has to be known before its phase can move up. Shares in percent. */
  @readonly @cds.persistence.skip
  entity PhaseEvidence {
    key kind       : String(20);
    key plant      : String(4);
        /** `volume`, `decided`, `approvedUnchanged`, `automaticPrecision`, `automaticWrong`, `drift`. */
    key measure    : String(20);
        position   : Integer;
        /** What it is called, and what it says, in the language of whoever asks. */
        title      : String(100);
        text       : String(500);
        /** So many of so many; the share of them, and its 95 % interval. Empty where nothing is counted. */
        count      : Integer;
        messages   : Integer;
        percent    : Decimal(5, 1);
        low        : Decimal(5, 1);
        high       : Decimal(5, 1);
        /** Messages, and lower end of the interval, that the next phase needs. */
        needed     : Integer;
        neededLow  : Decimal(5, 1);
        /** The next phase that needs it; empty where it has a say in none. */
        neededFor  : String(10);
        isMet      : Boolean;
        criticality: Integer;
  }

  @readonly
  entity PhaseEvents as select from db.PhaseEvents {
    *,
    (case when plant = '*' then (select coalesce(word.localized.name, word.name) as name from db.Placeholders as word where word.code = 'everywhere') else plant end) as plantText : String(255),
    /** The evidence in words. */
    virtual null as figuresText : LargeString
  } actions {
    /** Takes note that a phase fell back. */
    action acknowledge() returns PhaseEvents;
  };

  /** What went by itself, and what came of it. */
  @readonly
  entity AutomaticActions as select from db.AutomaticActions {
    *,
    attempt.number as attemptNumber,
    attempt.order as order,
    confidence * 100 as confidencePercent : Decimal(5, 1),
    (case when isWrong = true then 1 when isWrong = false then 3 else 0 end) as criticality : Integer
  } excluding { attempt, suggestion };

  /** Every plant that is known, and `*` for everywhere: whether new messages pass unjudged. */
  @readonly
  entity KillSwitches as select from db.KnownPlants as known
    left join db.KillSwitches as turned on turned.plant = known.plant {
    key known.plant,
    (case when known.plant = '*' then (select coalesce(word.localized.name, word.name) as name from db.Placeholders as word where word.code = 'everywhere') else known.plant end) as plantText : String(255),
    coalesce(turned.isOn, false) as isOn : Boolean,
    turned.reason, turned.changedBy, turned.changedAt,
    (case when turned.isOn = true then 1 else 3 end) as criticality : Integer
  } actions {
    /** From now on, new messages pass unjudged and recorded; what is held stays held. */
    action stop(reason: String(1000) not null) returns KillSwitches;
    /** New messages are judged again. */
    action resume(reason: String(1000) not null) returns KillSwitches;
  };

  /** Senders that get another answer to a held message than the policy says. */
  @odata.draft.enabled
  entity SenderSettings as projection on db.SenderSettings;

  /** What rules alone, rules and model together, and people did with the latest messages whose end is known; shares in percent with 95 % intervals. */
  @readonly @cds.persistence.skip
  entity Baseline {
        /** `rules`, `model`, `people`. */
    key opinion   : String(10);
        position  : Integer;
        title     : String(60);
        messages  : Integer;
        /** Decided as it would have been right. */
        successes : Integer;
        successPercent : Decimal(5, 1);
        successLow     : Decimal(5, 1);
        successHigh    : Decimal(5, 1);
        holds     : Integer;
        /** Held though nothing was wrong; of people: let go with a correction, and wrong all the same. */
        wrongHolds       : Integer;
        wrongHoldPercent : Decimal(5, 1);
        wrongHoldLow     : Decimal(5, 1);
        wrongHoldHigh    : Decimal(5, 1);
        /** Failures that were let through. */
        missed    : Integer;
        /** Seconds from judging to the end, of half of the messages and of nine in ten; empty where nothing was timed. */
        secondsMedian : Integer;
        seconds90     : Integer;
        /** The same as people say it. */
        medianText    : String(20);
        text90        : String(20);
  }

  @readonly entity Phases as projection on db.Phases;
  @readonly entity MessageKinds as projection on db.MessageKinds;
  @readonly entity Corrections as projection on db.Corrections;
  /** Those that a policy may leave to themselves. */
  @readonly @cds.redirection.target: false entity AutomaticChoices as projection on db.Corrections;
}

annotate ControlService.Policies with {
  kind              @mandatory @Core.Immutable @assert: (case when kind not in ('*', 'confirmation', 'materialDocument') then 'COUNTERSIGN/KIND_NOT_JUDGED' end);
  plant             @mandatory @Core.Immutable;
  version           @readonly;
  phase             @readonly;
  changedBy         @readonly;
  changedAt         @readonly;
  reason            @mandatory;
  failMode          @mandatory @assert: (case when failMode not in ('open', 'closed') then 'COUNTERSIGN/FAIL_MODE' end);
  holdFrom          @mandatory @assert.range: [0, 1] @assert: (case when holdFrom < noteFrom then 'COUNTERSIGN/HOLD_BELOW_NOTE' end);
  noteFrom          @mandatory @assert.range: [0, 1];
  suggestFrom       @mandatory @assert.range: [0, 1];
  actFrom           @mandatory @assert.range: [0.5, 1] @assert: (case when actFrom < suggestFrom then 'COUNTERSIGN/ACT_BELOW_SUGGEST' end);
  automaticUpTo     @mandatory @assert.range: [0, 9999999999999] @assert: (case when automaticUpTo > controllerFrom then 'COUNTERSIGN/AUTOMATIC_ABOVE_CONTROLLER' end);
  controllerFrom    @mandatory @assert.range: [0, 9999999999999];
  wrongAtMost       @mandatory @assert.range: [0, 0.5];
  consumptionTolerance @mandatory @assert.range: [0, 999];
  answerWithin      @mandatory @assert.range: [1, 120];
  quietTime         @mandatory @assert.range: [1, 86400];
  duplicateWindow   @mandatory @assert.range: [0, 31536000];
  holdAnswer        @mandatory @assert: (case when holdAnswer not in (409, 202) then 'COUNTERSIGN/HOLD_ANSWER' end);
  quantitiesBy      @mandatory @assert: (case when quantitiesBy not in ('shopFloor', 'erp') then 'COUNTERSIGN/SYSTEM_OF_RECORD' end);
  financeBy         @mandatory @assert: (case when financeBy not in ('shopFloor', 'erp') then 'COUNTERSIGN/SYSTEM_OF_RECORD' end);
  timeZone          @mandatory;
};

annotate ControlService.PolicyLimits with {
  action            @mandatory;
  materialType      @mandatory;
  mostValue         @assert.range: [0, 9999999999999] @assert: (case when mostValue is null and mostQuantity is null then 'COUNTERSIGN/LIMIT_EMPTY' end);
  mostQuantity      @assert.range: [0, 999999999999];
  unit              @assert: (case when mostQuantity is not null and (unit is null or unit = '') then 'COUNTERSIGN/LIMIT_WITHOUT_UNIT' end);
};

annotate ControlService.PolicyTolerances with {
  orderType         @mandatory;
  material          @mandatory;
  percent           @mandatory @assert.range: [0, 999];
};

annotate ControlService.SenderSettings with {
  sender            @mandatory;
  holdAnswer        @mandatory @assert: (case when holdAnswer not in (409, 202) then 'COUNTERSIGN/HOLD_ANSWER' end);
};

annotate ControlService.Policies with @restrict: [
  { grant: 'READ', to: ['administrator', 'controller', 'auditor'] },
  { grant: ['CREATE', 'UPDATE', 'raisePhase', 'lowerPhase', 'backTest'], to: 'administrator' },
  // Something has to hold where nothing else does.
  { grant: 'DELETE', to: 'administrator', where: (kind <> '*' or plant <> '*') }
];

annotate ControlService.PolicyLimits with @restrict: [
  { grant: 'READ', to: ['administrator', 'controller', 'auditor'] },
  { grant: ['CREATE', 'UPDATE', 'DELETE'], to: 'administrator' }
];

annotate ControlService.PolicyTolerances with @restrict: [
  { grant: 'READ', to: ['administrator', 'controller', 'auditor'] },
  { grant: ['CREATE', 'UPDATE', 'DELETE'], to: 'administrator' }
];

annotate ControlService.SenderSettings with @restrict: [
  { grant: 'READ', to: ['administrator', 'controller', 'auditor'] },
  { grant: ['CREATE', 'UPDATE', 'DELETE'], to: 'administrator' }
];

annotate ControlService.PhaseEvents with @restrict: [
  { grant: 'READ', to: ['administrator', 'controller', 'auditor'] },
  { grant: 'acknowledge', to: 'administrator' }
];

annotate ControlService.KillSwitches with @restrict: [
  { grant: 'READ', to: ['administrator', 'controller', 'auditor'] },
  { grant: ['stop', 'resume'], to: 'administrator' }
];

annotate ControlService.PolicyVersions with @restrict: [{ grant: 'READ', to: ['administrator', 'controller', 'auditor'] }];
annotate ControlService.BackTestRows with @restrict: [{ grant: 'READ', to: ['administrator', 'controller', 'auditor'] }];
annotate ControlService.PhaseEvidence with @restrict: [{ grant: 'READ', to: ['administrator', 'controller', 'auditor'] }];
annotate ControlService.AutomaticActions with @restrict: [{ grant: 'READ', to: ['administrator', 'controller', 'auditor'] }];
annotate ControlService.Baseline with @restrict: [{ grant: 'READ', to: ['administrator', 'controller', 'auditor'] }];
