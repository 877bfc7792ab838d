import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, describe, it } from 'node:test'
import { inspect } from '../../../srv/checks/index.ts'
import { NO_SHOP_FLOOR } from '../../../srv/domain/context.ts'
import type { MessagePart } from '../../../srv/domain/message.ts'
import { messageOf } from '../../../srv/intake/odata/message.ts'
import { readTarget } from '../../../srv/intake/odata/target.ts'
import { ROOT } from '../../landscape/staging.ts'
import { V2Client } from '../../traffic/client.ts'
import { bodyOf } from '../../traffic/confirmation.ts'
import { draft } from '../../traffic/draft.ts'
import { guid, Random } from '../../traffic/random.ts'
import { WorldReader } from '../../traffic/world.ts'
import { openDesk, shelf } from './desk.ts'
import type { Clerk, Desk } from './desk.ts'
import { PROCESS, confirmed, issue, plant } from './plant.ts'
import { startWorld, text } from './world.ts'
import type { World } from './world.ts'

const PROPOSAL = 'CONFIRMATION_2_SRV/GetConfProposal'
const minutes = (value: string) => ({ value, unit: 'MIN' })

/** 100 PC are planned with 15 MIN; the S/4 proposes 40 MIN and 30 PC. */
const answers: Clerk = (read) =>
  read.includes(PROPOSAL)
    ? {
        d: {
          GetConfProposal: {
            ConfirmationYieldQuantity: '30.000',
            ConfirmationUnit: 'PC',
            OpConfirmedWorkQuantity1: '40.000',
            OpWorkQuantityUnit1: 'MIN',
            OpConfirmedWorkQuantity2: '0.000',
            OpWorkQuantityUnit2: '',
          },
        },
      }
    : confirmedSoFar(plant(read))

function confirmedSoFar(answer: ReturnType<Clerk>): ReturnType<Clerk> {
  const quantity = '"OpPlannedTotalQuantity":"100"'
  return typeof answer === 'object'
    ? (JSON.parse(JSON.stringify(answer).replaceAll(quantity, `${quantity},"OpTotalConfirmedYieldQty":"70.000"`)) as object)
    : answer
}

describe('what the ERP would fill in', () => {
  let desk: Desk | undefined
  afterEach(() => desk?.close())

  const asked = ({ requests, reads }: Desk): string[] => {
    const list = reads.filter((each) => each.includes(PROPOSAL))
    assert.equal(requests.filter((each) => each.includes(PROPOSAL)).length, list.length)
    return list
  }

  for (const [name, values] of [
    ['no work', {}],
    ['work as planned', { activities: [minutes('0.8')] }],
    ['all of the set-up at once', { activities: [minutes('15')] }],
    ['work in another unit of time', { activities: [{ value: '0.01', unit: 'H' }] }],
    ['work without a unit', { activities: [{ value: '0.8', unit: '' }] }],
    ['work that is no number, for a check to tell', { activities: [{ value: '1,5', unit: 'MIN' }] }],
    ['a yield that is no number, for a check to tell', { yield: { value: '9O', unit: 'PC' }, activities: [minutes('900')] }],
    ['what is open', { yield: { value: '30', unit: 'PC' } }],
    ['no quantity at all', { yield: { value: '0', unit: 'PC' }, activities: [minutes('900')] }],
    ['the reversal of much', { isReversal: true, activities: [minutes('900')] }],
    ['an operation that its order has not', { operation: '0990', activities: [minutes('900')] }],
  ] as const satisfies readonly (readonly [string, Partial<MessagePart>])[]) {
    it(`isn't asked for a confirmation of ${name}, known or not: it costs as many requests as ever`, async () => {
      desk = await openDesk(answers, shelf())
      for (const _ of ['cold', 'warm']) {
        const { expectedWork, unread } = await desk.erp.readContext({ parts: [confirmed(values)] }, 5000)
        assert.deepEqual([expectedWork, unread], [undefined, []])
      }
      assert.deepEqual(asked(desk), [])
    })
  }

  for (const [name, activities] of [
    ['far more work than planned', [minutes('23')]],
    ['work in a unit of another kind', [{ value: '5', unit: 'PC' }]],
    ['work that nobody planned', [undefined, minutes('5')]],
  ] as const) {
    it(`is asked for, once, for ${name}: after the order, or with it where a copy knows the plan`, async () => {
      desk = await openDesk(answers, shelf())
      const part = confirmed({ activities, scrap: { value: '1', unit: 'PC' } })
      for (const when of ['cold', 'warm']) {
        const { expectedWork, unread } = await desk.erp.readContext({ parts: [confirmed(), part] }, 5000)
        assert.deepEqual([expectedWork, unread], [[{ part: 1, field: 'activities/0', quantity: minutes('40.000') }], []])
        const order = desk.reads.findIndex((each) => each.includes('A_ProductionOrder_2('))
        const own = desk.reads.findIndex((each) => each.includes(PROPOSAL))
        if (when === 'cold') assert.ok(own > order)
        assert.deepEqual(asked(desk), [
          "API_PROD_ORDER_CONFIRMATION_2_SRV/GetConfProposal?OrderID='1000001'&OrderOperation='0010'" +
            "&ConfirmationYieldQuantity=5M&ConfirmationScrapQuantity=1M&ConfirmationUnit='PC'&ActivityIsToBeProposed=true",
        ])
        desk.reads.length = 0
        desk.requests.length = 0
      }
    })
  }

  it('needs no order to be read first where a copy knows the plan', async () => {
    const kept = shelf()
    desk = await openDesk(answers, kept)
    const part = confirmed({ activities: [minutes('900')] })
    await desk.erp.readContext({ parts: [part] }, 5000)
    await desk.close()
    desk = await openDesk((read) => (read.startsWith('API_PRODUCTION_ORDER_2_SRV') ? 503 : answers(read)), kept)
    const { expectedWork, unread } = await desk.erp.readContext({ parts: [part] }, 5000)
    assert.deepEqual(
      expectedWork?.map((each) => each.field),
      ['activities/0'],
    )
    assert.ok(unread.some((each) => each.source === 'orders'))
  })

  it('is what is still open, for more yield than that', async () => {
    desk = await openDesk(answers)
    const { expectedWork } = await desk.erp.readContext({ parts: [confirmed({ yield: { value: '31', unit: 'PC' } })] }, 5000)
    assert.deepEqual(expectedWork, [{ part: 0, field: 'yield', quantity: { value: '30.000', unit: 'PC' } }])
    assert.match(asked(desk)[0] ?? '', /QuantityIsToBeProposed=true$/)
    assert.doesNotMatch(asked(desk)[0] ?? '', /ConfirmationYieldQuantity/)
  })

  it('of a process order is asked of its own service, without rework', async () => {
    desk = await openDesk(answers)
    const quantity = { value: '1', unit: 'PC' }
    const part = { path: 'ProcOrdConf2', orderCategory: 'process', order: PROCESS, rework: quantity, activities: [minutes('900')] } as const
    const { expectedWork, unread } = await desk.erp.readContext({ parts: [confirmed(part)] }, 5000)
    assert.deepEqual([expectedWork?.length, unread], [1, []])
    assert.match(asked(desk)[0] ?? '', /^API_PROC_ORDER_CONFIRMATION_2_SRV.*ActivityIsToBeProposed=true$/)
    assert.doesNotMatch(asked(desk)[0] ?? '', /Rework/)
  })

  for (const [how, answer] of [
    ['refuses', 500],
    ['answers without it', { d: {} }],
  ] as const) {
    it(`is unread where the ERP ${how}, and nothing else is`, async () => {
      desk = await openDesk((read) => (read.includes(PROPOSAL) ? answer : answers(read)))
      const parts = [confirmed({ activities: [minutes('900')], movements: [issue()] })]
      const { expectedWork, unread, expected } = await desk.erp.readContext({ parts }, 5000)
      assert.deepEqual([expectedWork, unread.map((each) => each.source), expected.length], [undefined, ['expectedWork'], 1])
      assert.match(unread[0]?.reason ?? '', /Not here|without a proposal/)
    })
  }
})

describe('what the local S/4 would fill in', () => {
  let world: World
  before(async () => {
    world = await startWorld()
  })
  after(() => world.s4.close())
  beforeEach(() => world.faults({}))

  it('is its standard values for what is reported', async () => {
    const { order, operation, erp } = world
    const [planned, standard] = [text(operation, 'OpPlannedTotalQuantity'), text(operation, 'WorkCenterStandardWorkQty2')]
    const part = confirmed({
      order: text(order, 'ManufacturingOrder'),
      operation: text(operation, 'ManufacturingOrderOperation'),
      yield: { value: '2', unit: text(operation, 'OperationUnit') },
      activities: [undefined, minutes(String(Number(standard) * 2))],
    })
    const { expectedWork, unread } = await erp.readContext({ parts: [part] }, 5000)
    assert.deepEqual(unread, [])
    const proposed = expectedWork?.find((each) => each.field === 'activities/1')
    assert.deepEqual(proposed, { part: 0, field: 'activities/1', quantity: minutes(((Number(standard) * 2) / Number(planned)).toFixed(3)) })
  })

  it('clears work that only looks too much: standard values may hold for less than the whole operation', async () => {
    const { order, operation, erp, s4 } = world
    const [ManufacturingOrder, ManufacturingOrderOperation] = [
      text(order, 'ManufacturingOrder'),
      text(operation, 'ManufacturingOrderOperation'),
    ]
    const planned = Number(text(operation, 'OpPlannedTotalQuantity'))
    const standard = Number(text(operation, 'WorkCenterStandardWorkQty2'))
    const part = confirmed({
      order: ManufacturingOrder,
      operation: ManufacturingOrderOperation,
      yield: { value: '2', unit: text(operation, 'OperationUnit') },
      activities: [undefined, minutes((standard * 2).toFixed(3))],
    })
    const settings = { consumptionTolerance: '20', duplicateWindow: 0 }
    const judged = async (): Promise<string | undefined> => {
      const read = await erp.readContext({ parts: [part] }, 5000)
      const context = { readAt: '', today: '', shopFloor: NO_SHOP_FLOOR, earlier: [], reasons: [], ...read }
      return inspect({ parts: [part] }, context, settings).find((each) => each.check === 'activityPlausible')?.state
    }
    const key = { ManufacturingOrder, ManufacturingOrderOperation }
    assert.ok(planned > 10, 'as many pieces, as many times too much')
    s4.books.update('confirmationGroups', key, { OperationReferenceQuantity: '1.000' })
    assert.equal(await judged(), 'passed')
    s4.books.update('confirmationGroups', key, { OperationReferenceQuantity: String(planned * 50) })
    assert.equal(await judged(), 'failed')
    s4.books.update('confirmationGroups', key, { OperationReferenceQuantity: '0.000' })
  })

  it('is asked for nothing that a shift of healthy confirmations says', async () => {
    const client = new V2Client(world.s4.url, 'COUNTERSIGN', 'countersign', { retries: 0, longestWait: 0 })
    const all = await new WorldReader(client).all()
    const random = new Random('healthy')
    const bodies = all.orders
      .filter((order) => order.isWorkable)
      .flatMap((order) => draft({ world: all, order, stock: all.stock, scrapped: new Map(), now: new Date(), random }) ?? [])
      .map((each, index) => bodyOf(each, guid('healthy', index)))
    assert.ok(bodies.length >= 30, String(bodies.length))
    const headers = { 'content-type': 'application/json' }
    for (const body of bodies.slice(0, 60)) {
      const target = readTarget('POST', `${ROOT}/API_PROD_ORDER_CONFIRMATION_2_SRV/ProdnOrdConf2`, headers)
      const message = messageOf('dm', { target, headers, body: Buffer.from(body) })
      assert.ok(message.parts[0]?.activities?.some((each) => each !== undefined))
      const { expectedWork, unread } = await world.erp.readContext(message, 5000)
      assert.deepEqual([expectedWork, unread], [undefined, []], body)
    }
  })
})
