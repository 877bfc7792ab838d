using { countersign as db } from '../../db/index';
using from '../../db/control';
using { ControlService } from './service';

/** How the house is run: what lies dead, who sends what and may, and how the lines to the ERP and to DM do. */
extend service ControlService with {

  /**
   * A failed message, by the ID of its attempt; judged anew it stays the same. `isDead`: it lies there until somebody says what is to become of it,
   * refused by the ERP, or with an outcome that nobody can tell. The rest is what became of others.
   */
  @readonly
  entity DeadLetters as select from db.Conflicts
    mixin {
      causeText : Association to ControlService.Causes on causeText.code = $projection.cause;
      queueText : Association to ControlService.Queues on queueText.code = $projection.queue;
      step      : Association to NextSteps on step.code = $projection.next;
    } into {
      key attempt.ID as ID : UUID,
      ID as conflict : UUID,
      code, text, plant, assignee,
      at as since, resolvedAt,
      cause.code as cause : String(30),
      queue.code as queue : String(12),
      attempt.number as attemptNumber,
      attempt.status as status,
      attempt.state,
      attempt.sender as sender,
      attempt.service as service,
      attempt.receivedAt as receivedAt,
      attempt.order as order,
      attempt.operation as operation,
      coalesce(material, attempt.material) as material : String(40),
      attempt.deliveries as deliveries,
      attempt.tries as tries,
      attempt.erpDocument as erpDocument,
      failure.fix as fix,
      coalesce(failure.explanation, cause.descr) as explanation : String(1000),
      case when resolvedAt is null and (attempt.status = 'refused' or (attempt.status = 'held' and code = 'COUNTERSIGN/UNKNOWN_OUTCOME')) then true else false end as isDead : Boolean,
      case
        when resolvedAt is not null then 'done'
        when attempt.status = 'refused' and attempt.keyKind = 'unread' then 'sendAnew'
        when attempt.status = 'refused' and queue.code = 'automatic' then 'again'
        when attempt.status = 'refused' then 'retry'
        when attempt.status = 'held' and code = 'COUNTERSIGN/UNKNOWN_OUTCOME' then 'lookUp'
        when attempt.status = 'held' then 'decide'
        when attempt.status = 'posted' then 'settle'
        else 'running'
      end as next : String(10),
      /** What the service takes away from all but administrators. */
      case when resolvedAt is null and attempt.status = 'refused' and (attempt.keyKind is null or attempt.keyKind <> 'unread') then true else false end as mayRetry : Boolean,
      case when resolvedAt is null and (attempt.status = 'refused' or (attempt.status = 'held' and code = 'COUNTERSIGN/UNKNOWN_OUTCOME')) then true else false end as mayDiscard : Boolean,
      causeText, queueText, step
    } where isPrimary = true and isObsolete = false
    actions {
      /** Judges it anew and, if nothing speaks against it any more, posts it. */
      action retry(reason: String(1000) not null)   returns DeadLetters;
      /** It will not be posted; its sender is told so when it asks again. */
      action discard(reason: String(1000) not null) returns DeadLetters;
    };

  /** Who sent what lately, and who might: counts of today and of the last seven days (UTC), today included. */
  @readonly @cds.persistence.skip
  entity Senders {
    key sender      : String(255);
        today       : Integer;
        week        : Integer;
        /** Of the week's: how many stand refused by the ERP, and how many wait for a person, now. */
        refused     : Integer;
        held        : Integer;
        /** Empty where nothing came all week. */
        lastAt      : Timestamp;
        /** What it may call, in words. */
        rules       : String(500);
        /** What is odd about it, in words. */
        remark      : String(255);
        criticality : Integer;
  }

  /** What a sender may call; a rule is made or taken back, never changed. */
  @odata.draft.enabled
  @Capabilities.UpdateRestrictions.Updatable: false
  entity SenderRules as select from db.SenderRules {
    *,
    case when sender = '*' then 1 when service = '*' or method = '*' then 2 else 0 end as criticality : Integer,
    case when sender = '*' then 'everybody' when service = '*' or method = '*' then 'wide' else 'named' end as reach : String(10),
    reachText : Association to RuleReaches on reachText.code = $self.reach
  };

  /** How the lines do, one row a system and purpose, as this process sees them. */
  @readonly @cds.persistence.skip
  entity Destinations {
        /** `S4`, `DM`. */
    key name           : String(10);
        /** `posting`, `reading`, `passing`: our postings, our reads, and what senders ask for themselves. */
    key purpose        : String(10);
        system         : String(60);
        purposeText    : String(60);
        /** Name of the destination, or its address in development. */
        destination    : String(255);
        /** `closed`, `open`: it can't be reached, nothing is tried; `halfOpen`: the next request tries; `none`: not connected. */
        state          : String(10);
        stateText      : String(255);
        criticality    : Integer;
        /** When that state began. */
        since          : Timestamp;
        inFlight       : Integer;
        atOnce         : Integer;
        waiting        : Integer;
        /** Of the last ten seconds: requests, and those that found nobody. */
        sent           : Integer;
        failed         : Integer;
        /** Milliseconds until an answer. */
        p50            : Integer;
        p99            : Integer;
        /** Of postings, whatever process does them: when the ERP answered last, and what waits for it since when. */
        lastAnswerAt   : Timestamp;
        messages       : Integer;
        oldestSince    : Timestamp;
  }

  @readonly entity NextSteps as projection on db.NextSteps;
  @readonly entity AttemptStates as projection on db.AttemptStates;
  @readonly entity PolicyKinds as projection on db.PolicyKinds;
  @readonly entity FailModes as projection on db.FailModes;
  @readonly entity HoldAnswers as projection on db.HoldAnswers;
  @readonly entity RecordSystems as projection on db.RecordSystems;
  @readonly entity BackTestMeasures as projection on db.BackTestMeasures;
  @readonly entity RuleReaches as projection on db.RuleReaches;
  @readonly entity ControllerCases as projection on db.ControllerCases;
  @readonly entity LimitedActions as projection on db.LimitedActions;
  @readonly entity Placeholders as projection on db.Placeholders;

  // To choose from in filters and in new rules.
  @readonly @cds.redirection.target: false entity RuledSenders as select distinct key sender from db.SenderRules;
  @readonly @cds.redirection.target: false entity RuledServices as select distinct key service from db.SenderRules;
}
