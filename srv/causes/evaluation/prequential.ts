import { lossOf } from '../statistics/distribution.ts'
import { topCauses } from './metrics.ts'
import type { Judged, Opinion, Share } from './metrics.ts'

/** A message of the past. */
export interface Observed<Message> {
  /** When it came, and when its label became known (not before): any one clock, such as milliseconds or a running number. */
  readonly at: number
  readonly knownAt: number
  readonly message: Message
  /** 0 healthy, else its cause. */
  readonly label: number
}

/** Whatever gives an opinion on messages, and may learn from their labels. */
export interface Predictor<Message> {
  predict(message: Message): Opinion
  /** A label has become known; a predictor that learns in a thread answers when it's done. */
  learn(message: Message, label: number): Promise<void> | undefined
}

function requireTimeOrder(stream: readonly Observed<unknown>[]): void {
  stream.forEach(({ at, knownAt }, index) => {
    if (!(knownAt >= at) || at < (stream[index - 1]?.at ?? -Infinity)) throw new RangeError(`message ${index} is out of order of time`)
  })
}

/**
 * Test, then train: plays a stream in order of time to predictors side by side. Each gives its opinion on a message before it's told any
 * label that became known at or after that moment; none ever sees the future. Labels are told in the order in which they became known.
 *
 * @param stream messages in order of `at`
 * @returns per predictor one row a message, in the order of the stream
 * @throws RangeError when the stream isn't in order of time, or a label was known before its message
 * @see A. P. Dawid, J. R. Statist. Soc. A 147 (1984); J. Gama et al., Machine Learning 90 (2013)
 */
export async function prequential<Message, Name extends string>(
  stream: readonly Observed<Message>[],
  predictors: Readonly<Record<Name, Predictor<Message>>>,
): Promise<Record<Name, Judged[]>> {
  requireTimeOrder(stream)
  const names = Object.keys(predictors) as Name[]
  const judged = Object.fromEntries(names.map((name) => [name, [] as Judged[]])) as Record<Name, Judged[]>
  const toTell = stream.toSorted((a, b) => a.knownAt - b.knownAt)
  let told = 0
  for (const { at, message, label } of stream) {
    for (let next = toTell[told]; next !== undefined && next.knownAt < at; next = toTell[++told]) {
      for (const name of names) {
        const learning = predictors[name].learn(next.message, next.label)
        if (learning !== undefined) await learning
      }
    }
    for (const name of names) judged[name].push({ ...predictors[name].predict(message), label })
  }
  return judged
}

/** A stretch of messages, from row `from` up to `to`. */
interface Stretch {
  readonly from: number
  readonly to: number
  readonly logLoss: number
  /** Share of failures whose true cause came first. */
  readonly topCause: Share
}

/**
 * How an opinion got better, or worse, over time: one point for every `length` messages; a rest shorter than half of that is left out.
 * @throws RangeError unless `length` is a positive integer
 */
export function learningCurve(judged: readonly Judged[], length: number): Stretch[] {
  if (!Number.isInteger(length) || length < 1) throw new RangeError(`stretches of ${length} messages`)
  return Array.from({ length: Math.round(judged.length / length) }, (_, at) => {
    const rows = judged.slice(at * length, (at + 1) * length)
    const loss = rows.reduce((sum, row) => sum + lossOf(row.proba, row.label), 0) / rows.length
    const [topCause] = topCauses(rows, 1)
    if (topCause === undefined) throw new RangeError('no rank')
    return { from: at * length, to: at * length + rows.length, logLoss: loss, topCause }
  })
}
