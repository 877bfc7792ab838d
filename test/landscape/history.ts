import { extractFeatures } from '../../srv/causes/index.ts'
import type { Evidenced, LabelledCase } from '../../srv/causes/index.ts'
import type { Cause } from '../../srv/domain/judgement.ts'
import { inspect } from '../../srv/checks/index.ts'
import { healthyDraft } from './history/draft.ts'
import { randomOf } from './history/random.ts'
import { SCENARIOS } from './history/scenarios.ts'
import { written } from './history/written.ts'

/** A made message with its world, and what is really wrong with it (`null`: nothing). */
export interface MadeMessage extends Evidenced {
  readonly cause: Cause | null
}

const HEALTHY_SHARE = 0.2
const SETTINGS = { consumptionTolerance: '20', duplicateWindow: 86_400 }

/**
 * `n` made messages (at most 400) of one seed: a fifth healthy, the rest spread evenly over the causes. They are confirmations of orders that
 * exist nowhere, drawn here and not by whatever plays traffic; findings are those of the real checks.
 *
 * What this flatters: every cause leaves its mark, one cause at a time; contexts are complete but for the ERP's proposal; causes are
 * equally frequent, healthy messages rare. So a model trained on it ranks sensibly from the first hour, while its accuracy here says
 * nothing about a plant, and its share of failures means nothing at all.
 *
 * @throws RangeError for more than 400
 */
export function makeMessages(seed: number, n: number): MadeMessage[] {
  if (!Number.isInteger(n) || n < 0 || n > 400) throw new RangeError(`n = ${n}; 0 to 400 messages can be made`)
  const random = randomOf(seed)
  const scenarios = Object.entries(SCENARIOS) as [Cause, (typeof SCENARIOS)[Cause]][]
  return Array.from({ length: n }, (_, at) => {
    const draft = healthyDraft(random)
    const [cause, spoil] = scenarios[at % scenarios.length] ?? []
    const isHealthy = random() < HEALTHY_SHARE
    if (!isHealthy) spoil?.(draft, random)
    const { parts, context } = written(draft)
    const findings = inspect({ parts }, context, SETTINGS).flatMap((each) => each.findings)
    return { parts, context, findings, cause: isHealthy ? null : (cause ?? null) }
  })
}

/** {@link makeMessages} as labelled cases, for a development start only: a production start learns from recorded outcomes alone. */
export function makeHistory(seed: number, n = 400): LabelledCase[] {
  return makeMessages(seed, n).map((each) => ({ features: extractFeatures(each), cause: each.cause, signs: each.findings }))
}
