import type { Request } from '@sap/cds'

/** What a query asks for, as far as rows that are in no table can answer it. */
interface Asked {
  readonly one?: boolean
  readonly columns?: readonly unknown[]
  readonly limit?: { readonly rows?: { readonly val: number }; readonly offset?: { readonly val: number } }
}

/** Answers a reading of rows that are in no table: the one that `data` gives the keys of, how many they are, or a page of them. */
export function answered<T extends object>(req: Request, rows: readonly T[]): T[] | T | null {
  const { one, columns, limit } = (req.query as { SELECT?: Asked }).SELECT ?? {}
  if (one) {
    const keys = Object.entries(req.data as object)
    return rows.find((row) => keys.every(([name, value]) => (row as Record<string, unknown>)[name] === value)) ?? null
  }
  const count = { $count: rows.length }
  if (columns?.length === 1 && isCount(columns[0])) return [count as unknown as T]
  const from = limit?.offset?.val ?? 0
  return Object.assign(rows.slice(from, limit?.rows ? from + limit.rows.val : undefined), count)
}

function isCount(column: unknown): boolean {
  return (column as { readonly func?: string }).func === 'count'
}

/** Does a reading ask for this element? What is computed here is in no row that the database answers. */
export function isAsked(req: Request, name: string): boolean {
  const { columns } = (req.query as { SELECT?: Asked }).SELECT ?? {}
  return columns?.some((column) => column === '*' || (column as { readonly ref?: readonly string[] }).ref?.[0] === name) ?? true
}

/** Rows that were read, whichever way they come. */
export function records(rows: unknown): Record<string, unknown>[] {
  return [rows ?? []].flat() as Record<string, unknown>[]
}
