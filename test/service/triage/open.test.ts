import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { insertAttempt } from '../attempts.ts'
import { type Failure, openTriage, type Triage } from './stand.ts'

let triage: Triage
let mine: Failure
let other: Failure
let solved: Failure

before(async () => {
  triage = await openTriage()
  mine = await triage.refused({ order: '5000001' })
  other = await triage.refused({ order: '5000002', plant: '1720' })
  solved = await triage.refused({ order: '5000003' })
  await triage.act('planner', solved, 'cancel', { reason: 'Booked by hand' })
  await triage.act('planner', mine, 'assign', { assignee: 'planner' })
})
after(() => triage.close())

const groupsOf = async (user: string, filter: string) => {
  const { status, body } = await triage.ask(user, 'GET', `ConflictGroups?$filter=${filter}&$select=groupID,open,total&$count=true`)
  assert.equal(status, 200, JSON.stringify(body))
  const groups = (body.value ?? []).map(({ groupID }) => String(groupID)).sort()
  assert.equal(Number(body['@odata.count']), groups.length)
  return groups
}
const messagesOf = async (user: string, filter: string) =>
  (await triage.rows(user, `Conflicts?$filter=${filter}&$select=ID`)).map(({ ID }) => String(ID)).sort()

describe('what is open', () => {
  test('is found among groups and messages, and what is solved as well', async () => {
    assert.deepEqual(await groupsOf('planner', 'isOpen eq true'), [mine.groupID, other.groupID].sort())
    assert.deepEqual(await groupsOf('planner', 'isOpen eq false'), [solved.groupID])
    assert.deepEqual(await groupsOf('planner', 'isOpen eq true or isOpen eq false'), [mine.groupID, other.groupID, solved.groupID].sort())
    assert.deepEqual(await messagesOf('planner', 'isOpen eq true'), [mine.ID, other.ID].sort())
    assert.deepEqual(await messagesOf('planner', 'not (isOpen eq true)'), [solved.ID])
  })

  test('is found together with all else that is asked for', async () => {
    assert.deepEqual(await groupsOf('planner', "isOpen eq true and plant eq '1720'"), [other.groupID])
    assert.deepEqual(await groupsOf('planner', 'isOpen eq true and isMine eq true'), [mine.groupID])
    assert.deepEqual(await groupsOf('planner', 'isMine eq true'), [mine.groupID])
    assert.deepEqual(await messagesOf('planner', "isOpen eq true and (plant eq '1710' or plant eq '9999')"), [mine.ID])
  })

  test('is that of the own plant for a supervisor', async () => {
    assert.deepEqual(await groupsOf('supervisor', 'isOpen eq true'), [mine.groupID])
    assert.deepEqual(await messagesOf('supervisor', 'isOpen eq true'), [mine.ID])
  })

  test('is nothing once all is solved', async () => {
    for (const each of [mine, other]) await triage.act('planner', each, 'cancel', { reason: 'Booked by hand' })
    assert.deepEqual(await groupsOf('planner', 'isOpen eq true'), [])
    assert.deepEqual(await messagesOf('planner', 'isOpen eq true'), [])
  })
})

describe('figures', () => {
  test('are of the latest 20,000 messages and of all that is open', async () => {
    const open = await triage.refused({ order: '5000004' })
    const figuresOf = async (set: string, filter: string) => (await triage.rows('planner', `${set}?$filter=${filter}`))[0] ?? {}
    const before = await figuresOf('PlantFigures', "plant eq '1710'")
    const queue = await figuresOf('QueueFigures', "queue eq 'planner'")
    assert.equal(before.open, 1)
    assert.ok(Number(before.messages) > 1 && Number(queue.raised) > 1)
    const late = new Date(Date.now() + 3_600_000).toISOString()
    await insertAttempt({ ID: crypto.randomUUID(), number: 1_000_000, status: 'posted', receivedAt: late, plant: '1710' })
    const after = await figuresOf('PlantFigures', "plant eq '1710'")
    assert.deepEqual([after.messages, after.firstTimeRight, after.open], [1, 1, 1])
    const [row] = await triage.rows('planner', `Conflicts?$filter=ID eq ${open.ID}&$select=at,queue`)
    const now = await figuresOf('QueueFigures', `queue eq '${String(row?.queue)}'`)
    assert.deepEqual([now.raised, now.open, now.oldestAt], [1, 1, row?.at])
  })
})
