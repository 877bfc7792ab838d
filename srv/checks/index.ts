import type { Context } from '../domain/context.ts'
import type { CheckResult, Finding } from '../domain/judgement.ts'
import type { MessagePart } from '../domain/message.ts'
import { accountAssignment } from './accountAssignment.ts'
import { accounting } from './accounting.ts'
import { activityPlausible } from './activityPlausible.ts'
import { activityQuantity } from './activityQuantity.ts'
import { activityUnit } from './activityUnit.ts'
import { backflushExcluded } from './backflushExcluded.ts'
import { batchBlocked } from './batchBlocked.ts'
import { batchExists } from './batchExists.ts'
import { batchExpired } from './batchExpired.ts'
import { batchHold } from './batchHold.ts'
import { batchRequired } from './batchRequired.ts'
import { batchTotals } from './batchTotals.ts'
import { certification } from './certification.ts'
import type { Check, CheckSettings } from './check.ts'
import { consumption } from './consumption.ts'
import { controlKey } from './controlKey.ts'
import { costCenter } from './costCenter.ts'
import { dayShift } from './dayShift.ts'
import { decimalFormat } from './decimalFormat.ts'
import { deliveryCompleted } from './deliveryCompleted.ts'
import { duplicate } from './duplicate.ts'
import { filled } from './facts/filled.ts'
import { finalIssue } from './finalIssue.ts'
import { inspectionResults } from './inspectionResults.ts'
import { leadingZeros } from './leadingZeros.ts'
import { materialExists } from './materialExists.ts'
import { materialInPlant } from './materialInPlant.ts'
import { materialStatus } from './materialStatus.ts'
import { movementOrder } from './movementOrder.ts'
import { movementReference } from './movementReference.ts'
import { movementType } from './movementType.ts'
import { nothingConfirmed } from './nothingConfirmed.ts'
import { operationConfirmed } from './operationConfirmed.ts'
import { operationSequence } from './operationSequence.ts'
import { operationStatus } from './operationStatus.ts'
import { operationUnit } from './operationUnit.ts'
import { orderCategory } from './orderCategory.ts'
import { orderHold } from './orderHold.ts'
import { orderStatus } from './orderStatus.ts'
import { overDelivery } from './overDelivery.ts'
import { period } from './period.ts'
import { physicalInventory } from './physicalInventory.ts'
import { postingDate } from './postingDate.ts'
import { processRework } from './processRework.ts'
import { quantityPositive } from './quantityPositive.ts'
import { receiptTolerance } from './receiptTolerance.ts'
import { reservation } from './reservation.ts'
import { reservationExceeded } from './reservationExceeded.ts'
import { resourceStatus } from './resourceStatus.ts'
import { scrapReason } from './scrapReason.ts'
import { serialNumberCount } from './serialNumberCount.ts'
import { serialNumbers } from './serialNumbers.ts'
import { stockAvailable } from './stockAvailable.ts'
import { storageLocation } from './storageLocation.ts'
import { storageLocationView } from './storageLocationView.ts'
import { substitution } from './substitution.ts'
import { underDelivery } from './underDelivery.ts'
import { unitCode } from './unitCode.ts'
import { unitConvertible } from './unitConvertible.ts'
import { userStatus } from './userStatus.ts'
import { yieldPlausible } from './yieldPlausible.ts'

export type { CheckSettings } from './check.ts'

/** All rules, in the order in which a planner would ask. */
export const CHECKS: readonly Check[] = [
  orderStatus,
  orderCategory,
  userStatus,
  orderHold,
  operationStatus,
  controlKey,
  operationConfirmed,
  operationSequence,
  duplicate,
  decimalFormat,
  quantityPositive,
  nothingConfirmed,
  processRework,
  yieldPlausible,
  overDelivery,
  underDelivery,
  receiptTolerance,
  deliveryCompleted,
  activityQuantity,
  activityUnit,
  activityPlausible,
  costCenter,
  resourceStatus,
  certification,
  inspectionResults,
  period,
  postingDate,
  dayShift,
  scrapReason,
  movementType,
  movementReference,
  movementOrder,
  accountAssignment,
  accounting,
  materialExists,
  leadingZeros,
  materialInPlant,
  materialStatus,
  unitConvertible,
  unitCode,
  operationUnit,
  reservation,
  finalIssue,
  reservationExceeded,
  substitution,
  consumption,
  backflushExcluded,
  storageLocation,
  storageLocationView,
  physicalInventory,
  batchRequired,
  batchExists,
  batchExpired,
  batchBlocked,
  batchHold,
  batchTotals,
  stockAvailable,
  serialNumbers,
  serialNumberCount,
]

/**
 * Judges a message by all rules that apply to its kinds: one result a rule. A rule whose source couldn't be read, that lacks what it
 * needs of it, or that broke, is *not checked* (with why), never passed; what was read of the shop floor counts though the rest wasn't. Messages of other kinds than confirmations and material documents
 * get no results. Pure; never throws.
 */
export function inspect(message: { readonly parts: readonly MessagePart[] }, context: Context, settings: CheckSettings): CheckResult[] {
  const parts = filled(message.parts, context)
  const inputs = parts.map((part, index) => ({ part, index, parts, context, settings }))
  return CHECKS.filter((check) => parts.some((part) => check.kinds.includes(part.kind))).map((check): CheckResult => {
    const unread = context.unread.find((each) => check.reads.includes(each.source))
    const unmade =
      unread &&
      ({
        check: check.name,
        state: 'notChecked',
        findings: [],
        reason: `${unread.source}: ${unread.reason}`,
        lacking: unread.source,
      } as const)
    // A hold that the shop floor told is one, whatever else it couldn't tell.
    const isPartly = unread?.source === 'shopFloor' && check.reads.length === 1
    if (unmade && !isPartly) return unmade
    try {
      const judged = inputs.filter(({ part }) => check.kinds.includes(part.kind))
      const findings = judged.flatMap((each): Finding[] => check.run(each))
      const isStrict = settings.strictChecks?.includes(check.name) === true
      if (findings.length > 0)
        return {
          check: check.name,
          state: 'failed',
          findings: isStrict ? findings.map((each) => ({ ...each, severity: 'error' })) : findings,
        }
      if (unmade) return unmade
      const reason = judged.map((each) => check.lacks?.(each)).find((each) => each !== undefined)
      return { check: check.name, findings, ...(reason === undefined ? { state: 'passed' } : { state: 'notChecked', reason }) }
    } catch (problem) {
      const broke = problem instanceof Error ? problem : new Error(String(problem))
      return { check: check.name, state: 'notChecked', findings: [], reason: broke.message, broke }
    }
  })
}
