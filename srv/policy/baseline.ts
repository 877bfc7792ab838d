import { shareOf } from './evidence.ts'

/** A judged message whose end is known, as far as rules, model and people are held against each other. */
export interface Ended {
  /** What rules alone would have decided, and what was decided with the model; absent where nobody kept it. */
  readonly rules: string | undefined
  readonly model: string
  readonly hasFailed: boolean
  /** It was held, and went by itself. */
  readonly isAutomatic: boolean
  /** Its end, where a person had decided: `posted`, `corrected`, `rejected`, `refused`, `reversed`, … */
  readonly outcome: string | undefined
  /** From judging to its end. */
  readonly seconds: number | undefined
}

const VOICES = ['rules', 'model', 'people'] as const
type Voice = (typeof VOICES)[number]

/** What one of them did. Shares 0 to 1 with their 95 % intervals. */
export interface Standing {
  readonly voice: Voice
  readonly messages: number
  /** Decided as it would have been right: held what failed, let go what didn't; of people: what they let go was booked for good, or ended. */
  readonly successes: number
  readonly success: ReturnType<typeof shareOf>
  readonly holds: number
  /** Held though nothing was wrong; of people: let go, and refused or taken back all the same. */
  readonly wrongHolds: number
  readonly wrongHold: ReturnType<typeof shareOf>
  /** Failures that were let through. */
  readonly missed: number
  /** Half of the messages, and nine in ten, came to their end within; undefined where none was timed. */
  readonly secondsMedian: number | undefined
  readonly seconds90: number | undefined
}

/**
 * Collects what rules alone, rules with the model, and people did, message by message. Of rules and model the time to the end is that of messages
 * that they let go: what is held takes as long as people take.
 */
export function createBaseline(): { add(each: Ended): void; standings(): Standing[] } {
  const all = new Map(
    VOICES.map((voice) => [voice, { messages: 0, successes: 0, holds: 0, wrongHolds: 0, missed: 0, times: [] as number[] }]),
  )
  const of = (voice: Voice) => {
    const found = all.get(voice)
    if (!found) throw new Error(`Nobody listens to ${voice}`)
    return found
  }
  const judged = (voice: Voice, verdict: string, { hasFailed, seconds }: Ended): void => {
    const figures = of(voice)
    const isHeld = verdict === 'hold'
    figures.messages++
    figures.successes += Number(isHeld === hasFailed)
    figures.holds += Number(isHeld)
    figures.wrongHolds += Number(isHeld && !hasFailed)
    figures.missed += Number(!isHeld && hasFailed)
    if (!isHeld && seconds !== undefined) figures.times.push(seconds)
  }
  return {
    add(each) {
      if (each.rules !== undefined) judged('rules', each.rules, each)
      judged('model', each.model, each)
      if (each.model !== 'hold' || each.isAutomatic || each.outcome === undefined || each.outcome === 'retried') return
      const figures = of('people')
      const isWrong = each.outcome === 'refused' || each.outcome === 'reversed'
      figures.messages++
      figures.holds++
      figures.successes += Number(!isWrong)
      figures.wrongHolds += Number(isWrong)
      if (each.seconds !== undefined) figures.times.push(each.seconds)
    },
    standings() {
      return VOICES.map((voice) => {
        const { times, ...figures } = of(voice)
        const { messages, successes, holds, wrongHolds } = figures
        times.sort((one, other) => one - other)
        return {
          ...{ voice, ...figures, success: shareOf(successes, messages), wrongHold: shareOf(wrongHolds, holds) },
          secondsMedian: quantile(times, 0.5),
          seconds90: quantile(times, 0.9),
        }
      })
    },
  }
}

/** The least that a share of the sorted values doesn't exceed. */
function quantile(sorted: readonly number[], share: number): number | undefined {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
}
