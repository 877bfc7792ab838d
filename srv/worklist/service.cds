using { countersign as db } from '../../db/index';

/** DOOR 2, planners and supervisors: decide what is held. */
service WorklistService @(path: '/odata/v4/worklist') {

  /** A value that a planner sets instead of the proposed one. */
  type Adjustment {
    field : String(120) not null;
    value : String(200) not null;
  }

  /** A value of the message that a planner may set: as it was sent, and as it would be posted. */
  type AdjustableField {
    field    : String(120);
    sent     : String(200);
    proposed : String(200);
  }

  @readonly
  entity Suggestions as projection on db.Suggestions {
    *,
    attempt.number as attemptNumber,
    attempt.ID as attemptID,
    confidence * 100 as confidencePercent : Decimal(5, 1),
    failure * 100 as failurePercent : Decimal(5, 1),
    rulesFailure * 100 as rulesFailurePercent : Decimal(5, 1),
    modelFailure * 100 as modelFailurePercent : Decimal(5, 1),
    personCauseText : Association to CauseChoices on personCauseText.code = personCause,
    primary.queue.code as queue : String(12),
    queueText : Association to Queues on queueText.code = queue,
    primary.assignee as assignee : String(255),
    primary.dueAt as dueAt : Timestamp,
    /** What has no deadline comes last. */
    case when primary.dueAt is null then true else false end as isUndated : Boolean,
    /** Coloured while somebody has to decide: overdue, or due within the hour. */
    case when status not in ('proposed', 'awaitingSignOff') then 0
         when primary.dueAt < $now then 1
         when seconds_between($now, primary.dueAt) < 3600 then 2
         else 0 end as dueCriticality : Integer,
    case when status in ('proposed', 'awaitingSignOff') and primary.dueAt < $now then true else false end as isOverdue : Boolean,
    /** In my hands, or in those of somebody I stand in for today. */
    case when primary.assignee = $user.id or primary.standIns[substitute = $user.id].user is not null then true else false end as isMine : Boolean,
    $user.id as me : String(255),
    /** What the state allows; the service takes away what the user's role doesn't, and the signature of who approved it. */
    case when status = 'proposed' then true else false end as mayDecide : Boolean,
    case when status in ('proposed', 'awaitingSignOff') then true else false end as mayReject : Boolean,
    case when status = 'awaitingSignOff' then true else false end as maySign : Boolean,
    case when status = 'awaitingSignOff' then true else false end as mayReturn : Boolean,
    case when primary.ID is not null and primary.resolvedAt is null then true else false end as mayRoute : Boolean,
    true as mayComment : Boolean,
    /** Why a controller can't sign this. */
    virtual null as signHint : String(200),
    /** Why it is about another cause than the likeliest; empty where it isn't. */
    virtual null as causeHint : String(500),
    /** Whether the user may follow the link to the audit log. */
    virtual null as mayReadAudit : Boolean,
    /** Whether the user may say what really was wrong. */
    virtual null as maySetCause : Boolean
  } excluding { patch, basis, personCauseText }
    actions {
      /** Puts it into somebody's hands; empty: into nobody's. */
      action assign(assignee: String(255))                               returns Suggestions;
      action comment(text: String(1000) not null)                        returns Suggestions;
      /** What really was wrong; `none`: nothing was. Outweighs what the ERP says when models learn. */
      action setCause(cause: String(30) not null)                        returns Suggestions;
      function adjustable()                                              returns many AdjustableField;
      action approve(note: String(1000))                                 returns Suggestions;
      action adjust(values: many Adjustment, note: String(1000))         returns Suggestions;
      action postAsSent(note: String(1000) not null)                     returns Suggestions;
      action rejectSuggestion(reason: String(1000) not null)             returns Suggestions;
      action signOff(note: String(1000))                                 returns Suggestions;
      action returnToPlanner(reason: String(1000) not null)              returns Suggestions;
    };

  @readonly
  entity SyncAttempts as projection on db.SyncAttempts {
    ID, number, status, state, sender, service, kind, kindText, receivedAt, finishedAt, deliveries, plant, order, operation, material,
    workCenter, yield, scrap, unit, postingDate, verdict, verdictReason, erpDocument, erpCode, erpText, tries, mostTries, nextTryAt, conflicts, suggestions, items, comments, history
  };

  /** What people tell one another about a message. */
  @readonly entity Comments as projection on db.AttemptComments;

  @readonly
  entity AttemptItems as projection on db.AttemptItems excluding { body, headers, content };

  @readonly
  entity Conflicts as projection on db.Conflicts {
    *,
    case when resolvedAt is null and dueAt < $now then 1 else 0 end as dueCriticality : Integer
  } where isObsolete = false;
  @readonly entity SuggestionChanges as projection on db.SuggestionChanges excluding { content };
  @readonly entity SuggestionCauses as projection on db.SuggestionCauses {
    *,
    probability * 100 as percent : Decimal(5, 1),
    case when isListed = true then 5 else 0 end as listedCriticality : Integer
  };

  @readonly entity SuggestionInfluences as projection on db.SuggestionInfluences {
    *,
    contribution * 100 as percent : Decimal(5, 1),
    case when text is null then featureText.name else text end as words : String(500)
  };

  /** Past messages that look alike, as they stand now: what came of them, what people decided, and what was wrong. */
  @readonly entity SuggestionNeighbours as select from db.SuggestionNeighbours mixin {
    latest      : Association to db.Cases on latest.attempt.ID = attempt.ID and latest.isCurrent = true;
    decision    : Association to LatestSuggestions on decision.attemptID = $projection.attemptID;
    outcomeText : Association to db.CaseOutcomes on outcomeText.code = $projection.outcome;
    sourceText  : Association to db.LabelSources on sourceText.code = $projection.labelSource;
    wrongText   : Association to CauseChoices on wrongText.code = $projection.wrong;
  } into {
    *,
    attempt.ID as attemptID,
    proximity * 100 as percent : Decimal(5, 1),
    attempt.number as attemptNumber,
    attempt.status as status,
    attempt.state,
    attempt.receivedAt as receivedAt,
    attempt.plant as plant,
    attempt.order as order,
    attempt.material as material,
    attempt.verdictReason as reason,
    attempt.erpDocument as erpDocument,
    latest.outcome as outcome,
    outcomeText,
    latest.labelSource as labelSource,
    sourceText,
    latest.personBy as personBy,
    /** `none` where nothing was; empty as long as nobody knows. */
    case when latest.hasFailed = false then 'none' else latest.cause.code end as wrong : String(30),
    wrongText,
    decision
  };

  /** What was proposed last about a message that was held, and what became of that: one a message. */
  @readonly @cds.redirection.target: false
  entity LatestSuggestions as select from db.Suggestions as one {
    key attempt.ID as attemptID, ID, one.attempt.plant as plant, status, state, action, decidedBy
  } where not exists (
    select 1 as newer from db.Suggestions as later where later.attempt.ID = one.attempt.ID and later.createdAt > one.createdAt
  );

  /** What was learnt from a message: who said that something was wrong with it, and what. */
  @readonly
  entity Cases as projection on db.Cases {
    ID, attempt, attempt.number as number, judgedAt, plant, kind, verdict, failure * 100 as failurePercent : Decimal(5, 1), outcome, outcomeText, outcomeAt,
    hasFailed, cause, labelSource, sourceText, personCause, personBy, personAt, isCurrent, isSpotCheck,
    personText : Association to CauseChoices on personText.code = personCause,
    modelVersion, rulesFailure, rulesCauses, modelFailure, modelCauses, failure, causes, shortlist, mayPass
  };

  /** Messages that were released with confidence, drawn so that a person looks at them all the same: keeps the estimate of what passes honest. */
  @readonly
  @singular: 'SpotCheck'
  entity SpotChecks as projection on db.Cases {
    ID, attempt, attempt.number as number, attempt.order as order, attempt.operation as operation, attempt.material as material, attempt.yield as yield,
    attempt.scrap as scrap, attempt.unit as unit, attempt.erpDocument as erpDocument, attempt.receivedAt as receivedAt, judgedAt, plant, failure * 100 as failurePercent : Decimal(5, 1),
    modelVersion, personCause, personBy, personAt,
    personText : Association to CauseChoices on personText.code = personCause,
    case when personCause is null then true else false end as isOpen : Boolean,
    /** Whether the user may say what is wrong. */
    virtual null as maySetCause : Boolean
  } where isSpotCheck = true and isCurrent = true
    actions {
      /** What is wrong with it; `none`: nothing is. */
      action setCause(cause: String(30) not null) returns SpotChecks;
      /** The same as `none`, without a question. */
      action nothingWrong()                       returns SpotChecks;
    };

  /** The audit lines of a message, without what only controllers read. */
  @readonly
  entity History as projection on db.AuditLog {
    ID, sequence, at, actor, role, roleText, action, step, attempt, plant, status, state, reason, decision, decisionText, erpDocument
  };

  /** Who asks, and what the own role ever allows: pages show no button that only ends in a refusal. */
  @odata.singleton @readonly @cds.persistence.skip
  entity Me {
    mayDecide  : Boolean;
    mayReject  : Boolean;
    maySign    : Boolean;
    mayReturn  : Boolean;
    mayRoute   : Boolean;
    mayComment : Boolean;
  }

  // What has been seen so far, to choose from in filters.
  @readonly @cds.redirection.target: false entity Plants as select distinct key plant from db.SyncAttempts where plant is not null;
  @readonly @cds.redirection.target: false entity Orders as select from db.SyncAttempts { key order, max(plant) as plant : String(4), max(material) as material : String(40) } where order is not null group by order;
  @readonly @cds.redirection.target: false entity Materials as select distinct key material, key plant from db.SyncAttempts where material is not null and plant is not null;

  @readonly @cds.redirection.target: false entity Assignees as select distinct key assignee from db.Conflicts where isPrimary = true and assignee is not null;

  @readonly entity Causes as projection on db.Causes;
  /** What a person can say was wrong: nothing, or a cause. */
  @readonly @cds.redirection.target: false
  entity CauseChoices as
    select from db.NoCauses { key code, name, descr, 0 as position : Integer }
    union all
    select from db.Causes { key code, name, descr, 1 as position : Integer };
  @readonly entity Queues as projection on db.Queues;
  @readonly entity Corrections as projection on db.Corrections;
  @readonly entity AttemptStates as projection on db.AttemptStates;
  @readonly entity SuggestionStates as projection on db.SuggestionStates;
  @readonly entity MessageKinds as projection on db.MessageKinds;
  @readonly entity Risks as projection on db.Risks;
  @readonly entity Roles as projection on db.Roles;
  @readonly entity Severities as projection on db.Severities;
  @readonly entity Steps as projection on db.Steps;
  @readonly entity StepStates as projection on db.StepStates;
  @readonly entity Decisions as projection on db.Decisions;
  @readonly entity Features as projection on db.Features;
}
