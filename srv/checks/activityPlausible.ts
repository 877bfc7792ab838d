import { SETUP } from '../domain/doubts.ts'
import type { Quantity } from '../domain/message.ts'
import { amount, distance, format, nearestPowerOfTen, parseDecimal, physicalFactor, type Amount } from '../domain/quantity.ts'
import type { Check, CheckInput } from './check.ts'
import { activitiesLacking, activitiesOf, type ActivityUse } from './facts/activities.ts'
import { confirmedTotal } from './facts/consumption.ts'
import { fact, finding } from './facts/findings.ts'
import { orderOf } from './facts/lookups.ts'

/** So many times the work of the whole order is beyond what a shift explains. */
const TOO_MUCH = 5
/** How near a ratio must lie to a factor to be that factor. */
const NEAR = 0.2
/** Units that one may be mistaken for another. */
const TIMES = ['S', 'MIN', 'H', 'STD', 'D']

/**
 * Is reported work in proportion to what the ERP itself would fill in, or, where it wasn't asked, to the operation's standard values?
 * These may hold for another quantity than the whole operation, which no service shows; the ERP knows. It books, and charges, whatever is sent.
 */
export const activityPlausible: Check = {
  name: 'activityPlausible',
  foresees: ['COUNTERSIGN/ACTIVITY_IMPLAUSIBLE'],
  reads: ['orders', 'materials'],
  kinds: ['confirmation'],
  run(input) {
    return activitiesOf(input).flatMap((each) => {
      const judged = judge(input, each)
      if (judged === undefined) return []
      const { sent, unit, planned, expected, basis, slip } = judged
      const due = expected === undefined ? '' : `, ${format(expected, unit)} for what is reported`
      const owed = {
        erp: `the ERP itself proposes ${format(expected ?? planned, unit)} for what is reported, ${format(planned, unit)} for the whole operation`,
        plan: `${format(planned, unit)} are planned for the whole operation${due}`,
      }[basis]
      return [
        finding('activityPlausible', input, {
          code: 'COUNTERSIGN/ACTIVITY_IMPLAUSIBLE',
          cause: slip?.right === undefined ? 'entryError' : 'unitOfMeasure',
          severity: slip === undefined ? 'warning' : 'error',
          isDecisive: slip !== undefined,
          field: `activities/${each.position}/${slip?.right === undefined ? 'quantity' : 'unit'}`,
          text: `Activity ${each.position + 1}: ${format(sent, unit)} reported where ${owed}.`,
          evidence: [
            fact('sent', sent, unit),
            fact('planned', planned, unit),
            ...(expected === undefined ? [] : [fact('expected', expected, unit)]),
            fact('basis', basis),
            ...(slip === undefined ? [] : [fact(slip.right === undefined ? 'powerOfTen' : 'unitFactor', slip.factor)]),
            ...(slip?.right === undefined ? [] : [fact('rightUnit', slip.right)]),
          ],
        }),
      ]
    })
  },
  lacks: activitiesLacking,
}

interface Judged {
  readonly sent: Amount
  readonly unit: string
  /** For the whole operation, in the unit sent, as the rest. */
  readonly planned: Amount
  readonly expected: Amount | undefined
  /** `erp`: its own proposal for what is reported; `plan`: standard values × reported ÷ planned. */
  readonly basis: 'erp' | 'plan'
  readonly slip: { readonly factor: Amount; readonly right?: string } | undefined
}

function judge({ part, context }: CheckInput, { sent: quantity, planned: plan, proposed, operation }: ActivityUse): Judged | undefined {
  const order = orderOf(part.order, context)
  const sent = parseDecimal(quantity.value)
  const unit = quantity.unit || (proposed?.unit ?? plan?.unit ?? '')
  if (order === undefined || operation === undefined || sent === undefined) return undefined
  const total = confirmedTotal(part, order, context)
  const whole = operation.unit === order.unit ? amount(operation.plannedQuantity) : amount(order.planned)
  const share = total === undefined || total.lte(0) || whole.lte(0) ? undefined : total.div(whole)
  const byErp = inUnit(proposed, unit)
  const planned = byErp === undefined ? inUnit(plan, unit) : byErp.div(share ?? 1)
  if (planned === undefined || sent.lte(planned.mul(SETUP))) return undefined
  const expected = byErp ?? (share && planned.mul(share))
  const slip = slipOf(sent.div(expected ?? planned), unit)
  const basis = byErp === undefined ? 'plan' : 'erp'
  return slip === undefined && sent.lte(planned.mul(TOO_MUCH)) ? undefined : { sent, unit, planned, expected, basis, slip }
}

/** Undefined for nothing, and for what can't be converted: another check tells. */
function inUnit(quantity: Quantity | undefined, unit: string): Amount | undefined {
  if (quantity === undefined) return undefined
  const factor = quantity.unit === unit ? amount('1') : physicalFactor(quantity.unit, unit)
  const value = factor && parseDecimal(quantity.value)?.mul(factor)
  return value?.gt(0) ? value : undefined
}

function slipOf(ratio: Amount, unit: string): Judged['slip'] {
  const units = TIMES.flatMap((right) => {
    const factor = right === unit ? undefined : physicalFactor(unit, right)
    return factor !== undefined && factor.gt(1) && distance(ratio, factor).lte(NEAR) ? [{ factor, right }] : []
  })
  const power = nearestPowerOfTen(ratio)
  return units[0] ?? (power.exponent > 0 && power.distance.lte(NEAR) ? { factor: power.factor } : undefined)
}
