import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Failure, openTriage, type Row, type Triage } from './stand.ts'

let triage: Triage
let count = 0
const order = () => String(7_000_000 + ++count)

before(async () => (triage = await openTriage()))
after(() => triage.close())

const PEOPLE = ['planner', 'supervisor', 'controller', 'auditor', 'admin'] as const
type Who = (typeof PEOPLE)[number]

/** Each action, with what it needs, and who may do it. */
const ACTIONS: readonly { action: string; values: Row; may: readonly Who[] }[] = [
  { action: 'assign', values: { assignee: 'somebody' }, may: ['planner', 'supervisor', 'controller'] },
  { action: 'forward', values: { queue: 'warehouse' }, may: ['planner', 'supervisor', 'controller'] },
  { action: 'comment', values: { text: 'Seen' }, may: ['planner', 'supervisor', 'controller'] },
  { action: 'cancel', values: { reason: 'Booked by hand' }, may: ['planner', 'supervisor'] },
  { action: 'resubmit', values: {}, may: ['planner', 'supervisor'] },
  { action: 'takeOver', values: {}, may: ['planner', 'supervisor'] },
  { action: 'mapReason', values: { erp: '0001' }, may: ['planner', 'admin'] },
]
const GROUP_ACTIONS = ACTIONS.filter(({ action }) => ['assign', 'forward', 'resubmit'].includes(action))

describe('on one failure', () => {
  for (const { action, values, may } of ACTIONS)
    for (const user of PEOPLE)
      test(`${user} ${may.includes(user) ? 'may' : 'may not'} ${action}`, async () => {
        const failure = await triage.refused({ order: order(), reason: 'ZQX9' })
        const { status, body } = await triage.act(user, failure, action, values)
        assert.equal(status, may.includes(user) ? 200 : 403, body.error?.message)
      })
})

describe('on a group', () => {
  for (const { action, values, may } of GROUP_ACTIONS)
    for (const user of PEOPLE)
      test(`${user} ${may.includes(user) ? 'may' : 'may not'} ${action}`, async () => {
        const failure = await triage.refused({ order: order() })
        const { status, body } = await triage.actOnGroup(user, failure, action, values)
        assert.equal(status, may.includes(user) ? 200 : 403, body.error?.message)
      })
})

describe('on several at once', () => {
  for (const user of PEOPLE)
    test(`${user} ${user === 'planner' || user === 'supervisor' ? 'may' : 'may not'} try them again`, async () => {
      const failure = await triage.refused({ order: order() })
      const { status } = await triage.ask(user, 'POST', 'resubmitSelected', { messages: [failure.ID] })
      assert.equal(status, user === 'planner' || user === 'supervisor' ? 200 : 403)
    })
})

describe('nobody and machines', () => {
  test('read nothing and do nothing', async () => {
    const failure = await triage.refused({ order: order() })
    for (const [user, expected] of [
      [undefined, 401],
      ['dm', 403],
    ] as const) {
      assert.equal((await triage.ask(user, 'GET', 'Conflicts')).status, expected)
      assert.equal((await triage.ask(user, 'GET', 'ConflictGroups')).status, expected)
      for (const { action, values } of ACTIONS) assert.equal((await triage.act(user, failure, action, values)).status, expected, action)
    }
  })

  test('nobody writes past the actions', async () => {
    const { ID } = await triage.refused({ order: order() })
    assert.equal((await triage.ask('planner', 'PATCH', `Conflicts(${ID})`, { assignee: 'me' })).status, 405)
    assert.equal((await triage.ask('planner', 'DELETE', `Conflicts(${ID})`)).status, 405)
  })
})

describe('a supervisor', () => {
  let own: Failure
  let foreign: Failure

  before(async () => {
    own = await triage.refused({ order: order(), plant: '1710' })
    foreign = await triage.refused({ order: order(), plant: '1720' })
  })

  test('reads failures, groups, messages and their history of the own plant only', async () => {
    for (const set of ['Conflicts', 'ConflictGroups', 'SyncAttempts', 'History', 'Plants', 'Orders', 'Materials']) {
      const plants = new Set((await triage.rows('supervisor', `${set}?$select=plant`)).map((row) => row.plant))
      assert.deepEqual([...plants], ['1710'], set)
    }
    const groups = await triage.rows('supervisor', `ConflictGroups?$filter=groupID eq '${foreign.groupID.replaceAll('|', '%7C')}'`)
    assert.deepEqual(groups, [])
  })

  test('does nothing in another plant', async () => {
    for (const { action, values } of ACTIONS.filter((each) => each.may.includes('supervisor'))) {
      const { status } = await triage.act('supervisor', foreign, action, values)
      assert.ok([403, 404].includes(status), `${action} answered ${String(status)}`)
    }
    for (const { action, values } of GROUP_ACTIONS) {
      const { status } = await triage.actOnGroup('supervisor', foreign, action, values)
      assert.ok([403, 404].includes(status), `${action} answered ${String(status)}`)
    }
    const [row] = await triage.rows('planner', `Conflicts(${foreign.ID})`)
    assert.deepEqual([row?.isOpen, row?.assignee, row?.status], [true, null, 'refused'])
  })

  test('tries only the own ones again, whatever is selected', async () => {
    const { status, body } = await triage.ask('supervisor', 'POST', 'resubmitSelected', { messages: [own.ID, foreign.ID] })
    assert.deepEqual([status, body.total], [200, 1])
    const alone = await triage.ask('supervisor', 'POST', 'resubmitSelected', { messages: [foreign.ID] })
    assert.equal(alone.status, 409)
  })
})

describe('what pages offer', () => {
  const SHOWN = 'mayResubmit,mayTakeOver,mayCancel,mayRoute,mayComment,mayMapReason'
  const OFFERED: Readonly<Record<Who, readonly string[]>> = {
    planner: SHOWN.split(','),
    supervisor: SHOWN.split(',').filter((each) => each !== 'mayMapReason'),
    controller: ['mayRoute', 'mayComment'],
    auditor: [],
    admin: ['mayMapReason'],
  }

  for (const user of PEOPLE)
    test(`in lists is to ${user} what ${user} may ever do, and pages know who ${user} is`, async () => {
      const [me] = await triage.rows(user, 'Me')
      assert.deepEqual([me?.user, me?.isReader], [user, user === 'auditor'])
      assert.deepEqual(
        SHOWN.split(',').filter((each) => me?.[each] === true),
        OFFERED[user],
      )
    })

  for (const user of PEOPLE)
    test(`is to ${user} what ${user} may do`, async () => {
      const failure = await triage.refused({ order: order(), code: 'RU/907', text: 'Reason ZQX7 is not defined for plant 1710' })
      const [row] = await triage.rows(user, `Conflicts(${failure.ID})?$select=${SHOWN}`)
      assert.deepEqual(
        SHOWN.split(',').filter((each) => row?.[each] === true),
        OFFERED[user],
      )
      const [group] = await triage.rows(user, `ConflictGroups('${encodeURIComponent(failure.groupID)}')?$select=mayResubmit,mayRoute`)
      assert.deepEqual(
        ['mayResubmit', 'mayRoute'].filter((each) => group?.[each] === true),
        OFFERED[user].filter((each) => each === 'mayResubmit' || each === 'mayRoute'),
      )
    })
})
