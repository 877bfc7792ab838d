import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import cds from '@sap/cds'
import { AttemptComments, AuditLog, Conflicts, ReasonMappings, Suggestions, SyncAttempts } from '#cds-models/countersign'
import type { ErpError } from '../../../srv/domain/judgement.ts'
import type { PostAnswer } from '../../../srv/erp/types.ts'
import { DecisionError } from '../../../srv/pipeline/decisions.ts'
import { assign, cancel, comment, forward, mapReason, resubmit, settle } from '../../../srv/pipeline/triage/actions.ts'
import { refusal } from './fake-erp.ts'
import { confirmation } from './message.ts'
import { CLOSED, conflictOf, key, NO_UNIT, order, PLANNER, triageStand } from './triage-stand.ts'

const here = triageStand()

describe('a refused message', () => {
  test('becomes a conflict with cause, queue, entry of the catalogue, age and due date', async () => {
    const at = order()
    const { conflict } = await here.refused(at)
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
    const { conflict } = await here.refused(order(), NO_UNIT)
    assert.deepEqual([conflict.cause_code, conflict.queue_code], ['unknown', 'integration'])
    const [seen] = (await SELECT.from('countersign.FailureCodes').where({ code: 'ZPP/042' })) as { origin: string }[]
    assert.equal(seen?.origin, 'seen')
  })

  test('is solved when its sender sends it again and the ERP takes it', async () => {
    const { message, ID } = await here.refused(order())
    assert.equal((await here.pipeline.submit(message)).state, 'posted')
    const conflict = await SELECT.one.from(Conflicts).where({ attempt_ID: ID, isPrimary: true })
    assert.equal(conflict?.resolution, 'posted')
    assert.ok(conflict.resolvedAt)
  })

  test('goes on under the same age and in the same hands when it is refused again', async () => {
    const at = order()
    const { message, ID, conflict } = await here.refused(at)
    await cds.tx(() => assign([conflict.ID], 'erin', PLANNER))
    here.erp.next.push(() => CLOSED(at))
    await here.pipeline.submit(message)
    const again = await conflictOf(ID)
    assert.notEqual(again.ID, conflict.ID)
    assert.deepEqual([again.at, again.assignee], [conflict.at, 'erin'])
  })
})

describe('people', () => {
  test('forward, comment and assign: a person’s routing counts as one, and all of it is told', async () => {
    const { ID, conflict } = await here.refused(order())
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
    const { message, ID, conflict } = await here.refused(order())
    await cds.tx(() => cancel([conflict.ID], PLANNER, 'Booked by hand'))
    const outcome = await here.pipeline.submit(message)
    assert.ok(outcome.state === 'rejected')
    assert.equal(outcome.reason, 'Booked by hand')
    const row = await SELECT.one.from(Conflicts).where({ attempt_ID: ID, isPrimary: true, isObsolete: false })
    assert.equal(row?.resolution, 'rejected')
  })

  test('cancel what is held as well: its suggestion is rejected', async () => {
    const held = await here.pipeline.submit(confirmation({ key: key(), order: order(), amount: '-5.000' }))
    assert.ok(held.state === 'held')
    await cds.tx(async () => cancel([(await conflictOf(held.id)).ID], PLANNER, 'Wrong'))
    const suggestion = await SELECT.one.from(Suggestions).columns('status', 'note').where({ attempt_ID: held.id })
    assert.deepEqual([suggestion?.status, suggestion?.note], ['rejected', 'Wrong'])
  })

  test('who comes second is told that it is solved already', async () => {
    const { conflict } = await here.refused(order())
    await cds.tx(() => cancel([conflict.ID], PLANNER, 'Booked by hand'))
    await assert.rejects(
      cds.tx(() => cancel([conflict.ID], PLANNER, 'Again')),
      (error) => error instanceof DecisionError && error.status === 409,
    )
  })

  test('put a refused message on the worklist, where it can be corrected', async () => {
    const { ID } = await here.refused(order())
    await here.pipeline.takeOver(ID)
    const suggestion = await SELECT.one.from(Suggestions).columns('status').where({ attempt_ID: ID })
    assert.equal(suggestion?.status, 'proposed')
    assert.equal((await SELECT.one.from(SyncAttempts).columns('status').where({ ID }))?.status, 'held')
  })

  test('teach the value map from the error', async () => {
    const bad = confirmation({ key: key(), order: order() })
    here.erp.next.push(() => refusal('RU/907', 'Reason MATL is not defined for plant 1710'))
    const [part] = bad.parts
    assert.ok(part)
    const outcome = await here.pipeline.submit({ ...bad, parts: [{ ...part, reason: 'ZQX1' }] })
    assert.ok(outcome.state === 'refused')
    const row = await SELECT.one.from(SyncAttempts).columns('ID').where({ number: outcome.number })
    await cds.tx(async () => mapReason((await conflictOf(row?.ID ?? '')).ID, { erp: '0001', movement: '0101' }, PLANNER))
    const mapped = await SELECT.one.from(ReasonMappings).where({ plant: '1710', shopFloor: 'ZQX1' })
    assert.deepEqual([mapped?.erp, mapped?.movement], ['0001', '0101'])
  })
})

describe('what the ERP books but for a rest', () => {
  test('is posted for its sender, and stands open until somebody has seen to it', async () => {
    const postponed = [
      errorLike('RU/505', 'Goods movements of confirmation 207 1 are put aside'),
      errorLike('M7/520', 'Reservation 6000001 0002 does not exist'),
    ]
    here.erp.next.push((_, book) => ({ ...(book() as Extract<PostAnswer, { state: 'answered' }>), remarks: postponed }))
    const outcome = await here.pipeline.submit(confirmation({ key: key(), order: order() }))
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
    here.erp.next.push((_, book) => ({ ...(book() as Extract<PostAnswer, { state: 'answered' }>), remarks: [saved] }))
    const outcome = await here.pipeline.submit(confirmation({ key: key(), order: order() }))
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
