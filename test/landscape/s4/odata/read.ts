import type { Books } from '../books.ts'
import type { EntitySet, Property, Row, Service } from '../contract.ts'
import { refuse } from './errors.ts'
import type { Sql } from './filter.ts'
import { sortable, targetOf, wholeShape, type Options, type Shape } from './options.ts'
import { entityPath } from './url.ts'
import { valueToJson, valueToLiteral } from './values.ts'

/** What rendering needs to know: `root` is the service's URL as the client sees it. */
export interface View {
  readonly service: Service
  readonly books: Books
  readonly root: string
}

type Json = Record<string, unknown>

/** Rows of a set that equal `where` and pass the options, sorted by them and then by key. */
export function rowsOf(books: Books, set: EntitySet, where: Row, options: Pick<Options, 'filter' | 'orderBy' | 'top' | 'skip'>): Row[] {
  const { sql, parameters } = whereOf(where, options.filter)
  const order = [...options.orderBy, ...set.keys.map((each) => sortable(set, each))].join(', ')
  return ask(books, `SELECT * FROM "${set.name}"${sql} ORDER BY ${order} LIMIT ? OFFSET ?`, [
    ...parameters,
    options.top ?? -1,
    options.skip,
  ])
}

/** How many there are, regardless of paging. */
export function countOf(books: Books, set: EntitySet, where: Row, filter: Sql | undefined): number {
  const { sql, parameters } = whereOf(where, filter)
  return Number(ask(books, `SELECT COUNT(*) AS rows FROM "${set.name}"${sql}`, parameters)[0]?.rows)
}

function whereOf(where: Row, filter: Sql | undefined): { sql: string; parameters: Row[string][] } {
  const names = Object.keys(where)
  const conditions = [...names.map((each) => `"${each}" IS ?`), ...(filter ? [filter.sql] : [])]
  return {
    sql: conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '',
    parameters: [...names.map((each) => where[each] ?? null), ...(filter?.parameters ?? [])],
  }
}

function ask(books: Books, sql: string, parameters: readonly Row[string][]): Row[] {
  try {
    return books.all(sql, parameters)
  } catch (error) {
    // All names come from the model, so what the database refuses is a filter beyond its limits.
    if (error instanceof Error && /too (large|many|deep)|overflow/.test(error.message)) throw refuse.wrongQuery('The filter is too complex')
    throw error
  }
}

/** Equalities on the target of a navigation from this row. */
export function linkOf(set: EntitySet, row: Row, navigation: string): Row {
  const on = set.navigations.find((each) => each.name === navigation)?.on ?? {}
  return Object.fromEntries(Object.entries(on).map(([own, other]) => [other, row[own] ?? null]))
}

/**
 * An entity in V2 JSON: `__metadata`, properties, navigations expanded or deferred.
 * @param given rows to show for a navigation whatever the books hold (what a create handler wants seen in its 201)
 */
export function entityJson(view: View, set: EntitySet, row: Row, shape: Shape, given: Readonly<Record<string, readonly Row[]>> = {}): Json {
  const uri = `${view.root}/${entityPath(set, row)}`
  const tag = etagOf(set, row)
  const shows = (name: string): boolean => shape.select === undefined || shape.select.has(name)
  const json: Json = {
    __metadata: { id: uri, uri, type: `${view.service.namespace}.${set.type}`, ...(tag === undefined ? {} : { etag: tag }) },
  }
  for (const property of set.properties) {
    if (shows(property.name) || shows('*')) json[property.name] = valueToJson(property, row[property.name])
  }
  for (const { name, isMany } of set.navigations.filter((each) => shows(each.name))) {
    const inner = shape.expand.get(name)
    const rows = given[name]
    if (!inner && !rows) {
      json[name] = { __deferred: { uri: `${uri}/${name}` } }
      continue
    }
    const target = targetOf(view.service, set, name)
    const found = rows ?? rowsOf(view.books, target, linkOf(set, row, name), { orderBy: [], skip: 0 })
    const entities = found.map((each) => entityJson(view, target, each, inner ?? wholeShape))
    json[name] = isMany ? { results: entities } : (entities[0] ?? null)
  }
  return json
}

/** A value of a complex type in V2 JSON. */
export function complexJson(view: View, complex: { name: string; properties: readonly Property[] }, row: Row): Json {
  const values = complex.properties.map((each) => [each.name, valueToJson(each, row[each.name])] as const)
  return { __metadata: { type: `${view.service.namespace}.${complex.name}` }, ...Object.fromEntries(values) }
}

/** `W/"'20260114101500'"`; undefined where the set has no ETag. */
export function etagOf(set: EntitySet, row: Row): string | undefined {
  const property = set.properties.find((each) => each.name === set.etag)
  return property && `W/"${encodeURIComponent(valueToLiteral(property, row[property.name]))}"`
}
