import cds from '@sap/cds'

/**
 * CQL that every message runs, compiled once: making SQL of it costs several times what running it does. The SQL is CAP's own for the database in
 * use; handlers on the database service don't see these statements.
 */

interface Compiled {
  readonly sql: string
  readonly values: readonly unknown[]
}

/** What CAP's types leave out of its database services. */
interface SqlService {
  readonly kind?: string
  cqn2sql(query: object): { readonly sql: string; readonly values?: unknown[]; readonly entries?: unknown[][] }
  infer(query: object): unknown
}

/** Of CAP, bound to one connection. */
interface Transaction {
  /** Pending until it is begun. */
  readonly ready?: unknown
  prepare(sql: string): PreparedStatement | Promise<PreparedStatement>
}
interface PreparedStatement {
  all(values: readonly unknown[]): unknown
  run(values: readonly unknown[]): unknown
}

const SQL = cds.log('sql') as { readonly _debug?: boolean }

/** Stands for a parameter while a statement is compiled; no text that anybody writes begins so. */
const MARK = '\u0000:'

type Params<P extends string> = Readonly<Record<P, unknown>>

/**
 * An UPDATE or DELETE with named parameters in place of values, for any number of runs within open transactions. Values that aren't parameters
 * stay as they are; true and false can only stand so.
 * @returns what runs it, and answers how many rows it has changed
 */
export function change<P extends string>(make: (param: Readonly<Record<P, string>>) => object): (params: Params<P>) => Promise<number> {
  const compiled = perDatabase(() => compile(make))
  return async (params) => {
    const { sql, values } = compiled()
    const { changes } = (await run(sql, bound(values, params), false)) as { changes: number | bigint }
    return Number(changes)
  }
}

/** The same for a SELECT of plain elements; answers its rows as CAP would. */
export function query<P extends string, R>(make: (param: Readonly<Record<P, string>>) => object): (params: Params<P>) => Promise<R[]> {
  const compiled = perDatabase(() =>
    compile((param: Readonly<Record<P, string>>) => {
      const select = make(param) as { SELECT: { expand?: string } }
      service().infer(select)
      select.SELECT.expand = 'root'
      return select
    }),
  )
  return async (params) => {
    const { sql, values } = compiled()
    const rows = (await run(sql, bound(values, params), true)) as { _json_: string | R }[]
    return rows.map(({ _json_ }) => (typeof _json_ === 'string' ? (JSON.parse(_json_) as R) : _json_))
  }
}

function compile<P extends string>(make: (param: Readonly<Record<P, string>>) => object): Compiled {
  const param = new Proxy({} as Readonly<Record<P, string>>, { get: (_, name) => MARK + String(name) })
  const { sql, values = [] } = service().cqn2sql(make(param))
  return { sql, values }
}

function bound(values: readonly unknown[], params: Readonly<Record<string, unknown>>): unknown[] {
  return values.map((value) => (typeof value === 'string' && value.startsWith(MARK) ? params[value.slice(MARK.length)] : value))
}

/** Made anew where a test has opened another database. */
export function perDatabase<T>(make: () => T): () => T {
  let made: { readonly db: unknown; readonly value: T } | undefined
  return () => {
    if (made?.db !== cds.db) made = { db: cds.db, value: make() }
    return made.value
  }
}

/** Straight on the connection of the open transaction: on the way through CAP's events a statement would cost several times what it does. */
export async function run(sql: string, values: readonly unknown[], isReading: boolean): Promise<unknown> {
  const { context } = (cds.context ?? {}) as { context?: { transactions?: Map<unknown, Transaction> } }
  const transaction = context?.transactions?.get(cds.db)
  // One that isn't begun yet, or has ended, is CAP's business; so is what developers want to see.
  if (!(transaction?.ready instanceof Promise) || SQL._debug) return cds.run(sql, values as never)
  await transaction.ready
  const prepared = await transaction.prepare(sql)
  return isReading ? prepared.all(values) : prepared.run(values)
}

/** Outside of any request: CAP asks its context for a language. */
export function service(): SqlService {
  return Object.create(cds.db, { context: { value: {} } }) as SqlService
}
