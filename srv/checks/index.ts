import type { Context } from '../domain/context.ts'
import type { CheckResult, Finding } from '../domain/judgement.ts'
import type { MessagePart } from '../domain/message.ts'
import { accounting } from './accounting.ts'
import { batchRequired } from './batchRequired.ts'
import type { Check, CheckSettings } from './check.ts'
import { consumption } from './consumption.ts'
import { duplicate } from './duplicate.ts'
import { filled } from './facts/filled.ts'
import { materialExists } from './materialExists.ts'
import { materialInPlant } from './materialInPlant.ts'
import { movementType } from './movementType.ts'
import { operationSequence } from './operationSequence.ts'
import { operationStatus } from './operationStatus.ts'
import { orderStatus } from './orderStatus.ts'
import { overDelivery } from './overDelivery.ts'
import { period } from './period.ts'
import { postingDate } from './postingDate.ts'
import { quantityPositive } from './quantityPositive.ts'
import { reservation } from './reservation.ts'
import { scrapReason } from './scrapReason.ts'
import { serialNumbers } from './serialNumbers.ts'
import { stockAvailable } from './stockAvailable.ts'
import { storageLocation } from './storageLocation.ts'
import { substitution } from './substitution.ts'
import { unitConvertible } from './unitConvertible.ts'
import { yieldPlausible } from './yieldPlausible.ts'

export type { CheckSettings } from './check.ts'

/** All rules, in the order in which a planner would ask. */
export const CHECKS: readonly Check[] = [
  orderStatus,
  operationStatus,
  operationSequence,
  duplicate,
  quantityPositive,
  yieldPlausible,
  overDelivery,
  period,
  postingDate,
  scrapReason,
  movementType,
  materialExists,
  materialInPlant,
  unitConvertible,
  reservation,
  substitution,
  consumption,
  storageLocation,
  batchRequired,
  stockAvailable,
  serialNumbers,
  accounting,
]

/**
 * Judges a message by all rules that apply to its kinds: one result a rule. A rule whose source couldn't be read, or that broke, is
 * *not checked* (with why), never passed. Messages of other kinds than confirmations and material documents get no results.
 * Pure; never throws.
 */
export function inspect(message: { readonly parts: readonly MessagePart[] }, context: Context, settings: CheckSettings): CheckResult[] {
  const parts = filled(message.parts, context)
  return CHECKS.filter((check) => parts.some((part) => check.kinds.includes(part.kind))).map((check): CheckResult => {
    const unread = context.unread.find((each) => check.reads.includes(each.source))
    if (unread !== undefined) return { check: check.name, state: 'notChecked', findings: [], reason: `${unread.source}: ${unread.reason}` }
    try {
      const findings = parts.flatMap((part, index): Finding[] =>
        check.kinds.includes(part.kind) ? check.run({ part, index, parts, context, settings }) : [],
      )
      return { check: check.name, state: findings.length > 0 ? 'failed' : 'passed', findings }
    } catch (problem) {
      return { check: check.name, state: 'notChecked', findings: [], reason: problem instanceof Error ? problem.message : String(problem) }
    }
  })
}
