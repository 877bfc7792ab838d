import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { CHECKS, inspect, type CheckSettings } from '../../../srv/checks/index.ts'
import type { Context, OrderContext } from '../../../srv/domain/context.ts'
import type { Finding } from '../../../srv/domain/judgement.ts'
import type { MessagePart } from '../../../srv/domain/message.ts'
import { activities } from './rows/activities.ts'
import { batches } from './rows/batches.ts'
import { consumption } from './rows/consumption.ts'
import { dates } from './rows/dates.ts'
import { documents } from './rows/documents.ts'
import { duplicates } from './rows/duplicates.ts'
import { formats } from './rows/formats.ts'
import { materials } from './rows/materials.ts'
import { orders } from './rows/orders.ts'
import { quantities } from './rows/quantities.ts'
import { reasons } from './rows/reasons.ts'
import { shopFloor } from './rows/shopFloor.ts'
import { stocks } from './rows/stock.ts'
import { rm, type Row } from './scene.ts'
import { component, confirmation, goodsIssue, movement, order, quantity, withOrder, world } from './world.ts'

const SETTINGS: CheckSettings = { consumptionTolerance: '20', duplicateWindow: 86400 }

const received = confirmation({
  movements: [...confirmation().movements, movement('FG100', '10', 'PC', { movementType: '101', storageLocation: '171C' })],
})
const worked = confirmation({ activities: [undefined, quantity('30', 'MIN')] })
const without = (field: keyof OrderContext): Context => {
  const { [field]: _, ...rest } = order()
  return world({ orders: [rest as OrderContext] })
}
const withoutPlan = world({ orders: [order({ operations: order().operations.map(({ activities: _, ...each }) => each) })] })
const odd = confirmation({ activities: [undefined, quantity('500', 'MIN')] })
const unasked = world({ unread: [{ source: 'expectedWork', reason: 'timed out' }] })
const withoutPeriod = world({
  materials: world().materials.map((each) => ({ ...each, plants: each.plants.map(({ period: _, ...plant }) => plant) })),
})

function found(part: MessagePart | MessagePart[], context: Context = world(), settings = SETTINGS): Finding[] {
  return inspect({ parts: [part].flat() }, context, settings).flatMap((each) => each.findings)
}

const rows: readonly Row[] = [
  ...orders,
  ...shopFloor,
  ...duplicates,
  ...quantities,
  ...activities,
  ...formats,
  ...dates,
  ...reasons,
  ...materials,
  ...documents,
  ...consumption,
  ...stocks,
  ...batches,
]

describe('inspect', () => {
  for (const [name, parts, context, ...expected] of rows) {
    it(`sees ${name}: ${expected.length === 0 ? 'nothing wrong' : expected.map((each) => each[1]).join(', ')}`, () => {
      const findings = found(parts, context)
      const got = findings.map((each) => [each.check, each.code, each.cause, each.isDecisive, each.field, each.severity])
      assert.deepEqual(
        got,
        expected.map(([check, code, cause, isDecisive, field, severity = 'error']) => [check, code, cause, isDecisive, field, severity]),
      )
      for (const each of findings) assert.match(each.text, /^[A-Z0-9].*\.$/)
    })
  }

  it('names numbers and units in the sentence and as evidence', () => {
    const [finding] = found(rm('2.9'))
    assert.equal(finding?.text, '2.9 KG of RM10 reported where the bill of material needs 2 KG for 10 PC.')
    assert.deepEqual(finding.evidence.slice(0, 3), [
      { name: 'sent', value: '2.9', unit: 'KG' },
      { name: 'expected', value: '2', unit: 'KG' },
      { name: 'ratio', value: '1.45' },
    ])
  })

  it('lets last month pass where the plant allows it', () => {
    assert.deepEqual(found(confirmation({ postingDate: '2026-06-30' }), world(), { ...SETTINGS, allowPreviousPeriod: true }), [])
  })

  it('never passes a check whose source could not be read', () => {
    const results = inspect(
      { parts: [confirmation({ order: '9' })] },
      world({ orders: [], unread: [{ source: 'orders', reason: 'timed out' }] }),
      SETTINGS,
    )
    for (const check of CHECKS.filter((each) => each.kinds.includes('confirmation'))) {
      const result = results.find((each) => each.check === check.name)
      assert.equal(result?.state === 'notChecked', check.reads.includes('orders'), check.name)
      if (result?.state === 'notChecked') assert.equal(result.reason, 'orders: timed out')
    }
  })

  for (const [name, part, context, lacking] of [
    ['the user statuses of an order', confirmation(), without('userStatuses'), ['userStatus']],
    ['whether it is a process order', confirmation({ orderCategory: 'production' }), without('category'), ['orderCategory']],
    ['what an order has delivered', received, without('received'), ['receiptTolerance', 'deliveryCompleted']],
    ['whether it is completely delivered', received, without('isCompletelyDelivered'), ['deliveryCompleted']],
    ['a batch', confirmation(), world({ batches: [] }), ['batchExists', 'batchExpired', 'batchBlocked']],
    ['the period', confirmation(), withoutPeriod, ['period']],
    ['a cost centre', worked, world({ workCenters: [] }), ['costCenter']],
    ['the planned work', worked, withoutPlan, ['activityUnit', 'activityPlausible']],
    ['what the ERP makes of odd work', odd, unasked, ['activityUnit', 'activityPlausible']],
  ] as const) {
    it(`never passes a check that wasn't told ${name}`, () => {
      const results = inspect({ parts: [part] }, context, SETTINGS)
      assert.deepEqual(
        results.filter((each) => each.state !== 'passed').map((each) => `${each.check} ${each.state}`),
        lacking.map((each) => `${each} notChecked`),
      )
      for (const each of results) assert.equal(each.state === 'notChecked', /^\w+: .+/.test(each.reason ?? ''))
    })
  }

  it('has no need of what the ERP would fill in for a message that gives no reason to ask', () => {
    assert.ok(inspect({ parts: [worked] }, unasked, SETTINGS).every((each) => each.state === 'passed'))
    const settings = { ...SETTINGS, consumptionTolerance: '2000' }
    const yieldPlausible = (value: string) =>
      inspect({ parts: [confirmation({ yield: quantity(value, 'PC') })] }, unasked, settings).find(
        (each) => each.check === 'yieldPlausible',
      )
    assert.deepEqual([yieldPlausible('100')?.state, yieldPlausible('101')?.state], ['passed', 'notChecked'])
    assert.equal(yieldPlausible('101')?.reason, 'expectedWork: timed out')
  })

  it('judges work by what the ERP itself would fill in, and says so', () => {
    const part = confirmation({ activities: [undefined, quantity('3000', 'MIN')] })
    const of = (context: Context) => found(part, context).map(({ text, evidence }) => [text, evidence])
    const common = [
      { name: 'sent', value: '3000', unit: 'MIN' },
      { name: 'planned', value: '300', unit: 'MIN' },
      { name: 'expected', value: '30', unit: 'MIN' },
    ]
    assert.deepEqual(of(world()), [
      [
        'Activity 2: 3000 MIN reported where 300 MIN are planned for the whole operation, 30 MIN for what is reported.',
        [...common, { name: 'basis', value: 'plan' }, { name: 'powerOfTen', value: '100' }],
      ],
    ])
    const asked = (value: string, unit: string) =>
      world({ expectedWork: [{ part: 0, field: 'activities/1', quantity: quantity(value, unit) }] })
    assert.deepEqual(of(asked('0.5', 'H')), [
      [
        'Activity 2: 3000 MIN reported where the ERP itself proposes 30 MIN for what is reported, 300 MIN for the whole operation.',
        [...common, { name: 'basis', value: 'erp' }, { name: 'powerOfTen', value: '100' }],
      ],
    ])
    assert.deepEqual(of(asked('0', 'MIN')), of(world()), 'that nothing is proposed says nothing')
    assert.deepEqual(of(asked('50', 'H')), [])
  })

  it('judges a yield by what the ERP itself has open', () => {
    const part = confirmation({ yield: quantity('900', 'PC'), movements: [] })
    const of = (context: Context) =>
      found(part, context).flatMap(({ check, evidence }) =>
        check === 'yieldPlausible' ? [evidence.filter((each) => ['open', 'basis', 'proposed'].includes(each.name))] : [],
      )
    const said = (open: string, proposed: string, basis: string) => [
      [
        { name: 'open', value: open, unit: 'PC' },
        { name: 'proposed', value: proposed, unit: 'PC' },
        { name: 'basis', value: basis },
      ],
    ]
    const asked = (value: string, unit: string) => world({ expectedWork: [{ part: 0, field: 'yield', quantity: quantity(value, unit) }] })
    assert.deepEqual(of(world()), said('110', '90', 'plan'))
    assert.deepEqual(of(asked('70', 'PC')), said('80', '9', 'erp'))
    assert.deepEqual(of(asked('2.5', 'BOX')), said('70', '9', 'erp'))
  })

  it('lets a plant name the user statuses that forbid postings, and the ERP find who bears a scrapping', () => {
    const settings = { ...SETTINGS, blockingUserStatuses: ['WAIT'], hasDefaultAccounts: true }
    const codes = (part: MessagePart, context?: Context) => found(part, context, settings).map((each) => each.code)
    assert.deepEqual(codes(confirmation(), withOrder({ userStatuses: ['HOLD'] })), [])
    assert.deepEqual(codes(confirmation(), withOrder({ userStatuses: ['WAIT'] })), ['BS/014'])
    const unplanned = { order: '', reservation: '', reservationItem: '' }
    const issue = (movementType: string) => goodsIssue([movement('RM10', '1', 'KG', { ...unplanned, movementType })], { order: '' })
    assert.deepEqual(codes(issue('551')), [])
    assert.deepEqual(codes(issue('201')), ['KI/235'])
  })

  it('refuses what else is worth a note where the ERP of the plant does', () => {
    const order = { components: [component('1', 'RM10', '20', 'KG', { withdrawn: '18.5' })] }
    const part = confirmation({ movements: confirmation().movements.slice(0, 1) })
    assert.deepEqual(found(part, withOrder(order)), [])
    const [finding] = found(part, withOrder(order), { ...SETTINGS, strictChecks: ['reservationExceeded'] })
    assert.deepEqual([finding?.code, finding?.severity], ['M7/022', 'error'])
    const early = confirmation({ operation: '0020', movements: [] })
    assert.deepEqual(
      found(early).map((each) => each.severity),
      ['warning'],
    )
    assert.deepEqual(
      found(early, world(), { ...SETTINGS, strictChecks: ['operationSequence'] }).map((each) => each.severity),
      ['error'],
    )
  })

  it('are at least thirty, each with a name and a code of its own', () => {
    assert.ok(CHECKS.length >= 30)
    assert.equal(new Set(CHECKS.map((each) => each.name)).size, CHECKS.length)
    for (const { name, foresees } of CHECKS)
      assert.ok(foresees.length > 0 && foresees.every((each) => /^[A-Z0-9_]+\/\w+$/.test(each)), name)
  })

  it('has words for every check in both languages', () => {
    for (const [file, start] of [
      ['countersign-Features.csv', (name: string) => `${name};Check: `],
      ['countersign-Features.texts.csv', (name: string) => `${name};de;Prüfung: `],
    ] as const) {
      const lines = readFileSync(new URL(`../../../db/data/${file}`, import.meta.url), 'utf8').split('\n')
      const silent = CHECKS.filter(({ name }) => !lines.some((each) => each.startsWith(start(name)))).map((each) => each.name)
      assert.deepEqual(silent, [], file)
    }
  })

  it('judges no other kinds of message', () => {
    assert.deepEqual(inspect({ parts: [confirmation({ kind: 'cancellation' })] }, world(), SETTINGS), [])
  })

  it('has a row for every check and for every code that one foresees', () => {
    const codes = new Set(rows.flatMap((row) => (row.slice(3) as Row[3][]).map((each) => `${each[0]} ${each[1]}`)))
    // Which of the two messages a user status leads to is a matter of its profile.
    codes.add('userStatus BS/023')
    const missing = CHECKS.flatMap((check) => check.foresees.map((code) => `${check.name} ${code}`)).filter((each) => !codes.has(each))
    assert.deepEqual(missing, [])
  })
})
