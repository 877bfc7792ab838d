import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { S4Admin } from '../traffic/admin.ts'
import { V2Client } from '../traffic/client.ts'
import { bodyOf } from '../traffic/confirmation.ts'
import type { LogRow } from '../traffic/log-file.ts'
import { createPlant, LOG_PLANT, plantOf } from '../traffic/log-plant.ts'
import { guid } from '../traffic/random.ts'
import { send } from '../traffic/sender.ts'
import { Person } from './people.ts'
import { type Product, startProduct } from './product.ts'
import { until } from './until.ts'

const ORDERS = 20
const EACH = 10
const TODAY = new Date().toISOString().slice(0, 10)
/** One bag holds five pieces; nobody has told the S/4. */
const BAG = 5

interface Group {
  readonly groupID: string
  readonly open: number
  readonly cause: string
  readonly queue: string
  readonly material: string
}
interface Progress {
  readonly ID: string
  readonly total: number
  readonly done: number
  readonly posted: number
  readonly finishedAt: string | null
}
interface Posted {
  readonly externalKey: string
  readonly order: string
  readonly yield: string
}

/** Two hundred messages that fail for one unit of measure, and one planner. */
describe('two hundred messages without a unit', { timeout: 400_000 }, () => {
  let product: Product
  let planner: Person
  let material: string
  const keys = new Map<string, string[]>()

  before(async () => {
    product = await startProduct()
    planner = new Person(product.url, 'planner')
    const admin = new S4Admin(product.s4AdminUrl)
    const rows = Array.from({ length: ORDERS }, (_, index) => logRow(index))
    const plant = plantOf(rows, 0, TODAY)
    await createPlant(admin, plant)
    const dm = new V2Client(product.url, 'dm', 'dm')
    await Promise.all(
      [...plant.orders.values()].map(async (order) => {
        const [component] = order.components
        assert.ok(component)
        material = component.material
        keys.set(order.id, [])
        for (let step = 1; step <= EACH; step++) {
          const key = guid('grouped', order.id, step)
          const consumption = { material, plant: LOG_PLANT, storageLocation: component.storageLocation, batch: '' }
          const body = bodyOf(
            {
              ...{
                order: order.id,
                orderType: 'YBM1',
                plant: LOG_PLANT,
                operation: '0010',
                workCenter: order.operations[0]?.workCenter ?? '',
              },
              ...{ yield: `${String(step * BAG)}.000`, scrap: '0.000', unit: 'PC', reason: '', isFinal: false, postingDate: TODAY },
              ...{ start: new Date(Date.parse(TODAY) + step * 60_000), minutes: 5, worker: '', text: '' },
              consumptions: [
                { ...consumption, reservation: order.reservation, reservationItem: '1', quantity: `${String(step)}.000`, unit: 'BAG' },
              ],
            },
            key,
          )
          const verdict = await send(dm, body)
          assert.equal(verdict.state, 'held', verdict.text)
          keys.get(order.id)?.push(key)
        }
      }),
    )
  })
  after(() => product.stop())

  test('are one line with a count, in the hands of master data', async () => {
    const groups = await planner.read<Group>(`triage/ConflictGroups?$filter=material eq '${material}'`)
    assert.deepEqual(
      groups.map(({ open, cause, queue }) => ({ open, cause, queue })),
      [{ open: ORDERS * EACH, cause: 'unitOfMeasure', queue: 'masterData' }],
    )
  })

  test('are all posted once the unit is there, each order in order of receipt, with visible progress and one audit line each', async () => {
    await new S4Admin(product.s4AdminUrl).put('A_ProductUnitsOfMeasure', [
      { Product: material, AlternativeUnit: 'BAG', QuantityNumerator: String(BAG), QuantityDenominator: '1', BaseUnit: 'PC' },
    ])
    const [group] = await planner.read<Group>(`triage/ConflictGroups?$filter=material eq '${material}'`)
    assert.ok(group)
    const path = `triage/ConflictGroups('${encodeURIComponent(group.groupID)}')/TriageService.resubmit`
    assert.equal(await planner.status('POST', path, { note: 'The bag is known now' }), 200)
    const seen = new Set<number>()
    const end = await until(async () => {
      const [progress] = await planner.read<Progress>(`triage/Resubmissions?$filter=groupID eq '${encodeURIComponent(group.groupID)}'`)
      if (progress) seen.add(progress.done)
      return progress?.finishedAt ? progress : undefined
    })
    assert.deepEqual([end.total, end.done, end.posted], [ORDERS * EACH, ORDERS * EACH, ORDERS * EACH])
    assert.ok(seen.size > 3, 'nobody could see it go on')

    const documents = (await (await fetch(`${product.s4AdminUrl}/admin/documents`)).json()) as { confirmations: Posted[] }
    for (const [order, expected] of keys) {
      const posted = documents.confirmations.filter((each) => each.order === order).map((each) => each.externalKey.toLowerCase())
      assert.deepEqual(posted, expected)
    }
    const auditor = new Person(product.url, 'auditor')
    const lines = await auditor.read<{ attemptNumber: number; actor: string }>(`audit/AuditLog?$filter=action eq 'resubmitted'`)
    assert.equal(new Set(lines.map((each) => each.attemptNumber)).size, ORDERS * EACH)
    assert.equal(lines.length, ORDERS * EACH)
    assert.ok(lines.every((each) => each.actor === 'planner'))
    const [left] = await planner.read<Group>(`triage/ConflictGroups?$filter=material eq '${material}'`)
    assert.equal(left?.open, 0)
  })

  test('count in the figures of their queue', async () => {
    const [figures] = await planner.read<{ posted: number; automaticPercent: number; averageSeconds: number }>(
      `triage/QueueFigures?$filter=queue eq 'masterData'`,
    )
    assert.equal(figures?.posted, ORDERS * EACH)
    assert.equal(figures.automaticPercent, 100)
    assert.ok(figures.averageSeconds >= 0)
  })
})

function logRow(index: number): LogRow {
  const made = { case: `case ${String(index)}`, activity: 'Fill', resource: 'Filler', part: 'Grouped', orderQuantity: 300 }
  return { ...made, line: index + 2, minutes: 5, worker: '', reportType: 'S', completed: 1, rejected: 0, isRework: false }
}
