import type { Cause, Finding } from '../domain/judgement.ts'
import { amount, format, nearestPowerOfTen, nearestUnitFactor, toText, type Amount } from '../domain/quantity.ts'
import { POSTINGS, type Check, type CheckInput } from './check.ts'
import { consumptionOf, describe, type ConsumptionLine } from './facts/consumption.ts'
import { fact, finding } from './facts/findings.ts'
import { yieldOf } from './facts/yield.ts'
import { yieldPlausible } from './yieldPlausible.ts'

/** How near a ratio must lie to a factor to be that factor, and how far up a factor counts as moderate. */
const NEAR = 0.2
const MODERATE = 3

/** Does consumption follow BOM × (yield + scrap)? The ERP books whatever is sent, without a word. */
export const consumption: Check = {
  name: 'consumption',
  foresees: ['COUNTERSIGN/OVER_CONSUMPTION', 'COUNTERSIGN/UNDER_CONSUMPTION', 'COUNTERSIGN/MISSING_COMPONENT'],
  reads: ['orders', 'materials'],
  kinds: POSTINGS,
  run(input) {
    const { part, index, context, settings } = input
    const facts = consumptionOf(part, index, context, settings.consumptionTolerance)
    // When the yield is what is wrong, every component would be blamed for it.
    if (yieldPlausible.run(input).some((each) => each.isDecisive)) return []
    const unreported = scrapUnreported(input, facts.lines, facts.commonRatio)
    if (unreported !== undefined) return [unreported]
    const missing = facts.foreign.length > 0 ? [] : facts.missing.map((line) => left(input, line))
    return [...facts.lines.filter((each) => each.deviates).map((line) => deviation(input, line, facts.lines.length)), ...missing]
  },
}

/** Why one component's quantity is off: a known unit, a power of ten, or a real difference. */
export function explain(
  line: ConsumptionLine,
  sentUnit: string,
): { readonly cause: Cause; readonly factor?: Amount; readonly rightUnit?: string } | undefined {
  if (line.ratio === undefined || line.ratio.lte(0)) return undefined
  const power = nearestPowerOfTen(line.ratio)
  const unit = nearestUnitFactor(line.ratio, sentUnit === '' ? line.unit : sentUnit, line.material)
  if (
    unit !== undefined &&
    unit.distance.lte(NEAR) &&
    (power.exponent === 0 || unit.distance.lte(power.distance)) &&
    !isModerate(unit.factor)
  )
    return { cause: 'unitOfMeasure', factor: unit.factor, rightUnit: unit.right }
  return power.exponent !== 0 && power.distance.lte(NEAR) ? { cause: 'entryError', factor: power.factor } : undefined
}

function isModerate(value: Amount): boolean {
  return value.lte(MODERATE) && value.gte(amount('1').div(MODERATE))
}

function deviation(input: CheckInput, line: ConsumptionLine, lines: number): Finding {
  const { part, context, index, parts, settings } = input
  const position = line.movements[0] ?? 0
  const explained = explain(line, part.movements[position]?.quantity.unit ?? '')
  const isOver = line.sent.gt(line.expected)
  const isFirst = amount(yieldOf(part, index, parts, context)?.confirmed.toFixed() ?? '1').isZero()
  const cause = explained?.cause ?? (isOver ? overCause(line, isFirst || lines > 1) : 'entryError')
  const done = part.yield === undefined ? '' : ` for ${format(part.yield.value, part.yield.unit)}`
  const from = { erp: 'the ERP itself would issue', bom: 'the bill of material needs', open: 'the order is still open for' }[line.basis]
  return finding('consumption', input, {
    code: isOver ? 'COUNTERSIGN/OVER_CONSUMPTION' : 'COUNTERSIGN/UNDER_CONSUMPTION',
    cause,
    isDecisive: explained !== undefined,
    field: `movements/${position}/${explained?.cause === 'unitOfMeasure' ? 'unit' : 'quantity'}`,
    text: `${describe(line, 'sent')} reported where ${from} ${toText(line.expected)} ${line.unit}${line.basis === 'open' ? '' : done}.`,
    evidence: [
      fact('sent', line.sent, line.unit),
      fact('expected', line.expected, line.unit),
      ...(line.ratio ? [fact('ratio', line.ratio)] : []),
      fact('tolerance', settings.consumptionTolerance, '%'),
      fact('basis', line.basis),
      ...(part.kind === 'confirmation' ? [fact('firstConfirmation', String(isFirst))] : []),
      ...factors(line, part.movements[position]?.quantity.unit ?? ''),
    ],
  })
}

/** Set-up takes a moderate surplus of one component, and scrap of all; what is more was rather typed wrong. */
function overCause(line: ConsumptionLine, isSetup: boolean): Cause {
  if (line.ratio === undefined || !isModerate(line.ratio)) return 'entryError'
  return isSetup ? 'setupWaste' : 'scrapUnreported'
}

function factors(line: ConsumptionLine, sentUnit: string): ReturnType<typeof fact>[] {
  if (line.ratio === undefined || line.ratio.lte(0)) return []
  const unit = nearestUnitFactor(line.ratio, sentUnit === '' ? line.unit : sentUnit, line.material)
  return [
    ...(unit ? [fact('unitFactor', unit.factor), fact('rightUnit', unit.right)] : []),
    fact('powerOfTen', nearestPowerOfTen(line.ratio).factor),
  ]
}

/** Every component over by the same moderate factor, and no scrap reported: what was scrapped took components too. */
function scrapUnreported(input: CheckInput, lines: readonly ConsumptionLine[], common: Amount | undefined): Finding | undefined {
  const { part, settings } = input
  const isReported = amount(part.scrap?.value).gt(0) || amount(part.rework?.value).gt(0)
  if (part.yield === undefined || isReported || common === undefined || lines.length < 2 || common.lte(1) || !isModerate(common))
    return undefined
  const scrap = amount(part.yield.value).mul(common.sub(1))
  return finding('consumption', input, {
    code: 'COUNTERSIGN/OVER_CONSUMPTION',
    cause: 'scrapUnreported',
    isDecisive: false,
    field: 'scrap',
    text: `All ${lines.length} components are consumed ${toText(common, 2)} times as much as ${format(part.yield.value, part.yield.unit)} need, and no scrap is reported: ${format(scrap, part.yield.unit)} would explain it.`,
    evidence: [
      fact('ratio', common),
      fact('components', String(lines.length)),
      fact('impliedScrap', scrap, part.yield.unit),
      fact('tolerance', settings.consumptionTolerance, '%'),
    ],
  })
}

function left(input: CheckInput, line: ConsumptionLine): Finding {
  return finding('consumption', input, {
    code: 'COUNTERSIGN/MISSING_COMPONENT',
    cause: 'interface',
    field: 'movements',
    text: `No consumption of ${line.component.material} reported where ${describe(line, 'expected')} are due.`,
    evidence: [
      fact('material', line.component.material),
      fact('sent', '0', line.unit),
      fact('expected', line.expected, line.unit),
      fact('basis', line.basis),
    ],
  })
}
