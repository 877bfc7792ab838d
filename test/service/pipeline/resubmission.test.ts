import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import cds from '@sap/cds'
import { AuditLog, ResubmissionItems, Resubmissions, Suggestions, SyncAttempts } from '#cds-models/countersign'
import { createRanker } from '../../../srv/causes/index.ts'
import { DecisionError } from '../../../srv/pipeline/decisions.ts'
import { Pipeline } from '../../../srv/pipeline/pipeline.ts'
import { resubmit } from '../../../srv/pipeline/triage/actions.ts'
import { until } from '../../flow/until.ts'
import { fakeDm, refusal } from './fake-erp.ts'
import { confirmation } from './message.ts'
import { CLOSED, conflictOf, finished, key, NO_UNIT, order, PLANNER, triageStand } from './triage-stand.ts'

const here = triageStand()

describe('a resubmission', () => {
  test('of a group posts all of it, each order in order of receipt, one audit line a message, and says what came of each', async () => {
    const orders = [order(), order(), order()]
    const all: string[] = []
    for (let index = 0; index < 12; index++) all.push((await here.refused(orders[index % 3] ?? '', NO_UNIT, `${String(index + 1)}.000`)).ID)
    const { groupID } = await conflictOf(all[0] ?? '')
    const ID = await cds.tx(() => resubmit({ groupID: groupID ?? '' }, PLANNER, 'Unit is there now'))
    here.pipeline.resubmitter.kick()
    await finished(ID)
    const result = await SELECT.one.from(Resubmissions).where({ ID })
    const ours = result?.total ?? 0
    assert.ok(ours >= 12)
    assert.deepEqual([result?.done, result?.posted, result?.refused], [ours, ours, 0])
    for (const each of orders) {
      const numbers = await SELECT.from(SyncAttempts).columns('ID', 'number', 'status').where({ order: each }).orderBy('number')
      assert.ok(numbers.every((row) => row.status === 'posted'))
      const booked = here.erp.booked.flatMap((one) => numbers.find((row) => one.startsWith(row.ID ?? ''))?.number ?? [])
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
    const { conflict } = await here.refused(at)
    here.erp.next.push(() => CLOSED(at))
    const ID = await cds.tx(() => resubmit({ conflictIDs: [conflict.ID] }, PLANNER, ''))
    here.pipeline.resubmitter.kick()
    await finished(ID)
    const item = await SELECT.one.from(ResubmissionItems).where({ resubmission_ID: ID })
    assert.equal(item?.status, 'refused')
    assert.match(item.text ?? '', /closed/)
  })

  test('leaves alone what moved on before its turn came', async () => {
    const { message, conflict } = await here.refused(order())
    const ID = await cds.tx(() => resubmit({ conflictIDs: [conflict.ID] }, PLANNER, ''))
    await here.pipeline.submit(message)
    const posted = here.erp.booked.length
    here.pipeline.resubmitter.kick()
    await finished(ID)
    assert.equal(here.erp.booked.length, posted)
    assert.equal((await SELECT.one.from(Resubmissions).where({ ID }))?.skipped, 1)
  })

  test('of a message that came before a held final confirmation goes ahead of it', async () => {
    const at = order()
    const { conflict, ID: first } = await here.refused(at)
    const final = await here.pipeline.submit(confirmation({ key: key(), order: at, amount: '-5.000', isFinal: true }))
    assert.ok(final.state === 'held')
    const ID = await cds.tx(async () => resubmit({ conflictIDs: [conflict.ID, (await conflictOf(final.id)).ID] }, PLANNER, ''))
    here.pipeline.resubmitter.kick()
    await finished(ID)
    const [one, other] = await SELECT.from(ResubmissionItems).columns('status').where({ resubmission_ID: ID }).orderBy('position')
    assert.deepEqual([one?.status, other?.status], ['posted', 'held'])
    assert.ok(here.erp.booked.some((each) => each.startsWith(first)))
  })

  test('says of a message behind a held final confirmation that it goes on by itself, and lets others go on', async () => {
    const at = order()
    const { conflict } = await here.refused(at)
    const other = await here.refused(order())
    const final = await here.pipeline.submit(confirmation({ key: key(), order: at, amount: '-5.000', isFinal: true }))
    assert.ok(final.state === 'held')
    // As if it had come after the final one.
    await UPDATE(SyncAttempts)
      .set({ number: 900_000 })
      .where({ ID: String(conflict.attempt_ID) })
    const [slow, quick] = await cds.tx(async () => [
      await resubmit({ conflictIDs: [conflict.ID] }, PLANNER, ''),
      await resubmit({ conflictIDs: [other.conflict.ID] }, PLANNER, ''),
    ])
    here.pipeline.resubmitter.kick()
    await finished(slow)
    await finished(quick)
    const item = await SELECT.one.from(ResubmissionItems).columns('status', 'text').where({ resubmission_ID: slow })
    assert.equal(item?.status, 'waiting')
    assert.match(item.text ?? '', /goes on by itself/)
  })

  test('leaves alone what somebody has corrected and not yet approved', async () => {
    const held = await here.pipeline.submit(confirmation({ key: key(), order: order(), amount: '-5.000' }))
    assert.ok(held.state === 'held')
    await UPDATE(Suggestions).set({ adjustedBy: 'planner' }).where({ attempt_ID: held.id })
    const ID = await cds.tx(async () => resubmit({ conflictIDs: [(await conflictOf(held.id)).ID] }, PLANNER, ''))
    here.pipeline.resubmitter.kick()
    await finished(ID)
    assert.equal((await SELECT.one.from(Resubmissions).where({ ID }))?.skipped, 1)
    assert.equal((await SELECT.one.from(Suggestions).columns('status').where({ attempt_ID: held.id }))?.status, 'proposed')
  })

  test('goes on after a restart where it was', async () => {
    const { conflict } = await here.refused(order())
    const ID = await cds.tx(() => resubmit({ conflictIDs: [conflict.ID] }, PLANNER, ''))
    const next = new Pipeline({ erp: here.erp, dm: fakeDm, ranker: createRanker() })
    next.worker.start()
    await next.recover()
    await finished(ID)
    await next.resubmitter.stop()
    await next.worker.stop()
    assert.equal((await SELECT.one.from(Resubmissions).where({ ID }))?.posted, 1)
  })

  test('never posts once more what the ERP may have: that is for the controller', async () => {
    here.erp.next.push(() => ({ state: 'lost', reason: 'time-out' }))
    here.erp.lookUpAnswer = { state: 'ambiguous', candidates: ['207/1', '207/2'] }
    const at = order()
    await here.pipeline.submit(confirmation({ key: key(), order: at }))
    const attempt = await until(
      async () => (await SELECT.one.from(SyncAttempts).columns('ID').where({ order: at, status: 'held' })) ?? undefined,
    )
    const conflict = await conflictOf(attempt.ID ?? '')
    assert.equal(conflict.code, 'COUNTERSIGN/UNKNOWN_OUTCOME')
    await assert.rejects(
      cds.tx(() => resubmit({ conflictIDs: [conflict.ID] }, PLANNER, '')),
      DecisionError,
    )
    assert.equal(here.erp.postings.length, 1)
  })

  test('never touches what nobody could read', async () => {
    const { parts, ...rest } = confirmation({ key: key(), order: order() })
    const answer = { status: 400, headers: {}, body: Buffer.from('{}') }
    const number = await here.pipeline.recordUnreadable({ ...rest, parts }, answer, 'Broken JSON')
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

describe('our own postings', () => {
  test('that meet a lock are tried again by themselves, visibly and bounded; then a person hears of it', async () => {
    const at = order()
    const { conflict, ID } = await here.refused(at)
    const locked = refusal('CO/469', `Order ${at} is already being processed by CB9980000010`)
    here.erp.next.push(() => locked)
    await cds.tx(() => resubmit({ conflictIDs: [conflict.ID] }, PLANNER, ''))
    here.pipeline.resubmitter.kick()
    await until(async () => (await SELECT.one.from(SyncAttempts).columns('tries').where({ ID }))?.tries === 2)
    const waiting = await SELECT.one.from(SyncAttempts).columns('tries', 'mostTries', 'nextTryAt').where({ ID })
    assert.equal(waiting?.mostTries, 13)
    await until(async () => (await SELECT.one.from(SyncAttempts).columns('status').where({ ID }))?.status === 'posted')
  })
})
