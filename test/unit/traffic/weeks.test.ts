import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Cause } from '../../../srv/domain/judgement.ts'
import { swapped } from '../../traffic/habits/over.ts'
import type { Family } from '../../traffic/mistakes/mistake.ts'
import { familyLines, type Judged, type Played, weekLines } from '../../traffic/weeks/figures.ts'
import { ordersOfDay, plantOfWeek } from '../../traffic/weeks/plant.ts'
import { weeksReport } from '../../traffic/weeks/report.ts'
import { weeksTable } from '../../traffic/weeks/table.ts'

const pace = { retrainEvery: 100, shadowLeast: 100, shadowMost: 300, window: 600, spotCheckPercent: 3, reversalDays: 0 }
const office = { approved: 0, adjusted: 0, rejected: 0, postedAsSent: 0, said: 0, spotChecked: 0, takenBack: 0, failed: 0 }

function message(attempt: number, week: number, cause?: Cause, family?: Family): Played {
  const verdict = { state: cause ? 'held' : 'released', attempt, text: '' } as const
  const kind = cause ? 'wrong' : 'healthy'
  return {
    index: attempt,
    week,
    era: week === 1 ? 'before' : 'after',
    at: attempt * 1000,
    kind,
    ...(cause && { cause }),
    ...(family && { family }),
    verdict,
  }
}

function judged(failure: number, rules: readonly Cause[], both: readonly Cause[], mayPass: boolean | null = null): Judged {
  const opinions = {
    rules: { failure, causes: rules },
    both: { failure, causes: both },
    ...(mayPass !== null && { model: { failure, causes: both } }),
  }
  return { isHeld: failure >= 0.5, isDecided: false, mayPass, opinions }
}

const played = [
  message(1, 1),
  message(2, 1, 'setupWaste', 'overConsumption'),
  message(3, 2),
  message(4, 2, 'entryError', 'overConsumption'),
  message(5, 2, 'lateReceipt', 'deficit'),
  message(6, 2, 'period'),
]
const opinions = new Map([
  [1, judged(0.02, [], [])],
  [2, judged(0.9, ['setupWaste'], ['setupWaste'])],
  [3, judged(0.6, ['setupWaste'], [], true)],
  [4, judged(0.9, ['setupWaste', 'entryError'], ['entryError', 'setupWaste'], false)],
  [5, judged(0.4, ['stockDeficit', 'wrongStorageLocation', 'unitOfMeasure', 'lateReceipt'], ['lateReceipt'], false)],
  [6, judged(0.9, ['period'], ['period'], true)],
])

test('each opinion is counted by week over the messages that it was had of', () => {
  const [rules1, model1, both1, rules2, model2, both2] = weekLines(played, opinions)
  assert.deepEqual(rules1, {
    ...{ week: 1, opinion: 'rules', messages: 2, failures: 1, failuresHeld: 1, healthyHeld: 0 },
    ...{ first: 1, firstThree: 1, passes: 1, passedWrongly: 0 },
  })
  assert.equal(model1?.messages, 0)
  assert.equal(both1?.passes, 0)
  assert.deepEqual([rules2?.failures, rules2?.failuresHeld, rules2?.healthyHeld, rules2?.first, rules2?.firstThree], [3, 2, 1, 1, 2])
  assert.equal(model2?.messages, 4)
  assert.deepEqual([both2?.first, both2?.passes, both2?.passedWrongly], [3, 2, 1])
})

test('the gain is counted where no rule decides, by family and over both', () => {
  const lines = familyLines(played, opinions).filter((each) => each.week === 2)
  assert.deepEqual(
    lines.map((each) => [each.family, each.messages, each.first.rules, each.first.both, each.gain]),
    [
      ['overConsumption', 1, 0, 1, 100],
      ['deficit', 1, 0, 1, 100],
      ['all', 2, 0, 2, 100],
    ],
  )
})

const version = {
  ...{ version: 'v2', family: 'exact', origin: 'recorded', cases: 5, trigger: 'drift', status: 'champion' },
  ...{ trainedAt: new Date(4000).toISOString(), promotedAt: new Date(5000).toISOString(), reason: null },
}
const outcome = {
  ...{ pace, seconds: 60, played, judged: opinions, office, problems: [], versions: [version], change: { messages: 2, at: 2500 } },
  labels: new Map([
    [1, { source: 'posted', cause: 'none' }],
    [4, { source: 'person', cause: 'setupWaste' }],
  ]),
  alarms: [
    { at: new Date(2000).toISOString(), kind: 'feature', feature: 'scrapShare', value: 0.3 },
    { at: new Date(4500).toISOString(), kind: 'logLoss', feature: '', value: 0.4 },
  ],
}

test('drift is told in messages since the change, and only a model that was trained after it is a recovery', () => {
  const report = weeksReport(outcome)
  assert.deepEqual(report.drift, { changedAfter: 2, noticedAfter: 2, featureAfter: null, newChampionAfter: 3, falseAlarms: 1 })
  assert.ok(report.goals.every((each) => each.holds))
  const old = weeksReport({ ...outcome, versions: [{ ...version, trainedAt: new Date(2000).toISOString() }], alarms: [] })
  assert.deepEqual(
    old.goals.map((each) => each.holds),
    [true, false, false],
  )
  assert.deepEqual(report.labels, [
    { source: 'person', cases: 1, right: 0 },
    { source: 'posted', cases: 1, right: 1 },
  ])
})

test('the table names what was met and what was missed', () => {
  const table = weeksTable(weeksReport(outcome))
  assert.match(table, /week 2: 100\.0 \(goal ≥ 15 points: met\)/)
  assert.match(table, /noticed 2 messages later/)
  assert.match(weeksTable(weeksReport({ ...outcome, alarms: [] })), /change of habits noticed: - \(goal noticed: missed\)/)
})

test('a week brings orders of its own, the same for the same seed, begun on different days', () => {
  const ids = (week: number, run: number) => [...plantOfWeek(7, week, run, '2026-03-02').orders.values()]
  assert.deepEqual(ids(1, 0), ids(1, 0))
  const [first, second] = [ids(1, 0), ids(2, 1)]
  assert.equal(new Set([...first, ...second].flatMap((each) => [each.id, each.reservation])).size, 2 * (first.length + second.length))
  const plant = plantOfWeek(7, 1, 0, '2026-03-02')
  const days = [0, 1, 2, 3, 4].map((day) => ordersOfDay(plant, day, 5))
  assert.equal(days[0]?.size, 40)
  assert.equal(days[1]?.size, 80)
  assert.equal(new Set(days.flatMap((each) => [...each])).size, 200)
})

test('swapped digits are a surplus that can be noticed, or none', () => {
  assert.equal(swapped('12.000'), '21.000')
  assert.equal(swapped('130.500'), '310.500')
  assert.equal(swapped('21.000'), undefined)
  assert.equal(swapped('11.000'), undefined)
  assert.equal(swapped('19.000'), '91.000')
  assert.equal(swapped('9.000'), undefined)
})
