import cds from '@sap/cds'
import { FailureCode, FailureCodes, Me, QueueTarget, ReasonMapping } from '#cds-models/ControlService'
import * as changes from './changes.ts'

/** Administrators say what failures mean, who solves them until when, and which reason stands for which. Roles are in `access-control.cds`. */
export default class ControlService extends cds.ApplicationService {
  override init() {
    const { restoreDelivered } = FailureCode.actions
    this.after('READ', FailureCode, (rows, req) => changes.offerRestore(rows, req))
    this.before('NEW', FailureCodes.drafts, (req) => changes.beginFailureCode(req))
    this.on(['CREATE', 'UPDATE', 'DELETE'], FailureCode, (req, next) => changes.changeFailureCode(req, next))
    this.on(restoreDelivered, (req) => changes.restoreFailureCode(req))
    this.on(['CREATE', 'UPDATE', 'DELETE'], ReasonMapping, (req, next) => changes.change(req, next, 'reasonMappingChanged'))
    this.on('UPDATE', QueueTarget, (req, next) => changes.change(req, next, 'queueTargetChanged'))
    this.on('READ', Me, (req) => ({ isReader: !req.user.is('administrator') }))
    return super.init()
  }
}
