import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { WeeksReport } from '../traffic/weeks/report.ts'
import { paceFor, playWeeks } from '../traffic/weeks/run.ts'
import { type Product, startProduct } from './product.ts'

const MESSAGES = 60

describe('a week with people who decide', { timeout: 240_000 }, () => {
  let product: Product
  let report: WeeksReport

  before(async () => {
    product = await startProduct()
    const urls = { countersignUrl: product.url, s4Url: product.s4Url, s4AdminUrl: product.s4AdminUrl }
    const pace = { ...paceFor(MESSAGES), spotCheckPercent: 50 }
    report = await playWeeks({
      weeks: 1,
      messages: MESSAGES,
      seed: 7,
      senders: 4,
      pace,
      night: 100,
      patience: 120,
      tell: () => undefined,
      ...urls,
    })
  })
  after(() => product.stop())

  test('leaves a judgement of every message that rules and truth can be held against', () => {
    const rules = report.weeks.find((each) => each.opinion === 'rules')
    assert.ok(rules && rules.messages >= MESSAGES - 2, JSON.stringify(report.weeks))
    assert.ok(rules.failures >= 8 && rules.failuresHeld >= 0.8 * rules.failures, JSON.stringify(rules))
    assert.ok(report.families.some((each) => each.family === 'all' && each.messages >= 5))
  })

  test('is worked off: held messages are decided, causes are named, drawn ones are looked at', () => {
    const { office, problems } = report
    assert.deepEqual(problems, [])
    assert.ok(office.approved + office.adjusted + office.rejected + office.postedAsSent >= 8, JSON.stringify(office))
    assert.ok(office.said >= 4 && office.spotChecked >= 1, JSON.stringify(office))
  })

  test('teaches what people said', () => {
    const persons = report.labels.find((each) => each.source === 'person')
    assert.ok(persons && persons.right / persons.cases > 0.6, JSON.stringify(report.labels))
  })
})
