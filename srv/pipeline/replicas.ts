import cds from '@sap/cds'
import { Replicas as Rows } from '#cds-models/countersign'
import type { Replicas } from '../erp/types.ts'
import { settings } from '../settings.ts'

const LOG = cds.log('countersign/replicas')

/** Seconds that a copy may be used, unless the settings say otherwise. */
const MAX_AGE = 3600

/** Milliseconds after a change in which what was read may still be the state before it. */
const UNSETTLED = 10_000

type Copy = Parameters<Replicas['put']>[0][number]

/**
 * Copies of the ERP's slowly changing data in Countersign's own database, shared by all its processes. `settings().replicas.maxAge`
 * (seconds) says how long one is used.
 */
export class KeptReplicas implements Replicas {
  #pending = new Map<string, Copy>()
  #flushing: Promise<void> | undefined
  #sweepAt = 0
  readonly #forgotten = new Map<string, number>()

  /** One SELECT. Never rejects: what can't be read here is read from the ERP. */
  async get(keys: readonly string[]): ReturnType<Replicas['get']> {
    if (keys.length === 0) return []
    try {
      const rows = await SELECT.from(Rows).where({ name: { in: [...keys] }, readAt: { '>=': oldest() } })
      return rows.flatMap((row) => {
        const content = contentOf(row.content)
        return content === undefined ? [] : [{ key: row.name ?? '', readAt: String(row.readAt), content }]
      })
    } catch (error) {
      LOG.warn('Replicas can not be read', error)
      return []
    }
  }

  /** Written with whatever else is put meanwhile, in one UPSERT and a transaction of its own; resolves when it's tried. Never rejects. */
  put(copies: readonly Copy[]): Promise<void> {
    for (const copy of copies) if (!this.#isForgotten(copy.key)) this.#pending.set(copy.key, copy)
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
      this.#forgotten.set(key, Date.now())
      for (const name of this.#pending.keys()) if (isBelow(name, key)) this.#pending.delete(name)
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
    if (Date.now() < this.#sweepAt) return
    this.#sweepAt = Date.now() + maxAge() * 1000
    await DELETE.from(Rows).where({ readAt: { '<': oldest() } })
  }

  #isForgotten(name: string): boolean {
    for (const [key, at] of this.#forgotten) {
      if (Date.now() - at > UNSETTLED) this.#forgotten.delete(key)
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
