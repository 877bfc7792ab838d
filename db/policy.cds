using { managed } from '@sap/cds/common';

namespace countersign;

/** How strict we are, per kind of message and plant; `*` stands for all. The most specific row decides. */
entity Policies {
  key kind               : String(20);
  key plant              : String(4);
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
