import type { EntitySet, Service } from '../contract.ts'
import { refuse } from './errors.ts'
import { filterToSql, type Sql } from './filter.ts'

/** Which properties and navigations of an entity are shown; `select` undefined: all. */
export interface Shape {
  readonly select: ReadonlySet<string> | undefined
  readonly expand: ReadonlyMap<string, Shape>
}

/** The system query options, checked against the set. */
export interface Options {
  readonly shape: Shape
  readonly filter?: Sql
  readonly orderBy: readonly string[]
  readonly top?: number
  readonly skip: number
  readonly withCount: boolean
}

/** Everything, nothing expanded. */
export const wholeShape: Shape = { select: undefined, expand: new Map() }

const KNOWN = new Set(['$filter', '$select', '$expand', '$orderby', '$top', '$skip', '$inlinecount', '$format'])

/** Reads the system query options; what doesn't start with `$` is left alone, as the Gateway does. Throws a 400 for what it doesn't know. */
export function optionsOf(service: Service, set: EntitySet, query: URLSearchParams): Options {
  const unknown = [...query.keys()].find((each) => each.startsWith('$') && !KNOWN.has(each))
  if (unknown !== undefined) throw refuse.wrongQuery(`Invalid system query option '${unknown}'`, unknown)
  const filter = query.get('$filter')?.trim()
  const top = query.get('$top')
  const count = query.get('$inlinecount') ?? 'none'
  const format = query.get('$format') ?? 'json'
  if (!['allpages', 'none'].includes(count)) throw refuse.wrongQuery(`Invalid value '${count}' of $inlinecount`, '$inlinecount')
  if (!/^(application\/)?json/.test(format)) throw refuse.wrongContentType(format)
  return {
    shape: shapeOf(service, set, listOf(query.get('$select')), listOf(query.get('$expand'))),
    ...(filter ? { filter: filterToSql(set, filter) } : {}),
    orderBy: orderOf(set, listOf(query.get('$orderby'))),
    ...(top === null ? {} : { top: natural('$top', top) }),
    skip: natural('$skip', query.get('$skip') ?? '0'),
    withCount: count === 'allpages',
  }
}

/** Set that a navigation leads to; a 400 where there's no such navigation. */
export function targetOf(service: Service, set: EntitySet, name: string): EntitySet {
  const navigation = set.navigations.find((each) => each.name === name)
  const target = service.sets.find((each) => each.name === navigation?.target)
  if (!target) throw refuse.wrongQuery(`Property ${name} not found in type ${set.type}`, name)
  return target
}

function shapeOf(service: Service, set: EntitySet, selects: readonly string[], expands: readonly string[]): Shape {
  const names = [...new Set(expands.map((each) => headOf(each)))]
  for (const select of selects) {
    const isProperty = select === '*' || set.properties.some((each) => each.name === select)
    if (!isProperty) targetOf(service, set, headOf(select))
  }
  const expand = names.map((name) => {
    const inner = shapeOf(service, targetOf(service, set, name), tailsOf(selects, name), tailsOf(expands, name))
    // The whole navigation named beside one of its properties: all of it.
    return [name, selects.includes(name) ? { ...inner, select: undefined } : inner] as const
  })
  return { select: selects.length > 0 ? new Set(selects.map(headOf)) : undefined, expand: new Map(expand) }
}

const headOf = (path: string): string => path.split('/')[0] ?? ''
const tailsOf = (paths: readonly string[], head: string): string[] =>
  paths.filter((each) => each.startsWith(`${head}/`)).map((each) => each.slice(head.length + 1))

function orderOf(set: EntitySet, items: readonly string[]): string[] {
  return items.map((item) => {
    const [name = '', direction = 'asc', ...rest] = item.split(/\s+/)
    if (rest.length > 0 || !['asc', 'desc'].includes(direction)) throw refuse.wrongQuery(`Invalid $orderby '${item}'`, '$orderby')
    return `${sortable(set, name)} ${direction.toUpperCase()}`
  })
}

/** SQL that sorts a column as the ERP does: decimals by value, identifiers as if padded, moments by time. */
export function sortable(set: EntitySet, name: string): string {
  const property = set.properties.find((each) => each.name === name)
  if (!property) throw refuse.wrongQuery(`Property ${name} not found in type ${set.type}`, name)
  if (property.type === 'Edm.Decimal') return `decimal_number("${name}")`
  if (property.type === 'Edm.Time') return `seconds("${name}")`
  if (property.type === 'Edm.DateTime' || property.type === 'Edm.DateTimeOffset') return `instant("${name}")`
  if (property.alpha) return `padded("${name}")`
  return property.type === 'Edm.String' || property.type === 'Edm.Guid' ? `COALESCE("${name}", '')` : `COALESCE("${name}", 0)`
}

function listOf(text: string | null): string[] {
  const items = (text ?? '').split(',').map((each) => each.trim())
  return items.filter((each) => each !== '')
}

function natural(option: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw refuse.wrongQuery(`Invalid value '${text}' of ${option}`, option)
  return Number(text)
}
