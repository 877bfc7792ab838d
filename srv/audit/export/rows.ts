import { setImmediate as turn } from 'node:timers/promises'
import cds from '@sap/cds'

/** More are not exported at once; the last line says so. */
const MOST_ROWS = 100_000
const PAGE = 250
const ENTITY = 'AuditService.AuditLog'

/** Columns of the export, in order, as paths from an entry. */
const COLUMNS = [
  'sequence',
  'leaf.position',
  'leaf.seal_number',
  'at',
  'actor',
  'role',
  'action',
  'attemptNumber',
  'plant',
  'order',
  'status',
  'decision',
  'reason',
  'erpDocument',
  'modelVersion',
  'policyVersion',
  'inputReference',
  'inputHash',
  'suggestion_ID',
  'ID',
  'details',
] as const

const NUMBERS: ReadonlySet<string> = new Set(['sequence', 'leaf.position', 'leaf.seal_number', 'attemptNumber', 'policyVersion'])

/** Values in the order of the columns. */
export type Values = readonly (string | number | null)[]

/** What a list shows: conditions as CQN. */
export interface Filter {
  readonly where?: readonly unknown[]
  readonly search?: readonly unknown[]
}

/** The rows of a list, latest first, a page at a time; between two pages nothing is held open. */
export async function* pagesOf({ where = [], search }: Filter, most = MOST_ROWS): AsyncGenerator<readonly Values[]> {
  let before: number | undefined
  for (let left = most; left > 0;) {
    const rows = await pageOf(where, search, before, Math.min(PAGE, left))
    yield rows.map((row) => COLUMNS.map((name, index) => valueOf(name, row[`c${index}`])))
    left -= rows.length
    before = Number(rows.at(-1)?.c0)
    if (rows.length < PAGE) return
    // Others have their turn between two pages.
    await turn()
  }
  const rest = await pageOf(where, search, before, 1)
  if (rest.length > 0) yield [[`Only the latest ${most} entries are in this file: narrow the filter for the others.`]]
}

async function pageOf(
  where: readonly unknown[],
  search: readonly unknown[] | undefined,
  before: number | undefined,
  rows: number,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const cursor = before === undefined ? [] : [{ ref: ['sequence'] }, '<', { val: before }]
  const both = where.length > 0 && cursor.length > 0 ? [{ xpr: where }, 'and', ...cursor] : [...where, ...cursor]
  const query = {
    SELECT: {
      from: { ref: [ENTITY] },
      columns: COLUMNS.map((path, index) => ({ ref: path.split('.'), as: `c${index}` })),
      ...(both.length > 0 ? { where: both } : {}),
      ...(search ? { search } : {}),
      orderBy: [{ ref: ['sequence'], sort: 'desc' }],
      limit: { rows: { val: rows } },
    },
  }
  // A transaction of its own: the one of the request would stay open until the last byte is sent.
  return await cds.tx({ user: cds.User.privileged } as never, () => cds.db.run(query as never) as Promise<never>)
}

/** Some answers give large whole numbers as text. */
function valueOf(name: (typeof COLUMNS)[number], value: unknown): string | number | null {
  if (value === null || value === undefined) return null
  return NUMBERS.has(name) ? Number(value) : (value as string | number)
}

/** What people call the columns. */
export function titlesOf(locale: string): string[] {
  const { elements = {} } = cds.model?.definitions[ENTITY] as unknown as { elements?: Record<string, object> }
  const { labels } = (cds as unknown as { i18n: { labels: { at: (of: object, locale: string) => string | undefined } } }).i18n
  return COLUMNS.map((path) => {
    const [first = '', second] = path.split('.')
    const element = second === undefined ? elements[first] : elementOf(second)
    return (element && labels.at(element, locale)) ?? path
  })
}

function elementOf(name: string): object | undefined {
  const { elements = {} } = cds.model?.definitions['AuditService.AuditLeaves'] as unknown as { elements?: Record<string, object> }
  return elements[name]
}
