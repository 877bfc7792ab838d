import express, { type ErrorRequestHandler, type Express } from 'express'
import { parse, stringify } from 'lossless-json'
import type { Books } from './books.ts'
import type { Row } from './contract.ts'
import type { FaultPlan } from './faults.ts'
import { locate, type Landscape } from './gateway.ts'
import { journalOf } from './journal.ts'
import { execute } from './odata/engine.ts'
import { errorAnswer } from './odata/errors.ts'

interface Simulation {
  readonly method?: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly user?: string
}

/**
 * The admin port of the landscape, JSON: health, simulate (a posting with all its rules, taken back), reset, documents, rows, faults, sessions.
 * `GET /admin/rows?set=locks&order=1000001` answers the rows that have these values, as a list.
 * @param fill seeds empty books
 */
export function admin(landscape: Promise<Landscape>, fill: (books: Books, seed: number) => void, startSeed: number): Express {
  const app = express()
  app.disable('x-powered-by')
  // Text, not JSON: a simulated body keeps its numbers digit by digit.
  app.use(express.text({ type: () => true, limit: '25mb' }))
  app.get('/admin/health', async (_request, response) => {
    await landscape
    response.json({ ready: true })
  })
  app.post('/admin/simulate', async (request, response) => {
    response.json(simulate(await landscape, parse(textOf(request.body)) as Simulation))
  })
  app.post('/admin/reset', async (request, response) => {
    const { books } = await landscape
    const { seed = startSeed } = JSON.parse(textOf(request.body)) as { seed?: number }
    books.transaction(() => {
      books.clear()
      fill(books, seed)
    })
    response.json({ seed })
  })
  app.get('/admin/documents', async (_request, response) => void response.json(documentsOf((await landscape).books)))
  app.get('/admin/rows', async (request, response) => {
    const { books } = await landscape
    const { set = '', ...where } = request.query as Record<string, string>
    const columns = books.has(set) ? books.all(`SELECT name FROM pragma_table_info('${set}')`).map((each) => each.name) : []
    const unknown = [set, ...Object.keys(where)].find((name) => name !== set && !columns.includes(name))
    if (columns.length === 0 || unknown !== undefined) throw new Error(`The books have no ${[set, unknown].join('.')}`)
    response.json(books.find(set, where))
  })
  app.put('/admin/rows', async (request, response) => {
    const { books } = await landscape
    const { set, rows } = JSON.parse(textOf(request.body)) as { set: string; rows: Row[] }
    books.transaction(() => rows.forEach((row) => books.upsert(set, row)))
    response.json({ count: rows.length })
  })
  app.patch('/admin/rows', async (request, response) => {
    const { set, where, values } = JSON.parse(textOf(request.body)) as { set: string; where: Row; values: Row }
    response.json({ count: (await landscape).books.update(set, where, values) })
  })
  app.get('/admin/faults/happened', async (_request, response) => void response.json((await landscape).faults.happened))
  app.get('/admin/faults', async (_request, response) => void response.json((await landscape).faults.plan))
  app.put('/admin/faults', async (request, response) => {
    const { faults } = await landscape
    faults.plan = JSON.parse(textOf(request.body)) as FaultPlan
    response.json(faults.plan)
  })
  app.delete('/admin/sessions', async (_request, response) => {
    const { sessions } = await landscape
    sessions.clear()
    response.status(204).end()
  })
  app.use(failed)
  return app
}

function simulate(
  { services, books }: Landscape,
  { method = 'POST', path, headers = {}, body, user = 'COUNTERSIGN' }: Simulation,
): { status: number; body: unknown } {
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  const bytes = Buffer.from(typeof body === 'string' ? body : body === undefined ? '' : (stringify(body) ?? ''))
  const answer = books.transaction(() => {
    try {
      const { service, root, path: below, query } = locate(services, path)
      const call = { service, books, user, root: `http://localhost${root}`, now: new Date() }
      return execute(call, { method, path: below, query, headers: lower, body: bytes })
    } catch (error) {
      return errorAnswer(error, '', false)
    }
  }, false)
  const isJson = answer.headers['content-type']?.includes('json') === true
  return { status: answer.status, body: isJson ? (JSON.parse(answer.body) as unknown) : answer.body }
}

/** What is in the books, in words that tests compare: confirmations and material documents, with their place in the order of booking. */
function documentsOf(books: Books): { confirmations: object[]; materialDocuments: object[] } {
  const rows = (set: string): Row[] => (books.has(set) ? books.find(set) : [])
  const made = [...rows('ProdnOrdConfMatlDocItm'), ...rows('ProcOrdConfMatlDocItm')]
  const makers = new Map(made.map((each) => [documentKey(each), `${each.ConfirmationGroup}/${each.ConfirmationCount}`]))
  const items = Map.groupBy(rows('A_MaterialDocumentItem'), documentKey)
  return {
    confirmations: [...journalOf(books, 'ProdnOrdConf2'), ...journalOf(books, 'ProcOrdConf2')].map(({ row, position }) => ({
      position,
      group: row.ConfirmationGroup,
      count: row.ConfirmationCount,
      order: row.OrderID,
      operation: row.OrderOperation,
      yield: row.ConfirmationYieldQuantity,
      externalKey: row.ExternalSystemConfirmation,
      isReversal: Boolean(row.IsReversal),
      isReversed: Boolean(row.IsReversed),
    })),
    materialDocuments: journalOf(books, 'A_MaterialDocumentHeader').map(({ row, position }) => ({
      position,
      year: row.MaterialDocumentYear,
      number: row.MaterialDocument,
      referenceDocument: row.ReferenceDocument,
      headerText: row.MaterialDocumentHeaderText,
      confirmation: makers.get(documentKey(row)),
      items: (items.get(documentKey(row)) ?? []).map(itemOf),
    })),
  }
}

const documentKey = (row: Row): string => `${row.MaterialDocumentYear}/${row.MaterialDocument}`

function itemOf(row: Row): object {
  return {
    material: row.Material,
    movementType: row.GoodsMovementType,
    quantity: row.QuantityInEntryUnit,
    unit: row.EntryUnit,
    order: row.ManufacturingOrder,
    plant: row.Plant,
    storageLocation: row.StorageLocation,
    batch: row.Batch,
  }
}

const textOf = (body: unknown): string => (typeof body === 'string' && body !== '' ? body : '{}')

const failed: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
  response.status(400).json({ error: error instanceof Error ? error.message : String(error) })
}
