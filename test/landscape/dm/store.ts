import { BLANK, KEYS } from './blank.ts'
import type { SetName, Sets } from './sets.ts'

/** All that the local DM knows, in memory. Rows that it answers are its own: who changes one changes the store. */
export class Store {
  #rows = empty()

  clear(): void {
    this.#rows = empty()
  }

  find<S extends SetName>(set: S, where: Partial<Sets[S]> = {}): Sets[S][] {
    return [...this.#rows[set].values()].filter((row) => matches(row, where))
  }

  one<S extends SetName>(set: S, where: Partial<Sets[S]>): Sets[S] | undefined {
    return this.find(set, where)[0]
  }

  /** A row with the same keys gets these values, or a new one comes to be, with the set's defaults for the rest. */
  upsert<S extends SetName>(set: S, values: Partial<Sets[S]>): Sets[S] {
    const rows: Map<string, Sets[S]> = this.#rows[set]
    const key = keyOf(set, values)
    const row = rows.get(key)
    if (row) return Object.assign(row, values)
    const made = { ...structuredClone(BLANK[set]), ...values }
    rows.set(key, made)
    return made
  }

  /** How many rows got these values. */
  update<S extends SetName>(set: S, where: Partial<Sets[S]>, values: Partial<Sets[S]>): number {
    const found = this.find(set, where)
    for (const row of found) {
      const before = keyOf(set, row)
      Object.assign(row, values)
      const rows: Map<string, Sets[S]> = this.#rows[set]
      if (keyOf(set, row) !== before) rows.delete(before)
      rows.set(keyOf(set, row), row)
    }
    return found.length
  }

  /** How many rows are gone. */
  remove<S extends SetName>(set: S, where: Partial<Sets[S]>): number {
    const found = this.find(set, where)
    for (const row of found) this.#rows[set].delete(keyOf(set, row))
    return found.length
  }
}

export function isSet(name: unknown): name is SetName {
  return typeof name === 'string' && Object.hasOwn(KEYS, name)
}

/** What is wrong with values that somebody wants to store; undefined when nothing is. */
export function complaintAbout(set: SetName, values: unknown, needsKeys: boolean): string | undefined {
  if (typeof values !== 'object' || values === null || Array.isArray(values)) return `A row of ${set} is an object`
  const blank: Readonly<Record<string, unknown>> = { ...BLANK[set] }
  const given: Readonly<Record<string, unknown>> = { ...values }
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(blank, name))
  if (unknown !== undefined) return `${set} has no field ${unknown}; it has ${Object.keys(blank).join(', ')}`
  const wrong = Object.keys(given).find(
    (name) => typeof given[name] !== typeof blank[name] || Array.isArray(given[name]) !== Array.isArray(blank[name]),
  )
  if (wrong !== undefined) return `Field ${wrong} of ${set} is of another type`
  const missing = needsKeys ? KEYS[set].find((name) => !given[name]) : undefined
  return missing === undefined ? undefined : `A row of ${set} needs ${missing}`
}

function keyOf<S extends SetName>(set: S, row: Partial<Sets[S]>): string {
  return JSON.stringify(KEYS[set].map((name) => row[name]))
}

function matches<R extends object>(row: R, where: Partial<R>): boolean {
  return (Object.keys(where) as (keyof R)[]).every((name) => row[name] === where[name])
}

function empty(): { readonly [S in SetName]: Map<string, Sets[S]> } {
  return Object.fromEntries(Object.keys(KEYS).map((set) => [set, new Map()])) as unknown as {
    readonly [S in SetName]: Map<string, Sets[S]>
  }
}
