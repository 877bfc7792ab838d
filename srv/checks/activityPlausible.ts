import { amount, distance, format, nearestPowerOfTen, parseDecimal, physicalFactor, type Amount } from '../domain/quantity.ts'
import type { Check, CheckInput } from './check.ts'
import { activitiesLacking, activitiesOf, type ActivityUse } from './facts/activities.ts'
import { confirmedTotal } from './facts/consumption.ts'
import { fact, finding } from './facts/findings.ts'
import { orderOf } from './facts/lookups.ts'

/** So many times the work of the whole order is beyond what a shift explains. */
const TOO_MUCH = 5
/** Below so many times it may be set-up, which is done once and not by the piece. */
const SETUP = 1.5
/** How near a ratio must lie to a factor to be that factor. */
const NEAR = 0.2
/** Units that one may be mistaken for another. */
const TIMES = ['S', 'MIN', 'H', 'STD', 'D']

/** Is reported work in proportion to the plan? The ERP books, and charges, whatever is sent. */
export const activityPlausible: Check = {
  name: 'activityPlausible',
  foresees: ['COUNTERSIGN/ACTIVITY_IMPLAUSIBLE'],
  reads: ['orders', 'materials'],
  kinds: ['confirmation'],
  run(input) {
    return activitiesOf(input.part, input.context).flatMap((each) => {
      const judged = judge(input, each)
      if (judged === undefined) return []
      const { sent, planned, expected, slip } = judged
      const { unit } = each.sent
      const due = expected === undefined ? '' : `, ${format(expected, unit)} for what is reported`
      return [
        finding('activityPlausible', input, {
          code: 'COUNTERSIGN/ACTIVITY_IMPLAUSIBLE',
          cause: slip?.right === undefined ? 'entryError' : 'unitOfMeasure',
          severity: slip === undefined ? 'warning' : 'error',
          isDecisive: slip !== undefined,
          field: `activities/${each.position}/${slip?.right === undefined ? 'quantity' : 'unit'}`,
          text: `Activity ${each.position + 1}: ${format(sent, unit)} reported where ${format(planned, unit)} are planned for the whole operation${due}.`,
          evidence: [
            fact('sent', sent, unit),
            fact('planned', planned, unit),
            ...(expected === undefined ? [] : [fact('expected', expected, unit)]),
            ...(slip === undefined ? [] : [fact(slip.right === undefined ? 'powerOfTen' : 'unitFactor', slip.factor)]),
            ...(slip?.right === undefined ? [] : [fact('rightUnit', slip.right)]),
          ],
        }),
      ]
    })
  },
  lacks: ({ part, context }) => activitiesLacking(part, context),
}

interface Judged {
  readonly sent: Amount
  /** In the unit sent, as the rest. */
  readonly planned: Amount
  readonly expected: Amount | undefined
  readonly slip: { readonly factor: Amount; readonly right?: string } | undefined
}

function judge({ part, context }: CheckInput, { sent: quantity, planned: plan, operation }: ActivityUse): Judged | undefined {
  const order = orderOf(part.order, context)
  const sent = parseDecimal(quantity.value)
  const unit = quantity.unit === '' ? (plan?.unit ?? '') : quantity.unit
  const factor = plan === undefined || plan.unit === unit ? amount('1') : physicalFactor(plan.unit, unit)
  const planned = factor && plan && parseDecimal(plan.value)?.mul(factor)
  if (order === undefined || operation === undefined || sent === undefined || planned === undefined || planned.lte(0)) return undefined
  if (sent.lte(planned.mul(SETUP))) return undefined
  const total = confirmedTotal(part, order, context)
  const whole = operation.unit === order.unit ? amount(operation.plannedQuantity) : amount(order.planned)
  const expected = total === undefined || total.lte(0) || whole.lte(0) ? undefined : planned.mul(total).div(whole)
  const slip = slipOf(sent.div(expected ?? planned), unit)
  return slip === undefined && sent.lte(planned.mul(TOO_MUCH)) ? undefined : { sent, planned, expected, slip }
}

function slipOf(ratio: Amount, unit: string): Judged['slip'] {
  const units = TIMES.flatMap((right) => {
    const factor = right === unit ? undefined : physicalFactor(unit, right)
    return factor !== undefined && factor.gt(1) && distance(ratio, factor).lte(NEAR) ? [{ factor, right }] : []
  })
  const power = nearestPowerOfTen(ratio)
  return units[0] ?? (power.exponent > 0 && power.distance.lte(NEAR) ? { factor: power.factor } : undefined)
}
