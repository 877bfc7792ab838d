using { countersign as db } from '../../db/index';
using { countersign.monitor } from './facts';

/** DOOR 5, whoever watches the flow: how many messages came, what became of them, and how long it took. Nothing can be changed here. */
service MonitorService @(path: '/odata/v4/monitor') {

  /**
   * One row a message, to be listed and to be counted (`$apply`). Texts are columns, since what is grouped can't follow associations. Of `answerMedian`,
   * `answerMost` and `solvingMedian` the service makes the percentile of whatever they are grouped by: `min` brings it.
   */
  @readonly
  entity Attempts as select from monitor.Facts as one {
    *,
    answerTime  as answerMedian  : Decimal(12, 3),
    answerTime  as answerMost    : Decimal(12, 3),
    cast(round(cast(solvingTime as Decimal(20, 5)) / 3600, 2) as Decimal(12, 2)) as solvingHours  : Decimal(12, 2),
    cast(round(cast(solvingTime as Decimal(20, 5)) / 3600, 2) as Decimal(12, 2)) as solvingMedian : Decimal(12, 2),
    /** Both times as people say them. */
    virtual null as answerText  : String(20),
    virtual null as solvingText : String(20),
    (select coalesce(state.localized.name, state.name) as name from db.AttemptStates as state where state.code = one.status) as statusName : String(255),
    (select state.criticality as criticality from db.AttemptStates as state where state.code = one.status) as criticality : Integer,
    (select coalesce(decision.localized.name, decision.name) as name from db.Decisions as decision where decision.code = one.verdict) as verdictName : String(255),
    case when plant = '-' then (select coalesce(word.localized.name, word.name) as name from db.Placeholders as word where word.code = 'noPlant') else plant end as plantName : String(255),
    case when workCenter = '-' then (select coalesce(word.localized.name, word.name) as name from db.Placeholders as word where word.code = 'noWorkCenter') else workCenter end as workCenterName : String(255),
    case when material = '-' then (select coalesce(word.localized.name, word.name) as name from db.Placeholders as word where word.code = 'noMaterial') else material end as materialName : String(255),
    (select coalesce(word.localized.name, word.name) as name from db.Causes as word where word.code = one.cause) as causeName : String(255),
    (select coalesce(word.localized.name, word.name) as name from db.Queues as word where word.code = one.queue) as queueName : String(255),
    (select coalesce(word.localized.name, word.name) as name from db.MessageKinds as word where word.code = one.kind) as kindName : String(255),
    /** Where more is told about it, for whoever may go there. */
    case when failures = 1 then '#Conflict-triage&/Conflicts(' || ID || ')' end as failureLink : String(100),
    number as auditNumber,
    '#AuditLog-display?attemptNumber=' || cast(number as String(20)) as auditLink : String(100)
  };

  // What has been seen so far, to choose from in filters.
  @readonly entity Plants as select distinct key plant from db.SyncAttempts where plant is not null;
  @readonly entity WorkCenters as select distinct key coalesce(one.workCenter, '-') as workCenter : String(8), key one.plant,
    (case when one.workCenter is null then (select coalesce(word.localized.name, word.name) as name from db.Placeholders as word where word.code = 'noWorkCenter') else one.workCenter end) as name : String(255)
    from db.SyncAttempts as one where one.plant is not null;
  @readonly entity Materials as select distinct key coalesce(one.material, '-') as material : String(40), key one.plant,
    (case when one.material is null then (select coalesce(word.localized.name, word.name) as name from db.Placeholders as word where word.code = 'noMaterial') else one.material end) as name : String(255)
    from db.SyncAttempts as one where one.plant is not null;
  @readonly entity Senders as select distinct key sender from db.SyncAttempts where sender is not null;

  @readonly entity AttemptStates as projection on db.AttemptStates;
  @readonly entity Verdicts as select from db.Decisions { code, name } where code in ('release', 'releaseWithNote', 'hold');
  @readonly entity Causes as projection on db.Causes;
  @readonly entity Queues as projection on db.Queues;
  @readonly entity MessageKinds as projection on db.MessageKinds;
}
