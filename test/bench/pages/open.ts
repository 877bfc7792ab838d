import { setTimeout as pause } from 'node:timers/promises'
import { type Keys, requestOf } from './keys.ts'
import type { Page } from './requests.ts'

/** Milliseconds from opening a page. */
export interface Opened {
  /** Until its first rows are there. */
  readonly rows: number
  /** Until all is. */
  readonly all: number
  /** That others had to wait meanwhile at most, for what costs nothing. */
  readonly others: number
}

interface Part {
  readonly id: string
  readonly status: number
  readonly body?: unknown
}

/** A connection that waits for the next request is closed by a server that had no time for it. */
const ALONE = { connection: 'close' }

/** Sends what the page asks for, all batches at the same time. @throws Error where a request isn't answered well */
export async function openPage(url: string, page: Page, keys: Keys): Promise<Opened> {
  const begin = performance.now()
  const pulse = pulseOf(url)
  const batches = page.batches.map(async (paths) => {
    await sendBatch(url, page, paths, keys)
    return performance.now() - begin
  })
  const [rows = 0, ...more] = await Promise.all(batches)
  return { rows, all: Math.max(rows, ...more), others: await pulse.end() }
}

async function sendBatch(url: string, { user, service }: Page, paths: readonly string[], keys: Keys): Promise<void> {
  const requests = paths.map((path, at) => ({ id: String(at), method: 'GET', url: requestOf(path, keys) }))
  const answer = await fetch(`${url}/odata/v4/${service}/$batch`, {
    method: 'POST',
    headers: {
      ...ALONE,
      authorization: `Basic ${btoa(`${user}:${user}`)}`,
      'content-type': 'application/json',
      accept: 'application/json',
    },
    body: JSON.stringify({ requests }),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${service}/$batch answered ${answer.status}: ${text}`)
  const { responses } = JSON.parse(text) as { responses: Part[] }
  for (const { id, status, body } of responses)
    if (status !== 200) throw new Error(`${service}/${paths[Number(id)] ?? ''} answered ${status}: ${JSON.stringify(body)}`)
}

/** Asks all the while what costs nothing: how long does it wait at most? */
function pulseOf(url: string): { end(): Promise<number> } {
  const state = { isOver: false }
  const beats = (async () => {
    let longest = 0
    while (!state.isOver) {
      const begin = performance.now()
      await (await fetch(`${url}/health`, { headers: ALONE })).text()
      longest = Math.max(longest, performance.now() - begin)
      await pause(20)
    }
    return longest
  })()
  return {
    end: () => {
      state.isOver = true
      return beats
    },
  }
}
