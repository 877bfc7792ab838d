import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import type { Replicas } from '../../../srv/erp/types.ts'
import { openDesk, shelf } from './desk.ts'
import type { Clerk, Desk } from './desk.ts'
import { PRODUCTION, confirmed, issue, plant } from './plant.ts'

let desk: Desk | undefined
afterEach(() => desk?.close())

async function at(clerk: Clerk, replicas?: Replicas): Promise<Desk> {
  desk = await openDesk(clerk, replicas)
  return desk
}

/** What was asked since. */
function since(list: string[]): string[] {
  return list.splice(0).sort()
}

const message = { parts: [confirmed({ movements: [issue()] })] }
const ORDER = 'POST API_PRODUCTION_ORDER_2_SRV/$batch'
const PRODUCT = 'POST API_PRODUCT_SRV/$batch'
const STOCK = 'POST API_MATERIAL_STOCK_SRV/$batch'
const BATCH = 'POST API_BATCH_SRV/$batch'
const PROPOSAL = 'POST API_PROD_ORDER_CONFIRMATION_2_SRV/GetGdsMvtProposal'
const WORK_CENTER = 'GET api_work_center/srvd_a2x/sap/workcenter/0001/WorkCenterCostCenter'

describe('reading the context with copies', () => {
  it('the first message of an order needs a second wave, the next one needs one, and both know the same', async () => {
    const kept = shelf()
    const { erp, requests, reads } = await at(plant, kept)
    const cold = await erp.readContext(message, 5000)
    assert.deepEqual(cold.unread, [])
    assert.equal(cold.replicas, undefined)
    assert.deepEqual(since(requests), [WORK_CENTER, BATCH, STOCK, ORDER, PRODUCT, PRODUCT, PROPOSAL].sort())
    assert.deepEqual([...kept.copies.keys()].sort(), [
      `order/${PRODUCTION}`,
      'product/FG1',
      'product/FG1/1710',
      'product/RM1',
      'product/RM1/1710',
      'workCenter/1710/ASSEMBLY',
    ])
    since(reads)

    const { replicas, ...warm } = await erp.readContext(message, 5000)
    assert.deepEqual(since(requests), [BATCH, STOCK, ORDER, PRODUCT, PROPOSAL].sort())
    const asked = since(reads)
    assert.ok(!asked.some((each) => /A_Product\(|A_ProductWorkScheduling/.test(each)), 'copies are not read again')
    assert.ok(
      asked.some((each) => each.includes('A_ProductPlant(')),
      'the period is',
    )
    const { replicas: _, ...first } = cold
    assert.deepEqual(sorted(warm), sorted(first))
    const used = ['product/FG1', 'product/FG1/1710', 'product/RM1', 'workCenter/1710/ASSEMBLY']
    assert.deepEqual(replicas?.map((each) => each.key).sort(), used)
    assert.equal(replicas[0]?.readAt, '2026-01-01T00:00:00.000Z')
  })

  it('a message that names its plant, its materials and its work centre needs one wave even when nothing is known', async () => {
    const { erp, requests } = await at(plant, shelf())
    const named = { plant: '1710', material: 'FG1', workCenter: 'ASSEMBLY', movements: [issue({ plant: '1710' })] }
    const { unread, orders, workCenters } = await erp.readContext({ parts: [confirmed(named)] }, 5000)
    assert.deepEqual(since(requests), [WORK_CENTER, BATCH, STOCK, ORDER, PRODUCT, PROPOSAL].sort())
    assert.deepEqual([unread, orders[0]?.overDeliveryTolerance, workCenters.length], [[], '10.0', 1])
  })

  it('a message of materials without batches asks for none', async () => {
    const kept = shelf()
    const { erp, requests } = await at(
      (read) => rewritten(plant(read), '"IsBatchManagementRequired":true', '"IsBatchManagementRequired":false'),
      kept,
    )
    await erp.readContext(message, 5000)
    since(requests)
    await erp.readContext(message, 5000)
    assert.deepEqual(since(requests), [STOCK, ORDER, PRODUCT, PROPOSAL].sort())
    await erp.readContext({ parts: [confirmed({ movements: [issue({ batch: 'B1' })] })] }, 5000)
    assert.ok(since(requests).includes(BATCH), 'but one that names a batch does')
  })

  it('live, no copy is an answer, and all are renewed', async () => {
    const kept = shelf()
    const { erp, requests } = await at(plant, kept)
    await erp.readContext(message, 5000)
    for (const key of ['product/RM1', 'product/FG1/1710', 'workCenter/1710/ASSEMBLY'])
      kept.copies.set(key, { ...(kept.copies.get(key) as object), baseUnit: 'OLD', costCenter: 'OLD', tolerance: { isUnlimited: true } })
    const stale = await erp.readContext(message, 5000)
    assert.deepEqual(
      [
        stale.materials.find((each) => each.id === 'RM1')?.baseUnit,
        stale.workCenters[0]?.costCenter,
        stale.orders[0]?.isOverDeliveryUnlimited,
      ],
      ['OLD', 'OLD', true],
    )
    since(requests)
    const live = await erp.readContext(message, 5000, true)
    assert.deepEqual(since(requests), [WORK_CENTER, BATCH, STOCK, ORDER, PRODUCT, PROPOSAL].sort(), 'still in one wave')
    assert.equal(live.replicas, undefined)
    assert.deepEqual(
      [live.materials.find((each) => each.id === 'RM1')?.baseUnit, live.workCenters[0]?.costCenter, live.orders[0]?.overDeliveryTolerance],
      ['KG', '17101301', '10.0'],
    )
    assert.equal((kept.copies.get('workCenter/1710/ASSEMBLY') as { costCenter: string }).costCenter, '17101301')
    assert.equal((kept.copies.get('product/RM1') as { baseUnit: string }).baseUnit, 'KG')
  })

  it('that something is not there is never kept', async () => {
    const kept = shelf()
    const { erp, requests } = await at(plant, kept)
    const missing = {
      parts: [confirmed({ order: '404', plant: '1710', workCenter: 'NOWHERE', movements: [issue({ material: 'NO-SUCH', order: '' })] })],
    }
    for (const _ of [1, 2]) {
      const { orders, materials, workCenters } = await erp.readContext(missing, 5000)
      assert.deepEqual([orders, workCenters, materials.map((each) => each.exists)], [[], [], [false]])
      assert.ok(since(requests).includes(WORK_CENTER))
    }
    assert.deepEqual([...kept.copies.keys()], [])
  })

  it('an order that has changed since its copy is asked about again, in a second wave', async () => {
    const kept = shelf()
    const { erp, requests } = await at(plant, kept)
    await erp.readContext(message, 5000)
    kept.copies.set(`order/${PRODUCTION}`, { id: PRODUCTION, plant: '1720', material: 'FG0', components: [], operations: [] })
    since(requests)
    const { orders, workCenters, materials } = await erp.readContext({ parts: [confirmed()] }, 5000)
    assert.deepEqual([orders[0]?.plant, workCenters[0]?.plant], ['1710', '1710'])
    assert.ok(materials.some((each) => each.id === 'RM1' && each.plants[0]?.plant === '1710'))
    assert.equal((kept.copies.get(`order/${PRODUCTION}`) as { plant: string }).plant, '1710', 'and the copy is made right')
  })

  for (const [how, broken] of [
    ['reject', { get: () => Promise.reject(new Error('locked')), put: () => Promise.resolve() }],
    [
      'have another shape',
      { get: (keys) => Promise.resolve(keys.map((key) => ({ key, readAt: '', content: 'old' }))), put: () => Promise.resolve() },
    ],
    ['never answer', { get: () => new Promise<never>(() => undefined), put: () => Promise.resolve() }],
  ] as const satisfies readonly (readonly [string, Replicas])[]) {
    it(`copies that ${how} cost nothing but time`, async () => {
      const { erp } = await at(plant, broken)
      const { orders, materials, unread, replicas } = await erp.readContext(message, 700)
      assert.equal(replicas, undefined)
      if (how === 'never answer') assert.match(unread[0]?.reason ?? '', /700 ms/)
      else assert.deepEqual([orders.length, materials.length, unread], [1, 2, []])
    })
  }
})

function sorted(context: object): object {
  const order = (each: unknown): unknown => (Array.isArray(each) ? each.map((one) => JSON.stringify(one)).sort() : each)
  return Object.fromEntries(Object.entries(context).map(([name, value]) => [name, order(value)]))
}

function rewritten(answer: ReturnType<Clerk>, from: string, to: string): ReturnType<Clerk> {
  return typeof answer === 'object' ? (JSON.parse(JSON.stringify(answer).replaceAll(from, to)) as object) : answer
}
