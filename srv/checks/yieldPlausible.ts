import type { Finding } from '../domain/judgement.ts'
import { amount, format, nearestPowerOfTen, nearestUnitFactor, toText, type Amount } from '../domain/quantity.ts'
import type { Check, CheckInput } from './check.ts'
import { consumptionOf } from './facts/consumption.ts'
import { fact, finding } from './facts/findings.ts'
import { yieldOf, type YieldFacts } from './facts/yield.ts'

/** How near a ratio must lie to a factor to be that factor. */
const NEAR = 0.2

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
}

/**
 * The factor by which the components say that the yield is wrong (`0.1`: they are enough for a tenth of it). One component alone
 * might itself be wrong; then the yield is doubted only when it is more than the order waits for.
 */
export function impliedYieldFactor(input: CheckInput, facts: YieldFacts): Amount | undefined {
  const { lines, missing, commonRatio } = consumptionOf(input.part, input.index, input.context, input.settings.consumptionTolerance)
  if (commonRatio === undefined || missing.length > 0) return undefined
  const isTooMuch = facts.limit !== undefined && facts.confirmed.add(facts.sent).gt(facts.limit)
  return lines.filter((each) => each.basis !== 'open').length > 1 || (isTooMuch && commonRatio.lt(1)) ? commonRatio : undefined
}

function saidByComponents(input: CheckInput, facts: YieldFacts): Finding[] | undefined {
  const implied = impliedYieldFactor(input, facts)
  if (implied === undefined) return undefined
  const power = nearestPowerOfTen(implied)
  const sentUnit = input.part.yield?.unit ?? ''
  const unit = facts.material && nearestUnitFactor(amount('1').div(implied), sentUnit === '' ? facts.unit : sentUnit, facts.material)
  const isUnit = unit !== undefined && unit.distance.lte(NEAR) && (power.exponent === 0 || unit.distance.lte(power.distance))
  if (!isUnit && (power.exponent === 0 || power.distance.gt(NEAR))) return undefined
  const proposed = isUnit ? facts.sent.div(unit.factor) : facts.sent.mul(power.factor)
  return [
    finding('yieldPlausible', input, {
      code: 'COUNTERSIGN/YIELD_IMPLAUSIBLE',
      cause: isUnit ? 'unitOfMeasure' : 'entryError',
      field: isUnit ? 'unit' : 'yield',
      text: `${format(facts.sent, facts.unit)} reported, but the components consumed are those of ${format(facts.sent.mul(implied), facts.unit)}.`,
      evidence: [
        fact('sent', facts.sent, facts.unit),
        fact('proposed', proposed, facts.unit),
        fact('ratio', amount('1').div(implied)),
        ...(isUnit ? [fact('rightUnit', unit.right), fact('unitFactor', unit.factor)] : [fact('powerOfTen', toText(amount('1').div(power.factor), 6))]),
      ],
    }),
  ]
}

/** Twice a whole order in one go isn't over-delivery any more when a digit less fits what is open. */
function saidByOrder(input: CheckInput, { sent, planned, confirmed, limit, unit }: YieldFacts): Finding[] | undefined {
  if (limit === undefined || planned.lte(0) || sent.lt(planned.mul(2))) return undefined
  const open = limit.sub(confirmed)
  const power = [1, 2, 3].find((each) => sent.div(amount('10').pow(each)).lte(open))
  if (power === undefined) return undefined
  const proposed = sent.div(amount('10').pow(power))
  return [
    finding('yieldPlausible', input, {
      code: 'COUNTERSIGN/YIELD_IMPLAUSIBLE',
      cause: 'entryError',
      isDecisive: false,
      field: 'yield',
      text: `${format(sent, unit)} reported where ${format(open, unit)} are open; ${format(proposed, unit)} would fit: probably ${power === 1 ? 'a digit' : `${power} digits`} too many.`,
      evidence: [fact('sent', sent, unit), fact('open', open, unit), fact('proposed', proposed, unit), fact('powerOfTen', toText(amount('10').pow(power)))],
    }),
  ]
}
