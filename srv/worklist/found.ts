import type { Request } from '@sap/cds'
import { Suggestions } from '#cds-models/countersign'
import type { Select, Token } from '../database/cqn.ts'

/**
 * Lists of suggestions show what stands in other tables, too; neither to count them nor to find the next thirty that need be looked up. Where filter and
 * order speak of suggestions and their messages alone, as those of the tabs do, both are done by indexes.
 */

/** Answers what `next` does, found by a query of its own; so is the number of all rows, where that is asked for. */
export async function findAlone<T>(req: Request, next: () => T): Promise<Awaited<T>> {
  const { SELECT: select } = req.query as unknown as { SELECT: Select }
  if (!isPlain(select)) return await next()
  if (isCount(select.columns)) return [{ $count: await countOf(select.where) }] as Awaited<T>
  const { where, count, limit } = select
  const rows = limit?.rows?.val
  const from = limit?.offset?.val ?? 0
  const IDs = rows !== undefined && select.orderBy && isOfSuggestions(select.orderBy) ? await page(select, rows, from) : undefined
  if (!IDs && !count) return await next()
  select.count = false
  if (IDs) {
    select.where = [{ ref: ['ID'] }, 'in', { list: IDs.length > 0 ? IDs : [{ val: null }] }]
    select.limit = { rows: { val: rows } }
  }
  const found = await next()
  // Whoever links to the next page goes by what was asked for.
  Object.assign(select, { where, limit, count })
  // A page that isn't full is the last.
  const isLast = IDs && rows !== undefined && IDs.length < rows && (IDs.length > 0 || from === 0)
  if (count) (found as { $count?: number }).$count = isLast ? from + IDs.length : await countOf(where)
  return found
}

/** IDs of so many rows after the first `from`. */
async function page({ where, orderBy }: Select, rows: number, from: number): Promise<{ val: string | undefined }[]> {
  const query = SELECT.from(Suggestions)
    .columns('ID')
    .orderBy(...((orderBy ?? []) as never[]))
    .limit(rows, from)
  const found = await (where ? query.where(where as never) : query)
  return found.map(({ ID }) => ({ val: ID }))
}

async function countOf(where: Select['where']): Promise<number> {
  const query = SELECT.one.from(Suggestions).columns('count(1) as total' as never)
  const { total } = (await (where ? query.where(where as never) : query)) as unknown as { total: number | string }
  return Number(total)
}

function isCount(columns: readonly Token[] | undefined): boolean {
  const [only, ...more] = columns ?? []
  return typeof only === 'object' && only.func === 'count' && more.length === 0
}

function isPlain({ from, where, search }: Select): boolean {
  return from.ref?.length === 1 && typeof from.ref[0] === 'string' && search === undefined && isOfSuggestions(where ?? [])
}

/** Whether nothing but elements of suggestions and their associations is spoken of. */
function isOfSuggestions(tokens: readonly Token[]): boolean {
  const { elements } = Suggestions as unknown as { readonly elements: Readonly<Record<string, unknown>> }
  return tokens.every((token) => {
    if (typeof token === 'string') return true
    if (token.SELECT !== undefined || token.list !== undefined) return false
    const [first] = token.ref ?? []
    if (token.ref !== undefined && !(typeof first === 'string' && first in elements)) return false
    return isOfSuggestions([...(token.args ?? []), ...(token.xpr ?? [])])
  })
}
