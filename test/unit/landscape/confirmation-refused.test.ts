import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { NOW, refusal, Scene } from './scene.ts'

describe('a refused confirmation', () => {
  const cases: readonly { name: string; code: string; text: RegExp; post: (s4: Scene) => unknown; status?: number }[] = [
    { name: 'without order', code: 'RU/901', text: /order/, post: (s4) => s4.confirm({ ConfirmationYieldQuantity: '1' }) },
    { name: 'of an unknown order', code: 'CO/900', text: /4711/, post: (s4) => s4.confirm({ OrderID: '4711' }) },
    {
      name: 'of a closed order',
      code: 'RU/494',
      text: /^Order \d+ closed$/,
      post: (s4) => s4.confirm({ OrderID: s4.status('closed').id, OrderOperation: '0010' }),
    },
    {
      name: 'of a technically completed order',
      code: 'BS/013',
      text: /^System status TECO is active \(ORD \d+\)$/,
      post: (s4) => s4.confirm({ OrderID: s4.status('technicallyCompleted').id, OrderOperation: '0010' }),
    },
    {
      name: 'of an order not yet released',
      code: 'BS/007',
      text: /^Confirm order is not allowed/,
      post: (s4) => s4.confirm({ OrderID: s4.status('created').id }),
    },
    { name: 'of a locked order', code: 'BS/007', text: /not allowed/, post: (s4) => s4.confirm({ OrderID: s4.status('locked').id }) },
    {
      name: 'of an unknown operation',
      code: 'RU/902',
      text: /0099/,
      post: (s4) => s4.confirm({ OrderID: s4.order('SF102').id, OrderOperation: '0099' }),
    },
    {
      name: 'of an operation finally confirmed',
      code: 'RU/904',
      text: /finally/,
      post: (s4) => s4.confirm({ OrderID: s4.status('confirmed').id, OrderOperation: '0010' }),
    },
    {
      name: 'of an operation whose control key forbids it',
      code: 'RU/903',
      text: /PP03/,
      post(s4) {
        const order = s4.order('SF102')
        s4.books.update(
          'A_ProductionOrderOperation_2',
          { ManufacturingOrder: order.id, ManufacturingOrderOperation: '0010' },
          { OperationControlProfile: 'PP03' },
        )
        s4.confirm({ OrderID: order.id, OrderOperation: '0010', ConfirmationYieldQuantity: '1' })
      },
    },
    {
      name: 'beyond the over-delivery tolerance',
      code: 'RU/905',
      text: /Overdelivery/,
      post(s4) {
        const order = s4.order('FG106')
        s4.confirm({ OrderID: order.id, OrderOperation: '0010', ConfirmationYieldQuantity: String(Number(order.quantity) + 1) })
      },
    },
    {
      name: 'with an unknown reason',
      code: 'RU/907',
      text: /SETU/,
      post: (s4) => s4.confirm({ OrderID: s4.order('SF102').id, OrderOperation: '0010', VarianceReasonCode: 'SETU' }),
    },
    {
      name: 'with a negative quantity',
      code: 'RU/906',
      text: /positive/,
      post: (s4) => s4.confirm({ OrderID: s4.order('SF102').id, ConfirmationScrapQuantity: '-1' }),
    },
    {
      name: 'in a unit that nobody can convert',
      code: 'M3/903',
      text: /KG/,
      post: (s4) =>
        s4.confirm({ OrderID: s4.order('SF102').id, OrderOperation: '0010', ConfirmationUnit: 'KG', ConfirmationYieldQuantity: '1' }),
    },
    {
      name: 'of tomorrow',
      code: 'RU/908',
      text: /future/,
      post: (s4) => s4.confirm({ OrderID: s4.order('SF102').id, OrderOperation: '0010', PostingDate: '2026-06-16T00:00:00.000Z' }),
    },
    {
      name: 'in a closed period',
      code: 'M7/053',
      text: /^Posting only possible in periods 2026\/06 and 2026\/05 in company code 1710$/,
      post: (s4) =>
        s4.confirm({
          OrderID: s4.order('SF102').id,
          OrderOperation: '0010',
          ConfirmationYieldQuantity: '1',
          PostingDate: '2026-04-30T00:00:00.000Z',
        }),
    },
    {
      name: 'while another user holds the order',
      code: 'CO/469',
      text: /^Order \d+ is already being processed by CB9980000010$/,
      status: 423,
      post(s4) {
        const order = s4.order('SF102')
        s4.books.insert('locks', { order: order.id, user: 'CB9980000010', until: new Date(NOW.getTime() + 1000).toISOString() })
        s4.confirm({ OrderID: order.id, OrderOperation: '0010', ConfirmationYieldQuantity: '1' })
      },
    },
    {
      name: 'whose components have not been received',
      code: 'M7/021',
      text: /^Deficit of SL Unrestricted-use 10 PC : RM320 1720 172B$/,
      post: (s4) => s4.confirm({ OrderID: s4.order('FG207').id, OrderOperation: '0010', ConfirmationYieldQuantity: '5' }),
    },
  ]
  for (const { name, code, text, post, status = 400 } of cases) {
    it(`${name} answers ${code}`, () => {
      const error = refusal(() => post(new Scene()))
      assert.equal(error.code, code)
      assert.match(error.text, text)
      assert.equal(error.status, status)
    })
  }

  it('leaves nothing behind, and names everything that is wrong with its movements', () => {
    const s4 = new Scene()
    const order = s4.order('SF102')
    const before = s4.all()
    const item = { GoodsMovementType: '261', StorageLocation: '171B', QuantityInEntryUnit: '1' }
    const items = [
      { ...item, Material: 'RM306' },
      { ...item, Material: 'NONE' },
      { ...item, Material: 'RM319' },
      { ...item, Material: 'RM301' },
    ]
    const error = refusal(() => s4.confirm({ OrderID: order.id, OrderOperation: '0010', ConfirmationYieldQuantity: '1' }, items))
    assert.deepEqual(error.codes, ['M3/305', 'M3/351', 'M7/018'])
    assert.deepEqual(s4.all(), before)
  })

  it('passes once the lock has run out', () => {
    const s4 = new Scene()
    const order = s4.order('SF102')
    s4.books.insert('locks', { order: order.id, user: 'CB9980000010', until: new Date(NOW.getTime() - 1).toISOString() })
    assert.ok(s4.confirm({ OrderID: order.id, OrderOperation: '0010', ConfirmationYieldQuantity: '1' }).row)
  })
})
