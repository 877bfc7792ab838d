import { text } from 'node:stream/consumers'
import { Readable } from 'node:stream'
import cds from '@sap/cds'
import { perDatabase, run, service } from './statement.ts'

type Row = Readonly<Record<string, unknown>>

/** What CDS says of a column. */
interface Element {
  readonly type?: string
  readonly default?: { readonly val?: unknown }
}

/**
 * INSERT of whole rows into `entity`, compiled once; bytes as Buffers. Keys aren't made, and nothing goes deep. A server gets them all in one statement; SQLite, which is only a call away,
 * each with its values: taking rows out of JSON again costs it more than storing them.
 */
export function insertion(entity: string): (rows: readonly Row[]) => Promise<void> {
  const compiled = perDatabase(() => compile(entity))
  return async (rows) => {
    if (rows.length === 0) return
    const { sql, fixed, encoding, columns } = await compiled()
    if (sql === undefined) await INSERT.into(entity).entries(rows as never)
    else if (columns === undefined) await run(sql, [...fixed, jsonOf(rows.map((row) => written(row, encoding)))], false)
    else
      for (const row of rows)
        await run(
          sql,
          Array.from(columns, ([name, element]) => bindable(row[name], element, encoding)),
          false,
        )
  }
}

async function compile(entity: string) {
  const elements = (cds.model?.definitions[entity] as { elements?: Record<string, Element> } | undefined)?.elements ?? {}
  const binary = Object.keys(elements).find((name) => elements[name]?.type === 'cds.LargeBinary')
  const row = binary === undefined ? {} : { [binary]: Readable.from([Buffer.from([0xff])], { objectMode: false }) }
  const { sql, entries } = service().cqn2sql(INSERT.into(entity).entries([row] as never))
  const [values = []] = entries ?? []
  const stream = values.at(-1)
  // HANA takes rows in another way: CAP's own.
  if (!(stream instanceof Readable)) return { sql: undefined, fixed: [], encoding: 'base64' as const }
  const encoding = (await text(stream)).includes('"ff"') ? ('hex' as const) : ('base64' as const)
  const [, head = '', names = ''] = /^(INSERT INTO \S+ )\(([^)]*)\)/.exec(sql) ?? []
  if (cds.db.kind !== 'sqlite' || names === '') return { sql, fixed: values.slice(0, -1), encoding }
  const columns = new Map(names.split(',').map((each) => [each.replaceAll('"', ''), elements[each.replaceAll('"', '')]]))
  return { sql: `${head}(${names}) VALUES (${Array.from(columns, () => '?').join(',')})`, fixed: [], encoding, columns }
}

/** As CAP hands JSON over, so that the database service sees to what its database can't hold. */
function jsonOf(rows: readonly Row[]): Readable {
  return Object.assign(Readable.from([JSON.stringify(rows)], { objectMode: false }), { type: 'json' })
}

function written(row: Row, encoding: BufferEncoding): Row {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Buffer.isBuffer(value) ? value.toString(encoding) : value]))
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

/** As CAP's own INSERT has it in the file. */
function bindable(value: unknown, element: Element | undefined, encoding: BufferEncoding): unknown {
  const given = value === undefined ? element?.default?.val : value
  if (given === undefined || given === null) return null
  if (typeof given === 'boolean') return given ? 1n : 0n
  // The driver takes every number for a fraction.
  if (typeof given === 'number') return Number.isSafeInteger(given) ? BigInt(given) : given
  if (typeof given === 'string') return element?.type === 'cds.Timestamp' && !MOMENT.test(given) ? new Date(given).toISOString() : given
  return Buffer.isBuffer(given) ? given.toString(encoding) : JSON.stringify(given)
}
