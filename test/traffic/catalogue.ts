import type { LandscapeFailure } from '../landscape/failures/failure.ts'
import { failures } from '../landscape/failures/index.ts'
import type { S4Admin } from './admin.ts'
import type { V2Client } from './client.ts'
import { Random } from './random.ts'
import { type Verdict, verdictOf } from './sender.ts'

/** Failures of the catalogue in a shift: each in a scene of its own, made in the S/4 before its message is sent. */

/**
 * Where the S/4 itself would have to misbehave towards whoever comes next, it would be another one's message: not in a shift with several
 * senders. A version of a service that isn't active refuses the token already: there is no message then.
 */
const playable = failures.filter((failure) => {
  const { faults, shopFloor, message } = failure.arrange({ index: 0, today: '2026-01-01', key: '' })
  return faults === undefined && shopFloor === undefined && !message.service.includes(';')
})

/** So many of them, every one as often as any other, in an order that the seed decides. */
export function drawFailures(count: number, random: Random): LandscapeFailure[] {
  const rounds = Array.from({ length: Math.ceil(count / playable.length) }, () => random.shuffled(playable))
  return rounds.flat().slice(0, count)
}

export interface Played {
  readonly order: string
  readonly body: string
  readonly verdict: Verdict
}

/**
 * Makes the scene and sends its message, once: whoever tries again does so later.
 * @param index tells this scene from all that were ever played in this S/4
 */
export async function playFailure(
  failure: LandscapeFailure,
  { admin, sender, index, today, key }: { admin: S4Admin; sender: V2Client; index: number; today: string; key: string },
): Promise<Played> {
  const { rows, message, order } = failure.arrange({ index, today, key })
  for (const each of rows) await admin.put(each.set, each.rows)
  const body = JSON.stringify(message.body)
  const answer = await sender
    .request(message.method ?? 'POST', message.service, message.path, body, message.headers)
    .catch((error: unknown) => error as Error)
  return { order, body, verdict: answer instanceof Error ? { state: 'pending', text: answer.message } : finalOf(verdictOf(answer)) }
}

/** What the ERP was too busy for is refused: nobody tries again here. What Countersign still works on isn't. */
function finalOf(verdict: Verdict): Verdict {
  return verdict.state === 'pending' && !verdict.text.includes('COUNTERSIGN/') ? { ...verdict, state: 'refused' } : verdict
}
