import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { Person } from '../flow/people.ts'
import { type Product, startProduct } from '../flow/product.ts'
import { confirmation } from '../tools/faults/messages.ts'
import type { FaultOrder } from '../tools/faults/orders.ts'
import { booked, deliver, openOrders, report } from './desk.ts'

const HELD = 10_000
/** Milliseconds for any query of a page, on a machine that does other things as well. */
const WITHIN = 5000

/** What the pages ask for first. */
const PAGES: readonly (readonly [user: string, path: string])[] = [
  ...[0, 9000].map(
    (skip) =>
      [
        'planner',
        `worklist/Suggestions?$count=true&$filter=status eq 'proposed'&$orderby=createdAt desc&$skip=${skip}&$top=30&$expand=attempt($select=ID,number,plant,order,material,status),action($select=code,name)`,
      ] as const,
  ),
  [
    'supervisor',
    "worklist/Suggestions?$count=true&$filter=status eq 'proposed'&$orderby=createdAt desc&$top=30&$expand=attempt($select=ID,number)",
  ],
  ['planner', "worklist/Suggestions?$count=true&$filter=contains(attempt/order,'8000777')&$top=30&$expand=attempt($select=ID,order)"],
  ['planner', 'worklist/Orders?$top=30'],
  ['planner', 'worklist/Materials?$top=30'],
  ['planner', 'triage/Conflicts?$count=true&$top=30'],
  ['planner', 'triage/ConflictGroups?$count=true&$top=30'],
  ['planner', 'triage/QueueFigures'],
  ['planner', 'triage/PlantFigures'],
  ['planner', 'triage/Periods'],
  ['controller', 'audit/AuditLog?$count=true&$orderby=sequence desc&$top=30'],
]

describe(`${HELD} messages are held`, { timeout: 300_000 }, () => {
  let product: Product
  let orders: FaultOrder[]
  let data: string
  before(async () => {
    data = await mkdtemp(join(tmpdir(), 'countersign-held-'))
    product = await startProduct({ data })
    orders = await openOrders(product, 3)
    assert.ok(orders[0])
    const answer = await deliver(product, confirmation(orders[0], randomUUID(), '0010', 900_000, false))
    assert.equal(answer.status, 409, answer.text)
    await product.countersign.stop()
    multiply(join(data, 'countersign.sqlite'), HELD - 1)
    product = await product.restart()
  })
  after(async () => {
    await product.stop()
    await rm(data, { recursive: true, force: true })
  })

  test('every page answers, and soon', async () => {
    for (const [user, path] of PAGES) {
      const begun = performance.now()
      const rows = await new Person(product.url, user).read(path)
      const took = performance.now() - begun
      assert.ok(took < WITHIN, `${path} took ${took.toFixed(0)} ms`)
      assert.ok(rows.length > 0, path)
    }
  })

  test('a message that nothing is wrong with is posted as ever, and one that is held is decided as ever', async () => {
    const message = report(orders[1], 1)
    const begun = performance.now()
    assert.equal((await deliver(product, message)).status, 201)
    assert.ok(performance.now() - begun < WITHIN, `${performance.now() - begun} ms`)
    assert.deepEqual(await booked(product), [message.key])
    const planner = new Person(product.url, 'planner')
    const [item] = await planner.read<{ ID: string }>("worklist/Suggestions?$select=ID&$filter=status eq 'proposed'&$top=1")
    assert.equal(await planner.decide(item?.ID ?? '', 'rejectSuggestion', { reason: 'counted again' }), 200)
  })
})

type Row = Record<string, string | number | null | Uint8Array>

/** So many copies of the only attempt in the file and of what belongs to it, each of an order of its own. */
function multiply(file: string, count: number): void {
  const database = new DatabaseSync(file)
  const rows = (table: string): Row[] => database.prepare(`SELECT * FROM countersign_${table}`).all() as Row[]
  const prepared = new Map<string, StatementSync>()
  const insert = (table: string, row: Row): void => {
    const names = Object.keys(row)
    const columns = names.map((each) => `"${each}"`).join(', ')
    const statement =
      prepared.get(table) ?? database.prepare(`INSERT INTO countersign_${table} (${columns}) VALUES (${names.map(() => '?').join(', ')})`)
    prepared.set(table, statement)
    statement.run(...names.map((name) => row[name] ?? null))
  }
  const [attempt] = rows('SyncAttempts')
  const [suggestion] = rows('Suggestions')
  assert.ok(attempt && suggestion)
  const parts = ['AttemptItems', 'Conflicts', 'Cases'].map((table) => ({ table, rows: rows(table) }))
  const causes = rows('SuggestionCauses')
  database.exec('BEGIN')
  // Copies begin where the attempt stands, which none does by itself.
  const [trigger] = database.prepare(`SELECT sql FROM sqlite_schema WHERE name = 'countersign_SyncAttempts_begin'`).all()
  database.exec('DROP TRIGGER countersign_SyncAttempts_begin')
  for (let index = 1; index <= count; index++) {
    const [attempt_ID, suggestion_ID] = [randomUUID(), randomUUID()]
    const [number, order] = [Number(attempt.number) + index, String(8_000_000 + (index % 2000))]
    const ownID = (row: Row): Row => ('ID' in row ? { ID: randomUUID() } : {})
    insert('SyncAttempts', { ...attempt, ID: attempt_ID, number, order, keyValue: randomUUID(), bodyHash: randomUUID() })
    for (const { table, rows: own } of parts)
      for (const row of own) insert(table, { ...row, ...ownID(row), attempt_ID, ...('number' in row ? { number } : {}) })
    insert('Suggestions', { ...suggestion, ID: suggestion_ID, attempt_ID })
    for (const row of causes) insert('SuggestionCauses', { ...row, suggestion_ID })
  }
  database.exec(`UPDATE countersign_Counters SET value = value + ${count} WHERE name = 'attempt'`)
  database.exec(String(trigger?.sql))
  database.exec('COMMIT')
  database.close()
}
