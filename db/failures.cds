using { managed } from '@sap/cds/common';
using { sap.common.CodeList } from '@sap/cds/common';
using { countersign.Causes, countersign.Queues } from './codes';

namespace countersign;

/** What a message of the ERP or of DM means. */
aspect FailureMeaning {
  /** `M7/021`, an HTTP status `423`, or empty where only the text tells. */
  code        : String(60);
  class       : String(30);
  number      : String(3);
  /** Text of the message, `&` for whatever varies; empty for any. A message is known by its text in any language. */
  textPattern : localized String(250);
  cause       : Association to Causes;
  /** The message alone decides the cause. */
  isDecisive  : Boolean default false;
  isTransient : Boolean default false;
  queue       : Association to Queues;
  explanation : localized String(500);
  fix         : localized String(500);
  /** `sourced` code and text, `partly` one of them, `common` knowledge, `own` check of Countersign. */
  evidence    : String(10);
  evidenceText : Association to EvidenceMarks on evidenceText.code = evidence;
}

/** How well a meaning is known. */
entity EvidenceMarks : CodeList {
  key code : String(10);
}

/** Where an entry of the catalogue comes from. */
entity FailureOrigins : CodeList {
  key code        : String(10);
      criticality : Integer;
}

/** What is delivered; a deployment replaces it. */
entity DeliveredFailureCodes : FailureMeaning {
  key ID : String(60);
}

/** What holds: the delivered entries, as edited, and the customer's own. */
entity FailureCodes : FailureMeaning, managed {
  key ID       : String(60);
      /** `delivered`, `own`, or `seen`: the ERP said it and nobody has named it yet. */
      origin   : String(10) default 'own';
      originText : Association to FailureOrigins on originText.code = origin;
      /** Not replaced by what a later version delivers. */
      isEdited : Boolean default false;
      /** Text of the first time that it was seen, where nobody has named it. */
      example  : String(500);
}

/** Within which time a queue has to solve what it gets. */
entity QueueTargets {
  key queue     : Association to Queues;
      /** Minutes from the failure. */
      dueWithin : Integer;
}
