/** What rules and models were worth on judged messages whose end is known: counts, and how they are made of one message. */

export const OPINIONS = ['rules', 'model', 'both'] as const
export type Opinion = (typeof OPINIONS)[number]
/** Failing is expected, and the message held, from this probability on; as the policy's default says it. */
const HELD_FROM = 0.5

const COUNTS = [
  ...(['messages', 'failures', 'failuresHeld', 'healthyHeld', 'judgedCauses', 'firstCause', 'firstThree', 'mayPass'] as const),
  'passedWrongly',
] as const
export type Counts = Record<(typeof COUNTS)[number], number>
/** Of each opinion that was there. */
export type Worth = ReadonlyMap<Opinion, Counts>

/** What of a case is read for it. */
export const COLUMNS = [
  ...(['hasFailed', 'cause_code', 'rulesFailure', 'rulesCauses', 'modelFailure', 'modelCauses', 'failure', 'causes', 'mayPass'] as const),
] as const

export interface Judged {
  readonly hasFailed: boolean
  readonly cause_code: string | null
  readonly rulesFailure: string | null
  readonly rulesCauses: string | null
  readonly modelFailure: string | null
  readonly modelCauses: string | null
  readonly failure: string | null
  readonly causes: string | null
  readonly mayPass: boolean | null
}

/** Counts `row` into `worth`. */
export function count(worth: Map<Opinion, Counts>, row: Judged): void {
  for (const opinion of OPINIONS) {
    const failure = { rules: row.rulesFailure, model: row.modelFailure, both: row.failure }[opinion]
    if (failure === null) continue
    const figures = worth.get(opinion) ?? none()
    worth.set(opinion, figures)
    const isHeld = Number(failure) >= HELD_FROM
    const passes = opinion === 'both' && row.mayPass === true
    figures.messages++
    figures.mayPass += Number(passes)
    figures.passedWrongly += Number(passes && row.hasFailed)
    figures.failures += Number(row.hasFailed)
    figures.failuresHeld += Number(row.hasFailed && isHeld)
    figures.healthyHeld += Number(!row.hasFailed && isHeld)
    if (!row.hasFailed || row.cause_code === null || row.cause_code === 'unknown') continue
    // Only then: most messages are healthy, and nobody asks what their likeliest cause was.
    const causes = JSON.parse({ rules: row.rulesCauses, model: row.modelCauses, both: row.causes }[opinion] ?? '[]') as [string, number][]
    const rank = causes.findIndex(([cause]) => cause === row.cause_code)
    figures.judgedCauses++
    figures.firstCause += Number(rank === 0)
    figures.firstThree += Number(rank >= 0 && rank < 3)
  }
}

/** Adds the counts of `more` to those of `worth`. */
export function add(worth: Map<Opinion, Counts>, more: Worth): void {
  for (const [opinion, counts] of more) {
    const sum = worth.get(opinion) ?? none()
    worth.set(opinion, sum)
    for (const name of COUNTS) sum[name] += counts[name]
  }
}

function none(): Counts {
  return Object.fromEntries(COUNTS.map((name) => [name, 0])) as Counts
}
