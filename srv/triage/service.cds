using { countersign as db } from '../../db/index';
using from './figures';

/** Failures sorted by what they mean and who can solve them: what is held or was refused, alone and in groups. */
service TriageService @(path: '/odata/v4/triage') {

  /**
   * A failed message, by the ID of its attempt: judged anew, it gets another conflict, and stays the same failure.
   * What `may…` says holds for the state of the message here; the service takes away what the user's role doesn't allow.
   */
  @readonly
  entity Conflicts as select from db.Conflicts
    mixin {
      causeText   : Association to Causes on causeText.code = $projection.cause;
      queueText   : Association to Queues on queueText.code = $projection.queue;
      /** On the worklist, where the message is held. */
      suggestion  : Association to db.Suggestions on suggestion.attempt.ID = $projection.attempt.ID and (suggestion.status = 'proposed' or suggestion.status = 'awaitingSignOff');
    } into {
      key attempt.ID as ID : UUID,
      ID as conflict : UUID,
      attempt, position, code, text, groupID, plant, failure, routedBy, assignee, at, dueAt, resolvedAt, resolution,
      cause.code as cause : String(30),
      queue.code as queue : String(12),
      attempt.number as attemptNumber,
      attempt.status as status,
      attempt.state,
      attempt.sender as sender,
      attempt.receivedAt as receivedAt,
      attempt.order as order,
      coalesce(material, attempt.material) as material : String(40),
      attempt.tries as tries,
      attempt.mostTries as mostTries,
      attempt.nextTryAt as nextTryAt,
      attempt.erpDocument as erpDocument,
      failure.fix as fix,
      coalesce(failure.explanation, cause.descr) as explanation : String(1000),
      suggestion.ID as suggestionID,
      case when resolvedAt is null then true else false end as isOpen : Boolean,
      /** Mine, or of somebody I stand in for today. */
      case when assignee = $user.id or standIns[substitute = $user.id].user is not null then true else false end as isMine : Boolean,
      standIns[substitute = $user.id].user as standingInFor : String(255),
      attempt.fiscal.plant as periodPlant : String(4),
      attempt.fiscal.period as period : String(7),
      case when resolvedAt is null and dueAt < $now then 1 else 0 end as dueCriticality : Integer,
      case when resolvedAt is null and code <> 'COUNTERSIGN/UNKNOWN_OUTCOME' and attempt.status in ('held', 'refused') and (attempt.keyKind is null or attempt.keyKind <> 'unread') then true else false end as mayResubmit : Boolean,
      case when resolvedAt is null and attempt.status = 'refused' and (attempt.keyKind is null or attempt.keyKind <> 'unread') then true else false end as mayTakeOver : Boolean,
      case when resolvedAt is null and attempt.status in ('held', 'refused') then true else false end as mayCancel : Boolean,
      case when resolvedAt is null and attempt.status = 'posted' then true else false end as maySettle : Boolean,
      case when resolvedAt is null and cause.code = 'scrapReason' then true else false end as mayMapReason : Boolean,
      case when resolvedAt is null then true else false end as mayRoute : Boolean,
      true as mayComment : Boolean,
      $user.id as me : String(255),
      /** In the ERP's own apps; empty where the configuration has no template. */
      virtual null as orderLink : String(500),
      virtual null as materialLink : String(500),
      virtual null as documentLink : String(500),
      causeText, queueText
    } where isPrimary = true and isObsolete = false
    actions {
      action assign(assignee: String(255))                                returns Conflicts;
      action forward(queue: String(12) not null, note: String(1000))      returns Conflicts;
      action comment(text: String(1000) not null)                         returns Conflicts;
      action cancel(reason: String(1000) not null)                        returns Conflicts;
      action resubmit(note: String(1000))                                 returns Conflicts;
      /** Of a message that is posted but for a rest: seen to in the ERP. */
      action settle(note: String(1000) not null)                          returns Conflicts;
      /** Puts a refused message on the worklist, to be corrected there. */
      action takeOver()                                                   returns Conflicts;
      /** From now on the shop floor's reason of this message stands for these of the ERP. */
      action mapReason(erp: String(4) not null, movement: String(4))      returns Conflicts;
    };

  /** Judges and posts several anew, in the order of receipt and in one go. */
  action resubmitSelected(messages: many UUID not null, note: String(1000)) returns Resubmissions;

  /** Same code, cause, plant and subject: what solves one may solve all. */
  @readonly
  entity ConflictGroups as select from db.Conflicts as one
    mixin {
      conflicts     : Association to many Conflicts on conflicts.groupID = $projection.groupID;
      resubmissions : Association to many Resubmissions on resubmissions.groupID = $projection.groupID;
      causeText     : Association to Causes on causeText.code = $projection.cause;
      queueText     : Association to Queues on queueText.code = $projection.queue;
      failureCode   : Association to FailureCodes on failureCode.ID = $projection.failureID;
    } into {
      key one.groupID,
          min(one.code)       as code      : String(60),
          min(one.cause.code) as cause     : String(30),
          /** Of what is open; where people forwarded some of it, of the rest. */
          coalesce(
            min(case when one.resolvedAt is null and one.routedBy <> 'person' then one.queue.code end),
            min(case when one.resolvedAt is null then one.queue.code end),
            min(one.queue.code)
          )                   as queue     : String(12),
          min(one.failure.ID) as failureID : String(60),
          min(one.plant)      as plant     : String(4),
          min(one.material)   as material  : String(40),
          min(one.order)      as order     : String(12),
          max(one.text)       as text      : String(1000),
          min(one.at)         as since     : Timestamp,
          max(one.at)         as latest    : Timestamp,
          /** Earliest of what is open. */
          min(case when one.resolvedAt is null then one.dueAt end) as dueAt : Timestamp,
          count(*)        as total     : Integer,
          sum(case when one.resolvedAt is null then 1 else 0 end) as open : Integer,
          sum(case when one.resolvedAt is null and one.dueAt < $now then 1 else 0 end) as overdue : Integer,
          sum(case when one.resolvedAt is null and (one.assignee = $user.id or one.standIns[substitute = $user.id].user is not null) then 1 else 0 end) as mine : Integer,
          /** Somebody in whose hands some of it is, whom I stand in for today. */
          max(case when one.resolvedAt is null then one.standIns[substitute = $user.id].user end) as standingInFor : String(255),
          /** Of what is being tried again now: how many have not come to an end. */
          (select sum(running.total - running.done) from db.Resubmissions as running where running.groupID = one.groupID and running.finishedAt is null) as running : Integer,
          case when sum(case when one.resolvedAt is null then 1 else 0 end) = 0 then 3
               when sum(case when one.resolvedAt is null and one.dueAt < $now then 1 else 0 end) > 0 then 1 else 0 end as criticality : Integer,
          case when sum(case when one.resolvedAt is null then 1 else 0 end) > 0 then true else false end as isOpen : Boolean,
          /** The catalogue says more about it. */
          case when min(one.failure.ID) is null then false else true end as isNamed : Boolean,
          case when sum(case when one.resolvedAt is null and (one.assignee = $user.id or one.standIns[substitute = $user.id].user is not null) then 1 else 0 end) > 0 then true else false end as isMine : Boolean,
          case when sum(case when one.resolvedAt is null then 1 else 0 end) > 0 then true else false end as mayResubmit : Boolean,
          case when sum(case when one.resolvedAt is null then 1 else 0 end) > 0 then true else false end as mayRoute : Boolean,
          $user.id as me : String(255),
          conflicts, resubmissions, causeText, queueText, failureCode
    } where isPrimary = true and isObsolete = false group by one.groupID
    actions {
      /** Judges and posts all that is open anew, in the order of receipt; `resubmissions` tells how far it is. */
      action resubmit(note: String(1000))                                 returns ConflictGroups;
      action assign(assignee: String(255))                                returns ConflictGroups;
      action forward(queue: String(12) not null, note: String(1000))      returns ConflictGroups;
    };

  @readonly
  entity Resubmissions as select from db.Resubmissions
    mixin {
      causeText : Association to Causes on causeText.code = $projection.cause;
    } into {
      key ID,
      startedAt, startedBy, role, finishedAt, note, groupID, code, total, done, posted, held, refused, skipped, items,
      cause.code as cause : String(30),
      case when finishedAt is null then 5 when posted = total then 3 when refused > 0 then 1 else 2 end as criticality : Integer,
      causeText
    };
  @readonly entity ResubmissionItems as select from db.ResubmissionItems { *, attempt.number as attemptNumber };
  @readonly entity Comments as projection on db.AttemptComments;

  @readonly
  entity SyncAttempts as projection on db.SyncAttempts {
    ID, number, status, state, sender, service, kind, kindText, receivedAt, finishedAt, plant, order, operation, material, yield, scrap, unit,
    postingDate, verdict, verdictReason, erpDocument, erpCode, erpText, tries, mostTries, nextTryAt, comments, history,
    fiscal.plant as periodPlant : String(4), fiscal.period as period : String(7), fiscal.isWaiting as isWaiting : Boolean,
    /** Byte for byte, as it came and as the ERP answered. */
    body       as request @(title: '{i18n>rawRequest}', Core.MediaType: 'text/plain', Core.ContentDisposition: { Filename: 'request.txt', Type: 'inline' }),
    answerBody as answer  @(title: '{i18n>rawAnswer}', Core.MediaType: 'text/plain', Core.ContentDisposition: { Filename: 'answer.txt', Type: 'inline' })
  };

  /** The audit lines of a message, without what only controllers read. */
  @readonly
  entity History as projection on db.AuditLog {
    ID, sequence, at, actor, role, roleText, action, step, attempt, plant, status, state, reason, decision, decisionText, erpDocument
  };

  /** Who stands in for whom: `isMine` is true for the substitute, too. It gives nobody a right that he hasn't. */
  @odata.draft.enabled
  entity Substitutions as projection on db.Substitutions {
    *,
    virtual null as mayChange : Boolean
  };

  /** What people want to be told of; each sees and changes the own ones. */
  @odata.draft.enabled
  entity AlertRules as projection on db.AlertRules;

  /** Groups of failures that somebody wanted to be told of. */
  @readonly
  entity Alerts as select from db.Alerts
    mixin {
      group     : Association to ConflictGroups on group.groupID = $projection.groupID;
      causeText : Association to Causes on causeText.code = $projection.cause;
    } into {
      key owner,
      key groupID,
          code, plant, material, order, text, raisedAt, latestAt, count, acknowledgedAt, closedAt,
          cause.code as cause : String(30),
          latest.ID as latestID : UUID,
          latest.number as latestNumber,
          case when closedAt is null then true else false end as isOpen : Boolean,
          case when owner = $user.id then true else false end as isMine : Boolean,
          case when closedAt is not null then 3 when acknowledgedAt is null then 1 else 2 end as criticality : Integer,
          case when closedAt is null and acknowledgedAt is null and owner = $user.id then true else false end as mayAcknowledge : Boolean,
          virtual null as groupLink : String(500),
          virtual null as messageLink : String(500),
          group, causeText
    } actions {
      /** Seen; the next failure of the group tells again. */
      action acknowledge() returns Alerts;
    };

  /** Who asks, and what the own role ever allows: pages show no button that only ends in a refusal. */
  @odata.singleton @readonly @cds.persistence.skip
  entity Me {
    user           : String(255);
    isReader       : Boolean;
    mayResubmit    : Boolean;
    mayTakeOver    : Boolean;
    mayCancel      : Boolean;
    maySettle      : Boolean;
    mayRoute       : Boolean;
    mayComment     : Boolean;
    mayMapReason   : Boolean;
    mayAcknowledge : Boolean;
  }

  // What has been seen so far, to choose from in filters.
  @readonly @cds.redirection.target: false entity Plants as select distinct key plant from db.Conflicts where isPrimary = true and plant is not null;
  @readonly @cds.redirection.target: false entity Orders as select from db.Conflicts { key attempt.order as order, max(plant) as plant : String(4), max(attempt.material) as material : String(40) } where isPrimary = true and attempt.order is not null group by attempt.order;
  @readonly @cds.redirection.target: false entity Materials as select distinct key coalesce(material, attempt.material) as material : String(40), key plant from db.Conflicts where isPrimary = true and plant is not null and attempt.material is not null;
  @readonly @cds.redirection.target: false entity Codes as select distinct key code from db.Conflicts where isPrimary = true and code is not null;
  @readonly @cds.redirection.target: false entity Assignees as select distinct key assignee from db.Conflicts where isPrimary = true and assignee is not null;

  @readonly entity FailureCodes as projection on db.FailureCodes { ID, code, class, number, textPattern, cause, queue, isTransient, explanation, fix };
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
