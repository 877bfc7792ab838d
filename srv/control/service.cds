using { countersign as db } from '../../db/index';

/** DOOR 4, administrators: what failures mean, who solves them and until when, and which reason stands for which. */
service ControlService @(path: '/odata/v4/control') {

  @odata.draft.enabled
  entity FailureCodes as select from db.FailureCodes {
    *,
    (case when code is null or code = '' then textPattern else code end) as title : String(250),
    /** How often the ERP said it. */
    usage : Association to FailureUsage on usage.ID = ID,
    /** Nobody has said yet what it means. */
    (case when origin = 'seen' then true else false end) as isUnnamed : Boolean,
    (case when origin = 'delivered' then false else true end) as isRemovable : Boolean,
    (case when origin = 'delivered' and isEdited = true then true else false end) as isRestorable : Boolean
  // A draft that is left would take the translations along.
  } excluding { texts, localized } actions {
    /** Takes back what was edited. */
    action restoreDelivered() returns FailureCodes;
  };

  /** One message that was refused several times for the same counts once. */
  @readonly
  entity FailureUsage as select from db.Conflicts {
    key failure.ID as ID : String(60),
    count(distinct attempt.ID) as messages : Integer,
    max(at) as lastAt : Timestamp
  } where check = 'erp' and failure.ID is not null group by failure.ID;

  /** Every queue has a target, and only one. */
  @odata.draft.enabled
  @Capabilities: { InsertRestrictions.Insertable: false, DeleteRestrictions.Deletable: false }
  entity QueueTargets as projection on db.QueueTargets;

  @odata.draft.enabled
  entity ReasonMappings as projection on db.ReasonMappings;

  /** Models that rank causes: what they learnt from, how they do, who put them to work. */
  @readonly
  entity ModelVersions as select from db.ModelVersions
    mixin {
      headline    : Association to one ModelHeadlines on headline.version = $projection.version;
      measures    : Association to many ModelMeasures on measures.version = $projection.version;
      calibration : Association to many ModelCalibration on calibration.version = $projection.version;
      confusion   : Association to many ModelConfusion on confusion.version = $projection.version;
      causes      : Association to many ModelCauses on causes.version = $projection.version;
      learning    : Association to many ModelLearning on learning.version = $projection.version;
      drift       : Association to many DriftEvents on drift.model = $projection.version;
      weeks       : Association to many WeeklyFigures on weeks.model = $projection.version;
    } into {
      *,
      /** What the service takes away from all but administrators. */
      (case when status in ('challenger', 'retired') then true else false end) as isPromotable : Boolean,
      (case when status = 'challenger' then true else false end) as isDiscardable : Boolean,
      headline, measures, calibration, confusion, causes, learning, drift, weeks
    } excluding { bytes, assessment }
    actions {
      /** Puts it to work; the one at work retires. */
      action promote(reason: String(1000) not null) returns ModelVersions;
      /** Takes a challenger out of the shadow. */
      action discard(reason: String(1000) not null) returns ModelVersions;
    };

  @readonly @cds.redirection.target entity ModelFigures as projection on db.ModelFigures;

  /** What a model's evaluation comes down to, one row: losses in nats, shares in percent. */
  @readonly
  entity ModelHeadlines as select from db.ModelFigures {
    key model.version as version : String(40),
    round(cast(max(case when name = 'logLoss' and series = 'both' then value end) as Decimal(20, 10)), 4) as logLoss : Decimal(9, 4),
    round(cast(max(case when name = 'logLoss' and series = 'model' then value end) as Decimal(20, 10)), 4) as modelLogLoss : Decimal(9, 4),
    round(cast(max(case when name = 'logLoss' and series = 'rules' then value end) as Decimal(20, 10)), 4) as rulesLogLoss : Decimal(9, 4),
    (case when max(case when name = 'logLoss' and series = 'both' then value end) < max(case when name = 'logLoss' and series = 'rules' then value end) then 3
          when max(case when name = 'logLoss' and series = 'both' then value end) > max(case when name = 'logLoss' and series = 'rules' then value end) then 1
          else 0 end) as criticality : Integer,
    round(cast(100 * max(case when name = 'firstCause' and series = 'both' then value end) as Decimal(20, 10)), 1) as firstCause : Decimal(5, 1),
    round(cast(100 * max(case when name = 'firstCause' and series = 'rules' then value end) as Decimal(20, 10)), 1) as rulesFirstCause : Decimal(5, 1),
    round(cast(100 * max(case when name = 'gatePasses' then value end) as Decimal(20, 10)), 1) as gatePasses : Decimal(5, 1),
    max(case when name = 'gatePrecision' then count end) as gateMessages : Integer,
    round(cast(100 * max(case when name = 'gatePrecision' and count > 0 then value end) as Decimal(20, 10)), 2) as gatePrecision : Decimal(5, 2),
    round(cast(100 * max(case when name = 'gatePrecision' and count > 0 then low end) as Decimal(20, 10)), 2) as gateLow : Decimal(5, 2),
    round(cast(100 * max(case when name = 'gatePrecision' and count > 0 then high end) as Decimal(20, 10)), 2) as gateHigh : Decimal(5, 2),
    /** In the shadow: how much better than the champion, in nats a message, how surely, and on how many messages. */
    round(cast(max(case when chart = 'shadow' and name = 'gain' then value end) as Decimal(20, 10)), 4) as gain : Decimal(9, 4),
    round(cast(max(case when chart = 'shadow' and name = 'z' then value end) as Decimal(20, 10)), 2) as z : Decimal(9, 2),
    max(case when chart = 'shadow' then count end) as shadowMessages : Integer
  } where chart in ('summary', 'shadow') group by model.version;

  /** Every measure of the evaluation by who is asked; `low` and `high` are the 95 % interval of `both`. */
  @readonly
  entity ModelMeasures as select from db.ModelFigures {
    key model.version as version : String(40),
    key name,
    max(case when series = 'both' then value end) as both : Double,
    max(case when series = 'model' then value end) as ofModel : Double,
    max(case when series = 'rules' then value end) as ofRules : Double,
    max(case when series = 'both' then low end) as low : Double,
    max(case when series = 'both' then high end) as high : Double,
    max(case when series = 'both' then count end) as messages : Integer
  } where chart = 'summary' group by model.version, name;

  /** Of the messages that were given about the probability `predicted`, the share `happened` failed. */
  @readonly
  entity ModelCalibration as select from db.ModelFigures {
    key ID, model.version as version, position, cast(name as Double) as predicted : Double, value as happened, low, high, count as messages
  } where chart = 'calibration';

  /** How many failures with the cause `truth` were taken for `said`. */
  @readonly
  entity ModelConfusion as select from db.ModelFigures
    mixin {
      truthText : Association to Causes on truthText.code = $projection.truth;
      saidText  : Association to Causes on saidText.code = $projection.said;
    } into {
      key ID, model.version as version, name as truth, series as said, count as messages, truthText, saidText
    } where chart = 'confusion';

  /** How well each cause is found (recall), to be trusted (precision), and on the shortlist (coverage); shares with their 95 % intervals. */
  @readonly
  entity ModelCauses as select from db.ModelFigures
    mixin {
      causeText : Association to Causes on causeText.code = $projection.cause;
    } into {
      key model.version as version : String(40),
      key name as cause,
      max(case when series = 'recall' then count end) as failures : Integer,
      max(case when series = 'recall' and count > 0 then value end) as recall : Double,
      max(case when series = 'recall' and count > 0 then low end) as recallLow : Double,
      max(case when series = 'recall' and count > 0 then high end) as recallHigh : Double,
      max(case when series = 'precision' then count end) as said : Integer,
      max(case when series = 'precision' and count > 0 then value end) as precision : Double,
      max(case when series = 'precision' and count > 0 then low end) as precisionLow : Double,
      max(case when series = 'precision' and count > 0 then high end) as precisionHigh : Double,
      max(case when series = 'coverage' then count end) as listed : Integer,
      max(case when series = 'coverage' and count > 0 then value end) as coverage : Double,
      max(case when series = 'coverage' and count > 0 then low end) as coverageLow : Double,
      max(case when series = 'coverage' and count > 0 then high end) as coverageHigh : Double,
      causeText
    } where chart = 'cause' group by model.version, name;

  /** Log loss by the number of cases that were learnt from. */
  @readonly
  entity ModelLearning as select from db.ModelFigures {
    key ID, model.version as version, position, cast(name as Integer) as cases : Integer, value as logLoss, count as messages
  } where chart = 'learning';

  @readonly
  entity DriftEvents as select from db.DriftEvents
    mixin {
      featureText : Association to Features on featureText.code = $projection.feature;
    } into { *, featureText };

  /** Goes back to the model that was at work before. */
  action rollBack(reason: String(1000) not null) returns ModelVersions;
  /** Trains a challenger of what is known now; it runs in the shadow at once. */
  action trainChallenger() returns ModelVersions;

  /**
   * What rules alone, the model alone and both would have done with the messages whose end is known, week by week: failures and healthy ones held,
   * causes right at first go and among three, and what could have passed by itself. Of a model: with those that it judged.
   */
  @readonly @cds.persistence.skip
  entity WeeklyFigures {
        /** `*`: whichever was at work. */
    key model   : String(40);
    key week    : String(8);
    /** `rules`, `model`, `both`. */
    key opinion : String(10);
        messages : Integer;
        failures : Integer;
        failuresHeld : Integer;
        healthyHeld : Integer;
        judgedCauses : Integer;
        firstCause : Integer;
        firstThree : Integer;
        mayPass : Integer;
        passedWrongly : Integer;
        /** Shares of what could have been right or wrong, in percent; empty where nothing could. */
        failuresHeldPercent : Decimal(5, 1);
        healthyHeldPercent : Decimal(5, 1);
        firstCausePercent : Decimal(5, 1);
        firstThreePercent : Decimal(5, 1);
        mayPassPercent : Decimal(5, 1);
  }

  /** One row: how models are trained and put to work. */
  @odata.draft.enabled
  @Capabilities: { InsertRestrictions.Insertable: false, DeleteRestrictions.Deletable: false }
  entity LearningSettings as projection on db.LearningSettings;

  @readonly entity ModelStates as projection on db.ModelStates;
  @readonly entity Features as projection on db.Features;

  /** Who asks: pages show no button that only ends in a refusal. */
  @odata.singleton @readonly @cds.persistence.skip
  entity Me {
    isReader : Boolean;
  }

  @readonly entity Causes as projection on db.Causes;
  @readonly entity Queues as projection on db.Queues;
  @readonly entity FailureOrigins as projection on db.FailureOrigins;
  @readonly entity EvidenceMarks as projection on db.EvidenceMarks;
}
