using { cuid } from '@sap/cds/common';
using { countersign.SyncAttempts } from './attempts';
using { countersign.Causes, countersign.Queues, countersign.Severities } from './codes';
using { countersign.FailureCodes } from './failures';

namespace countersign;

/** What is wrong with a message, or would be if it were posted. */
entity Conflicts : cuid {
  attempt    : Association to SyncAttempts;
  at         : Timestamp;
  position   : Integer default 0;
  /** Name of the check, or `erp` for what the ERP said. */
  check      : String(60);
  /** The ERP message that it is or would become: `M7/021`. */
  code       : String(60);
  cause      : Association to Causes;
  severity   : String(8);
  severityText : Association to Severities on severityText.code = severity;
  isDecisive : Boolean;
  field      : String(120);
  text       : String(1000);
  evidence   : LargeString;
  /** Superseded by a later judgement of the same attempt. */
  isObsolete : Boolean default false;

  /** Stands for its message where people sort failures out; a held or refused attempt has one. */
  isPrimary  : Boolean default false;
  /** Failures of one group have the same code, cause, plant and subject: what solves one may solve all. */
  groupID    : String(250);
  plant      : String(4);
  /** Of what it is about: empty where the cause has nothing to do with one material or one order. */
  material   : String(40);
  order      : String(12);
  failure    : Association to FailureCodes;
  queue      : Association to Queues;
  /** `catalogue`, `cause`, or `person`: who said which queue. */
  routedBy   : String(10);
  assignee   : String(255);
  dueAt      : Timestamp;
  /** The deadline that has passed, once that was told. */
  escalatedFor : Timestamp;
  resolvedAt : Timestamp;
  /** Status of the attempt that ended it: posted, rejected, superseded. */
  resolution : String(12);
}
