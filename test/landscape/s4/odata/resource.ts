import type { Books } from '../books.ts'
import type { EntitySet, Property, Row, Service } from '../contract.ts'
import { refuse } from './errors.ts'
import { linkOf } from './read.ts'
import { keyOf, type Segment } from './url.ts'

/** What a path leads to. */
export type Resource =
  | { readonly kind: 'collection'; readonly set: EntitySet; readonly where: Row }
  | { readonly kind: 'count'; readonly set: EntitySet; readonly where: Row }
  | { readonly kind: 'entity'; readonly set: EntitySet; readonly row: Row }
  | { readonly kind: 'property'; readonly set: EntitySet; readonly row: Row; readonly property: Property; readonly isRaw: boolean }

/**
 * Follows a path from an entity set on: `Set`, `Set(key)`, `Set(key)/navigation(key)/…`, `…/$count`, `…/Property/$value`.
 * Throws a 404 for a segment that doesn't exist and for an entity that isn't there, a 400 for a key that isn't one.
 */
export function resolve(service: Service, books: Books, segments: readonly Segment[]): Resource {
  const [first, ...rest] = segments
  const set = service.sets.find((each) => each.name === first?.name)
  if (!first || !set) throw refuse.unknownSegment(first?.name ?? '')
  return rest.reduce((resource: Resource, segment) => step(service, books, resource, segment), start(books, set, {}, first))
}

function start(books: Books, set: EntitySet, where: Row, { predicate }: Segment): Resource {
  if (predicate === undefined || predicate.trim() === '') return { kind: 'collection', set, where }
  return found(books, set, { ...keyOf(set, predicate), ...where })
}

function found(books: Books, set: EntitySet, where: Row): Resource {
  const row = books.one(set.name, where)
  if (!row) throw refuse.noSuchEntity(set.type)
  return { kind: 'entity', set, row }
}

function step(service: Service, books: Books, from: Resource, segment: Segment): Resource {
  const { name } = segment
  if (name === '$count' && from.kind === 'collection') return { ...from, kind: 'count' }
  if (name === '$value' && from.kind === 'property' && !from.isRaw) return { ...from, isRaw: true }
  if (from.kind !== 'entity') throw refuse.unknownSegment(name)
  const property = from.set.properties.find((each) => each.name === name)
  if (property) return { kind: 'property', set: from.set, row: from.row, property, isRaw: false }
  const navigation = from.set.navigations.find((each) => each.name === name)
  const target = service.sets.find((each) => each.name === navigation?.target)
  if (!navigation || !target) throw refuse.unknownSegment(name)
  const where = linkOf(from.set, from.row, name)
  return navigation.isMany ? start(books, target, where, segment) : found(books, target, where)
}
