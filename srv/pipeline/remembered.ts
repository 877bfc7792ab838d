import { AsyncLocalStorage } from 'node:async_hooks'
import cds from '@sap/cds'

/**
 * What hardly ever changes and is asked for with every message: read now and then, and again as soon as this process changes it. What another
 * process changes counts a second later.
 */

/** Milliseconds after which it is read again beside the way, and those after which nobody gets it any more. */
const FRESH = 1000
const STALE = 3000

const apart = AsyncLocalStorage.snapshot()

interface Known<T> {
  readonly db: unknown
  readonly value: T
  readonly readAt: number
}

/**
 * @param read everything that stands in `entity`
 * @param stale milliseconds after which nobody gets it any more
 */
export function remembered<T>(entity: string, read: () => Promise<T>, stale = STALE): () => Promise<T> {
  let known: Known<T> | undefined
  let watched: unknown
  let isReading = false

  const forget = (): void => {
    known = undefined
  }
  const look = async (): Promise<T> => {
    if (watched !== cds.db) {
      watched = cds.db
      watch(entity, forget)
    }
    const [db, readAt] = [cds.db, performance.now()]
    const value = await read()
    known = { db, value, readAt }
    return value
  }
  return async () => {
    if (known?.db !== cds.db) return look()
    const age = performance.now() - known.readAt
    if (age > stale) return look()
    if (age > Math.min(FRESH, stale / 2) && !isReading) {
      isReading = true
      // Apart from any transaction: the one of a caller may come to nothing.
      apart(
        () =>
          void look()
            .catch(() => undefined)
            .finally(() => (isReading = false)),
      )
    }
    return known.value
  }
}

function watch(entity: string, forget: () => void): void {
  const db = cds.db as unknown as { after(events: readonly string[], entities: readonly string[], handler: () => void): void }
  db.after(['CREATE', 'INSERT', 'UPDATE', 'UPSERT', 'DELETE'], [entity, ...projectionsOn(entity)], () => {
    forget()
    // Whatever was read meanwhile may have been undone, or not been there for others yet.
    const context = cds.context as unknown as { on?: (event: 'done', handler: () => void) => void } | undefined
    context?.on?.('done', forget)
  })
}

interface Definition {
  readonly query?: { readonly SELECT?: { readonly from?: { readonly ref?: readonly unknown[] } } }
  readonly projection?: { readonly from?: { readonly ref?: readonly unknown[] } }
}

/** Whoever writes through a service names its projection. */
function projectionsOn(entity: string): string[] {
  const definitions = Object.entries((cds.model?.definitions ?? {}) as unknown as Readonly<Record<string, Definition>>)
  return definitions.flatMap(([name, { query, projection }]) => ((projection ?? query?.SELECT)?.from?.ref?.[0] === entity ? [name] : []))
}
