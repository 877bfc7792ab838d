using { cuid } from '@sap/cds/common';
using { countersign.SyncAttempts } from './attempts';
using { countersign.Causes, countersign.Severities } from './codes';

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
}
