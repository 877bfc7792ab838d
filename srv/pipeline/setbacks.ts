import { setTimeout as pause } from 'node:timers/promises'
import cds from '@sap/cds'
import { isPassing } from '../database/passing.ts'
import { errorSaying, nameError } from './catalogue.ts'
import { backOff, claim, MOST_TRIES, putOff } from './lanes.ts'
import type { HandBack } from './look-up.ts'
import { settleBroken } from './settle.ts'
import { attemptByID } from './storage.ts'
import { together } from './together.ts'

/** Where even a pause can't be written, it is as long as after so many setbacks: some seconds. */
const UNWRITTEN = 3
const BROKEN = 'something broke here, and the log says what'
const LOG = cds.log('countersign/worker')

/** What breaks here before anything leaves is tried again after pauses that grow, and in the end a person decides. */
export class Setbacks {
  readonly #handBack: HandBack
  /** How many in a row, by attempt. */
  readonly #counts = new Map<string, number>()
  #ending = new AbortController()

  constructor(handBack: HandBack) {
    this.#handBack = handBack
  }

  start(): void {
    this.#ending = new AbortController()
  }

  /** Nobody goes on with what a pause is made for. */
  stop(): void {
    this.#ending.abort()
  }

  /** Nothing broke this time. */
  over(attemptID: string): void {
    this.#counts.delete(attemptID)
  }

  /**
   * Has the attempt tried again after a pause, in which only its own lanes wait. A database that is away is not its fault; all else counts. Where
   * not even that can be written, this resolves after the pause.
   * @throws where it can't be put before a person, either: it is tried again after the longest of pauses
   */
  async putOff(attemptID: string, error: unknown): Promise<void> {
    const isOurs = !isPassing(error)
    const count = this.#counts.get(attemptID) ?? 0
    LOG.error(`Attempt ${attemptID} broke${isOurs ? `, for the ${String(count + 1)}. time` : ', since the database is away'}`, error)
    const isFree = await together(() => putOff(attemptID, backOff(count))).catch((second: unknown) =>
      LOG.error(`Attempt ${attemptID} can not be put off`, second),
    )
    if (isFree === undefined) {
      await pause(backOff(UNWRITTEN), undefined, { ref: false, signal: this.#ending.signal }).catch(() => undefined)
      return
    }
    // Whoever has its turn, or has moved it on, sees to it.
    if (!isFree) this.#counts.delete(attemptID)
    else if (isOurs) this.#counts.set(attemptID, count + 1)
    if (isFree && isOurs && count >= MOST_TRIES) await this.#giveUp(attemptID)
  }

  async #giveUp(attemptID: string): Promise<void> {
    const attempt = await attemptByID(attemptID)
    const error = errorSaying('COUNTERSIGN/NOT_COMPOSED', `Not posted: ${BROKEN}`)
    if (attempt.status === 'waiting') {
      const isSettled = await settleBroken(attempt, error, await nameError(error))
      if (isSettled && attempt.verdict === 'hold') await this.#handBack({ ...attempt, erpCode: error.code, erpText: error.text })
    } else if (attempt.status === 'unknown' && (await together(() => claim(attemptID, 'unknown', 'unknown')))) {
      await this.#handBack(attempt, { state: 'impossible', reason: BROKEN })
    }
    this.#counts.delete(attemptID)
  }
}
