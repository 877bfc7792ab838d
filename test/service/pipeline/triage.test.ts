import assert from 'node:assert/strict'
import { afterEach, before, beforeEach, describe, test } from 'node:test'
import cds from '@sap/cds'
import {
  AttemptComments,
  AuditLog,
  Conflicts,
  ReasonMappings,
  ResubmissionItems,
  Resubmissions,
  Suggestions,
  SyncAttempts,
} from '#cds-models/countersign'
import type { ErpError } from '../../../srv/domain/judgement.ts'
import type { PostAnswer } from '../../../srv/erp/types.ts'
import { createRanker } from '../../../srv/causes/index.ts'
import { DecisionError } from '../../../srv/pipeline/decisions.ts'
import { Pipeline } from '../../../srv/pipeline/pipeline.ts'
import { assign, cancel, comment, forward, mapReason, resubmit, settle } from '../../../srv/pipeline/triage/actions.ts'
import { until } from '../../flow/until.ts'
import { openDatabase } from '../database.ts'
import { fakeDm, type FakeErp, fakeErp, refusal } from './fake-erp.ts'
import { confirmation } from './message.ts'

const PLANNER = { id: 'planner', role: 'planner' }
const NO_UNIT = refusal('ZPP/042', 'Unit BOX is not maintained for this customer')
const CLOSED = (order: string) => refusal('RU/494', `Order ${order} closed`)
let erp: FakeErp
let pipeline: Pipeline
let count = 0
const key = () => `triage-${String(++count)}`
const order = () => String(6_000_000 + ++count)

before(() => openDatabase({ policy: { answerWithin: 2, quietTime: 0 } }))

beforeEach(() => {
  erp = fakeErp()
  pipeline = new Pipeline({ erp, dm: fakeDm, ranker: createRanker() })
  pipeline.worker.start()
})

afterEach(async () => {
  await pipeline.resubmitter.stop()
  await pipeline.worker.stop()
})

async function conflictOf(attemptID: string) {
  const row = await SELECT.one.from(Conflicts).where({ attempt_ID: attemptID, isPrimary: true, isObsolete: false })
  assert.ok(row?.ID)
  return row as typeof row & { ID: string }
}

async function finished(ID: string): Promise<void> {
  await until(async () => Boolean((await SELECT.one.from(Resubmissions).columns('finishedAt').where({ ID }))?.finishedAt))
}

/** A message that the ERP refuses, with the conflict that stands for it. */
async function refused(at: string, answer = CLOSED(at), amount = '10.000') {
  erp.next.push(() => answer)
  const message = confirmation({ key: key(), order: at, amount })
  const outcome = await pipeline.submit(message)
  assert.equal(outcome.state, 'refused')
  const row = await SELECT.one.from(SyncAttempts).columns('ID').where({ number: outcome.number })
  return { message, ID: row?.ID ?? '', conflict: await conflictOf(row?.ID ?? '') }
}

describe('a refused message', () => {
  test('becomes a conflict with cause, queue, entry of the catalogue, age and due date', async () => {
    const at = order()
    const { conflict } = await refused(at)
    assert.deepEqual(
      [
        conflict.code,
        conflict.cause_code,
        conflict.queue_code,
        conflict.failure_ID,
        conflict.routedBy,
        conflict.order,
        conflict.resolvedAt,
      ],
      ['RU/494', 'orderStatus', 'planner', '34', 'catalogue', at, null],
    )
    assert.ok(conflict.dueAt && conflict.at && conflict.dueAt > conflict.at)
  })

  test('of a code that nobody knows is unknown, and its code is kept to be named', async () => {
    const { conflict } = await refused(order(), NO_UNIT)
    assert.deepEqual([conflict.cause_code, conflict.queue_code], ['unknown', 'integration'])
    const [seen] = (await SELECT.from('countersign.FailureCodes').where({ code: 'ZPP/042' })) as { origin: string }[]
    assert.equal(seen?.origin, 'seen')
  })

  test('is solved when its sender sends it again and the ERP takes it', async () => {
    const { message, ID } = await refused(order())
    assert.equal((await pipeline.submit(message)).state, 'posted')
    const conflict = await SELECT.one.from(Conflicts).where({ attempt_ID: ID, isPrimary: true })
    assert.equal(conflict?.resolution, 'posted')
    assert.ok(conflict.resolvedAt)
  })

  test('goes on under the same age and in the same hands when it is refused again', async () => {
    const at = order()
    const { message, ID, conflict } = await refused(at)
    await cds.tx(() => assign([conflict.ID], 'erin', PLANNER))
    erp.next.push(() => CLOSED(at))
    await pipeline.submit(message)
    const again = await conflictOf(ID)
    assert.notEqual(again.ID, conflict.ID)
    assert.deepEqual([again.at, again.assignee], [conflict.at, 'erin'])
  })
})

describe('people', () => {
  test('forward, comment and assign: a person’s routing counts as one, and all of it is told', async () => {
    const { ID, conflict } = await refused(order())
    await cds.tx(async () => {
      await forward([conflict.ID], 'masterData', PLANNER, 'Not ours')
      await comment(ID, 'Called them', PLANNER)
      await assign([conflict.ID], 'dora', PLANNER)
    })
    const after = await conflictOf(ID)
    assert.deepEqual([after.queue_code, after.routedBy, after.assignee], ['masterData', 'person', 'dora'])
    const comments = await SELECT.from(AttemptComments).columns('text').where({ attempt_ID: ID }).orderBy('at')
    assert.deepEqual(comments.map((each) => each.text).sort(), ['Called them', 'Not ours'])
    const told = await SELECT.from(AuditLog).columns('action').where({ attempt_ID: ID, actor: 'planner' }).orderBy('sequence')
    assert.deepEqual(
      told.map((each) => each.action),
      ['forwarded', 'commented', 'assigned'],
    )
  })

  test('cancel with a reason: the message is not posted, and its sender is told why', async () => {
    const { message, ID, conflict } = await refused(order())
    await cds.tx(() => cancel([conflict.ID], PLANNER, 'Booked by hand'))
    const outcome = await pipeline.submit(message)
    assert.ok(outcome.state === 'rejected')
    assert.equal(outcome.reason, 'Booked by hand')
    const row = await SELECT.one.from(Conflicts).where({ attempt_ID: ID, isPrimary: true, isObsolete: false })
    assert.equal(row?.resolution, 'rejected')
  })

  test('cancel what is held as well: its suggestion is rejected', async () => {
    const held = await pipeline.submit(confirmation({ key: key(), order: order(), amount: '-5.000' }))
    assert.ok(held.state === 'held')
    await cds.tx(async () => cancel([(await conflictOf(held.id)).ID], PLANNER, 'Wrong'))
    const suggestion = await SELECT.one.from(Suggestions).columns('status', 'note').where({ attempt_ID: held.id })
    assert.deepEqual([suggestion?.status, suggestion?.note], ['rejected', 'Wrong'])
  })

  test('who comes second is told that it is solved already', async () => {
    const { conflict } = await refused(order())
    await cds.tx(() => cancel([conflict.ID], PLANNER, 'Booked by hand'))
    await assert.rejects(
      cds.tx(() => cancel([conflict.ID], PLANNER, 'Again')),
      (error) => error instanceof DecisionError && error.status === 409,
    )
  })

  test('put a refused message on the worklist, where it can be corrected', async () => {
    const { ID } = await refused(order())
    await pipeline.takeOver(ID)
    const suggestion = await SELECT.one.from(Suggestions).columns('status').where({ attempt_ID: ID })
    assert.equal(suggestion?.status, 'proposed')
    assert.equal((await SELECT.one.from(SyncAttempts).columns('status').where({ ID }))?.status, 'held')
  })

  test('teach the value map from the error', async () => {
    const bad = confirmation({ key: key(), order: order() })
    erp.next.push(() => refusal('RU/907', 'Reason MATL is not defined for plant 1710'))
    const [part] = bad.parts
    assert.ok(part)
    const outcome = await pipeline.submit({ ...bad, parts: [{ ...part, reason: 'ZQX1' }] })
    assert.ok(outcome.state === 'refused')
    const row = await SELECT.one.from(SyncAttempts).columns('ID').where({ number: outcome.number })
    await cds.tx(async () => mapReason((await conflictOf(row?.ID ?? '')).ID, { erp: '0001', movement: '0101' }, PLANNER))
    const mapped = await SELECT.one.from(ReasonMappings).where({ plant: '1710', shopFloor: 'ZQX1' })
    assert.deepEqual([mapped?.erp, mapped?.movement], ['0001', '0101'])
  })
})

describe('a resubmission', () => {
  test('of a group posts all of it, each order in order of receipt, one audit line a message, and says what came of each', async () => {
    const orders = [order(), order(), order()]
    const all: string[] = []
    for (let index = 0; index < 12; index++) all.push((await refused(orders[index % 3] ?? '', NO_UNIT, `${String(index + 1)}.000`)).ID)
    const { groupID } = await conflictOf(all[0] ?? '')
    const ID = await cds.tx(() => resubmit({ groupID: groupID ?? '' }, PLANNER, 'Unit is there now'))
    pipeline.resubmitter.kick()
    await finished(ID)
    const result = await SELECT.one.from(Resubmissions).where({ ID })
    const ours = result?.total ?? 0
    assert.ok(ours >= 12)
    assert.deepEqual([result?.done, result?.posted, result?.refused], [ours, ours, 0])
    for (const each of orders) {
      const numbers = await SELECT.from(SyncAttempts).columns('ID', 'number', 'status').where({ order: each }).orderBy('number')
      assert.ok(numbers.every((row) => row.status === 'posted'))
      const booked = erp.booked.flatMap((one) => numbers.find((row) => one.startsWith(row.ID ?? ''))?.number ?? [])
      assert.deepEqual(
        booked,
        [...booked].sort((a, b) => a - b),
      )
    }
    const lines = await SELECT.from(AuditLog)
      .columns('attempt_ID')
      .where({ action: 'resubmitted', attempt_ID: { in: all } })
    assert.equal(lines.length, 12)
    const items = await SELECT.from(ResubmissionItems).columns('status', 'text').where({ resubmission_ID: ID })
    assert.ok(items.every((item) => item.status === 'posted' && item.text))
  })

  test('judges anew: what still fails is held or refused again, and says so', async () => {
    const at = order()
    const { conflict } = await refused(at)
    erp.next.push(() => CLOSED(at))
    const ID = await cds.tx(() => resubmit({ conflictIDs: [conflict.ID] }, PLANNER, ''))
    pipeline.resubmitter.kick()
    await finished(ID)
    const item = await SELECT.one.from(ResubmissionItems).where({ resubmission_ID: ID })
    assert.equal(item?.status, 'refused')
    assert.match(item.text ?? '', /closed/)
  })

  test('leaves alone what moved on before its turn came', async () => {
    const { message, conflict } = await refused(order())
    const ID = await cds.tx(() => resubmit({ conflictIDs: [conflict.ID] }, PLANNER, ''))
    await pipeline.submit(message)
    const posted = erp.booked.length
    pipeline.resubmitter.kick()
    await finished(ID)
    assert.equal(erp.booked.length, posted)
    assert.equal((await SELECT.one.from(Resubmissions).where({ ID }))?.skipped, 1)
  })

  test('of a message that came before a held final confirmation goes ahead of it', async () => {
    const at = order()
    const { conflict, ID: first } = await refused(at)
    const final = await pipeline.submit(confirmation({ key: key(), order: at, amount: '-5.000', isFinal: true }))
    assert.ok(final.state === 'held')
    const ID = await cds.tx(async () => resubmit({ conflictIDs: [conflict.ID, (await conflictOf(final.id)).ID] }, PLANNER, ''))
    pipeline.resubmitter.kick()
    await finished(ID)
    const [one, other] = await SELECT.from(ResubmissionItems).columns('status').where({ resubmission_ID: ID }).orderBy('position')
    assert.deepEqual([one?.status, other?.status], ['posted', 'held'])
    assert.ok(erp.booked.some((each) => each.startsWith(first)))
  })

  test('says of a message behind a held final confirmation that it goes on by itself, and lets others go on', async () => {
    const at = order()
    const { conflict } = await refused(at)
    const other = await refused(order())
    const final = await pipeline.submit(confirmation({ key: key(), order: at, amount: '-5.000', isFinal: true }))
    assert.ok(final.state === 'held')
    // As if it had come after the final one.
    await UPDATE(SyncAttempts)
      .set({ number: 900_000 + count })
      .where({ ID: String(conflict.attempt_ID) })
    const [slow, quick] = await cds.tx(async () => [
      await resubmit({ conflictIDs: [conflict.ID] }, PLANNER, ''),
      await resubmit({ conflictIDs: [other.conflict.ID] }, PLANNER, ''),
    ])
    pipeline.resubmitter.kick()
    await finished(slow)
    await finished(quick)
    const item = await SELECT.one.from(ResubmissionItems).columns('status', 'text').where({ resubmission_ID: slow })
    assert.equal(item?.status, 'waiting')
    assert.match(item.text ?? '', /goes on by itself/)
  })

  test('leaves alone what somebody has corrected and not yet approved', async () => {
    const held = await pipeline.submit(confirmation({ key: key(), order: order(), amount: '-5.000' }))
    assert.ok(held.state === 'held')
    await UPDATE(Suggestions).set({ adjustedBy: 'planner' }).where({ attempt_ID: held.id })
    const ID = await cds.tx(async () => resubmit({ conflictIDs: [(await conflictOf(held.id)).ID] }, PLANNER, ''))
    pipeline.resubmitter.kick()
    await finished(ID)
    assert.equal((await SELECT.one.from(Resubmissions).where({ ID }))?.skipped, 1)
    assert.equal((await SELECT.one.from(Suggestions).columns('status').where({ attempt_ID: held.id }))?.status, 'proposed')
  })

  test('goes on after a restart where it was', async () => {
    const { conflict } = await refused(order())
    const ID = await cds.tx(() => resubmit({ conflictIDs: [conflict.ID] }, PLANNER, ''))
    const next = new Pipeline({ erp, dm: fakeDm, ranker: createRanker() })
    next.worker.start()
    await next.recover()
    await finished(ID)
    await next.resubmitter.stop()
    await next.worker.stop()
    assert.equal((await SELECT.one.from(Resubmissions).where({ ID }))?.posted, 1)
  })

  test('never posts once more what the ERP may have: that is for the controller', async () => {
    erp.next.push(() => ({ state: 'lost', reason: 'time-out' }))
    erp.lookUpAnswer = { state: 'ambiguous', candidates: ['207/1', '207/2'] }
    const at = order()
    await pipeline.submit(confirmation({ key: key(), order: at }))
    const attempt = await until(
      async () => (await SELECT.one.from(SyncAttempts).columns('ID').where({ order: at, status: 'held' })) ?? undefined,
    )
    const conflict = await conflictOf(attempt.ID ?? '')
    assert.equal(conflict.code, 'COUNTERSIGN/UNKNOWN_OUTCOME')
    await assert.rejects(
      cds.tx(() => resubmit({ conflictIDs: [conflict.ID] }, PLANNER, '')),
      DecisionError,
    )
    assert.equal(erp.postings.length, 1)
  })

  test('never touches what nobody could read', async () => {
    const { parts, ...rest } = confirmation({ key: key(), order: order() })
    const answer = { status: 400, headers: {}, body: Buffer.from('{}') }
    const number = await pipeline.recordUnreadable({ ...rest, parts }, answer, 'Broken JSON')
    assert.ok(number)
    const row = await SELECT.one.from(SyncAttempts).columns('ID').where({ number })
    const conflict = await conflictOf(row?.ID ?? '')
    assert.deepEqual([conflict.cause_code, conflict.queue_code], ['interface', 'integration'])
    await assert.rejects(
      cds.tx(() => resubmit({ conflictIDs: [conflict.ID] }, PLANNER, '')),
      (error) => error instanceof DecisionError,
    )
  })
})

describe('what the ERP books but for a rest', () => {
  test('is posted for its sender, and stands open until somebody has seen to it', async () => {
    const postponed = [
      errorLike('RU/505', 'Goods movements of confirmation 207 1 are put aside'),
      errorLike('M7/520', 'Reservation 6000001 0002 does not exist'),
    ]
    erp.next.push((_, book) => ({ ...(book() as Extract<PostAnswer, { state: 'answered' }>), remarks: postponed }))
    const outcome = await pipeline.submit(confirmation({ key: key(), order: order() }))
    assert.ok(outcome.state === 'posted')
    const attempt = await SELECT.one.from(SyncAttempts).columns('ID').where({ number: outcome.number })
    const conflict = await conflictOf(attempt?.ID ?? '')
    assert.deepEqual([conflict.code, conflict.cause_code, conflict.queue_code], ['M7/520', 'reservation', 'planner'])
    await assert.rejects(
      cds.tx(() => resubmit({ conflictIDs: [conflict.ID] }, PLANNER, '')),
      DecisionError,
    )
    await cds.tx(() => settle([conflict.ID], PLANNER, 'Reworked in COGI'))
    assert.equal((await conflictOf(attempt?.ID ?? '')).resolution, 'settled')
  })

  test('is nothing when it only says that all is well', async () => {
    const saved = { ...errorLike('RU/100', 'Confirmation of order 1000001 saved'), severity: 'success' as const }
    erp.next.push((_, book) => ({ ...(book() as Extract<PostAnswer, { state: 'answered' }>), remarks: [saved] }))
    const outcome = await pipeline.submit(confirmation({ key: key(), order: order() }))
    assert.ok(outcome.state === 'posted')
    const open = await SELECT.from(Conflicts)
      .columns('ID')
      .where({ 'attempt.number': outcome.number, isPrimary: true } as never)
    assert.equal(open.length, 0)
  })
})

function errorLike(code: string, text: string): ErpError {
  const [kind = '', number = ''] = code.split('/')
  return { code, class: kind, number, variables: [], text, severity: 'error', isTransient: false, details: [], raw: text }
}

describe('our own postings', () => {
  test('that meet a lock are tried again by themselves, visibly and bounded; then a person hears of it', async () => {
    const at = order()
    const { conflict, ID } = await refused(at)
    const locked = refusal('CO/469', `Order ${at} is already being processed by CB9980000010`)
    erp.next.push(() => locked)
    await cds.tx(() => resubmit({ conflictIDs: [conflict.ID] }, PLANNER, ''))
    pipeline.resubmitter.kick()
    await until(async () => (await SELECT.one.from(SyncAttempts).columns('tries').where({ ID }))?.tries === 2)
    const waiting = await SELECT.one.from(SyncAttempts).columns('tries', 'mostTries', 'nextTryAt').where({ ID })
    assert.equal(waiting?.mostTries, 13)
    await until(async () => (await SELECT.one.from(SyncAttempts).columns('status').where({ ID }))?.status === 'posted')
  })
})
