import { normalise } from '../statistics/distribution.ts'
import { labelOf, LABELS } from '../model.ts'
import type { Sign } from '../model.ts'
import type { Cause } from '../../domain/judgement.ts'
import { type CaseKeys, KEYS } from './encoding.ts'

/**
 * What a plant's failures turned out to be, by what rules saw in them and by where they came from: set-up waste at one work centre, slips of the
 * keyboard at another. Rules begin, as if they had been right some times already; every label moves them. A naive Bayes over keys: the causes of
 * what looked alike to the rules, times how much more often each cause was met with this plant, work centre, material, unit, movement type, sender than
 * elsewhere. Old labels fade, so that changed habits are followed.
 *
 * @see P. Domingos, M. Pazzani, Machine Learning 29 (1997), on naive Bayes under dependence; J. Gama et al., ACM Computing Surveys 46 (2014), §3.2, on fading
 */
export interface Habits {
  /**
   * Causes of a message that fails, as rules say them, corrected by what came of others.
   * @param rules over all labels
   * @returns as long: 0 for label 0, the rest sums to one; exactly the causes of `rules` before anything was learnt
   */
  adapt(rules: ArrayLike<number>, signs: readonly Sign[], keys: CaseKeys): Float64Array
  /** @param weight 1 for a cause that somebody named */
  learn(signs: readonly Sign[], keys: CaseKeys, cause: Cause, weight: number): void
  clear(): void
}

/** Labelled failures that the rules, or the share of all, count for. */
const STRENGTH = 8
/** Keys depend on one another: each speaks at half its weight. */
const VOICE = 0.5
/** What is left of a label's weight after the next: half after about 140 failures. */
const FADING = 0.995

/** Faded counts of causes. */
interface Counts {
  total: number
  readonly causes: Float64Array
}

const signatureOf = (signs: readonly Sign[]): string => [...new Set(signs.map((each) => `${each.check} ${each.cause}`))].sort().join(' + ')

export function createHabits(): Habits {
  const counts = new Map<string, Counts>()
  const of = (name: string): Counts | undefined => counts.get(name)
  const add = (name: string, label: number, weight: number): void => {
    let known = counts.get(name)
    if (known === undefined) counts.set(name, (known = { total: 0, causes: new Float64Array(LABELS.length) }))
    for (let at = 1; at < LABELS.length; at++) known.causes[at] = (known.causes[at] ?? 0) * FADING
    known.total = known.total * FADING + weight
    known.causes[label] = (known.causes[label] ?? 0) + weight
  }
  return {
    adapt(rules, signs, keys) {
      const causes = Float64Array.from(rules)
      causes[0] = 0
      normalise(causes, 1)
      const all = of('')
      if (all === undefined) return causes
      const alike = of(`signs ${signatureOf(signs)}`)
      const places = KEYS.flatMap((key) => (keys[key] === '' ? [] : [of(`${key} ${keys[key]}`) ?? []])).flat()
      for (let label = 1; label < causes.length; label++) {
        const usual = ((all.causes[label] ?? 0) + 0.5) / (all.total + 0.5 * (causes.length - 1))
        const begun = ((alike?.causes[label] ?? 0) + STRENGTH * (causes[label] ?? 0)) / ((alike?.total ?? 0) + STRENGTH)
        const lift = places.reduce(
          (sum, { causes: met, total }) => sum + Math.log(((met[label] ?? 0) + STRENGTH * usual) / (total + STRENGTH) / usual),
          0,
        )
        causes[label] = begun * Math.exp(VOICE * lift)
      }
      return normalise(causes, 1)
    },
    learn(signs, keys, cause, weight) {
      const label = labelOf(cause)
      add('', label, weight)
      add(`signs ${signatureOf(signs)}`, label, weight)
      for (const key of KEYS) if (keys[key] !== '') add(`${key} ${keys[key]}`, label, weight)
    },
    clear() {
      counts.clear()
    },
  }
}
