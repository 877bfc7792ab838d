import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import cds from '@sap/cds'
import { Conflicts, SyncAttempts } from '#cds-models/countersign'
import type { Context } from '../../../srv/domain/context.ts'
import { moveAttempt } from '../attempts.ts'
import { openTriage, type Row, type Triage } from './stand.ts'

let triage: Triage
let count = 0
const order = () => String(4_000_000 + ++count)
const PEOPLE = ['planner', 'controller', 'auditor', 'admin'] as const
const today = new Date().toISOString().slice(0, 10)
const period = today.slice(0, 7)
/** Of the month before, and of the one before that. */
const past = (months: number) =>
  new Date(Date.UTC(Number(today.slice(0, 4)), Number(today.slice(5, 7)) - 1 - months, 15)).toISOString().slice(0, 10)

before(async () => {
  triage = await openTriage()
  // The ERP tells the period of plant 1710 only.
  const read = triage.erp.readContext.bind(triage.erp)
  triage.erp.readContext = async (...given) => ({ ...(await read(...given)), materials: [materialOf('1710')] })
  await triage.posted({ order: order() })
  await triage.posted({ order: order(), plant: '1720' })
  const [first] = [
    await triage.refused({ order: order(), postingDate: today }),
    await triage.refused({ order: order(), postingDate: today }),
    await triage.refused({ order: order(), postingDate: past(1) }),
    await triage.refused({ order: order(), postingDate: past(2) }),
    await triage.refused({ order: order(), postingDate: past(1), plant: '1720' }),
    await triage.refused({ order: order() }),
  ]
  await triage.act('planner', first, 'forward', { queue: 'quality' })
  const late = await triage.refused({ order: order(), postingDate: past(1) })
  await cds.tx(() => UPDATE(Conflicts).set({ dueAt: '2020-01-01T00:00:00.000Z' }).where({ attempt_ID: late.ID }))
  const solved = await triage.refused({ order: order(), postingDate: past(3) })
  await triage.act('planner', solved, 'cancel', { reason: 'Booked by hand' })
  const moving = await triage.refused({ order: order(), postingDate: past(1) })
  await cds.tx(() => UPDATE(Conflicts).set({ resolvedAt: new Date().toISOString() }).where({ attempt_ID: moving.ID }))
  await cds.tx(() => moveAttempt(moving.ID, 'unknown'))
})
after(() => triage.close())

const rowsOf = (set: string, user = 'planner') => triage.rows(user, set)

describe('the end of a period', () => {
  test('counts what a query counts: failures, messages under way and overdue ones, by plant and month of the posting date', async () => {
    const attempts = await SELECT.from(SyncAttempts).columns('ID', 'plant', 'postingDate', 'receivedAt', 'status')
    const conflicts = await SELECT.from(Conflicts)
      .columns('attempt_ID', 'dueAt')
      .where({ isPrimary: true, isObsolete: false, resolvedAt: null })
    const expected = new Map<string, number[]>()
    for (const { ID, plant, postingDate, receivedAt, status } of attempts) {
      const failure = conflicts.find((each) => each.attempt_ID === ID)
      const isWaiting = ['received', 'waiting', 'posting', 'unknown'].includes(status ?? '')
      if (!failure && !isWaiting) continue
      const key = `${plant ?? ''} ${String(postingDate ?? receivedAt).slice(0, 7)}`
      const [open = 0, waiting = 0, overdue = 0] = expected.get(key) ?? []
      const isLate = failure !== undefined && String(failure.dueAt) < new Date().toISOString()
      expected.set(key, [open + (failure ? 1 : 0), waiting + (isWaiting ? 1 : 0), overdue + (isLate ? 1 : 0)])
    }
    assert.equal(expected.size, 4)
    const rows = await rowsOf('Periods')
    assert.deepEqual(
      new Map(rows.map((row) => [`${String(row.plant)} ${String(row.period)}`, [row.open, row.waiting, row.overdue]])),
      expected,
    )
    assert.deepEqual(expected.get(`1710 ${past(1).slice(0, 7)}`), [2, 1, 1])
  })

  test('leads to those failures and messages, and to their number by queue', async () => {
    for (const row of await rowsOf('Periods')) {
      const path = `Periods(plant='${String(row.plant)}',period='${String(row.period)}')`
      const failures = await rowsOf(`${path}/conflicts`)
      assert.equal(failures.length, row.open)
      assert.ok(failures.every((each) => each.isOpen && each.plant === row.plant && each.period === row.period))
      assert.equal((await rowsOf(`${path}/waitingMessages?$select=number`)).length, row.waiting)
      const queues = await rowsOf(`${path}/queues`)
      const byQueue = Map.groupBy(failures, (each) => each.queue)
      assert.deepEqual(
        new Map(queues.map((each) => [each.queue, each.open])),
        new Map([...byQueue].map(([queue, all]) => [queue, all.length])),
      )
      const overdue = queues.reduce((total, each) => total + Number(each.overdue), 0)
      assert.equal(overdue, row.overdue)
    }
    const filtered = await rowsOf(`Conflicts?$filter=isOpen eq true and plant eq '1710' and period eq '${period}'&$select=queue`)
    assert.deepEqual(filtered.map((each) => each.queue).sort(), ['planner', 'planner', 'quality'])
  })

  test('says how many days the ERP leaves, where it tells its period', async () => {
    const left = Math.round((Date.UTC(Number(today.slice(0, 4)), Number(today.slice(5, 7)), 0) - Date.parse(today)) / 86_400_000)
    const days = new Map(
      (await rowsOf('Periods?$select=erpPeriod,daysLeft')).map((row) => [
        `${String(row.plant)} ${String(row.period)}`,
        [row.erpPeriod, row.daysLeft],
      ]),
    )
    assert.deepEqual(days.get(`1710 ${period}`), [period, left])
    assert.deepEqual(days.get(`1710 ${past(2).slice(0, 7)}`), [period, null])
    assert.deepEqual(days.get(`1720 ${past(1).slice(0, 7)}`), [null, null])
  })
})

describe('the figures of the plants', () => {
  test('count what a query counts, right the first time is what never failed', async () => {
    const attempts = await SELECT.from(SyncAttempts).columns('ID', 'plant', 'status')
    const conflicts = await SELECT.from(Conflicts).columns('attempt_ID', 'at', 'resolvedAt', 'isObsolete').where({ isPrimary: true })
    for (const row of await rowsOf('PlantFigures')) {
      const failed = new Set(conflicts.map((each) => each.attempt_ID))
      const own = attempts.filter((each) => each.plant === row.plant)
      const known = own.filter((each) => failed.has(each.ID) || !['received', 'waiting', 'posting', 'unknown'].includes(each.status ?? ''))
      const right = known.filter((each) => each.status === 'posted' && !failed.has(each.ID))
      const open = conflicts.filter((each) => !each.isObsolete && !each.resolvedAt && own.some(({ ID }) => ID === each.attempt_ID))
      assert.deepEqual(
        [row.messages, row.firstTimeRight, row.firstTimeRightPercent, row.open, row.oldestAt],
        [
          known.length,
          right.length,
          Math.floor((right.length * 100) / known.length),
          open.length,
          open.map((each) => String(each.at)).sort()[0],
        ],
        String(row.plant),
      )
    }
    const plants = await rowsOf('PlantFigures?$orderby=plant')
    assert.deepEqual(
      plants.map(({ plant, firstTimeRightPercent }) => [plant, firstTimeRightPercent]),
      [
        ['1710', 11],
        ['1720', 50],
      ],
    )
    assert.ok(plants[0]?.averageSeconds !== null)
  })

  test('of the queues tell since when the oldest is open', async () => {
    for (const { queue, open, oldestAt } of await rowsOf('QueueFigures')) {
      const [oldest] = await rowsOf(`Conflicts?$filter=isOpen eq true and queue eq '${String(queue)}'&$orderby=at&$top=1`)
      assert.deepEqual([oldestAt, Number(open) > 0], [oldest?.at ?? null, oldest !== undefined])
    }
  })
})

describe('who reads the figures', () => {
  const SETS = ['Periods', 'PeriodQueues', 'PlantFigures']

  for (const user of PEOPLE)
    test(`${user} those of all plants`, async () => {
      for (const set of SETS) assert.deepEqual(plantsIn(await rowsOf(set, user)), ['1710', '1720'], set)
    })

  test('a supervisor those of the own plant', async () => {
    for (const set of SETS) assert.deepEqual(plantsIn(await rowsOf(set, 'supervisor')), ['1710'], set)
    const path = `Periods(plant='1720',period='${past(1).slice(0, 7)}')`
    for (const each of [path, `${path}/conflicts`, `${path}/queues`, `${path}/waitingMessages`]) {
      const { status, body } = await triage.ask('supervisor', 'GET', each)
      assert.ok([403, 404].includes(status) || body.value?.length === 0, `${each} answered ${String(status)}`)
    }
  })

  test('machines none, and nobody changes them', async () => {
    for (const set of [...SETS, 'Alerts', 'AlertRules', 'Substitutions'])
      assert.equal((await triage.ask('dm', 'GET', set)).status, 403, set)
    for (const set of SETS) assert.equal((await triage.ask('admin', 'POST', set, { plant: 'X' })).status, 405, set)
  })

  const plantsIn = (rows: Row[]) => [...new Set(rows.map((row) => String(row.plant)))].sort()
})

function materialOf(plant: string): Context['materials'][number] {
  const state = { status: '', isMarkedForDeletion: false, isBatchManaged: false, hasSerialNumbers: false, isNegativeStockAllowed: false }
  const current = { year: Number(period.slice(0, 4)), month: Number(period.slice(5, 7)) }
  return {
    id: 'FG1',
    exists: true,
    type: 'FERT',
    baseUnit: 'PC',
    units: [],
    plants: [{ plant, ...state, period: current, storageLocations: [] }],
  }
}
