import type { CaseMatrix } from '../../../srv/causes/forest/forest.ts'
import { randomOf } from '../../landscape/history/random.ts'
import type { Random } from '../../landscape/history/random.ts'
import { MADE_FEATURES, SCENES } from './scenes.ts'
import type { MadeFeature } from './scenes.ts'

/**
 * A made stream of messages whose true posterior is known, so that a model can be held against what no model can beat.
 *
 * Every message draws its cause, then one of the cause's modes, then each feature on its own: p(x | cause) = Σ over modes of weight × Π over features of p(x | mode). The modes
 * make features depend on each other within a cause; the sum over them is worked out exactly, so {@link posterior} is Bayes' rule without an approximation.
 *
 * What it flatters: additive models and rules (within a mode all evidence adds up), smooth boundaries over long steps (forests pay for those: they see 24 clean columns and
 * must cut each into stairs). There is no drift, no wrong or late label, no missing value, no leak through repeated orders, and training and test are of one distribution.
 * So it says how near a trainer comes to the best possible and whether promises of coverage and of certainty are kept; it says nothing about a plant. Real data decide.
 */

/** Cases with the cause that each really has. */
export type MadeStream = CaseMatrix

interface ModeDensity {
  readonly label: number
  /** Share of all messages that are of this mode. */
  readonly share: number
  /** One a feature: mean, Poisson mean, or share. */
  readonly at: Float64Array
}

const WIDTH = MADE_FEATURES.length
const usualOf = (feature: MadeFeature): number => (feature.kind === 'measure' ? 0 : feature.usual)

const MODES: readonly ModeDensity[] = SCENES.flatMap(({ prior, habits, modes }, label) =>
  modes.map(({ weight, looks }) => ({
    label,
    share: prior * weight,
    at: Float64Array.from(MADE_FEATURES, (feature) => looks[feature.name] ?? habits[feature.name] ?? usualOf(feature)),
  })),
)

/** Log of a density, but for what is the same in all modes. */
function logDensity(kind: MadeFeature['kind'], x: number, at: number): number {
  if (kind === 'measure') return at * (x - at / 2)
  if (kind === 'count') return x * Math.log(at) - at
  return Math.log(x === 1 ? at : 1 - at)
}

/**
 * The chance of each cause given one row: what nobody can beat in log loss.
 *
 * @param row the columns of {@link MADE_FEATURES}
 * @returns one share a scene, summing to 1
 */
export function posterior(row: Float64Array): Float64Array {
  const logs = MODES.map(({ share, at }) => {
    let log = Math.log(share)
    for (const [column, { kind }] of MADE_FEATURES.entries()) log += logDensity(kind, row[column] ?? 0, at[column] ?? 0)
    return log
  })
  const highest = Math.max(...logs)
  const shares = new Float64Array(SCENES.length)
  let sum = 0
  for (const [index, { label }] of MODES.entries()) {
    const weight = Math.exp((logs[index] ?? 0) - highest)
    shares[label] = (shares[label] ?? 0) + weight
    sum += weight
  }
  return shares.map((share) => share / sum)
}

function draw(kind: MadeFeature['kind'], at: number, random: Random): number {
  if (kind === 'flag') return Number(random() < at)
  // Box and Muller; 1 − u keeps the logarithm finite.
  if (kind === 'measure') return at + Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  // Knuth: how many uniform numbers it takes for their product to fall below e^−mean.
  const least = Math.exp(-at)
  let hits = 0
  for (let product = random(); product > least; product *= random()) hits++
  return hits
}

function modeOf(place: number): ModeDensity | undefined {
  let passed = 0
  return MODES.find(({ share }) => (passed += share) > place) ?? MODES.at(-1)
}

/**
 * Messages of one seed, in no order of cause. Streams of different seeds share nothing but the scenes.
 *
 * @param seed 32-bit integer
 * @param count rows
 */
export function makeStream(seed: number, count: number): MadeStream {
  const random = randomOf(seed)
  const rows = new Float64Array(count * WIDTH)
  const labels = new Uint16Array(count)
  for (let row = 0; row < count; row++) {
    const mode = modeOf(random())
    labels[row] = mode?.label ?? 0
    for (const [column, { kind }] of MADE_FEATURES.entries()) rows[row * WIDTH + column] = draw(kind, mode?.at[column] ?? 0, random)
  }
  return { rows, width: WIDTH, labels, classes: SCENES.length }
}
