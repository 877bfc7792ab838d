using { cuid, managed } from '@sap/cds/common';
using { countersign.MessageKinds } from './codes';
using { countersign.PhaseEvents, countersign.Phases } from './phases';

namespace countersign;

/** How strict we are, per kind of message and plant; `*` stands for all. The most specific row decides. */
entity Policies {
  key kind               : String(20);
  key plant              : String(4);
      /** No other policy ever had it, but for those of the first start. */
      version            : Integer default 1;
      phase              : String(10) default 'supervise';
      /** What happens when judging is impossible: `open` releases as not judged, `closed` holds. */
      failMode           : String(6) default 'open';
      /** Probability of failure from which a message is held without an error of a check. */
      holdFrom           : Decimal(5, 4) default 0.9;
      /** Probability of failure from which it is released with a note. */
      noteFrom           : Decimal(5, 4) default 0.5;
      /** A prediction may hold what no check remarked on. */
      holdOnModelAlone   : Boolean default false;
      /** The plant lets postings go into the period before the current one. */
      allowPreviousPeriod : Boolean default false;
      /** Percent by which consumption may differ from BOM × yield. */
      consumptionTolerance : Decimal(5, 2) default 20;
      /** Value of a correction, in the currency of the plant, from which a controller signs. */
      controllerFrom     : Decimal(15, 2) default 10000;
      /** Seconds. */
      answerWithin       : Integer default 20;
      quietTime          : Integer default 600;
      duplicateWindow    : Integer default 86400;
      /** 409, or 202 with Location. */
      holdAnswer         : Integer default 409;
      keepOrder          : Boolean default false;
      /** Names of checks, separated by commas, whose warnings the ERP of this plant refuses by its settings. */
      strictChecks       : String(500);
      /** User statuses, separated by commas, that forbid postings; the usual ones if empty. */
      blockingUserStatuses : String(200);
      /** The ERP finds a cost object by itself where a scrapping names none. */
      hasDefaultAccounts : Boolean default false;
      /** Of the plant (IANA): decides which day it is there. */
      timeZone           : String(40) default 'UTC';

      /** Confidence from which a correction is proposed; below it people are told to look themselves. */
      suggestFrom        : Decimal(5, 4) default 0;
      /** Confidence from which a listed action goes by itself in phase `automate`. */
      actFrom            : Decimal(5, 4) default 0.95;
      /** Value that a correction may move by itself, in the currency of the plant. */
      automaticUpTo      : Decimal(15, 2) default 500;
      /** Corrections, separated by commas, that may ever go by themselves. */
      automaticActions   : String(500) default '';
      /** Share of automatic actions that may turn out wrong; surely more of them, and the phase falls back to `supervise`. */
      wrongAtMost        : Decimal(5, 4) default 0.02;
      /** What needs a controller, separated by commas: closedPeriod, value, finance, reversal, reversedBefore. */
      controllerFor      : String(200) default 'closedPeriod,value,finance,reversal,reversedBefore';
      /** Who is right about quantities, and about what is closed and charged where: `shopFloor` or `erp`. */
      quantitiesBy       : String(10) default 'shopFloor';
      financeBy          : String(10) default 'erp';
      /** Why it was changed last, by whom and when. */
      reason             : String(1000);
      changedBy          : String(255);
      changedAt          : Timestamp;
      kindText           : Association to MessageKinds on kindText.code = kind;
      phaseText          : Association to Phases on phaseText.code = phase;
      limits             : Composition of many PolicyLimits on limits.policy = $self;
      tolerances         : Composition of many PolicyTolerances on tolerances.policy = $self;
      versions           : Association to many PolicyVersions on versions.kind = kind and versions.plant = plant;
      events             : Association to many PhaseEvents on events.kind = kind and events.plant = plant;
      backTests          : Association to many BackTestRows on backTests.kind = kind and backTests.plant = plant;
}

/** Most that one kind of correction may move by itself of one type of material; `*` stands for all. Empty: no limit of its own. */
entity PolicyLimits : cuid {
  policy       : Association to Policies;
  action       : String(30) default '*';
  materialType : String(4) default '*';
  mostValue    : Decimal(15, 2);
  mostQuantity : Decimal(15, 3);
  unit         : String(3);
}

/** Percent by which consumption may differ, for one type of order and what it makes; `*` stands for all. The most specific one decides. */
entity PolicyTolerances : cuid {
  policy    : Association to Policies;
  orderType : String(4) default '*';
  material  : String(40) default '*';
  percent   : Decimal(5, 2);
}

/** A policy as it was at work from `changedAt` on; JSON, with the back-test that it was put to work on. */
entity PolicyVersions {
  key kind      : String(20);
  key plant     : String(4);
  key version   : Integer;
      phase     : String(10);
      content   : LargeString;
      changedBy : String(255);
      changedAt : Timestamp;
      reason    : String(1000);
      backTest  : LargeString;
}

/** What the latest back-test of a policy found: the recorded past decided by the policy at work (`before`) and by the tested one (`after`). */
@singular: 'BackTestRow'
entity BackTestRows {
  key kind        : String(20);
  key plant       : String(4);
      /**
       * `held`, `releasedWithNote`, `released`, `actedAlone`; then how many of the messages `checkedAnew` with changed settings of the checks, how many
       * count as `checkedThen`, and that something was `notTested`.
       */
  key measure     : String(20);
      position    : Integer;
      before      : Integer;
      after       : Integer;
      /** Held though fine, released though failed, acted on though the correction wasn't the right one. */
      wrongBefore : Integer;
      wrongAfter  : Integer;
      /** Messages that were decided again. */
      messages    : Integer;
      testedAt    : Timestamp;
      testedBy    : String(255);
      /** Hash of what was tested: another content needs another test. */
      contentHash : String(64);
}

/** What one sender is told about a held message, whatever the policy says: 409, or 202 with Location. */
entity SenderSettings : managed {
  key sender     : String(255);
      holdAnswer : Integer default 409;
}

/** What a sender may call: one row a service and method; `*` stands for all. */
entity SenderRules {
  key sender  : String(255);
  key service : String(60);
  key method  : String(10);
}

/** Reason of the shop floor → reasons of the ERP: of a deviation (confirmations), and of a goods movement where that is another one. */
entity ReasonMappings : managed {
  key plant     : String(4);
  key shopFloor : String(20);
      erp       : String(4);
      movement  : String(4);
}
