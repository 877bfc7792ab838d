import { Router, type ErrorRequestHandler, type Response } from 'express'
import type { Books } from '../books.ts'
import type { EntitySet, Property, Row } from '../contract.ts'
import { workCenterCostCenters, workCenterHeaders } from '../model/sets/work-center.ts'
import { GatewayError, refuse } from '../odata/errors.ts'
import { filterToSql, type Sql } from '../odata/filter.ts'
import { sortable } from '../odata/options.ts'
import { countOf, rowsOf } from '../odata/read.ts'

/** Root of the service, from the root of the server. */
export const WORK_CENTERS = '/sap/opu/odata4/sap/api_work_center/srvd_a2x/sap/workcenter/0001'

const SETS: readonly EntitySet[] = [workCenterHeaders, workCenterCostCenters]
const OPTIONS = new Set(['$filter', '$select', '$orderby', '$top', '$skip', '$count', '$format', 'sap-client', 'sap-language'])

type MaybeLater = Books | Promise<Books>

/**
 * The work centre service, OData V4, read only: service document, sets with `$filter`, `$select`, `$orderby`, `$top`, `$skip`, `$count`, and rows by their key.
 * To be mounted at the root of the server, behind its sign-in. Metadata isn't served.
 * @param books may be opened later than the server
 */
export function workCenters(books: MaybeLater | (() => MaybeLater)): Router {
  const opened = (): MaybeLater => (typeof books === 'function' ? books() : books)
  const router = Router()
  router.get(WORK_CENTERS, (_request, response) => {
    answer(response, { '@odata.context': '$metadata', value: SETS.map(({ name }) => ({ name, url: name })) })
  })
  router.get(`${WORK_CENTERS}/:resource`, async (request, response) => {
    const query = new URLSearchParams(request.originalUrl.split('?')[1] ?? '')
    const { name, predicate } = resourceOf(request.params.resource)
    const set = SETS.find((each) => each.name === name)
    if (!set) throw refuse.unknownSegment(name)
    const select = query.get('$select')?.split(',')
    const shown = (row: Row): Row => entityOf(set, row, select)
    const filter = filterOf(set, predicate ?? query.get('$filter'), predicate !== undefined)
    const rows = read(await opened(), set, query, filter)
    const context = `$metadata#${set.name}`
    if (predicate === undefined) {
      const count = query.get('$count') === 'true' ? { '@odata.count': countOf(await opened(), set, {}, filter) } : {}
      answer(response, { '@odata.context': context, ...count, value: rows.map(shown) })
    } else {
      const row = rows[0]
      if (!row) throw refuse.noSuchEntity(set.type)
      answer(response, { '@odata.context': `${context}/$entity`, ...shown(row) })
    }
  })
  router.use(WORK_CENTERS, failed)
  return router
}

function resourceOf(text: string): { name: string; predicate?: string } {
  const [, name = text, predicate] = /^(\w+)\((.*)\)$/.exec(text) ?? []
  return predicate === undefined ? { name } : { name, predicate }
}

function read(books: Books, set: EntitySet, query: URLSearchParams, filter: Sql | undefined): Row[] {
  const unknown = [...query.keys()].find((each) => !OPTIONS.has(each))
  if (unknown !== undefined) throw refuse.wrongQuery(`Query option '${unknown}' is not supported`, unknown)
  const top = numberOf(query, '$top')
  return rowsOf(
    books,
    set,
    {},
    {
      ...(filter && { filter }),
      ...(top !== undefined && { top }),
      orderBy:
        query
          .get('$orderby')
          ?.split(',')
          .map((each) => orderOf(set, each)) ?? [],
      skip: numberOf(query, '$skip') ?? 0,
    },
  )
}

/** Of a key, only its separators differ from a condition. */
function filterOf(set: EntitySet, text: string | null, isKey: boolean): Sql | undefined {
  if (!text) return undefined
  const condition = isKey ? text.replaceAll('=', ' eq ').replaceAll(',', ' and ') : text
  return filterToSql(set, inV2(condition))
}

/** Days stand bare in V4; all else that is understood here reads the same in both versions. */
function inV2(filter: string): string {
  return filter.replace(/'(?:[^']|'')*'|\b\d{4}-\d{2}-\d{2}\b/g, (part) => (part.startsWith("'") ? part : `datetime'${part}T00:00:00'`))
}

function orderOf(set: EntitySet, text: string): string {
  const [name = '', direction = 'asc'] = text.trim().split(/\s+/)
  if (!set.properties.some((each) => each.name === name)) throw refuse.unknownProperty(name)
  return `${sortable(set, name)} ${direction === 'desc' ? 'DESC' : 'ASC'}`
}

function numberOf(query: URLSearchParams, option: string): number | undefined {
  const text = query.get(option)
  if (text === null) return undefined
  if (!/^\d+$/.test(text)) throw refuse.wrongQuery(`${option} must be a whole number`, option)
  return Number(text)
}

function entityOf(set: EntitySet, row: Row, select: readonly string[] | undefined): Row {
  const unknown = select?.find((each) => !set.properties.some(({ name }) => name === each.trim()))
  if (unknown !== undefined) throw refuse.unknownProperty(unknown)
  const properties = set.properties.filter((each) => select?.some((name) => name.trim() === each.name) ?? true)
  return Object.fromEntries(properties.map((each) => [each.name, valueOf(each, row)]))
}

function valueOf({ name, type }: Property, row: Row): Row[string] {
  const value = row[name] ?? null
  if (type === 'Edm.Boolean') return Boolean(value)
  return type === 'Edm.DateTime' && value !== null ? String(value).slice(0, 10) : value
}

function answer(response: Response, body: object, status = 200): void {
  response.status(status).setHeader('odata-version', '4.0')
  response.type('application/json;odata.metadata=minimal').send(Buffer.from(JSON.stringify(body)))
}

const failed: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (!(error instanceof GatewayError)) {
    next(error)
    return
  }
  answer(response, { error: { code: error.code, message: error.message, target: error.target || undefined, details: [] } }, error.status)
}
