import cds from '@sap/cds'
import { FailureCode, FailureCodes, LearningSetting, Me, ModelVersion, QueueTarget, ReasonMapping } from '#cds-models/ControlService'
import * as changes from './changes.ts'
import { nameChanges } from './history.ts'
import { askForKeys } from './keys.ts'
import * as models from './models.ts'
import { serveOperations } from './operations.ts'
import { servePolicies } from './policies.ts'
import { weeklyFigures } from './weeks.ts'

/** Administrators say what failures mean, who solves them until when, and which reason stands for which. Roles are in `access-control.cds`. */
export default class ControlService extends cds.ApplicationService {
  override init() {
    serveOperations(this)
    servePolicies(this)
    this.before('NEW', ['Policies.drafts', 'ReasonMappings.drafts', 'SenderRules.drafts', 'SenderSettings.drafts'], (req) =>
      askForKeys(req),
    )
    const { restoreDelivered } = FailureCode.actions
    this.after('READ', FailureCode, (rows, req) => changes.offerRestore(rows, req))
    this.before('NEW', FailureCodes.drafts, (req) => changes.beginFailureCode(req))
    this.on(['CREATE', 'UPDATE', 'DELETE'], FailureCode, (req, next) => changes.changeFailureCode(req, next))
    this.on(restoreDelivered, (req) => changes.restoreFailureCode(req))
    this.on(['CREATE', 'UPDATE', 'DELETE'], ReasonMapping, (req, next) => changes.change(req, next, 'reasonMappingChanged'))
    this.on('UPDATE', QueueTarget, (req, next) => changes.change(req, next, 'queueTargetChanged'))
    this.on('READ', Me, (req) => ({ isReader: !req.user.is('administrator') }))
    const { promote, discard } = ModelVersion.actions
    this.on(promote, (req) => models.promoteModel(req))
    this.on(discard, (req) => models.discardModel(req))
    this.on('rollBack', (req) => models.rollBackModel(req))
    this.on('trainChallenger', (req) => models.trainChallenger(req))
    this.after('READ', ModelVersion, (rows, req) => models.offerDecisions(rows, req))
    this.on('READ', 'WeeklyFigures', (req) => weeklyFigures(req))
    this.on('UPDATE', LearningSetting, (req, next) => changes.change(req, next, 'learningSettingsChanged'))
    this.after('READ', 'ChangeView', (rows, req) => nameChanges(rows as never, req))
    return super.init()
  }
}
