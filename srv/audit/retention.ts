import { setTimeout as pause } from 'node:timers/promises'
import cds from '@sap/cds'
import { SyncAttempts } from '#cds-models/countersign'
import { DecisionError } from '../domain/person.ts'
import { ENDED, erasePayload } from './erase.ts'
import { ITSELF } from './log.ts'
import { Rounds } from './rounds.ts'

const LOG = cds.log('countersign/audit')
const HOUR = 3_600_000
const DAY = 24 * HOUR
const BATCH = 50

/**
 * Erases payloads whose time has come: `countersign.retention.days` after a message was done with. None configured, none erased. Looks once an
 * hour; any number of processes may run one.
 */
export class Retention {
  readonly #days: number | undefined
  readonly #every: number
  readonly #rounds = new Rounds(async (signal) => {
    await this.erase(signal).catch((error: unknown) => LOG.error('Payloads could not be erased, which is tried again:', error))
    return this.#every
  })

  constructor({ days = configured(), every = HOUR }: { readonly days?: number | undefined; readonly every?: number } = {}) {
    this.#days = days
    this.#every = every
  }

  start(): void {
    if (this.#days !== undefined) this.#rounds.start()
  }

  async stop(): Promise<void> {
    await this.#rounds.stop()
  }

  /** Erases all whose time has come now, each in a transaction of its own. @returns how many */
  async erase(signal?: AbortSignal): Promise<number> {
    if (this.#days === undefined) return 0
    const before = new Date(Date.now() - this.#days * DAY).toISOString()
    let erased = 0
    for (let after = ''; !signal?.aborted;) {
      const rows = await due(before, after)
      for (const { ID } of rows) erased += (await this.#eraseOne(ID)) ? 1 : 0
      const last = rows.at(-1)?.finishedAt
      if (rows.length < BATCH || last === undefined || last === after) return erased
      after = last
      await pause(0)
    }
    return erased
  }

  async #eraseOne(ID: string): Promise<boolean> {
    try {
      await cds.tx({ user: new cds.User('countersign') } as never, () =>
        erasePayload(ID, ITSELF, `Kept for ${this.#days ?? 0} days after it was done with`),
      )
      return true
    } catch (error) {
      // A person still has to do with it, or another process was faster.
      if (error instanceof DecisionError) return false
      throw error
    }
  }
}

async function due(before: string, after: string): Promise<{ ID: string; finishedAt: string }[]> {
  const finishedAt = after === '' ? { '<': before } : { '>=': after, '<': before }
  const rows = SELECT.from(SyncAttempts)
    .columns('ID', 'finishedAt')
    .where({ erasedAt: null, finishedAt, status: { in: ENDED as unknown as never } } as never)
  return (await rows.orderBy('finishedAt').limit(BATCH)) as { ID: string; finishedAt: string }[]
}

function configured(): number | undefined {
  const { days } = (cds.env as unknown as { countersign?: { retention?: { days?: number | string } } }).countersign?.retention ?? {}
  return days === undefined || days === '' ? undefined : Number(days)
}
