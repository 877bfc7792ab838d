using { cuid, managed } from '@sap/cds/common';
using { countersign.SyncAttempts } from './attempts';
using { countersign.Causes, countersign.Queues, countersign.ResubmissionStates } from './codes';
using { countersign.Conflicts } from './conflicts';

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

/** Somebody finds what is in another's hands among the own, from day to day. It gives nobody a right that he hasn't. */
entity Substitutions : cuid, managed {
  user       : String(255);
  substitute : String(255);
  validFrom  : Date;
  /** The last day. */
  validTo    : Date;
  note       : String(1000);
}

/** Who stands in for whom today; days change at midnight UTC. */
entity StandIns as select distinct key user, key substitute from Substitutions
  where cast(validFrom as String(10)) <= substring(cast($now as String(30)), 0, 10)
    and cast(validTo as String(10)) >= substring(cast($now as String(30)), 0, 10);

extend Conflicts with {
  /** One for each who stands in: to be narrowed to one of them. */
  standIns : Association to StandIns on standIns.user = assignee;
}

/** What somebody wants to be told of: a failure that fits all that is given. */
entity AlertRules : cuid, managed {
  owner    : String(255);
  queue    : Association to Queues;
  plant    : String(4);
  material : String(40);
  order    : String(12);
  cause    : Association to Causes;
  code     : String(60);
  /** Only once it isn't solved in time. */
  isOverdue : Boolean default false;
}

/** A group of failures that somebody wanted to be told of. Once all of it is solved the alert is closed; the next failure opens it anew. */
entity Alerts {
  key owner        : String(255);
  key groupID      : String(250);
      code         : String(60);
      cause        : Association to Causes;
      plant        : String(4);
      material     : String(40);
      order        : String(12);
      text         : String(1000);
      raisedAt     : Timestamp;
      latestAt     : Timestamp;
      /** The last message that it was raised for. */
      latest       : Association to SyncAttempts;
      /** Messages that it was raised for. */
      count        : Integer default 0;
      /** Seen by the owner; another failure takes that back. */
      acknowledgedAt : Timestamp;
      closedAt     : Timestamp;
      messages     : Composition of many AlertMessages on messages.owner = owner and messages.groupID = groupID;
}

entity AlertMessages {
  key owner   : String(255);
  key groupID : String(250);
  key attempt : Association to SyncAttempts;
}

/**
 * The fiscal period that a message posts to: year and month of its posting date (`2025-11`); of its receipt, where it names no date.
 * Messages without a plant count under the empty one.
 */
entity AttemptPeriods as select from SyncAttempts {
  key ID,
  coalesce(plant, '') as plant : String(4),
  case
    when postingDate is null then substring(cast(receivedAt as String(30)), 0, 7)
    else substring(cast(postingDate as String(10)), 0, 7)
  end as period : String(7),
  status,
  case when status in ('received', 'waiting', 'posting', 'unknown') then true else false end as isWaiting : Boolean
};

extend SyncAttempts with {
  fiscal : Association to AttemptPeriods on fiscal.ID = ID;
}

/** What the ERP lacks at the end of a period: messages that are still on their way, and failures that are open. Each half is found by its own index. */
entity Unfinished as
  select from AttemptPeriods as one
    left join Conflicts as failure
      on failure.attempt.ID = one.ID and failure.isPrimary = true and failure.isObsolete = false and failure.resolvedAt is null
  {
    key one.ID,
    one.plant,
    one.period,
    one.isWaiting,
    failure.ID as failure,
    failure.queue.code as queue : String(12),
    failure.dueAt
  } where one.status in ('received', 'waiting', 'posting', 'unknown')
  union all
  select from Conflicts as failure
    join AttemptPeriods as one on one.ID = failure.attempt.ID
  {
    key one.ID,
    one.plant,
    one.period,
    one.isWaiting,
    failure.ID as failure,
    failure.queue.code as queue : String(12),
    failure.dueAt
  } where failure.isPrimary = true and failure.isObsolete = false and failure.resolvedAt is null
      and one.status not in ('received', 'waiting', 'posting', 'unknown');

/**
 * From when on figures count: the receipt of the oldest of the latest 20,000 messages. However many there are, figures are there at once, and tell how
 * it goes now.
 */
@singular: 'RecentBegin'
entity RecentBegins as select from SyncAttempts { key ID, receivedAt as at }
  where number = (select min(later.number) as first from SyncAttempts as later
    where later.number > (select cast(max(latest.number) - 20000 as Integer64) as before from SyncAttempts as latest));

/** What plants are judged by: the latest messages whose outcome is known, and all failures that are open. */
entity PlantFacts as
  select from SyncAttempts as one {
    key one.ID,
    one.plant,
    1 as message : Integer,
    case when one.status = 'posted' and not exists (
      select 1 as once from Conflicts as failure where failure.attempt.ID = one.ID and failure.isPrimary = true
    ) then 1 else 0 end as isRight : Integer,
    (select max(seconds_between(failure.at, failure.resolvedAt)) as seconds from Conflicts as failure
      where failure.attempt.ID = one.ID and failure.isPrimary = true and failure.isObsolete = false) as seconds : Integer,
    0 as open : Integer,
    null as failedAt : Timestamp,
    null as dueAt : Timestamp
  } where one.receivedAt >= (select begin.at from RecentBegins as begin) and one.plant is not null and (
      one.status not in ('received', 'waiting', 'posting', 'unknown')
      or exists (select 1 as once from Conflicts as failure where failure.attempt.ID = one.ID and failure.isPrimary = true)
    )
  union all
  select from Conflicts as failure {
    key failure.ID,
    failure.attempt.plant,
    0 as message : Integer,
    0 as isRight : Integer,
    null as seconds : Integer,
    1 as open : Integer,
    failure.at as failedAt : Timestamp,
    failure.dueAt as dueAt : Timestamp
  } where failure.isPrimary = true and failure.isObsolete = false and failure.resolvedAt is null and failure.attempt.plant is not null;
