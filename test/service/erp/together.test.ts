import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { openDesk, shelf } from './desk.ts'
import type { Clerk, Desk } from './desk.ts'
import { PROCESS, PRODUCTION, confirmed, issue, plant } from './plant.ts'

let desk: Desk | undefined
afterEach(() => desk?.close())

async function at(clerk: Clerk = plant): Promise<Desk> {
  desk = await openDesk(clerk, shelf())
  return desk
}

const message = { parts: [confirmed({ movements: [issue()] })] }
const ofService = (list: readonly string[], service: string): string[] => list.filter((each) => each.includes(service))

describe('messages that come together', () => {
  it('ask together, each thing once, and each knows what it would know alone', async () => {
    const { erp, requests, reads } = await at()
    await erp.readContext(message, 5000)
    const alone = await erp.readContext(message, 5000)
    const single = reads.splice(0).length
    requests.length = 0
    const together = await Promise.all(Array.from({ length: 20 }, () => erp.readContext(message, 5000)))
    for (const each of together) assert.deepEqual(each, alone)
    const proposals = ofService(requests, 'GetGdsMvtProposal').length
    assert.equal(proposals, 20)
    assert.ok(requests.length - proposals <= 8, `${requests.length - proposals} batches`)
    assert.ok(reads.length - proposals < 2 * single, `${reads.length - proposals} reads`)
    assert.equal(ofService(reads, 'A_ProductionOrder_2(').length, 1)
  })

  it('of several orders share their batches', async () => {
    const { erp, requests } = await at()
    const orders = [PRODUCTION, '999', '998', PROCESS]
    const contexts = await Promise.all(orders.map((order) => erp.readContext({ parts: [confirmed({ order })] }, 5000)))
    assert.deepEqual(
      contexts.map(({ orders: found }) => found.map((each) => each.id)),
      [[PRODUCTION], [], [], []],
    )
    assert.equal(ofService(requests, 'API_PRODUCTION_ORDER_2_SRV/$batch').length, 1)
  })

  it('do not wait longer for one another than each alone, and one that fails fails alone', async () => {
    const { erp } = await at((read) => (read.includes("ManufacturingOrder='13'") ? 500 : plant(read)))
    const [good, bad] = await Promise.all([erp.readContext(message, 5000), erp.readContext({ parts: [confirmed({ order: '13' })] }, 5000)])
    assert.deepEqual([good.unread, good.orders.length], [[], 1])
    assert.ok(bad.unread.some((each) => each.source === 'orders'))
  })

  it('and one that comes when another has just read, reads anew', async () => {
    let yields = 0
    const { erp } = await at((read) => {
      const found = plant(read)
      if (!read.includes('A_ProductionOrder_2(')) return found
      yields += 1
      return JSON.parse(JSON.stringify(found).replace('"TotalQuantity":"100"', `"TotalQuantity":"${yields}"`)) as object
    })
    const first = erp.readContext(message, 5000)
    await new Promise((resolve) => setImmediate(() => setImmediate(() => setImmediate(resolve))))
    const second = erp.readContext(message, 5000)
    assert.deepEqual([(await first).orders[0]?.planned, (await second).orders[0]?.planned], ['1', '2'])
  })
})
