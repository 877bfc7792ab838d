using { countersign as db } from '../../db/index';

namespace countersign.monitor;

/**
 * A message as the monitor counts it. Days and hours are those of UTC; what counts is 1 or 0, so that sums are numbers of messages. What hangs on other
 * tables is looked up in columns, not joined: a figure that doesn't show it doesn't pay for it. What a message doesn't name is `-`: a chart can't let
 * anybody choose what is empty.
 */
entity Facts as select from db.SyncAttempts as one {
  key one.ID,
  one.number, one.receivedAt, one.postedAt, one.finishedAt, one.order, one.operation, one.sender, one.kind,
  coalesce(one.plant, '-') as plant : String(4), coalesce(one.material, '-') as material : String(40),
  coalesce(one.workCenter, '-') as workCenter : String(8),
  one.status, one.verdict, one.policyVersion, one.erpDocument, one.erpCode, one.erpText,
  date(one.receivedAt) as day : Date,
  substring(cast(one.receivedAt as String(30)), 0, 7) as month : String(7),
  substring(cast(one.receivedAt as String(30)), 0, 10) || ' ' || substring(cast(one.receivedAt as String(30)), 11, 2) || ':00' as hour : String(16),
  /** The same, in few words: day of the month and hour. */
  substring(cast(one.receivedAt as String(30)), 8, 2) || ' ' || substring(cast(one.receivedAt as String(30)), 11, 2) || ':00' as hourName : String(8),
  /** Full weeks since it came: 0 for the last seven days. */
  floor(seconds_between(one.receivedAt, $now) / 604800) as weeksAgo : Integer,

  /** Of the failure that stands, or stood, for it before people. */
  (select min(failure.cause.code) as code from db.Conflicts as failure where failure.attempt.ID = one.ID and failure.isPrimary = true and failure.isObsolete = false) as cause : String(30),
  (select min(failure.queue.code) as code from db.Conflicts as failure where failure.attempt.ID = one.ID and failure.isPrimary = true and failure.isObsolete = false) as queue : String(12),

  1 as messages : Integer,
  case when exists (select 1 as once from db.Conflicts as failure where failure.attempt.ID = one.ID and failure.isPrimary = true) then 1 else 0 end as failures : Integer,
  /** 100 where it was posted and never stood before people as a failure; empty while it is on its way. The mean is the share in percent. */
  case when exists (select 1 as once from db.Conflicts as failure where failure.attempt.ID = one.ID and failure.isPrimary = true) then 0
       when one.status = 'posted' then 100
       when one.status in ('received', 'waiting', 'posting', 'unknown') then null
       else 0 end as rightPercent : Integer,

  /** Seconds from its last posting to the answer of the ERP; empty where people ended it. */
  cast(case when one.status in ('posted', 'refused') then round(cast(nano100_between(one.postedAt, one.finishedAt) as Decimal(25, 5)) / 10000000, 3) else null end as Decimal(12, 3)) as answerTime : Decimal(12, 3),
  /** Seconds from failure to solution. */
  (select min(cast(round(cast(seconds_between(failure.at, failure.resolvedAt) as Decimal(20, 5)), 0) as Integer)) as seconds from db.Conflicts as failure
    where failure.attempt.ID = one.ID and failure.isPrimary = true and failure.isObsolete = false) as solvingTime : Integer,

  /** How long it has been here. */
  case when seconds_between(one.receivedAt, $now) < 3600 then 1 else 0 end as upToHour : Integer,
  case when seconds_between(one.receivedAt, $now) >= 3600 and seconds_between(one.receivedAt, $now) < 28800 then 1 else 0 end as upToShift : Integer,
  case when seconds_between(one.receivedAt, $now) >= 28800 and seconds_between(one.receivedAt, $now) < 86400 then 1 else 0 end as upToDay : Integer,
  case when seconds_between(one.receivedAt, $now) >= 86400 then 1 else 0 end as overDay : Integer
};
