import assert from 'node:assert/strict'
import { setImmediate as immediately } from 'node:timers/promises'
import { afterEach, before, beforeEach, describe, test } from 'node:test'
import cds from '@sap/cds'
import { AuditLog, Suggestions, SyncAttempts } from '#cds-models/countersign'
import { createRanker } from '../../../srv/causes/index.ts'
import { Pipeline } from '../../../srv/pipeline/pipeline.ts'
import { rejectSuggestion } from '../../../srv/pipeline/decisions.ts'
import { openDatabase } from '../database.ts'
import { fakeDm, type FakeErp, fakeErp, refusal } from './fake-erp.ts'
import { confirmation } from './message.ts'

let erp: FakeErp
let pipeline: Pipeline
let count = 0
const key = () => `0000000-${String(++count)}`
/** A message that the checks hold: its yield is no number that an ERP takes. */
const HELD = { amount: '-5.000' }

before(() => openDatabase({ policy: { answerWithin: 2, quietTime: 5, failMode: 'open' } }))

beforeEach(() => {
  erp = fakeErp()
  pipeline = new Pipeline({ erp, dm: fakeDm, ranker: createRanker() })
  pipeline.worker.start()
})

afterEach(() => pipeline.worker.stop())

describe('the same message again', () => {
  test('after success gets the recorded success, and is not posted again', async () => {
    const message = confirmation({ key: key(), order: '1' })
    const first = await pipeline.submit(message)
    const second = await pipeline.submit(message)
    assert.ok(second.state === 'posted' && first.state === 'posted')
    assert.equal(second.number, first.number)
    assert.deepEqual(second.response.body, first.response.body)
    assert.equal(second.isReplay, true)
    assert.equal(erp.booked.length, 1)
  })

  test('while the first is being posted waits for the same outcome', async () => {
    const message = confirmation({ key: key(), order: '2' })
    const [first, second] = await Promise.all([pipeline.submit(message), pipeline.submit(message)])
    assert.equal(first.state, 'posted')
    assert.equal(second.state, 'posted')
    assert.equal(erp.booked.length, 1)
  })

  test('while held is told so, of the same attempt', async () => {
    const message = confirmation({ key: key(), order: '3', ...HELD })
    const first = await pipeline.submit(message)
    const second = await pipeline.submit(message)
    assert.equal(first.state, 'held')
    assert.equal(second.state, 'held')
    assert.equal(second.number, first.number)
    assert.equal(erp.postings.length, 0)
  })

  test('after a person rejected it is told so, with the reason', async () => {
    const message = confirmation({ key: key(), order: '4', ...HELD })
    const first = await pipeline.submit(message)
    assert.ok(first.state === 'held')
    const open = await SELECT.one.from(Suggestions).columns('ID').where({ attempt_ID: first.id })
    await cds.tx(() => rejectSuggestion(open?.ID ?? '', { id: 'planner', role: 'planner' }, 'Counted wrongly'))
    assert.deepEqual(await pipeline.submit(message), { state: 'rejected', number: first.number, reason: 'Counted wrongly' })
  })

  test('after a refusal is judged and posted anew in the same attempt', async () => {
    const message = confirmation({ key: key(), order: '5' })
    erp.next.push(() => refusal('RU/494', 'Order 5 closed'))
    const first = await pipeline.submit(message)
    const second = await pipeline.submit(message)
    assert.equal(first.state, 'refused')
    assert.equal(second.state, 'posted')
    assert.equal(second.number, first.number)
    assert.equal(erp.booked.length, 1)
  })

  test('with another body after a refusal is a correction and supersedes', async () => {
    const same = key()
    erp.next.push(() => refusal('RU/494', 'Order 6 closed'))
    const first = await pipeline.submit(confirmation({ key: same, order: '6' }))
    const second = await pipeline.submit(confirmation({ key: same, order: '6', amount: '9.000' }))
    assert.equal(second.state, 'posted')
    assert.notEqual(second.number, first.state === 'refused' && first.number)
    const row = await SELECT.one
      .from(SyncAttempts)
      .columns('status')
      .where({ number: first.state === 'refused' ? first.number : 0 })
    assert.equal(row?.status, 'superseded')
  })

  test('with another body otherwise is an error, and nothing is posted', async () => {
    const same = key()
    const first = await pipeline.submit(confirmation({ key: same, order: '7' }))
    const second = await pipeline.submit(confirmation({ key: same, order: '7', amount: '9.000' }))
    assert.ok(first.state === 'posted')
    assert.deepEqual(second, { state: 'keyReused', number: first.number })
    assert.equal(erp.booked.length, 1)
  })

  test('while its answer is lost is asked to come again later; the look-up finds the document', async () => {
    const message = confirmation({ key: key(), order: '8' })
    erp.lookUpAnswer = { state: 'impossible', reason: 'no connection' }
    erp.next.push((_, book) => (book(), { state: 'lost', reason: 'socket hang up' }))
    const first = await pipeline.submit(message)
    assert.equal(first.state, 'pending')
    assert.equal((await pipeline.submit(message)).state, 'pending')
    erp.lookUpAnswer = undefined
    await settled(first.number)
    const last = await pipeline.submit(message)
    assert.equal(last.state, 'posted')
    assert.equal(erp.booked.length, 1)
  })

  test('without a key in the window is the same attempt, unless the first went well', async () => {
    const held = confirmation({ order: '9', ...HELD })
    const [first, second] = [await pipeline.submit(held), await pipeline.submit(held)]
    assert.ok(first.state === 'held' && second.state === 'held')
    assert.equal(second.number, first.number)
    const well = confirmation({ order: '10' })
    const posted = await pipeline.submit(well)
    assert.equal(posted.state, 'posted')
    const again = await pipeline.submit(well)
    assert.ok(again.state === 'held', again.state)
    assert.ok(again.findings.some((finding) => finding.cause === 'duplicate'))
    assert.equal(erp.booked.length, 1)
  })
})

test('every delivery is in the audit, in the order in which it happened', async () => {
  const message = confirmation({ key: key(), order: '11' })
  const outcome = await pipeline.submit(message)
  await pipeline.submit(message)
  assert.ok(outcome.state === 'posted')
  const rows = await SELECT.from(AuditLog).columns('action').where({ attemptNumber: outcome.number }).orderBy('sequence')
  assert.deepEqual(
    rows.map((row) => row.action),
    ['received', 'judged', 'posting', 'posted', 'repeated'],
  )
})

async function settled(number: number): Promise<void> {
  for (;;) {
    const row = await SELECT.one.from(SyncAttempts).columns('status').where({ number })
    if (row?.status === 'posted') return
    await immediately()
  }
}
