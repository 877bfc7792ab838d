import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { until } from '../../flow/until.ts'
import { type Failure, openTriage, type Row, type Triage } from './stand.ts'

let triage: Triage
let count = 0
const order = () => String(8_000_000 + ++count)

before(async () => (triage = await openTriage()))
after(() => triage.close())

const conflict = async ({ ID }: Failure, user = 'planner'): Promise<Row> => (await triage.rows(user, `Conflicts(${ID})`))[0] ?? {}
const code = (answer: { body: { error?: { code: string } } }) => answer.body.error?.code

describe('what is asked for wrongly', () => {
  test('is refused with a code: an unknown queue, a missing reason, an empty comment, a reason of the ERP left out', async () => {
    const failure = await triage.refused({ order: order() })
    for (const [action, values, expected] of [
      ['forward', { queue: 'nowhere' }, 'COUNTERSIGN/QUEUE_UNKNOWN'],
      ['cancel', { reason: '  ' }, 'ASSERT_MANDATORY'],
      ['comment', { text: ' ' }, 'ASSERT_MANDATORY'],
      ['mapReason', { erp: ' ' }, 'ASSERT_MANDATORY'],
      ['mapReason', { erp: '0001' }, 'COUNTERSIGN/NO_REASON'],
    ] as const) {
      const answer = await triage.act('planner', failure, action, values)
      assert.deepEqual([answer.status, code(answer)], [400, expected], action)
    }
    for (const action of ['forward', 'cancel', 'comment', 'mapReason'])
      assert.equal((await triage.act('planner', failure, action)).status, 400, action)
    assert.equal((await conflict(failure)).isOpen, true)
  })

  test('of what does not exist is not found', async () => {
    const nobody = { ID: crypto.randomUUID(), groupID: 'X|Y|1710||' }
    assert.equal((await triage.act('planner', nobody, 'comment', { text: 'Hello' })).status, 404)
    assert.equal((await triage.actOnGroup('planner', nobody, 'resubmit')).status, 409)
  })
})

describe('who comes second', () => {
  test('is told that it is solved already, and changes nothing', async () => {
    const failure = await triage.refused({ order: order() })
    assert.equal((await triage.act('planner', failure, 'cancel', { reason: 'Booked by hand' })).status, 200)
    const solved = await conflict(failure)
    for (const [action, values] of [
      ['cancel', { reason: 'Me too' }],
      ['assign', { assignee: 'me' }],
      ['forward', { queue: 'quality' }],
      ['resubmit', {}],
      ['takeOver', {}],
    ] as const)
      assert.equal((await triage.act('supervisor', failure, action, values)).status, 409, action)
    assert.deepEqual(await conflict(failure), solved)
    assert.deepEqual([solved.isOpen, solved.resolution, solved.status], [false, 'rejected', 'rejected'])
  })
})

describe('a failure', () => {
  test('says what it means, whose it is, since when, and until when', async () => {
    const at = order()
    const row = await conflict(await triage.refused({ order: at }))
    assert.deepEqual(
      [row.code, row.cause, row.queue, row.order, row.plant, row.status, row.isOpen, row.dueCriticality],
      ['RU/494', 'orderStatus', 'planner', at, '1710', 'refused', true, 0],
    )
    assert.ok(row.explanation && row.fix && String(row.dueAt) > String(row.at))
  })

  test('in the hands of somebody is found by that person', async () => {
    const failure = await triage.refused({ order: order() })
    const answer = await triage.act('planner', failure, 'assign', { assignee: 'supervisor' })
    assert.equal(answer.body.assignee, 'supervisor')
    const mine = async (user: string) => (await triage.rows(user, 'Conflicts?$filter=isMine eq true')).map((row) => row.ID)
    assert.deepEqual([(await mine('supervisor')).includes(failure.ID), (await mine('planner')).includes(failure.ID)], [true, false])
  })

  test('forwarded with a comment stands in the other queue, routed by a person, and the comment under it', async () => {
    const failure = await triage.refused({ order: order() })
    await triage.act('controller', failure, 'forward', { queue: 'masterData', note: 'Please look at the routing' })
    const row = await conflict(failure)
    assert.deepEqual([row.queue, row.routedBy, row.assignee], ['masterData', 'person', null])
    const comments = await triage.rows('auditor', `Conflicts(${failure.ID})/attempt/comments`)
    assert.deepEqual(
      comments.map(({ author, text }) => [author, text]),
      [['controller', 'Please look at the routing']],
    )
    const history = await triage.rows('auditor', `Conflicts(${failure.ID})/attempt/history?$orderby=sequence desc&$top=1`)
    assert.deepEqual([history[0]?.action, history[0]?.actor, history[0]?.role], ['forwarded', 'controller', 'controller'])
  })

  test('forwarded out of a group leaves the queue of the group as it is', async () => {
    const at = { code: 'ZPP/088', text: 'Line is not cleaned' }
    const [one, other] = [await triage.refused({ order: order(), ...at }), await triage.refused({ order: order(), ...at })]
    assert.equal(one.groupID, other.groupID)
    const queue = async () => (await triage.rows('planner', `ConflictGroups('${encodeURIComponent(one.groupID)}')`))[0]?.queue
    const before = await queue()
    await triage.act('planner', one, 'forward', { queue: 'automatic' })
    assert.equal(await queue(), before)
    await triage.act('planner', other, 'forward', { queue: 'automatic' })
    assert.equal(await queue(), 'automatic')
  })

  test('put on the worklist leads there', async () => {
    const failure = await triage.refused({ order: order() })
    const answer = await triage.act('planner', failure, 'takeOver')
    assert.equal(answer.messages[0]?.message, 'The message goes to the worklist')
    const [open] = await until(async () => {
      const rows = await triage.rows('planner', `Conflicts?$filter=ID eq ${failure.ID} and status eq 'held'`)
      return rows.length > 0 && rows
    })
    assert.ok(open?.suggestionID)
    assert.equal(open.mayTakeOver, false)
  })
})

describe('trying again', () => {
  test('one message tells so, and its resubmission says what came of it', async () => {
    const failure = await triage.refused({ order: order() })
    const answer = await triage.act('planner', failure, 'resubmit', { note: 'Reopened' })
    assert.equal(answer.messages[0]?.message, 'The message is being tried again')
    const [end] = await ended(`groupID eq '${encodeURIComponent(failure.groupID)}'`)
    assert.deepEqual([end?.total, end?.posted, end?.startedBy, end?.role, end?.note], [1, 1, 'planner', 'planner', 'Reopened'])
    const items = await triage.rows('auditor', `Resubmissions(${String(end?.ID)})/items?$expand=state`)
    assert.deepEqual(
      items.map((item) => item.status),
      ['posted'],
    )
    assert.equal((await conflict(failure)).isOpen, false)
  })

  test('a group speaks of all of it, and counts it down', async () => {
    const all: Failure[] = []
    for (let index = 0; index < 5; index++)
      all.push(await triage.refused({ order: order(), code: 'ZPP/077', text: 'Line is not released' }))
    const [first] = all
    assert.ok(first)
    const path = `ConflictGroups('${encodeURIComponent(first.groupID)}')`
    const [before] = await triage.rows('planner', path)
    assert.deepEqual([before?.open, before?.total, before?.running, before?.isOpen], [5, 5, null, true])
    const answer = await triage.actOnGroup('planner', first, 'resubmit')
    assert.equal(answer.body.groupID, first.groupID)
    assert.equal(answer.body.running, 5)
    assert.match(answer.messages[0]?.message ?? '', /^5 messages/)
    const [end] = await ended(`groupID eq '${encodeURIComponent(first.groupID)}'`)
    assert.deepEqual([end?.total, end?.done, end?.posted, end?.criticality], [5, 5, 5, 3])
    const [later] = await triage.rows('planner', path)
    assert.deepEqual([later?.open, later?.total, later?.running, later?.mayResubmit], [0, 5, null, false])
  })

  test('several at once is one resubmission in the order of receipt, however they were selected', async () => {
    const at = order()
    const all = [await triage.refused({ order: at }), await triage.refused({ order: order() }), await triage.refused({ order: at })]
    const { body } = await triage.ask('planner', 'POST', 'resubmitSelected', { messages: all.map(({ ID }) => ID).reverse() })
    assert.equal(body.total, 3)
    await ended(`ID eq ${String(body.ID)}`)
    const items = await triage.rows('planner', `Resubmissions(${String(body.ID)})/items?$orderby=position`)
    assert.deepEqual(
      items.map((item) => item.attempt_ID),
      all.map(({ ID }) => ID),
    )
  })

  test('nothing, or what is solved, says so', async () => {
    const failure = await triage.refused({ order: order() })
    await triage.act('planner', failure, 'cancel', { reason: 'Booked by hand' })
    for (const messages of [[], [failure.ID]])
      assert.equal(code(await triage.ask('planner', 'POST', 'resubmitSelected', { messages })), 'COUNTERSIGN/NOTHING_OPEN')
  })

  const ended = (filter: string): Promise<Row[]> =>
    until(async () => {
      const rows = await triage.rows('planner', `Resubmissions?$filter=${filter}`)
      return rows.length > 0 && rows.every((row) => row.finishedAt) && rows
    })
})

describe('the figures', () => {
  test('of the queues add up with the failures, and so do the groups', async () => {
    const forwarded = await triage.refused({ order: order() })
    await triage.act('planner', forwarded, 'forward', { queue: 'quality' })
    const failures = await triage.rows('auditor', 'Conflicts')
    const figures = await triage.rows('auditor', 'QueueFigures')
    const sum = (rows: Row[], name: string) => rows.reduce((total, row) => total + Number(row[name]), 0)
    assert.equal(sum(figures, 'raised'), failures.length)
    for (const figure of figures) {
      const own = failures.filter((row) => row.queue === figure.queue)
      const byItself = own.filter((row) => row.routedBy !== 'person' && row.cause !== 'unknown')
      assert.deepEqual(
        [figure.raised, figure.open, figure.routedAutomatically, figure.automaticPercent, figure.posted],
        [
          own.length,
          own.filter((row) => row.isOpen).length,
          byItself.length,
          Math.floor((byItself.length * 100) / own.length),
          own.filter((row) => row.resolution === 'posted').length,
        ],
        String(figure.queue),
      )
      assert.ok(Number(figure.longestSeconds) >= Number(figure.averageSeconds))
    }
    assert.ok(Number(figures.find((row) => row.queue === 'quality')?.automaticPercent) < 100)
    const groups = await triage.rows('auditor', 'ConflictGroups')
    assert.deepEqual([sum(groups, 'total'), sum(groups, 'open')], [failures.length, failures.filter((row) => row.isOpen).length])
  })
})
