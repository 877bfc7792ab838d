import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import type { Request, Response } from 'express'
import type { ODataAnswer } from '../odata/batch.ts'
import type { Fault } from './plan.ts'

/** Where a fault of the connection happens. */
export interface Scene {
  readonly request: Request
  readonly response: Response
  /** Does what the request asks for. */
  readonly work: () => Promise<ODataAnswer>
  readonly send: (answer: ODataAnswer) => void
  /** Aborted when the server closes: what still waits gives up. */
  readonly closing: AbortSignal
}

type Play = (scene: Scene, ms: number | undefined) => Promise<void>

/** One way for a connection or an answer to go wrong each. */
const PLAYS: Readonly<Record<string, Play>> = {
  reset: ({ request }) => {
    request.socket.destroy()
    return Promise.resolve()
  },
  async lostAnswer({ request, work, closing }, ms) {
    if (ms !== undefined) {
      request.socket.destroy()
      await wait(ms, undefined, { signal: closing })
    }
    await work()
    request.socket.destroy()
  },
  async lateCommit({ response, work, closing }, ms = 0) {
    if (!response.destroyed) await once(response, 'close', { signal: closing })
    await wait(ms, undefined, { signal: closing })
    await work()
  },
  async stall({ work, send, closing }, ms) {
    const answer = await work()
    if (ms === undefined) return
    await wait(ms, undefined, { signal: closing })
    send(answer)
  },
  async slow({ work, send, closing }, ms = 0) {
    await wait(ms, undefined, { signal: closing })
    send(await work())
  },
  async truncated({ request, response, work }) {
    const { status, headers, body } = await work()
    const bytes = Buffer.from(body)
    response.writeHead(status, { ...headers, 'content-length': Math.max(bytes.length, 2) })
    response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => request.socket.destroy())
  },
  async wrongContentType({ work, send }) {
    const answer = await work()
    send({ ...answer, headers: { ...answer.headers, 'content-type': 'text/html;charset=utf-8' } })
  },
}

/** Plays a fault of the connection to its end. */
export async function befall({ fault, ms }: Fault, scene: Scene): Promise<void> {
  await PLAYS[fault]?.(scene, ms)
}
