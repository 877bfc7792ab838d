using { countersign as db } from '../../db/index';
using { TriageService } from './service';

/** How queues, plants and fiscal periods do. */
extend service TriageService with {
  /**
   * How each queue does: what it got of the latest 20,000 messages and what is open, how much of that came without a person, and how long it takes.
   * Seconds are from failure to solution.
   */
  @readonly
  entity QueueFigures as select from db.Conflicts
    mixin {
      queueText : Association to TriageService.Queues on queueText.code = $projection.queue;
    } into {
      key queue.code as queue : String(12),
          count(*) as raised : Integer,
          sum(case when resolvedAt is null then 1 else 0 end) as open : Integer,
          sum(case when resolvedAt is null and dueAt < $now then 1 else 0 end) as overdue : Integer,
          case when sum(case when resolvedAt is null and dueAt < $now then 1 else 0 end) > 0 then 1 else 0 end as overdueCriticality : Integer,
          sum(case when routedBy <> 'person' and cause.code <> 'unknown' then 1 else 0 end) as routedAutomatically : Integer,
          sum(case when routedBy <> 'person' and cause.code <> 'unknown' then 1 else 0 end) * 100 / count(*) as automaticPercent : Integer,
          sum(case when resolution = 'posted' then 1 else 0 end) as posted : Integer,
          avg(seconds_between(at, resolvedAt)) as averageSeconds : Integer,
          max(seconds_between(at, resolvedAt)) as longestSeconds : Integer,
          min(case when resolvedAt is null then at end) as oldestAt : Timestamp,
          queueText
    } where isPrimary = true and isObsolete = false and queue.code is not null
        and (at >= (select begin.at from db.RecentBegins as begin) or resolvedAt is null) group by queue.code;

  /**
   * How each plant does. Right the first time is what was posted and never stood before people as a failure; what is still on its way doesn't count yet.
   * Of the latest 20,000 messages, but for what is open: that's all.
   */
  @readonly
  entity PlantFigures as select from db.PlantFacts {
      key plant,
          sum(message) as messages : Integer,
          sum(isRight) as firstTimeRight : Integer,
          case when sum(message) > 0 then sum(isRight) * 100 / sum(message) end as firstTimeRightPercent : Integer,
          sum(open) as open : Integer,
          sum(case when dueAt < $now then 1 else 0 end) as overdue : Integer,
          case when sum(case when dueAt < $now then 1 else 0 end) > 0 then 1 else 0 end as overdueCriticality : Integer,
          min(failedAt) as oldestAt : Timestamp,
          avg(seconds) as averageSeconds : Integer
    } group by plant;

  /** What the ERP lacks of a plant's fiscal period, which is the year and month of the posting date (`2025-11`). */
  @readonly
  entity Periods as select from db.Unfinished as one
    mixin {
      conflicts : Association to many TriageService.Conflicts on conflicts.periodPlant = $projection.plant and conflicts.period = $projection.period and conflicts.isOpen = true;
      waitingMessages : Association to many TriageService.SyncAttempts on waitingMessages.periodPlant = $projection.plant and waitingMessages.period = $projection.period and waitingMessages.isWaiting = true;
      queues : Association to many TriageService.PeriodQueues on queues.plant = $projection.plant and queues.period = $projection.period;
    } into {
      key one.plant,
      key one.period,
          sum(case when one.failure is not null then 1 else 0 end) as open : Integer,
          sum(case when one.isWaiting = true then 1 else 0 end) as waiting : Integer,
          sum(case when one.failure is not null and one.dueAt < $now then 1 else 0 end) as overdue : Integer,
          case when sum(case when one.failure is not null and one.dueAt < $now then 1 else 0 end) > 0 then 1 else 0 end as overdueCriticality : Integer,
          /** The current period of the ERP's materials management (`2025-11`), and days until the ERP takes nothing more for the row's; empty where nobody knows. */
          virtual null as erpPeriod : String(7),
          virtual null as daysLeft : Integer,
          virtual null as daysCriticality : Integer,
          conflicts, waitingMessages, queues
    } group by one.plant, one.period;

  /** The open failures of a period, by who can solve them. */
  @readonly
  entity PeriodQueues as select from db.Unfinished as one
    mixin {
      queueText : Association to TriageService.Queues on queueText.code = $projection.queue;
    } into {
      key one.plant,
      key one.period,
      key one.queue,
          count(*) as open : Integer,
          sum(case when one.dueAt < $now then 1 else 0 end) as overdue : Integer,
          case when sum(case when one.dueAt < $now then 1 else 0 end) > 0 then 1 else 0 end as overdueCriticality : Integer,
          queueText
    } where one.failure is not null and one.queue is not null group by one.plant, one.period, one.queue;
}
