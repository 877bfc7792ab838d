import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { inspect } from '../../../srv/checks/index.ts'
import type { Context } from '../../../srv/domain/context.ts'
import { ACTIONS, type ActionCode, type Cause, type Finding, type Prediction } from '../../../srv/domain/judgement.ts'
import type { MessagePart } from '../../../srv/domain/message.ts'
import { afterChanges, propose } from '../../../srv/corrections/index.ts'
import { DEFAULT_POLICY } from '../../../srv/policy/policy.ts'
import {
  bend,
  component,
  confirmation,
  goodsIssue,
  movement,
  operation,
  order,
  quantity,
  stock,
  withMaterial,
  withOrder,
  withPlant,
  world,
  TODAY,
} from '../checks/world.ts'

const input = (parts: readonly MessagePart[], context: Context) => ({
  parts,
  context,
  findings: inspect({ parts }, context, DEFAULT_POLICY).flatMap((each) => each.findings),
  policy: DEFAULT_POLICY,
})
const told = (causes: Partial<Record<Cause, number>>): Prediction => ({
  modelVersion: '1',
  failure: 0.9,
  causes: Object.entries(causes).map(([cause, probability]) => ({ cause: cause as Cause, probability })),
  influences: [],
})
const expected = (item: string, material: string, value: string, unit: string, batch = '') => ({
  part: 0,
  material,
  plant: '1710',
  storageLocation: '171A',
  batch,
  movementType: '261',
  reservation: '5001',
  reservationItem: item,
  quantity: { value, unit },
})
const duplicated = world({
  earlier: [
    {
      number: 7,
      status: 'posted',
      receivedAt: `${TODAY}T09:00:00Z`,
      sameBody: true,
      order: '1000001',
      operation: '0010',
      yield: '10',
      scrap: '0',
      erpDocument: '207/1',
    },
  ],
})

/** What was sent → action, changes as `field=to`, and what the reason must say. */
const cured: readonly (readonly [string, MessagePart, Context, ActionCode, readonly string[], RegExp])[] = [
  [
    'a component typed ten times too much',
    bend('RM10', { quantity: quantity('21', 'KG') }),
    world(),
    'adjustQuantity',
    ['movements/0/quantity=2.1'],
    /21 KG of RM10 reported where the bill of material needs 2 KG for 10 PC\. Take 2\.1 KG/,
  ],
  [
    'too little of one component',
    bend('RM10', { quantity: quantity('1.2', 'KG') }),
    world(),
    'adjustQuantity',
    ['movements/0/quantity=2'],
    /Take 2 KG, as planned/,
  ],
  [
    'a yield typed ten times too much',
    confirmation({ yield: quantity('100', 'PC') }),
    world(),
    'adjustQuantity',
    ['yield=10'],
    /Take 10 PC instead of 100 PC/,
  ],
  [
    'a yield typed ten times too much, with its receipt',
    confirmation({
      yield: quantity('100', 'PC'),
      movements: [...confirmation().movements, movement('FG100', '100', 'PC', { movementType: '101', storageLocation: '171C' })],
    }),
    world(),
    'adjustQuantity',
    ['yield=10', 'movements/3/quantity=10'],
    /components consumed are those of 10 PC/,
  ],
  [
    'ten times the whole order',
    confirmation({ yield: quantity('500', 'PC'), movements: [] }),
    world(),
    'adjustQuantity',
    ['yield=50'],
    /a digit too many/,
  ],
  [
    'more than the tolerance leaves open',
    confirmation({ yield: quantity('12', 'PC'), movements: [] }),
    withOrder({ operations: [operation('0010', { confirmedYield: '101' })] }),
    'adjustQuantity',
    ['yield=9'],
    /Take 9 PC, the most that the tolerance leaves open/,
  ],
  [
    'scrap that was not reported',
    confirmation({ movements: [movement('RM10', '3', 'KG'), movement('RM12', '750', 'G'), movement('PK01', '15', 'PC')] }),
    world(),
    'adjustQuantity',
    ['scrap=5'],
    /Report 5 PC of scrap/,
  ],
  [
    'a goods issue with the wrong sign',
    goodsIssue([movement('RM10', '-2', 'KG')]),
    world(),
    'adjustQuantity',
    ['movements/0/quantity=2'],
    /without the minus sign/,
  ],
  [
    'kilograms that were grams',
    bend('RM10', { quantity: quantity('2000', 'KG') }),
    world(),
    'convertUnit',
    ['movements/0/unit=G'],
    /Take it as 2000 G/,
  ],
  [
    'boxes that were pieces',
    bend('PK01', { quantity: quantity('10', 'BOX') }),
    world(),
    'convertUnit',
    ['movements/2/unit=PC'],
    /Take it as 10 PC/,
  ],
  [
    'grams where only kilograms are known',
    bend('RM10', { quantity: quantity('2000', 'G') }),
    withMaterial('RM10', (each) => ({ ...each, units: [] })),
    'convertUnit',
    ['movements/0/quantity=2', 'movements/0/unit=KG'],
    /Take it as 2 KG, which is the same amount/,
  ],
  [
    'a unit that means the base unit',
    bend('RM10', { quantity: quantity('2', 'KGM') }),
    world(),
    'convertUnit',
    ['movements/0/unit=KG'],
    /Take it as 2 KG: the number was meant in that unit/,
  ],
  [
    'a yield in a unit unknown to the product',
    confirmation({ yield: quantity('10', 'L') }),
    world(),
    'convertUnit',
    ['unit=PC'],
    /Take it as 10 PC/,
  ],
  [
    'a yield in pieces that was meant in boxes',
    confirmation({
      yield: quantity('2', 'PC'),
      movements: [movement('RM10', '9.6', 'KG'), movement('RM12', '2.4', 'KG'), movement('PK01', '48', 'PC')],
    }),
    world(),
    'convertUnit',
    ['unit=BOX'],
    /Take it as 2 BOX/,
  ],
  [
    'no batch',
    bend('RM12', { batch: '' }),
    world(),
    'setBatch',
    ['movements/1/batch=0000000007'],
    /the oldest with enough stock \(100 KG\)/,
  ],
  [
    'a batch that has too little',
    confirmation(),
    world({ stock: world().stock.map((each) => (each.batch === '0000000007' ? { ...each, quantity: '0.1' } : each)) }),
    'setBatch',
    ['movements/1/batch=0000000008'],
    /the only one with enough stock/,
  ],
  [
    'a storage location without the stock',
    bend('RM10', { storageLocation: '171B' }),
    world(),
    'setStorageLocation',
    ['movements/0/storageLocation=171A'],
    /planned for the component, which has 500 KG/,
  ],
  [
    'no storage location at all',
    goodsIssue([movement('RM10', '2', 'KG', { storageLocation: '', reservation: '', reservationItem: '' })]),
    world(),
    'setStorageLocation',
    ['movements/0/storageLocation=171A'],
    /Enter a storage location/,
  ],
  [
    'a receipt into a storage location without the material',
    confirmation({
      movements: [...confirmation().movements, movement('FG100', '10', 'PC', { movementType: '101', storageLocation: '9999' })],
    }),
    world(),
    'setStorageLocation',
    ['movements/3/storageLocation=171C'],
    /the order's own/,
  ],
  [
    'a day of last month',
    confirmation({ postingDate: '2026-06-28' }),
    world(),
    'changePostingDate',
    ['postingDate=2026-07-01'],
    /Post on 2026-07-01/,
  ],
  [
    'a day of next month',
    confirmation({ postingDate: '2026-08-02' }),
    world(),
    'changePostingDate',
    [`postingDate=${TODAY}`],
    /2026-07-15/,
  ],
  [
    'another material instead of a component',
    bend('RM12', { material: 'RM99', batch: '', reservation: '', reservationItem: '' }),
    world(),
    'replaceComponent',
    ['-1', '+RM12 0.5 KG 0000000007'],
    /0\.5 KG of RM12 are missing instead/,
  ],
  [
    'a material that does not exist',
    bend('RM10', { material: 'RM404', reservation: '', reservationItem: '' }),
    world(),
    'replaceComponent',
    ['-0', '+RM10 2 KG '],
    /doesn't exist/,
  ],
  ['a batch that is not needed', bend('RM10', { batch: '1' }), world(), 'setBatch', ['movements/0/batch='], /without a batch/],
  [
    'no batch, where the ERP has its own idea',
    bend('RM12', { batch: '' }),
    world({ expected: [expected('2', 'RM12', '0.5', 'KG', '0000000008')] }),
    'setBatch',
    ['movements/1/batch=0000000008'],
    /the ERP's own choice/,
  ],
  [
    'a reservation of another order',
    bend('RM10', { reservation: '7777' }),
    world(),
    'replaceComponent',
    ['-0', '+RM10 2 KG '],
    /Refer to reservation 5001\/1/,
  ],
  [
    'the shop floor reason in the ERP field',
    confirmation({ reason: 'SCRATCH' }),
    world(),
    'mapReason',
    ['reason=0001'],
    /Send reason 0001/,
  ],
  [
    'a component left out',
    confirmation({ movements: confirmation().movements.slice(0, 2) }),
    world(),
    'requestBackflush',
    ['+PK01 10 PC '],
    /as the bill of material has it/,
  ],
  [
    'a component left out that the ERP proposes',
    confirmation({ movements: [movement('RM10', '2', 'KG'), movement('PK01', '10', 'PC')] }),
    world({ expected: [expected('1', 'RM10', '2', 'KG'), expected('2', 'RM12', '500', 'G'), expected('3', 'PK01', '10', 'PC')] }),
    'requestBackflush',
    ['+RM12 500 G 0000000007'],
    /as the ERP itself proposes/,
  ],
  [
    'a wrong unit and a missing batch at once',
    bend('RM12', { batch: '' }, bend('RM10', { quantity: quantity('2000', 'KG') })),
    world(),
    'convertUnit',
    ['movements/0/unit=G', 'movements/1/batch=0000000007'],
    /Take it as 2000 G.*Take batch/,
  ],
]

/** Actions that change nothing in the message. */
const unchanged: readonly (readonly [string, MessagePart, Context, Prediction | undefined, ActionCode])[] = [
  ['the same posted before', confirmation(), duplicated, undefined, 'markDuplicate'],
  [
    'an operation finally confirmed',
    confirmation(),
    withOrder({ operations: [operation('0010', { isConfirmed: true })] }),
    undefined,
    'markDuplicate',
  ],
  ['no stock yet', confirmation(), world({ stock: world().stock.slice(1) }), undefined, 'waitAndRetry'],
  [
    'no stock, and a model that knows it comes late',
    confirmation(),
    world({ stock: world().stock.slice(1) }),
    told({ lateReceipt: 0.9 }),
    'waitAndRetry',
  ],
  ['an order not released yet', confirmation(), withOrder({ isReleased: false }), undefined, 'waitAndRetry'],
  [
    'stock in quality inspection',
    confirmation(),
    world({ stock: [stock('RM10', '50', 'KG', { type: 'quality' }), ...world().stock.slice(1)] }),
    undefined,
    'waitAndRetry',
  ],
  [
    'a place being counted',
    confirmation(),
    withPlant('RM10', { storageLocations: [{ id: '171A', isBlockedByInventory: true }] }),
    undefined,
    'waitAndRetry',
  ],
  ['set-up waste', confirmation({ reason: '0003' }), world(), told({ setupWaste: 0.8 }), 'postAsIs'],
  ['a closed order', confirmation(), withOrder({ isClosed: true }), undefined, 'reject'],
  ['a technically completed order', confirmation(), withOrder({ isTechnicallyCompleted: true }), undefined, 'reject'],
  ['an order that nobody knows', confirmation({ order: '9', movements: [] }), world(), undefined, 'reject'],
  ['a serialised component', confirmation(), withPlant('PK01', { hasSerialNumbers: true }), undefined, 'reject'],
  ['a closed order and a missing batch', bend('RM12', { batch: '' }), withOrder({ isClosed: true }), undefined, 'reject'],
]

describe('propose', () => {
  for (const [name, part, context, action, changes, reason] of cured) {
    it(`${name}: ${action} ${changes.join(', ')}, and what was corrected is found no more`, () => {
      const given = input([part], context)
      const proposal = propose(given)
      const shown = proposal.changes.map((each) => {
        if (each.op === 'set') return `${each.field}=${each.to}`
        if (each.op === 'removeMovement') return `-${each.index}`
        return `+${each.movement.material} ${each.movement.quantity.value} ${each.movement.quantity.unit} ${each.movement.batch}`
      })
      assert.deepEqual([proposal.action, shown], [action, changes])
      assert.match(proposal.reason, reason)
      assert.ok(proposal.confidence > 0.25 && proposal.confidence <= 1, String(proposal.confidence))
      const after = input(afterChanges(given.parts, proposal.changes), context).findings.filter((each) => each.severity === 'error')
      assert.deepEqual(
        after.map((each) => each.text),
        [],
      )
    })
  }

  for (const [name, part, context, prediction, action] of unchanged) {
    it(`${name}: ${action}`, () => {
      const given = input([part], context)
      const proposal = propose({ ...given, ...(prediction && { prediction }) })
      assert.deepEqual([proposal.action, proposal.changes], [action, []])
      assert.match(proposal.reason, /\.$/)
    })
  }

  it('knows every action', () => {
    const seen = new Set([...cured.map((each) => each[3]), ...unchanged.map((each) => each[4])])
    assert.deepEqual(
      ACTIONS.filter((each) => !seen.has(each)),
      [],
    )
  })

  it('follows the model where the evidence alone decides nothing', () => {
    const part = bend('RM10', { quantity: quantity('2.9', 'KG') })
    const given = input([part], world())
    const waste = propose({ ...given, prediction: told({ setupWaste: 0.7, entryError: 0.2 }) })
    assert.deepEqual(
      [waste.action, waste.cause, waste.changes],
      ['postAsIs', 'setupWaste', [{ op: 'set', part: 0, field: 'reason', from: '', to: '0003' }]],
    )
    assert.match(waste.reason, /variance reason 0003/)
    const typo = propose({ ...given, prediction: told({ setupWaste: 0.1, entryError: 0.9 }) })
    assert.deepEqual([typo.action, typo.cause, typo.confidence], ['adjustQuantity', 'entryError', 0.45])
  })

  it('lets a controller sign a changed posting date and a valuable change, a planner all else', () => {
    const dated = propose(input([confirmation({ postingDate: '2026-06-28' })], world()))
    assert.deepEqual([dated.requiredRole, dated.risk], ['controller', 'high'])
    const small = propose(input([bend('RM10', { quantity: quantity('20', 'KG') })], world()))
    assert.deepEqual([small.requiredRole, small.risk], ['planner', 'medium'])
    const gold = withMaterial('RM10', (each) => ({ ...each, price: { amount: '1000', currency: 'EUR' } }))
    assert.equal(propose(input([bend('RM10', { quantity: quantity('20', 'KG') })], gold)).requiredRole, 'controller')
  })

  it('proposes something even for what only the model, only the ERP, or nobody knows', () => {
    const given = { ...input([confirmation()], world()), findings: [] }
    assert.equal(propose({ ...given, prediction: told({ lock: 0.9 }) }).action, 'postAsIs')
    assert.equal(propose(given).action, 'postAsIs')
    const said = (code: string, cause: Cause): Finding => ({
      check: 'erp',
      code,
      cause,
      isDecisive: true,
      severity: 'error',
      part: 0,
      field: '',
      text: 'The ERP refused.',
      evidence: [],
    })
    assert.equal(propose({ ...given, findings: [said('CO/469', 'lock')] }).action, 'waitAndRetry')
    assert.equal(propose({ ...given, findings: [said('ZZ/001', 'unknown')] }).action, 'waitAndRetry')
    assert.equal(propose({ ...given, findings: [said('ZZ/001', 'scrapReason')] }).action, 'reject')
  })

  it('says what was sent, not what the ERP would read into it', () => {
    const part = bend('RM10', { material: '', storageLocation: '', quantity: quantity('20', 'KG') })
    const elsewhere = world({ stock: [stock('RM10', '500', 'KG', { storageLocation: '171B' }), ...world().stock.slice(1)] })
    const proposal = propose(input([part], elsewhere))
    assert.deepEqual(
      proposal.changes.map((each) => each.op === 'set' && [each.field, each.from, each.to]),
      [['movements/0/quantity', '20', '2']],
    )
    const location = propose(input([bend('RM10', { storageLocation: '' })], elsewhere))
    assert.deepEqual(location.changes, [{ op: 'set', part: 0, field: 'movements/0/storageLocation', from: '', to: '171B' }])
  })

  it('works for a later part of a change set', () => {
    const parts = [
      confirmation({ movements: [] }),
      bend('RM10', { quantity: quantity('2000', 'KG') }, confirmation({ yield: quantity('10', 'PC') })),
    ]
    const proposal = propose(
      input(parts, world({ orders: [order({ components: [component('1', 'RM10', '20', 'KG'), ...order().components.slice(1)] })] })),
    )
    assert.deepEqual(proposal.changes, [{ op: 'set', part: 1, field: 'movements/0/unit', from: 'KG', to: 'G' }])
  })
})
