using { countersign as db } from '../../db/index';

/** Failures sorted by what they mean and who can solve them: what is held or was refused, alone and in groups. */
service TriageService @(path: '/odata/v4/triage') {

  @readonly
  entity Conflicts as select from db.Conflicts {
    *,
    attempt.number as attemptNumber,
    attempt.status as status,
    attempt.state,
    attempt.sender as sender,
    attempt.receivedAt as receivedAt,
    attempt.tries as tries,
    attempt.mostTries as mostTries,
    attempt.nextTryAt as nextTryAt,
    attempt.erpDocument as erpDocument,
    failure.fix as fix,
    failure.explanation as explanation,
    case when resolvedAt is not null then 0 when dueAt < $now then 1 else 2 end as dueCriticality : Integer
  } where isPrimary = true and isObsolete = false
    actions {
      action assign(assignee: String(255))                                returns Conflicts;
      action forward(queue: String(12) not null, note: String(1000))      returns Conflicts;
      action comment(text: String(1000) not null)                         returns Conflicts;
      action cancel(reason: String(1000) not null)                        returns Conflicts;
      action resubmit(note: String(1000))                                 returns Resubmissions;
      /** Puts a refused message on the worklist, to be corrected there. */
      action takeOver()                                                   returns Conflicts;
      /** From now on the shop floor's reason of this message stands for these of the ERP. */
      action mapReason(erp: String(4) not null, movement: String(4))      returns Conflicts;
    };

  /** Same code, cause, plant and subject: what solves one may solve all. */
  @readonly
  entity ConflictGroups as select from db.Conflicts
    mixin {
      conflicts     : Association to many Conflicts on conflicts.groupID = $projection.groupID;
      resubmissions : Association to many Resubmissions on resubmissions.groupID = $projection.groupID;
      causeText     : Association to Causes on causeText.code = $projection.cause;
      queueText     : Association to Queues on queueText.code = $projection.queue;
      failureCode   : Association to FailureCodes on failureCode.ID = $projection.failureID;
    } into {
      key groupID,
          min(code)       as code      : String(60),
          min(cause.code) as cause     : String(30),
          min(queue.code) as queue     : String(12),
          min(failure.ID) as failureID : String(60),
          min(plant)      as plant     : String(4),
          min(material)   as material  : String(40),
          min(order)      as order     : String(12),
          max(text)       as text      : String(1000),
          min(at)         as since     : Timestamp,
          max(at)         as latest    : Timestamp,
          /** Earliest of what is open. */
          min(case when resolvedAt is null then dueAt end) as dueAt : Timestamp,
          count(*)        as total     : Integer,
          sum(case when resolvedAt is null then 1 else 0 end) as open : Integer,
          sum(case when resolvedAt is null and dueAt < $now then 1 else 0 end) as overdue : Integer,
          case when sum(case when resolvedAt is null then 1 else 0 end) = 0 then 3
               when sum(case when resolvedAt is null and dueAt < $now then 1 else 0 end) > 0 then 1 else 2 end as criticality : Integer,
          conflicts, resubmissions, causeText, queueText, failureCode
    } where isPrimary = true and isObsolete = false group by groupID
    actions {
      /** Judges and posts all that is open anew, in the order of receipt. */
      action resubmit(note: String(1000))                                 returns Resubmissions;
      action assign(assignee: String(255))                                returns ConflictGroups;
      action forward(queue: String(12) not null, note: String(1000))      returns ConflictGroups;
    };

  @readonly
  entity Resubmissions as select from db.Resubmissions {
    *,
    case when total = 0 then 100 else done * 100 / total end as percent : Integer,
    case when finishedAt is null then 2 when posted = total then 3 else 1 end as criticality : Integer
  };
  @readonly entity ResubmissionItems as select from db.ResubmissionItems { *, attempt.number as attemptNumber };
  @readonly entity Comments as projection on db.AttemptComments;

  @readonly
  entity SyncAttempts as projection on db.SyncAttempts {
    ID, number, status, state, sender, service, kind, kindText, receivedAt, finishedAt, plant, order, operation, material, yield, scrap, unit,
    postingDate, verdict, verdictReason, erpDocument, erpCode, erpText, tries, mostTries, nextTryAt, comments, history
  };

  /** The audit lines of a message, without what only controllers read. */
  @readonly
  entity History as projection on db.AuditLog {
    ID, sequence, at, actor, role, roleText, action, step, attempt, plant, status, state, reason, decision, decisionText, erpDocument
  };

  /** How each queue does: what it got, how much of that came without a person, and how long it takes. Seconds are from failure to solution. */
  @readonly
  entity QueueFigures as select from db.Conflicts
    mixin {
      queueText : Association to Queues on queueText.code = $projection.queue;
    } into {
      key queue.code as queue : String(12),
          count(*) as raised : Integer,
          sum(case when resolvedAt is null then 1 else 0 end) as open : Integer,
          sum(case when resolvedAt is null and dueAt < $now then 1 else 0 end) as overdue : Integer,
          sum(case when routedBy <> 'person' then 1 else 0 end) as routedAutomatically : Integer,
          sum(case when routedBy <> 'person' then 1 else 0 end) * 100 / count(*) as automaticPercent : Integer,
          sum(case when resolution = 'posted' then 1 else 0 end) as posted : Integer,
          avg(seconds_between(at, resolvedAt)) as averageSeconds : Integer,
          max(seconds_between(at, resolvedAt)) as longestSeconds : Integer,
          queueText
    } where isPrimary = true and isObsolete = false and queue.code is not null group by queue.code;

  @readonly entity FailureCodes as projection on db.FailureCodes { ID, code, class, number, textPattern, cause, queue, isTransient, explanation, fix, evidence, origin };
  @readonly entity Causes as projection on db.Causes;
  @readonly entity Queues as projection on db.Queues;
  @readonly entity AttemptStates as projection on db.AttemptStates;
  @readonly entity ResubmissionStates as projection on db.ResubmissionStates;
  @readonly entity MessageKinds as projection on db.MessageKinds;
  @readonly entity Severities as projection on db.Severities;
  @readonly entity Roles as projection on db.Roles;
  @readonly entity Steps as projection on db.Steps;
  @readonly entity StepStates as projection on db.StepStates;
  @readonly entity Decisions as projection on db.Decisions;
}
