import type { MaterialContext } from '../../../domain/context.ts'
import { amount, factorOf, nearestPowerOfTen } from '../../../domain/quantity.ts'
import type { Amount } from '../../../domain/quantity.ts'
import { expectedIssues, sumByMaterial } from '../../features/consumption.ts'
import type { Evidenced } from '../../features/features.ts'
import { say } from './say.ts'
import type { Fact, Saying } from './say.ts'
import { CONSUMPTION as TEXTS } from './texts.ts'

/** What is said of issues against what was to be expected; quantities as `../consumption.ts` works them out, in the unit that was sent. */

const ISSUE = '261'
/** Distance in log10 that still counts as the same factor: 7 %. */
const NEAR = 0.03
const ONE = amount('1')
const LIMITS = { over: amount('1.05'), under: amount('0.95') }

interface Line {
  readonly material: string
  readonly known: MaterialContext | undefined
  readonly issued: Fact
  readonly expected: Fact
  /** Issued ÷ expected. */
  readonly ratio: Amount
  readonly said: Saying
}

interface Issues {
  readonly order: string
  readonly lines: readonly Line[]
  readonly foreign: readonly { readonly material: string; readonly issued: Fact }[]
  readonly missing: readonly { readonly material: string; readonly expected: Fact }[]
  /** Materials that were to be expected. */
  readonly expected: number
}

/** One entry per part that issues anything. */
function issuesOf({ parts, context }: Evidenced): Issues[] {
  return parts.flatMap((part, position): Issues[] => {
    const issues = part.movements.filter((each) => each.movementType === ISSUE)
    if (issues.length === 0) return []
    const order = context.orders.find((each) => each.id === part.order)
    const sent = sumByMaterial(issues, context, order)
    const expected = expectedIssues(part, position, context)
    const component = (material: string) => order?.components.find((each) => each.material === material && !each.isDeleted)
    const isProposed = context.expected.some((each) => each.part === position && each.movementType === ISSUE)
    const made = [part.yield, part.scrap, part.rework].filter((each) => each !== undefined)
    const total = made.reduce((sum, each) => sum.plus(amount(each.value)), amount('0'))
    const unit = made.every((each) => each.unit === made[0]?.unit) ? (made[0]?.unit ?? '') : ''
    const text = isProposed ? TEXTS.erp : part.yield === undefined ? TEXTS.open : TEXTS.bom
    /** Base units in the unit in which the material was sent, or else in which it is listed. */
    const shown = (material: string, value: Amount): Fact => {
      const known = context.materials.find((each) => each.id === material)
      const usual = component(material)?.unit ?? ''
      const units = new Set(issues.filter((each) => each.material === material).map((each) => each.quantity.unit || usual))
      const [sentIn = usual] = units
      const factor = known && units.size < 2 ? factorOf(sentIn, known) : undefined
      // A unit that can't be converted was taken for the base unit, and is shown as it was sent.
      return factor === undefined || factor.isZero()
        ? { value, unit: units.size < 2 && sentIn !== '' ? sentIn : (known?.baseUnit ?? '') }
        : { value: value.div(factor), unit: sentIn || (known?.baseUnit ?? '') }
    }
    const lines = [...sent].flatMap(([material, value]): Line[] => {
      const wanted = expected.get(material)
      if (wanted === undefined || wanted.lte(0) || value.lte(0)) return []
      const facts = { issued: shown(material, value), expected: shown(material, wanted) }
      const known = context.materials.find((each) => each.id === material)
      return [
        { material, known, ...facts, ratio: value.div(wanted), said: say(text, { material, ...facts, made: { value: total, unit } }) },
      ]
    })
    const isListed = (material: string): boolean => expected.has(material) || component(material) !== undefined
    const foreign = order === undefined ? [] : [...sent].filter(([material]) => !isListed(material))
    const missing = [...expected].filter(([material, value]) => value.gt(0) && !sent.has(material))
    return [
      {
        order: part.order,
        lines,
        foreign: foreign.map(([material, value]) => ({ material, issued: shown(material, value) })),
        missing: missing.map(([material, value]) => ({ material, expected: shown(material, value) })),
        expected: expected.size,
      },
    ]
  })
}

/** The first of those with the highest score; undefined for none. */
function most<T>(items: readonly T[], score: (item: T) => number): T | undefined {
  return items.reduce<T | undefined>((best, each) => (best === undefined || score(each) > score(best) ? each : best), undefined)
}

const log = (ratio: Amount): number => Math.log10(ratio.toNumber())
const isAsExpected = ({ ratio }: Line): boolean => Math.abs(log(ratio)) <= NEAR
const byRatio = (lines: readonly Line[]): Line[] => lines.toSorted((a, b) => a.ratio.cmp(b.ratio))
const worstOf = (issues: Issues): Line | undefined => most(issues.lines, (each) => Math.abs(log(each.ratio)))

/** The material's conversion factor that comes nearest to the ratio. */
function factorNear({ known, ratio }: Line): { readonly facts: Record<string, Fact>; readonly distance: number } | undefined {
  const factors = known?.units.flatMap(({ unit }) => {
    const factor = factorOf(unit, known)
    if (factor === undefined || factor.lte(0) || factor.eq(1)) return []
    const distance = Math.min(Math.abs(log(ratio) - log(factor)), Math.abs(log(ratio) + log(factor)))
    const [larger, smaller] = factor.gt(1) ? [unit, known.baseUnit] : [known.baseUnit, unit]
    const many = { value: factor.gt(1) ? factor : ONE.div(factor), unit: smaller }
    return [{ distance, facts: { many, one: { value: ONE, unit: larger } } }]
  })
  return most(factors ?? [], (each) => -each.distance)
}

function withFactor(line: Line | undefined): Saying {
  if (line === undefined) return say(TEXTS.nothing)
  const factor = factorNear(line)
  return factor && factor.distance <= NEAR ? say(TEXTS.factorKnown, { line: line.said, ...factor.facts }) : line.said
}

function median(issues: Issues): Amount {
  const sorted = byRatio(issues.lines).map((each) => each.ratio)
  const [lower, upper] = [sorted[(sorted.length - 1) >> 1] ?? ONE, sorted[sorted.length >> 1] ?? ONE]
  return lower.plus(upper).div(2)
}

function deviating(evidenced: Evidenced, which: 'over' | 'under'): Saying {
  const isOff = ({ ratio }: Line): boolean => (which === 'over' ? ratio.gt(LIMITS.over) : ratio.lt(LIMITS.under))
  const compared = issuesOf(evidenced).filter((each) => each.lines.length > 0)
  const found = most(compared, ({ lines }) => lines.filter(isOff).length / lines.length)
  if (found === undefined) return say(TEXTS.nothing)
  return say(TEXTS[which], { some: amount(String(found.lines.filter(isOff).length)), count: amount(String(found.lines.length)) })
}

function foreignWords(evidenced: Evidenced): Saying {
  const issues = issuesOf(evidenced)
  const found = issues.find((each) => each.foreign.length > 0)
  return found?.foreign[0]
    ? say(TEXTS.foreign, { ...found.foreign[0], order: found.order })
    : say(issues.length > 0 ? TEXTS.noForeign : TEXTS.nothing)
}

export const consumptionWords = {
  consumptionMax: (evidenced: Evidenced) =>
    withFactor(
      most(
        issuesOf(evidenced).flatMap((each) => each.lines),
        (each) => log(each.ratio),
      ),
    ),
  consumptionMin: (evidenced: Evidenced) =>
    withFactor(
      most(
        issuesOf(evidenced).flatMap((each) => each.lines),
        (each) => -log(each.ratio),
      ),
    ),
  consumptionMedian(evidenced: Evidenced) {
    const compared = issuesOf(evidenced).filter((each) => each.lines.length > 0)
    const found = most(compared, (each) => median(each).minus(1).abs().toNumber())
    return found ? say(TEXTS.median, { count: amount(String(found.lines.length)), ratio: median(found) }) : say(TEXTS.nothing)
  },
  consumptionSpread(evidenced: Evidenced) {
    const ends = issuesOf(evidenced).map((each) => [byRatio(each.lines)[0], byRatio(each.lines).at(-1)] as const)
    const [low, high] = most(ends, ([a, b]) => (a && b ? log(b.ratio.div(a.ratio)) : -1)) ?? []
    return low && high
      ? say(TEXTS.spread, { low: low.ratio, lowest: low.material, high: high.ratio, highest: high.material })
      : say(TEXTS.nothing)
  },
  overConsumedShare: (evidenced: Evidenced) => deviating(evidenced, 'over'),
  underConsumedShare: (evidenced: Evidenced) => deviating(evidenced, 'under'),
  factorDistance(evidenced: Evidenced) {
    const worst = issuesOf(evidenced).flatMap((each) => worstOf(each) ?? [])
    const line = most(worst, (each) => -(factorNear(each)?.distance ?? Infinity))
    if (line === undefined) return say(TEXTS.nothing)
    if (isAsExpected(line)) return line.said
    const factor = factorNear(line)
    if (factor === undefined) return say(TEXTS.factorNone, { line: line.said })
    return say(factor.distance <= NEAR ? TEXTS.factorKnown : TEXTS.factorFar, { line: line.said, ...factor.facts })
  },
  consumptionSlip(evidenced: Evidenced) {
    const isSlip = ({ ratio }: Line): boolean => {
      const { exponent } = nearestPowerOfTen(ratio)
      return exponent !== 0 && Math.abs(log(ratio) - exponent) <= NEAR
    }
    const worst = issuesOf(evidenced).flatMap((each) => worstOf(each) ?? [])
    const line = worst.find(isSlip) ?? worst[0]
    if (line === undefined) return say(TEXTS.nothing)
    if (isAsExpected(line)) return line.said
    return isSlip(line)
      ? say(TEXTS.slipNear, { line: line.said, ratio: nearestPowerOfTen(line.ratio).factor })
      : say(TEXTS.slipFar, { line: line.said, ratio: line.ratio })
  },
  foreignComponent: foreignWords,
  missingShare(evidenced: Evidenced) {
    const issues = issuesOf(evidenced)
    const found = most(
      issues.filter((each) => each.missing.length > 0),
      (each) => each.missing.length / each.expected,
    )
    const [first] = found?.missing ?? []
    if (found === undefined || first === undefined) return say(issues.length > 0 ? TEXTS.noMissing : TEXTS.nothing)
    return say(TEXTS.missing, { ...first, some: amount(String(found.missing.length)), count: amount(String(found.expected)) })
  },
  foreignToMissing(evidenced: Evidenced) {
    const all = issuesOf(evidenced).filter((each) => each.foreign.length > 0)
    const found = all.find((each) => each.missing.length > 0) ?? all[0]
    const [foreign, missing] = [found?.foreign[0], found?.missing[0]]
    if (found === undefined || foreign === undefined) return foreignWords(evidenced)
    if (missing === undefined) return say(TEXTS.foreign, { ...foreign, order: found.order })
    return say(TEXTS.instead, { ...foreign, expected: missing.expected, lacking: missing.material })
  },
} satisfies Record<string, (evidenced: Evidenced) => Saying>
