import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { AuditLog, Conflicts, Suggestions } from '#cds-models/countersign'
import { moveAttempt } from '../attempts.ts'
import { openWorklist, type Held, type Row, type Worklist } from './stand.ts'

let worklist: Worklist

before(async () => (worklist = await openWorklist()))
after(() => worklist.close())

const PEOPLE = ['planner', 'supervisor', 'controller', 'auditor'] as const
const MAY = ['mayDecide', 'mayReject', 'maySign', 'mayReturn', 'mayRoute', 'mayComment'] as const
const HOUR = 3_600_000

const act = (user: string, { suggestion }: Held, action: string, values: Row) =>
  worklist.ask(user, 'POST', `Suggestions(${suggestion})/WorklistService.${action}`, values)
const read = async (user: string, { suggestion }: Held, language?: string): Promise<Row> =>
  (await worklist.rows(user, `Suggestions(${suggestion})`, language))[0] ?? {}
const mayOf = (row: Row) => MAY.filter((name) => row[name])

/** A held message with the failure that stands for it, due in so many hours. */
async function due(hours: number, plant = '1710', rest: Row = {}): Promise<Held> {
  const held = await worklist.held(plant)
  await INSERT.into(Conflicts).entries({
    ID: crypto.randomUUID(),
    attempt_ID: held.attempt,
    isPrimary: true,
    isObsolete: false,
    plant,
    queue_code: 'planner',
    dueAt: new Date(Date.now() + hours * HOUR).toISOString(),
    ...rest,
  } as never)
  return held
}

async function awaitSignature(held: Held, actor: string): Promise<void> {
  await UPDATE(Suggestions, held.suggestion).set({ status: 'awaitingSignOff', requiredRole: 'controller', decidedBy: actor })
  await INSERT.into(AuditLog).entries({
    ID: crypto.randomUUID(),
    sequence: Date.now() + held.number,
    suggestion_ID: held.suggestion,
    action: 'approved',
    actor,
  } as never)
}

describe('when somebody has to decide', () => {
  test('what is overdue is red, what is due within the hour is orange, and nothing else is coloured', async () => {
    const colours = async (hours: number) => {
      const { dueCriticality, isOverdue } = await read('planner', await due(hours))
      return [dueCriticality, isOverdue]
    }
    assert.deepEqual(await colours(-1), [1, true])
    assert.deepEqual(await colours(0.5), [2, false])
    assert.deepEqual(await colours(4), [0, false])
  })

  test('a decision ends the deadline', async () => {
    const held = await due(-1)
    await UPDATE(Suggestions, held.suggestion).set({ status: 'approved' })
    const { dueCriticality, isOverdue } = await read('planner', held)
    assert.deepEqual([dueCriticality, isOverdue], [0, false])
  })

  test('the most urgent come first', async () => {
    const [late, later] = [await due(-30), await due(-20)]
    const rows = await worklist.rows('planner', `Suggestions?$filter=isOverdue eq true&$orderby=dueAt&$top=2`)
    assert.deepEqual(
      rows.map((row) => row.ID),
      [late.suggestion, later.suggestion],
    )
  })
})

describe('whose hands it is in', () => {
  test('a planner takes one, finds it among the own, and gives it back', async () => {
    const held = await due(4)
    assert.equal((await act('planner', held, 'assign', { assignee: 'planner' })).status, 200)
    const mine = await worklist.rows('planner', `Suggestions?$filter=isMine eq true`)
    assert.deepEqual(
      mine.map((row) => [row.ID, row.assignee, row.queue]),
      [[held.suggestion, 'planner', 'planner']],
    )
    assert.equal((await worklist.rows('controller', `Suggestions?$filter=isMine eq true`)).length, 0)
    await act('planner', held, 'assign', { assignee: '' })
    assert.deepEqual(await worklist.rows('planner', `Suggestions?$filter=isMine eq true`), [])
  })

  test('what is settled is in nobody’s hands any more', async () => {
    const held = await due(4, '1710', { resolvedAt: new Date().toISOString() })
    const { status, body } = await act('planner', held, 'assign', { assignee: 'planner' })
    assert.deepEqual([status, body.error?.code], [409, 'COUNTERSIGN/RESOLVED_ALREADY'])
    assert.equal((await read('planner', held)).mayRoute, false)
  })

  test('a supervisor assigns in the own plant only, an auditor nowhere', async () => {
    assert.equal((await act('supervisor', await due(4, '1710'), 'assign', { assignee: 'planner' })).status, 200)
    assert.notEqual((await act('supervisor', await due(4, '1720'), 'assign', { assignee: 'planner' })).status, 200)
    assert.equal((await act('auditor', await due(4), 'assign', { assignee: 'planner' })).status, 403)
  })
})

describe('what people tell one another', () => {
  test('is read by all, in the order of time, and stands in the audit log', async () => {
    const held = await due(4)
    assert.equal((await act('planner', held, 'comment', { text: 'Weighed again' })).status, 200)
    assert.equal((await act('controller', held, 'comment', { text: 'Thank you' })).status, 200)
    const comments = await worklist.rows('auditor', `SyncAttempts(${held.attempt})/comments?$orderby=at`)
    assert.deepEqual(
      comments.map(({ author, text }) => [author, text]),
      [
        ['planner', 'Weighed again'],
        ['controller', 'Thank you'],
      ],
    )
    assert.equal((await SELECT.from(AuditLog).where({ attempt_ID: held.attempt, action: 'commented' })).length, 2)
  })

  test('is never empty, and never an auditor’s', async () => {
    const held = await due(4)
    assert.equal((await act('planner', held, 'comment', { text: ' ' })).status, 400)
    assert.equal((await act('auditor', held, 'comment', { text: 'Why?' })).status, 403)
  })

  test('stays in the plant', async () => {
    const held = await due(4, '1720')
    await act('planner', held, 'comment', { text: 'Weighed again' })
    assert.deepEqual(await worklist.rows('supervisor', `Comments?$filter=attempt/ID eq ${held.attempt}`), [])
  })
})

describe('what pages offer', () => {
  test('in lists is what the role ever allows', async () => {
    const mayEver = async (user: string) => mayOf((await worklist.rows(user, 'Me'))[0] ?? {})
    const decides = ['mayDecide', 'mayReject', 'mayRoute', 'mayComment']
    assert.deepEqual(await mayEver('planner'), decides)
    assert.deepEqual(await mayEver('supervisor'), decides)
    assert.deepEqual(await mayEver('controller'), ['maySign', 'mayReturn', 'mayRoute', 'mayComment'])
    assert.deepEqual(await mayEver('auditor'), [])
  })

  test('is what the role and the state of the message allow', async () => {
    const held = await due(4)
    const offered = async () => {
      const all: Record<string, string[]> = {}
      for (const user of PEOPLE) all[user] = mayOf(await read(user, held))
      return all
    }
    const decide = ['mayDecide', 'mayReject', 'mayRoute', 'mayComment']
    const route = ['mayRoute', 'mayComment']
    assert.deepEqual(await offered(), { planner: decide, supervisor: decide, controller: route, auditor: [] })
    await awaitSignature(held, 'planner')
    const reject = ['mayReject', 'mayRoute', 'mayComment']
    const sign = ['maySign', 'mayReturn', 'mayRoute', 'mayComment']
    assert.deepEqual(await offered(), { planner: reject, supervisor: reject, controller: sign, auditor: [] })
    await UPDATE(Suggestions, held.suggestion).set({ status: 'approved' })
    await moveAttempt(held.attempt, 'posted')
    assert.deepEqual(await offered(), { planner: route, supervisor: route, controller: route, auditor: [] })
  })

  test('is no second signature to who gave the first, with the reason in the own language', async () => {
    const held = await due(4)
    await awaitSignature(held, 'controller')
    const { maySign, mayReturn, signHint } = await read('controller', held, 'de')
    assert.deepEqual([maySign, mayReturn], [false, true])
    assert.equal(signHint, 'Sie haben das selbst genehmigt oder angepasst: jemand anderes muss es unterschreiben')
    // As pages read it.
    const url = `Suggestions(${held.suggestion})?$select=ID,maySign`
    const { body } = await worklist.ask('controller', 'POST', '$batch', { requests: [{ id: '1', method: 'GET', url }] })
    assert.equal((body.responses as { body: Row }[])[0]?.body.maySign, false)
    assert.equal((await act('controller', held, 'signOff', {})).body.error?.code, 'COUNTERSIGN/FOUR_EYES')
    assert.equal((await read('planner', held)).signHint ?? null, null)
  })

  test('a controller returns with a reason, and the planner reads it', async () => {
    const held = await due(4)
    await awaitSignature(held, 'planner')
    assert.equal((await act('controller', held, 'returnToPlanner', { reason: '' })).status, 400)
    assert.equal((await act('controller', held, 'returnToPlanner', { reason: 'Count it again' })).status, 200)
    const { status, note, decidedBy } = await read('planner', held)
    assert.deepEqual([status, note, decidedBy], ['proposed', 'Count it again', null])
  })
})
