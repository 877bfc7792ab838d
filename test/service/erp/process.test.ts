import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import type { Posting } from '../../../srv/erp/types.ts'
import type { Row } from '../../landscape/s4/contract.ts'
import { confirmed, issue } from './plant.ts'
import { postingOf, startWorld, text } from './world.ts'
import type { World } from './world.ts'

const SERVICE = 'API_PROC_ORDER_CONFIRMATION_2_SRV'

let world: World
let order: string
let phase: Row
before(async () => {
  world = await startWorld()
  const { books } = world.s4
  const running = books.find('A_ProcessOrder_2', {
    OrderIsReleased: 'X',
    OrderIsTechnicallyCompleted: '',
    OrderIsClosed: '',
    OrderIsLocked: '',
  })
  const open = running.flatMap(({ ManufacturingOrder }) =>
    books.find('A_ProcessOrderOperation_2', { ManufacturingOrder: ManufacturingOrder ?? '', OperationIsConfirmed: '' }).slice(0, 1),
  )
  assert.ok(open[0])
  phase = open[0]
  order = text(phase, 'ManufacturingOrder')
})
after(() => world.s4.close())
beforeEach(() => world.faults({}))

function posting(): Posting {
  const body = {
    OrderID: order.padStart(12, '0'),
    OrderOperation: phase.ManufacturingOrderOperation,
    ConfirmationYieldQuantity: '1',
    ConfirmationUnit: phase.OperationUnit,
    APIConfHasNoGoodsMovements: true,
  }
  const made = postingOf(world.erp, 'confirmation', [body])
  const parts = made.parts.map((each) => ({ ...each, path: 'ProcOrdConf2' }))
  return { ...made, service: SERVICE, path: `/sap/opu/odata/sap/${SERVICE}/ProcOrdConf2`, parts }
}

describe('process orders of the local S/4', () => {
  it('are read with their phases, and with what the ERP would issue', async () => {
    const part = confirmed({ path: 'ProcOrdConf2', orderCategory: 'process', order, operation: text(phase, 'ManufacturingOrderOperation') })
    const unit = text(phase, 'OperationUnit')
    const { orders, unread } = await world.erp.readContext({ parts: [{ ...part, yield: { value: '1', unit } }] }, 5000)
    assert.deepEqual(unread, [])
    assert.deepEqual([orders[0]?.id, orders[0]?.category], [order, 'process'])
    assert.ok(orders[0]?.operations.some((each) => each.id === part.operation && each.isReleased))
    assert.ok((orders[0]?.components.length ?? 0) > 0)
  })

  it('are found by a goods movement that does not say what its order is', async () => {
    const part = confirmed({ kind: 'materialDocument', order: '', operation: '', movements: [issue({ order, material: 'NO-SUCH' })] })
    const { orders, unread } = await world.erp.readContext({ parts: [part] }, 5000)
    assert.deepEqual([orders.map((each) => each.category), unread], [['process'], []])
  })

  it('are confirmed in their own service, and a lost answer is found there by its key', async () => {
    const confirmation = posting()
    assert.equal((await world.erp.lookUp(confirmation, new Date(), () => Promise.resolve([]))).state, 'notFound')
    await world.faults({ next: [{ fault: 'lostAnswer', method: 'POST', pathContains: 'ProcOrdConf2' }] })
    assert.equal((await world.erp.post(confirmation)).state, 'lost')
    const found = await world.erp.lookUp(confirmation, new Date(), () => Promise.resolve([]))
    assert.ok(found.state === 'found', JSON.stringify(found))
    assert.match(found.documents[0]?.number ?? '', /^\d+\/\d+$/)
    const [group = '', count = ''] = (found.documents[0]?.number ?? '').split('/')
    const row = world.s4.books.one('ProcOrdConf2', { ConfirmationGroup: group, ConfirmationCount: count })
    assert.equal(String(row?.ExternalSystemConfirmation).toLowerCase(), confirmation.parts[0]?.key)

    const cancelled = await world.erp.post({
      ...confirmation,
      path: `/sap/opu/odata/sap/${SERVICE}/CancelProcOrdConf?ConfirmationGroup='${group}'&ConfirmationCount='${count}'`,
      parts: [{ kind: 'cancellation', method: 'POST', path: 'CancelProcOrdConf', headers: {}, body: Buffer.alloc(0), key: '' }],
    })
    assert.ok(cancelled.state === 'answered' && cancelled.isSuccess, JSON.stringify(cancelled))
    assert.match(cancelled.documents[0]?.number ?? '', /^\d+\/\d+$/)
  })
})
