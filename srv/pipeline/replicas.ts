import cds from '@sap/cds'
import { Replicas as Rows } from '#cds-models/countersign'
import type { Replicas } from '../erp/types.ts'
import { settings } from '../settings.ts'

const LOG = cds.log('countersign/replicas')

/** Seconds that a copy may be used, unless the settings say otherwise. */
const MAX_AGE = 3600

/** Milliseconds after a change in which what was read may still be the state before it. */
const UNSETTLED = 10_000

/** Milliseconds that this process trusts its memory: another one may have read anew, or forgotten. */
const LOOK_AGAIN = 30_000
const MOST_IN_MEMORY = 20_000

/** What the database has under a key: a copy, or nothing. */
interface Known {
  readonly copy: Awaited<ReturnType<Replicas['get']>>[number] | undefined
  readonly lookAgainAt: number
}

type Copy = Parameters<Replicas['put']>[0][number]

/**
 * Copies of the ERP's slowly changing data in Countersign's own database, shared by all its processes. `settings().replicas.maxAge`
 * (seconds) says how long one is used.
 */
export class KeptReplicas implements Replicas {
  readonly #memory = new Map<string, Known>()
  #pending = new Map<string, Copy>()
  #flushing: Promise<void> | undefined
  #sweepAt = 0
  readonly #forgotten = new Map<string, number>()

  /** From memory; what isn't there in one SELECT. Never rejects: what can't be read here is read from the ERP. */
  async get(keys: readonly string[]): ReturnType<Replicas['get']> {
    const now = performance.now()
    const unknown = keys.filter((key) => (this.#memory.get(key)?.lookAgainAt ?? 0) <= now)
    if (unknown.length > 0) await this.#look(unknown)
    const before = oldest()
    return keys.flatMap((key) => {
      const copy = this.#memory.get(key)?.copy
      return copy && copy.readAt >= before ? [copy] : []
    })
  }

  async #look(keys: readonly string[]): Promise<void> {
    try {
      const rows = await SELECT.from(Rows).where({ name: { in: [...keys] }, readAt: { '>=': oldest() } })
      const found = new Map(rows.map((row) => [row.name ?? '', row]))
      for (const key of keys) {
        const row = found.get(key)
        const content = row && contentOf(row.content)
        this.#remember(key, content === undefined ? undefined : { key, readAt: String(row?.readAt), content })
      }
    } catch (error) {
      LOG.warn('Replicas can not be read', error)
    }
  }

  /** @param copy undefined: there is none */
  #remember(key: string, copy: Known['copy']): void {
    if (this.#isForgotten(key)) return
    this.#memory.delete(key)
    this.#memory.set(key, { copy, lookAgainAt: performance.now() + LOOK_AGAIN })
    for (const eldest of this.#memory.keys()) {
      if (this.#memory.size <= MOST_IN_MEMORY) break
      this.#memory.delete(eldest)
    }
  }

  /** Written with whatever else is put meanwhile, in one UPSERT and a transaction of its own; resolves when it's tried. Never rejects. */
  put(copies: readonly Copy[]): Promise<void> {
    const readAt = new Date().toISOString()
    for (const copy of copies) {
      if (this.#isForgotten(copy.key)) continue
      this.#pending.set(copy.key, copy)
      this.#remember(copy.key, { ...copy, readAt })
    }
    this.#flushing ??= this.#flush()
    return this.#flushing
  }

  /**
   * Forgets copies and all below them: `product/FG126` takes `product/FG126/1710` along, `order` all orders. What is being read at this
   * moment isn't kept either. Rejects when the database can't be reached.
   */
  async forget(keys: string | readonly string[]): Promise<void> {
    const forgotten = [...new Set([keys].flat())]
    for (const key of forgotten) {
      this.#forgotten.set(key, performance.now())
      for (const name of this.#pending.keys()) if (isBelow(name, key)) this.#pending.delete(name)
      for (const name of this.#memory.keys()) if (isBelow(name, key)) this.#memory.delete(name)
    }
    await cds.tx(async () => {
      for (const key of forgotten) await DELETE.from(Rows).where`name = ${key} or startswith(name, ${`${key}/`})`
    })
  }

  async #flush(): Promise<void> {
    // What is put in the same turn travels together.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.#pending.size > 0) {
      const copies = [...this.#pending.values()]
      this.#pending = new Map()
      const readAt = new Date().toISOString()
      const entries = copies.map(({ key, content }) => ({ name: key, readAt, content: JSON.stringify(content) }))
      try {
        await cds.tx(async () => {
          await this.#sweep()
          await UPSERT.into(Rows).entries(entries)
        })
      } catch (error) {
        LOG.warn(`${entries.length} replicas can not be kept`, error)
      }
    }
    this.#flushing = undefined
  }

  /** Finished orders are never asked for again: what is too old to be used goes, now and then. */
  async #sweep(): Promise<void> {
    if (performance.now() < this.#sweepAt) return
    this.#sweepAt = performance.now() + maxAge() * 1000
    await DELETE.from(Rows).where({ readAt: { '<': oldest() } })
  }

  #isForgotten(name: string): boolean {
    for (const [key, at] of this.#forgotten) {
      if (performance.now() - at > UNSETTLED) this.#forgotten.delete(key)
      else if (isBelow(name, key)) return true
    }
    return false
  }
}

function maxAge(): number {
  return settings().replicas?.maxAge ?? MAX_AGE
}

/** The oldest moment that a usable copy may be from. */
function oldest(): string {
  return new Date(Date.now() - maxAge() * 1000).toISOString()
}

function isBelow(name: string, key: string): boolean {
  return name === key || name.startsWith(`${key}/`)
}

function contentOf(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}
