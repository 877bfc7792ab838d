import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { Alerts } from '#cds-models/countersign'
import { until } from '../../flow/until.ts'
import { type Failure, openTriage, refuseNext, type Row, type Triage } from './stand.ts'

let triage: Triage
let count = 0
const order = () => String(5_000_000 + ++count)
/** Of a group of its own, so that tests don't see one another's. */
const code = () => `ZAL/${String(++count).padStart(3, '0')}`
const PEOPLE = ['planner', 'supervisor', 'controller', 'auditor', 'admin'] as const

before(async () => (triage = await openTriage()))
after(() => triage.close())

const rule = async (user: string, values: Row): Promise<string> => {
  const { status, body } = await triage.create(user, 'AlertRules', values)
  assert.equal(status, 201, body.error?.message)
  return String(body.ID)
}
const alerts = (user: string, { groupID }: Failure): Promise<Row[]> =>
  triage.rows(user, `Alerts?$filter=groupID eq '${encodeURIComponent(groupID)}'`)
const acknowledge = (user: string, { groupID }: Failure, owner = user) =>
  triage.ask(user, 'POST', `Alerts(owner='${owner}',groupID='${encodeURIComponent(groupID)}')/TriageService.acknowledge`, {})

describe('a rule', () => {
  for (const user of PEOPLE)
    test(`of ${user} ${user === 'auditor' ? 'is not made' : 'is made, changed and deleted'}`, async () => {
      const { status, body } = await triage.create(user, 'AlertRules', { plant: '9999', owner: 'somebody' })
      assert.equal(status, user === 'auditor' ? 403 : 201)
      if (user === 'auditor') return
      assert.equal(body.owner, user)
      const ID = String(body.ID)
      assert.equal((await triage.edit(user, 'AlertRules', ID, { plant: '9998' })).status, 200)
      assert.equal((await triage.ask(user, 'DELETE', `AlertRules(ID=${ID},IsActiveEntity=true)`)).status, 204)
    })

  test('is its owner’s alone; auditors read it', async () => {
    const ID = await rule('planner', { plant: '9997' })
    const path = `AlertRules(ID=${ID},IsActiveEntity=true)`
    for (const user of ['supervisor', 'controller', 'admin']) {
      assert.equal((await triage.ask(user, 'GET', path)).status, 404, user)
      assert.ok([403, 404].includes((await triage.edit(user, 'AlertRules', ID, { plant: '1710' })).status), user)
      assert.ok([403, 404].includes((await triage.ask(user, 'DELETE', path)).status), user)
    }
    assert.equal((await triage.ask('auditor', 'GET', path)).status, 200)
    assert.ok([403, 404].includes((await triage.ask('auditor', 'DELETE', path)).status))
    assert.equal((await triage.ask('planner', 'GET', path)).body.plant, '9997')
  })

  test('that says nothing is refused', async () => {
    for (const values of [{}, { plant: '', code: null }]) {
      const { status, body } = await triage.create('planner', 'AlertRules', values)
      assert.deepEqual([status, body.error?.code], [400, 'COUNTERSIGN/RULE_EMPTY'])
    }
  })
})

describe('an alert', () => {
  test('tells of a failure that fits all that a rule gives, and of no other', async () => {
    const at = { code: code(), plant: '1710', order: order() }
    const fitting = { code: at.code, plant: '1710', order: at.order, material: 'FG1', queue_code: 'integration', cause_code: 'unknown' }
    const [row] = await triage.rows('planner', `Conflicts(${(await triage.refused({ ...at, order: order() })).ID})`)
    fitting.queue_code = String(row?.queue)
    // What nobody knows is about no material and no order.
    const { material: _, order: __, ...known } = fitting
    const IDs = [await rule('planner', known), await rule('controller', { ...known, plant: '1720' }), await rule('admin', fitting)]
    const failure = await triage.refused(at)
    const [alert] = await alerts('planner', failure)
    assert.deepEqual(
      [alert?.code, alert?.plant, alert?.cause, alert?.count, alert?.isOpen, alert?.isMine, alert?.mayAcknowledge, alert?.latestID],
      [at.code, '1710', 'unknown', 1, true, true, true, failure.ID],
    )
    assert.equal(alert?.messageLink, `#Conflict-triage&/Conflicts(${failure.ID})`)
    assert.equal(alert.groupLink, `#Conflict-triage&/ConflictGroups('${encodeURIComponent(encodeURIComponent(failure.groupID))}')`)
    const [ways] = await triage.rows('planner', `Alerts?$filter=latestID eq ${failure.ID}&$select=messageLink,groupLink`)
    assert.deepEqual([ways?.messageLink, ways?.groupLink], [alert.messageLink, alert.groupLink])
    for (const user of ['controller', 'admin']) assert.deepEqual(await alerts(user, failure), [], user)
    for (const [index, ID] of IDs.entries())
      await triage.ask(['planner', 'controller', 'admin'][index], 'DELETE', `AlertRules(ID=${ID},IsActiveEntity=true)`)
  })

  test('fits by order where the failure is about one', async () => {
    const at = order()
    const ID = await rule('controller', { order: at })
    const [own, other] = [await triage.refused({ order: at }), await triage.refused({ order: order() })]
    assert.deepEqual([(await alerts('controller', own)).length, (await alerts('controller', other)).length], [1, 0])
    await triage.ask('controller', 'DELETE', `AlertRules(ID=${ID},IsActiveEntity=true)`)
  })

  test('is one an owner and group, whatever number of rules and messages', async () => {
    const at = { code: code() }
    await rule('planner', at)
    await rule('planner', { ...at, plant: '1710' })
    await rule('controller', at)
    const first = await triage.refused({ order: order(), ...at })
    const [before] = await alerts('planner', first)
    const second = await triage.refused({ order: order(), ...at })
    for (const user of ['planner', 'controller']) {
      const [alert, ...others] = await alerts(user, first)
      assert.deepEqual([others, alert?.count, alert?.latestID], [[], 2, second.ID], user)
      assert.ok(String(alert?.latestAt) > String(before?.latestAt))
      assert.equal(alert?.raisedAt, (await alerts(user, first))[0]?.raisedAt)
    }
    assert.deepEqual(
      (await alerts('auditor', first)).map(({ owner, isMine, mayAcknowledge }) => [owner, isMine, mayAcknowledge]),
      [
        ['controller', false, false],
        ['planner', false, false],
      ],
    )
  })

  test('that was seen is quiet until the next failure', async () => {
    const at = { code: code() }
    await rule('planner', at)
    const own = order()
    const failure = await triage.refused({ order: own, ...at })
    const { status, body } = await acknowledge('planner', failure)
    assert.deepEqual([status, body.mayAcknowledge, body.isOpen, body.criticality], [200, false, true, 2])
    assert.ok(body.acknowledgedAt)
    assert.equal((await acknowledge('planner', failure)).body.acknowledgedAt, body.acknowledgedAt)
    // The same message fails the same way again: no news.
    refuseNext(triage.erp, own, at.code, 'Refused again')
    await triage.act('planner', failure, 'resubmit')
    await until(
      async () =>
        (await triage.rows('planner', `Resubmissions?$filter=groupID eq '${encodeURIComponent(failure.groupID)}'`))[0]?.finishedAt,
    )
    assert.equal((await alerts('planner', failure))[0]?.acknowledgedAt, body.acknowledgedAt)
    await triage.refused({ order: order(), ...at })
    const [again] = await alerts('planner', failure)
    assert.deepEqual([again?.acknowledgedAt, again?.count, again?.mayAcknowledge], [null, 2, true])
  })

  test('is closed once all of its messages are solved, and opened by the next', async () => {
    const at = { code: code() }
    await rule('planner', at)
    const [one, other] = [await triage.refused({ order: order(), ...at }), await triage.refused({ order: order(), ...at })]
    await triage.act('planner', one, 'cancel', { reason: 'Booked by hand' })
    assert.equal((await alerts('planner', one))[0]?.isOpen, true)
    await triage.act('planner', other, 'resubmit')
    const closed = await until(async () => {
      const [alert] = await alerts('planner', one)
      return alert?.isOpen === false ? alert : undefined
    })
    assert.deepEqual([closed.count, closed.criticality, closed.mayAcknowledge], [2, 3, false])
    const third = await triage.refused({ order: order(), ...at })
    const [open] = await alerts('planner', third)
    assert.deepEqual([open?.isOpen, open?.count, open?.closedAt], [true, 1, null])
    assert.ok(String(open?.raisedAt) > String(closed.raisedAt))
  })

  test('tells of what is forwarded into a queue', async () => {
    const at = { code: code() }
    await rule('supervisor', { ...at, queue_code: 'finance' })
    const failure = await triage.refused({ order: order(), ...at })
    assert.deepEqual(await alerts('supervisor', failure), [])
    await triage.act('planner', failure, 'forward', { queue: 'quality' })
    assert.deepEqual(await alerts('supervisor', failure), [])
    await triage.actOnGroup('planner', failure, 'forward', { queue: 'finance' })
    assert.equal((await alerts('supervisor', failure))[0]?.count, 1)
  })

  test('of another plant is kept from a supervisor', async () => {
    const at = { code: code() }
    await rule('supervisor', at)
    const foreign = await triage.refused({ order: order(), plant: '1720', ...at })
    const own = await triage.refused({ order: order(), plant: '1710', ...at })
    assert.deepEqual([(await alerts('supervisor', foreign)).length, (await alerts('supervisor', own)).length], [0, 1])
    assert.ok([403, 404].includes((await acknowledge('supervisor', foreign)).status))
  })

  test('is acknowledged by its owner only', async () => {
    const at = { code: code() }
    await rule('planner', at)
    const failure = await triage.refused({ order: order(), ...at })
    for (const user of ['controller', 'supervisor', 'auditor', 'admin'])
      assert.ok([403, 404].includes((await acknowledge(user, failure, 'planner')).status), user)
    assert.equal(
      (await SELECT.one.from(Alerts).columns('acknowledgedAt').where({ owner: 'planner', groupID: failure.groupID }))?.acknowledgedAt,
      null,
    )
    assert.equal((await triage.ask('planner', 'POST', 'Alerts', { owner: 'planner', groupID: 'x' })).status, 405)
  })
})
