import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { openPeriod } from '../../landscape/plant/seed.ts'
import { completeOrderTechnically, closeOrder, releaseOrder, updateOrder } from '../../landscape/s4/postings/order-functions.ts'
import { refusal, Scene } from './scene.ts'

describe('an order', () => {
  it('is released, completed and closed, each only from the status before', () => {
    const s4 = new Scene()
    const order = s4.status('created')
    const parameters = { ManufacturingOrder: order.id }
    assert.equal(refusal(() => s4.run(closeOrder, parameters)).code, 'BS/007')
    assert.equal(Reflect.get(s4.run(releaseOrder, parameters), 'SystemMessageType'), 'S')
    s4.confirm({ OrderID: order.id, OrderOperation: '0010', ConfirmationYieldQuantity: '1', APIConfHasNoGoodsMovements: true })
    s4.run(completeOrderTechnically, parameters)
    assert.equal(refusal(() => s4.run(completeOrderTechnically, parameters)).code, 'BS/013')
    s4.run(closeOrder, parameters)
    assert.equal(refusal(() => s4.run(closeOrder, parameters)).code, 'RU/494')
  })

  it('changes its planning data and its stamp, not its status', () => {
    const s4 = new Scene()
    const order = s4.order('FG101')
    const key = { ManufacturingOrder: order.id }
    updateOrder(s4.context, key, { ProductionSupervisor: '007' })
    const first = s4.header(order)
    updateOrder(s4.context, key, { ProductionSupervisor: '008' })
    const second = s4.header(order)
    assert.deepEqual([first.ProductionSupervisor, second.ProductionSupervisor], ['007', '008'])
    assert.ok(String(second.LastChangeDateTime) > String(first.LastChangeDateTime))
    assert.equal(refusal(() => updateOrder(s4.context, key, { OrderIsClosed: 'X' })).code, 'CO/901')
  })
})

describe('books that outlive a month', () => {
  it('refuse to post until the period is moved on', () => {
    const s4 = new Scene()
    const values = { OrderID: s4.order('SF102').id, OrderOperation: '0010', ConfirmationYieldQuantity: '1' }
    openPeriod(s4.books, '2026-04-15')
    assert.equal(refusal(() => s4.confirm(values)).code, 'M7/053')
    openPeriod(s4.books, '2026-06-15')
    assert.equal(s4.confirm(values).row.OrderID, values.OrderID)
  })
})
