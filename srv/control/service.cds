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
