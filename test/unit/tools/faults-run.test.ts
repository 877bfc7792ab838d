import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Books } from '../../landscape/s4/books.ts'
import { checkPlan } from '../../landscape/s4/faults/plan.ts'
import { allSets } from '../../landscape/s4/model/index.ts'
import type { Judgement } from '../../tools/faults/judge.ts'
import { makeMessages } from '../../tools/faults/messages.ts'
import { makeOrders } from '../../tools/faults/orders.ts'
import { reportOf, type RunFigures, table } from '../../tools/faults/report.ts'
import { weatherOf } from '../../tools/faults/weather.ts'

const TODAY = '2026-03-02'

describe('orders and messages of a run with faults', () => {
  const { orders, rows } = makeOrders(4, TODAY)

  test('orders are different, and their rows are what the books of the S/4 can take', () => {
    assert.equal(new Set(orders.map((each) => each.id)).size, 4)
    const books = new Books(':memory:', allSets)
    for (const { set, rows: own } of rows) for (const row of own) books.upsert(set, row)
    assert.equal(books.find('A_ProductionOrder_2').length, 4)
    books.close()
  })

  test('the same seed makes the same messages, with keys of their own, spread evenly over the orders', () => {
    const messages = makeMessages(200, orders, 3)
    const strip = (all: typeof messages) => all.map((each) => [each.key, each.order, each.isRight])
    assert.deepEqual(strip(makeMessages(200, orders, 3)), strip(messages))
    assert.equal(new Set(messages.map((each) => each.key)).size, 200)
    assert.equal(new Set(messages.map((each) => each.inBooks)).size, 200)
    for (const { id } of orders) assert.equal(messages.filter((each) => each.order === id).length, 50)
  })

  test('right ones are the most, and no two of an order say the same', () => {
    const messages = makeMessages(400, orders, 4)
    const right = messages.filter((each) => each.isRight)
    assert.ok(right.length > 320 && right.length < 400, String(right.length))
    const said = right.map((each) => each.body.replaceAll(each.key, '').replaceAll(each.inBooks, ''))
    assert.equal(new Set(said).size, right.length)
  })
})

describe('the weather of a run with faults', () => {
  const climate = { seed: 5, orders: makeOrders(8, TODAY).orders, latest: 1200, isLong: true }

  test('is a plan that the S/4 takes, and every kind of it comes once in eight stretches', () => {
    const plans = Array.from({ length: 16 }, (_, index) => weatherOf(index, climate))
    for (const plan of plans) assert.doesNotThrow(() => checkPlan(plan))
    for (const eight of [plans.slice(0, 8), plans.slice(8)])
      for (const trait of ['locks', 'csrf', 'receiptAfterMs', 'maintenance'] as const)
        assert.equal(eight.filter((plan) => plan[trait] !== undefined).length, 1, trait)
    assert.deepEqual(weatherOf(3, climate), weatherOf(3, climate))
  })

  test('has every fault of the landscape in it', () => {
    const kinds = new Set(
      Array.from({ length: 8 }, (_, index) => weatherOf(index, climate)).flatMap((plan) => plan.next?.map((each) => each.fault) ?? []),
    )
    const all = ['http423', 'http429', 'http500', 'http502', 'http503', 'csrfExpired', 'reset', 'lostAnswer', 'lateCommit', 'stall', 'slow']
    assert.deepEqual([...kinds].sort(), [...all, 'truncated', 'wrongContentType'].sort())
  })

  test('leaves the S/4 no more time to commit than it is told', () => {
    for (let index = 0; index < 16; index++) {
      const { next = [], latency } = weatherOf(index, { ...climate, isLong: false })
      for (const fault of next) assert.ok((fault.ms ?? 0) <= 1200, JSON.stringify(fault))
      assert.ok((latency?.most ?? 0) <= 600)
    }
  })
})

describe('the report of a run with faults', () => {
  const nothing: Judgement = {
    ...{ posted: 95, documents: 95, shouldPost: 100, postedOfThose: 95, states: { posted: 95 }, unreached: 0 },
    ...{ lost: [], doubled: [], outOfOrder: [], unknown: [], untrue: [], unaccounted: [] },
  }
  const figures: RunFigures = {
    ...{ db: 'sqlite', processes: 1, seed: 1, seconds: 10, messages: 100, deliveries: 120, kills: 3, faultsByKind: { reset: 2, lock: 3 } },
    ...{ slowestStop: 1200, auditRows: 400 },
  }
  const audit = { isWhole: true, entries: 390, unsealed: 10, findings: [] }
  const people = { decided: 4, tooLate: 1, odd: [] }

  test('holds where nothing is wrong', () => {
    const report = reportOf(nothing, figures, audit, people)
    assert.deepEqual([report.violations, report.faults, report.share, report.auditVerified], [[], 5, 0.95, 390])
    assert.match(table(report), /lost +0\n.*\n?out of order +0/s)
    assert.match(table(report), /all holds$/)
  })

  test('names everything that does not', () => {
    const lists = ['lost', 'doubled', 'outOfOrder', 'unknown', 'untrue', 'unaccounted'] as const
    for (const name of lists) {
      const report = reportOf({ ...nothing, [name]: ['something is wrong'] }, figures, audit, people)
      assert.deepEqual([report.violations, report[name]], [['something is wrong'], 1], name)
      assert.match(table(report), /VIOLATION: something is wrong\n1 violations$/)
    }
    assert.equal(reportOf({ ...nothing, postedOfThose: 80 }, figures, audit, people).violations.length, 1)
    for (const wrong of [{ entries: 389 }, { entries: 0, unsealed: 400 }])
      assert.equal(reportOf(nothing, figures, { ...audit, ...wrong }, people).violations.length, 1)
    assert.equal(reportOf(nothing, { ...figures, slowestStop: 10_500 }, audit, people).violations.length, 1)
    assert.deepEqual(reportOf(nothing, figures, audit, { ...people, odd: ['both approved it'] }).violations, ['both approved it'])
  })
})
