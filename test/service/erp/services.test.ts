import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { openDesk } from './desk.ts'
import type { Clerk, Desk } from './desk.ts'
import { PROCESS, PRODUCTION, confirmed, issue, plant } from './plant.ts'

let desk: Desk | undefined
afterEach(() => desk?.close())

async function at(clerk: Clerk): Promise<Desk> {
  desk = await openDesk(clerk)
  return desk
}

/** An S/4 where this service isn't there. */
function without(service: string, status: number): Clerk {
  return (read) => (read.startsWith(service) ? status : plant(read))
}

describe('orders', () => {
  it('come with their user statuses, what was received, and planned work', async () => {
    const { erp } = await at(plant)
    const [order] = (await erp.readContext({ parts: [confirmed()] }, 5000)).orders
    assert.deepEqual(
      [order?.category, order?.userStatuses, order?.received, order?.isCompletelyDelivered],
      ['production', ['HOLD'], '7', true],
    )
    assert.deepEqual(order?.operations[0]?.activities?.slice(0, 2), [{ value: '15.000', unit: 'MIN' }, undefined])
  })

  it('of a process confirmation are process orders, and so is its proposal, without rework', async () => {
    const { erp, requests, reads } = await at(plant)
    const quantity = { value: '5', unit: 'KG' }
    const part = confirmed({ path: 'ProcOrdConf2', orderCategory: 'process', order: PROCESS, yield: quantity, rework: quantity })
    const { orders, expected, unread } = await erp.readContext({ parts: [part] }, 5000)
    assert.deepEqual([orders[0]?.id, orders[0]?.category, expected[0]?.material, unread], [PROCESS, 'process', 'RM1', []])
    assert.ok(!requests.some((each) => /API_PRODUCTION_ORDER|API_PROD_ORDER/.test(each)))
    const proposal = reads.find((each) => each.startsWith('API_PROC_ORDER_CONFIRMATION_2_SRV/GetGdsMvtProposal?'))
    assert.match(proposal ?? '', /ConfirmationYieldQuantity=5M/)
    assert.doesNotMatch(proposal ?? '', /Rework|Sequence/)
  })

  const movement = (order: string) => ({
    parts: [confirmed({ kind: 'materialDocument', order: '', operation: '', movements: [issue({ order })] })],
  })

  it('of goods movements may be either: both services are asked', async () => {
    const { erp, requests } = await at(plant)
    for (const [id, category] of [
      [PRODUCTION, 'production'],
      [PROCESS, 'process'],
    ] as const) {
      const { orders, unread } = await erp.readContext(movement(id), 5000)
      assert.deepEqual([orders.map((each) => [each.id, each.category]), unread], [[[id, category]], []])
    }
    assert.equal(requests.filter((each) => /API_(PRODUCTION|PROCESS)_ORDER_2_SRV/.test(each)).length, 4)
  })

  it('are there or not as long as one service knows; unread where the one that is away might', async () => {
    const { erp } = await at(without('API_PROCESS_ORDER_2_SRV', 403))
    assert.deepEqual((await erp.readContext(movement(PRODUCTION), 5000)).unread, [])
    const { orders, unread } = await erp.readContext(movement(PROCESS), 5000)
    assert.deepEqual([orders, unread.map((each) => each.source)], [[], ['orders', 'materials', 'stock']])
    assert.match(unread[0]?.reason ?? '', /403.*API_PROCESS_ORDER_2_SRV/)
  })
})

describe('batches', () => {
  it('named are there or not; those in stock come along; that of the plant counts before that of the material', async () => {
    const { erp, reads } = await at(plant)
    const movements = [issue({ batch: 'B1' }), issue({ batch: 'GONE' })]
    const { batches, unread } = await erp.readContext({ parts: [confirmed({ movements })] }, 5000)
    assert.deepEqual(unread, [])
    const plain = { material: 'RM1', plant: '1710', exists: true, isRestricted: false, isMarkedForDeletion: false }
    assert.deepEqual(
      batches.toSorted((a, b) => a.batch.localeCompare(b.batch)),
      [
        { ...plain, batch: 'B1', expiresOn: '2031-05-06', isRestricted: true },
        { ...plain, batch: 'B2' },
        { ...plain, batch: 'GONE', exists: false },
      ],
    )
    const asked = reads.filter((each) => each.startsWith('API_BATCH_SRV/Batch?'))
    assert.ok(
      asked.every((each) => each.includes("BatchIdentifyingPlant eq '1710' or BatchIdentifyingPlant eq ''")),
      asked[0],
    )
    const today = new Date().toISOString().slice(0, 10)
    const candidates = asked.find((each) => each.includes('ShelfLifeExpirationDate ge'))
    assert.match(candidates ?? '', new RegExp(`ShelfLifeExpirationDate ge datetime'${today}T00:00:00' or ShelfLifeExpirationDate eq null`))
    assert.match(candidates ?? '', /BatchIsMarkedForDeletion eq false.*\$top=\d+|\$top=\d+.*BatchIsMarkedForDeletion eq false/)
  })
})

describe('work centres', () => {
  it('have the cost centre whose assignment holds', async () => {
    const { erp } = await at(plant)
    const { workCenters } = await erp.readContext({ parts: [confirmed()] }, 5000)
    assert.deepEqual(workCenters, [{ id: 'ASSEMBLY', plant: '1710', costCenter: '17101301', validTo: '2999-12-31' }])
  })
})

describe('a service that is not there', () => {
  for (const [service, source, status] of [
    ['API_BATCH_SRV', 'batches', 404],
    ['api_work_center', 'workCenters', 404],
    ['api_work_center', 'workCenters', 403],
    ['API_MATERIAL_STOCK_SRV', 'stock', 403],
    ['API_PRODUCT_SRV', 'materials', 404],
    ['API_PROD_ORDER_CONFIRMATION_2_SRV', 'expected', 404],
  ] as const) {
    it(`${service} with ${status} leaves ${source} unread, with the reason, and nothing else`, async () => {
      const { erp } = await at(without(service, status))
      const context = await erp.readContext({ parts: [confirmed({ movements: [issue({ batch: 'B1' })] })] }, 5000)
      assert.deepEqual(
        context.unread.map((each) => each.source),
        [source],
      )
      assert.match(context.unread[0]?.reason ?? '', new RegExp(`${status}|Not here`))
      assert.equal(context.orders.length, 1)
      for (const name of ['orders', 'stock', 'batches', 'workCenters', 'expected'] as const)
        if (name !== source) assert.ok(context[name].length > 0, name)
    })
  }
})
