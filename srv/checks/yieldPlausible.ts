import type { Finding } from '../domain/judgement.ts'
import { amount, convert, distance, format, parseDecimal, toText, unitFactors, type Amount } from '../domain/quantity.ts'
import type { Check, CheckInput } from './check.ts'
import { unaskedFor } from './facts/activities.ts'
import { confirmedTotal, consumptionOf, isWithin } from './facts/consumption.ts'
import { fact, finding } from './facts/findings.ts'
import { yieldOf, type YieldFacts } from './facts/yield.ts'

/** Slips of the keyboard that are tried: so many digits too many (or too few). */
const DIGITS = [1, 2, 3, -1, -2, -3]
/** A unit with a factor up to this could as well be a real difference. */
const MODERATE = 3

/** Was the yield typed with a digit too many (or in another unit)? The components consumed and the order's remaining quantity tell. */
export const yieldPlausible: Check = {
  name: 'yieldPlausible',
  foresees: ['COUNTERSIGN/YIELD_IMPLAUSIBLE'],
  reads: ['orders', 'materials'],
  kinds: ['confirmation'],
  run(input) {
    const facts = yieldOf(input.part, input.index, input.parts, input.context)
    if (facts === undefined || facts.sent.lte(0)) return []
    return saidByComponents(input, facts) ?? saidByOrder(input, facts) ?? []
  },
  lacks({ part, index, parts, context }) {
    return unaskedFor(part, yieldOf(part, index, parts, context)?.operation, context, (doubts) => doubts.yield)
  },
}

/** What the yield would have to be divided by. */
interface Slip {
  readonly factor: Amount
  /** The unit that it was meant in, where that is the reason. */
  readonly right?: string
}

function saidByComponents(input: CheckInput, facts: YieldFacts): Finding[] | undefined {
  const slip = slipOf(input, facts)
  if (slip === undefined) return undefined
  const proposed = facts.sent.div(slip.factor)
  return [
    finding('yieldPlausible', input, {
      code: 'COUNTERSIGN/YIELD_IMPLAUSIBLE',
      cause: slip.right === undefined ? 'entryError' : 'unitOfMeasure',
      field: slip.right === undefined ? 'yield' : 'unit',
      text: `${format(facts.sent, facts.unit)} reported, but the components consumed are those of ${format(proposed, facts.unit)}.`,
      evidence: [
        fact('sent', facts.sent, facts.unit),
        fact('proposed', proposed, facts.unit),
        fact('ratio', slip.factor),
        ...(slip.right === undefined
          ? [fact('powerOfTen', slip.factor)]
          : [fact('rightUnit', slip.right), fact('unitFactor', slip.factor)]),
      ],
    }),
  ]
}

/**
 * The slip that makes every component fit (scrap and rework taken as reported), the nearest one if several do. Where there is only one
 * component it might itself be wrong: a digit too many is likelier than one too few, so the greater of the two is doubted.
 */
function slipOf(input: CheckInput, facts: YieldFacts): Slip | undefined {
  const { part, index, context, settings } = input
  const { lines, missing } = consumptionOf(part, index, context, settings.consumptionTolerance)
  const proportional = lines.filter((each) => each.basis !== 'open')
  const odd = proportional.filter((each) => each.deviates)
  const total = confirmedTotal(part, facts.order, context)
  if (odd.length === 0 || missing.length > 0 || total === undefined || total.lte(0)) return undefined
  const others = total.sub(facts.sent)
  const sentUnit = part.yield?.unit ?? ''
  const units = facts.material === undefined ? [] : unitFactors(sentUnit === '' ? facts.unit : sentUnit, facts.material)
  const slips: Slip[] = [
    ...units.filter(({ factor }) => factor.gt(MODERATE) || factor.lt(1 / MODERATE)),
    ...DIGITS.map((each) => ({ factor: amount('10').pow(each) })),
  ]
  const scaleOf = ({ factor }: Slip) => facts.sent.div(factor).add(others).div(total)
  const fitting = slips.filter((slip) => {
    const scale = scaleOf(slip)
    const isSure = odd.length > 1 || (proportional.length === 1 && scale.lt(1))
    return isSure && proportional.every((each) => isWithin(each.sent, each.expected.mul(scale), settings.consumptionTolerance, each.unit))
  })
  const off = (slip: Slip) =>
    odd.reduce((sum, each) => sum.add(each.ratio === undefined ? 0 : distance(each.ratio, scaleOf(slip))), amount('0'))
  return fitting.sort((one, other) => off(one).cmp(off(other)))[0]
}

/** Twice a whole order in one go isn't over-delivery any more when a digit less fits what is open. */
function saidByOrder(input: CheckInput, facts: YieldFacts): Finding[] | undefined {
  const { sent, planned, confirmed, limit, unit } = facts
  if (limit === undefined || planned.lte(0) || sent.lt(planned.mul(2))) return undefined
  const proposal = openByErp(input, facts)
  const open = proposal?.add(limit).sub(planned) ?? limit.sub(confirmed)
  const power = [1, 2, 3].find((each) => sent.div(amount('10').pow(each)).lte(open))
  if (power === undefined) return undefined
  const factor = amount('10').pow(power)
  const proposed = sent.div(factor)
  return [
    finding('yieldPlausible', input, {
      code: 'COUNTERSIGN/YIELD_IMPLAUSIBLE',
      cause: 'entryError',
      isDecisive: false,
      field: 'yield',
      text: `${format(sent, unit)} reported where ${format(open, unit)} are open; ${format(proposed, unit)} would fit: probably ${power === 1 ? 'a digit' : `${power} digits`} too many.`,
      evidence: [
        fact('sent', sent, unit),
        fact('open', open, unit),
        fact('proposed', proposed, unit),
        fact('powerOfTen', toText(factor)),
        fact('basis', proposal === undefined ? 'plan' : 'erp'),
      ],
    }),
  ]
}

/** What the ERP itself would fill in as yield, less what earlier parts of the message take of it; in the order's unit. */
function openByErp({ index, context }: CheckInput, { order, operation, material, unit, confirmed }: YieldFacts): Amount | undefined {
  const proposed = context.expectedWork?.find((each) => each.part === index && each.field === 'yield')?.quantity
  const open = proposed && (proposed.unit === unit ? parseDecimal(proposed.value) : material && convert(proposed, unit, material))
  const inBooks = amount(operation?.unit === order.unit ? operation.confirmedYield : order.confirmedYield)
  return open?.sub(confirmed.sub(inBooks))
}
