import type { Request } from '@sap/cds'
import { SyncAttempts } from '#cds-models/countersign'
import type { LaneHealth } from '../line/lane.ts'
import type { LineHealth, Purpose } from '../line/line.ts'
import { pipeline } from '../pipeline/instance.ts'
import { oldestWaiting } from '../pipeline/waiting.ts'
import { say } from './say.ts'

/** How the lines to the ERP and to DM do. */

/** What each line is used for. */
const PURPOSES: Readonly<Record<'S4' | 'DM', readonly Purpose[]>> = { S4: ['posting', 'reading', 'passing'], DM: ['reading'] }
const CRITICALITY = { closed: 3, halfOpen: 2, open: 1 } as const
const WAITING = ['waiting', 'posting', 'unknown'] as const
/** What isn't known of a line that isn't connected, and what only postings have. */
const UNKNOWN = { since: null, inFlight: null, atOnce: null, waiting: null, sent: null, failed: null, p50: null, p99: null }
const NO_POSTINGS = { messages: null, oldestSince: null, lastAnswerAt: null }

/** A gateway that tells how its line does; a stand-in needn't. */
interface Observed {
  health?(): LineHealth | undefined
}

/** One row a system and purpose, postings to the ERP first. */
export async function destinations(req: Request): Promise<object[]> {
  const { erp, dm } = pipeline() as { readonly erp: Observed; readonly dm: Observed }
  const postings = await ofPostings()
  const rowsOf = (name: 'S4' | 'DM', health: LineHealth | undefined): object[] => {
    const system = say(req, `SYSTEM_${name}`)
    return PURPOSES[name].map((purpose) => ({
      name,
      purpose,
      system,
      purposeText: say(req, `PURPOSE_${purpose}`),
      destination: health?.destination ?? null,
      ...stateOf(req, health?.[purpose]),
      ...(name === 'S4' && purpose === 'posting' ? postings : NO_POSTINGS),
    }))
  }
  return [...rowsOf('S4', erp.health?.()), ...rowsOf('DM', dm.health?.())]
}

function stateOf(req: Request, health: LaneHealth | undefined): object {
  if (!health) return { state: 'none', stateText: say(req, 'LINE_none'), criticality: 0, ...UNKNOWN }
  const { state, p50, p99, ...rest } = health
  return {
    state,
    stateText: say(req, `LINE_${state}`),
    criticality: CRITICALITY[state],
    p50: Math.round(p50),
    p99: Math.round(p99),
    ...rest,
  }
}

/** What waits for the ERP, since when, and when it answered last. */
async function ofPostings(): Promise<{ messages: number; oldestSince: string | null; lastAnswerAt: string | null }> {
  const waiting = (await SELECT.one
    .from(SyncAttempts)
    .columns('count(*) as messages')
    .where({ status: { in: [...WAITING] } })) as unknown as { messages: number | string } | undefined
  const messages = Number(waiting?.messages ?? 0)
  const seconds = messages > 0 ? await oldestWaiting() : 0
  // By its number alone: found by its status, a million messages would be sorted.
  const last = await SELECT.one
    .from(SyncAttempts)
    .columns('finishedAt')
    .where({ answerStatus: { '!=': null }, finishedAt: { '!=': null } })
    .orderBy('number desc')
  const oldestSince = messages > 0 ? new Date(Date.now() - seconds * 1000).toISOString() : null
  return { messages, oldestSince, lastAnswerAt: last?.finishedAt ?? null }
}
