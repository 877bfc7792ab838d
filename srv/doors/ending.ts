import { setTimeout as pause } from 'node:timers/promises'
import cds from '@sap/cds'
import type { Request, RequestHandler, Response } from 'express'
import { turnAway } from './errors.ts'

/** Milliseconds that requests under way have once the end has begun; the platform kills a process after ten seconds. */
const WITHIN = 5000
/** By then the process ends itself, whoever doesn't answer: orderly as far as it got. */
const AT_LATEST = 9000
/** Whoever asks these wants to know just that. */
const HEALTH = /^\/health(\/|$)/i

/**
 * The end of a server, for those who ask it: what is under way is answered, what comes new is sent away (503 with `Retry-After`, in the sender's
 * dialect), and the database goes last.
 */
export class Ending {
  readonly #underWay = new Map<Response, Request>()
  readonly #over = Promise.withResolvers<undefined>()
  #isBegun = false
  #wake: () => void = () => undefined

  get isBegun(): boolean {
    return this.#isBegun
  }

  /** To be passed by every request, first of all. */
  readonly gate: RequestHandler = (request, response, next) => {
    const isOfHealth = HEALTH.test(request.path)
    if (this.#isBegun && !isOfHealth) {
      sendAway(request, response)
      return
    }
    if (!isOfHealth) this.#watch(request, response)
    next()
  }

  #watch(request: Request, response: Response): void {
    this.#underWay.set(response, request)
    response.once('close', () => {
      this.#underWay.delete(response)
      if (this.#underWay.size === 0) this.#wake()
    })
  }

  /** CAP lets go of the database as soon as the end begins; what is under way still needs it. To be called once it is connected. */
  keepDatabase(): void {
    const db = cds.db as unknown as { disconnect(...given: unknown[]): Promise<void> }
    const disconnect = db.disconnect.bind(db)
    db.disconnect = async (...given) => {
      // Whoever is told of the end in the same moment comes first.
      await Promise.resolve()
      if (this.#isBegun) await this.#over.promise
      return disconnect(...given)
    }
  }

  /** From now on nobody comes in. Resolves when all that was under way is answered; who still waits after some seconds is sent away, too. */
  async begin(): Promise<void> {
    this.#isBegun = true
    setTimeout(endNow, AT_LATEST).unref()
    const answered = new Promise<void>((resolve) => (this.#wake = resolve))
    if (this.#underWay.size > 0) await Promise.race([answered, pause(WITHIN, undefined, { ref: false })])
    for (const [response, request] of this.#underWay) sendAway(request, response)
  }

  /** Nobody needs the database any more. */
  finish(): void {
    this.#over.resolve(undefined)
  }
}

/** What is under way is found by the next start, as after a crash. */
function endNow(): void {
  cds
    .log('countersign/doors')
    .error('The end takes too long, probably for want of the database: what is under way is taken up at the next start')
  process.exit(1)
}

function sendAway(request: Request, response: Response): void {
  const headers = { 'retry-after': '5', connection: 'close' }
  turnAway(request, response, 503, 'ENDING', 'This server is ending; try again in a moment', headers)
}
