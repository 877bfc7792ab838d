import type { Opinion } from './metrics.ts'
import type { Predictor } from './prequential.ts'

/** What any model has to be better than. */

/** Probability `share` for one label, the rest shared evenly. */
function mostly(label: number, share: number, classes: number): Float64Array {
  const proba = new Float64Array(classes).fill((1 - share) / Math.max(1, classes - 1))
  proba[label] = share
  return proba
}

/** Everything is fine, as surely as it has been so far; knows no cause. Laplace's rule: (fine + 1) ÷ (all + 2). */
export function alwaysFine<Message>(classes: number): Predictor<Message> {
  let [fine, all] = [0, 0]
  return {
    predict: () => ({ proba: mostly(0, (fine + 1) / (all + 2), classes), shortlist: [], passes: true }),
    learn(_message, label) {
      all++
      if (label === 0) fine++
      return undefined
    },
  }
}

/**
 * The same as last time with this key (an order, a work centre), as surely as that has been right so far; healthy for a new key.
 * @param keyOf what messages are told apart by; as many labels are remembered as there are keys
 */
export function sameAsLast<Message>(classes: number, keyOf: (message: Message) => string): Predictor<Message> {
  const last = new Map<string, number>()
  let [right, all] = [0, 0]
  const expected = (message: Message): number => last.get(keyOf(message)) ?? 0
  return {
    predict(message) {
      const label = expected(message)
      return { proba: mostly(label, (right + 1) / (all + 2), classes), shortlist: label === 0 ? [] : [label], passes: label === 0 }
    },
    learn(message, label) {
      all++
      if (label === expected(message)) right++
      last.set(keyOf(message), label)
      return undefined
    },
  }
}

/** What never learns: rules alone, or a model as it once was. */
export function unchanging<Message>(opinionOn: (message: Message) => Opinion): Predictor<Message> {
  return { predict: opinionOn, learn: () => undefined }
}
