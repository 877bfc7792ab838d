using { cuid } from '@sap/cds/common';
using { countersign.SyncAttempts } from './attempts';
using { countersign.Causes, countersign.Queues, countersign.ResubmissionStates } from './codes';

namespace countersign;

/** What people tell one another about a message. */
entity AttemptComments : cuid {
  attempt : Association to SyncAttempts;
  at      : Timestamp;
  author  : String(255);
  text    : String(1000);
}

/** One go at messages that had failed: all of a group, or some, judged and posted anew in the order of their receipt. */
entity Resubmissions : cuid {
  startedAt  : Timestamp;
  startedBy  : String(255);
  /** In which role. */
  role       : String(20);
  finishedAt : Timestamp;
  note       : String(1000);
  groupID    : String(250);
  code       : String(60);
  cause      : Association to Causes;
  total      : Integer default 0;
  /** Whose outcome is known; of these posted, held again, refused again, or not ours any more. */
  done       : Integer default 0;
  posted     : Integer default 0;
  held       : Integer default 0;
  refused    : Integer default 0;
  skipped    : Integer default 0;
  items      : Composition of many ResubmissionItems on items.resubmission = $self;
}

entity ResubmissionItems {
  key resubmission : Association to Resubmissions;
  key position     : Integer;
      attempt      : Association to SyncAttempts;
      order        : String(12);
      status       : String(10) default 'pending';
      state        : Association to ResubmissionStates on state.code = status;
      at           : Timestamp;
      /** What came of it: the document, or why not. */
      text         : String(500);
}
