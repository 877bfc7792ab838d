import assert from 'node:assert/strict'
import { setImmediate as immediately } from 'node:timers/promises'
import { afterEach, before, beforeEach, describe, test } from 'node:test'
import cds from '@sap/cds'
import { AuditLog, Lanes, Suggestions, SyncAttempts } from '#cds-models/countersign'
import { createRanker } from '../../../srv/causes/index.ts'
import { adjust, approve, postAsSent } from '../../../srv/pipeline/decisions.ts'
import { Pipeline } from '../../../srv/pipeline/pipeline.ts'
import { moveAttempt } from '../attempts.ts'
import { openDatabase } from '../database.ts'
import { fakeDm, type FakeErp, fakeErp, refusal } from './fake-erp.ts'
import { confirmation } from './message.ts'

const PLANNER = { id: 'planner', role: 'planner' }
const HELD = '-5.000'
const answer = { status: 400, headers: {}, body: Buffer.from('{}') }
let erp: FakeErp
let pipeline: Pipeline
let count = 0
const key = () => `robust-${String(++count)}`
const order = () => String(7_000_000 + ++count)

before(() => openDatabase({ policy: { answerWithin: 3, quietTime: 1, failMode: 'open' } }))
beforeEach(() => {
  erp = fakeErp()
  pipeline = new Pipeline({ erp, dm: fakeDm, ranker: createRanker() })
  pipeline.worker.start()
})
afterEach(() => pipeline.worker.stop())

describe('what breaks inside is no message that lies there', () => {
  test('a judgement that breaks releases the message as not judged, where the policy is open', async () => {
    erp.readContext = () => Promise.reject(new Error('a check broke'))
    const outcome = await pipeline.submit(confirmation({ key: key(), order: order() }))
    assert.ok(outcome.state === 'posted')
    const row = await SELECT.one.from(SyncAttempts).columns('verdict', 'verdictReason').where({ number: outcome.number })
    assert.deepEqual([row?.verdict, row?.verdictReason], ['releaseWithNote', 'Not judged: something broke here, and the log says what.'])
  })

  test('a correction for which the body has no place becomes a proposal to reject', async () => {
    erp.patchOf = () => {
      throw new Error('no place for it')
    }
    const outcome = await pipeline.submit(confirmation({ key: key(), order: order(), amount: HELD }))
    assert.ok(outcome.state === 'held')
  })

  test('what was only recorded is judged when taken up, and one that breaks does not keep the others', async () => {
    const [first, second] = [order(), order()]
    const broken = new Pipeline({ erp, dm: fakeDm, ranker: createRanker() })
    let stuck = 0
    erp.readContext = () => new Promise(() => stuck++)
    for (const at of [first, second]) void broken.submit(confirmation({ key: key(), order: at }))
    await until(() => Promise.resolve(stuck === 2))
    erp.readContext = (...args) => fakeErp().readContext(...args)
    // Its process is gone, and with it its leases.
    await UPDATE(Lanes).set({ lease: null, leaseUntil: null }).where({ state: 'judging' })
    await pipeline.recover()
    await until(() => Promise.resolve(erp.booked.length === 2))
  })

  test('an unreadable message is on record as refused, is never taken up, and is nobody’s earlier attempt', async () => {
    const message = confirmation({ order: order() })
    const number = await pipeline.recordUnreadable(message, answer, 'no JSON')
    await pipeline.recover()
    assert.equal(
      (
        await SELECT.one
          .from(SyncAttempts)
          .columns('status')
          .where({ number: number ?? 0 })
      )?.status,
      'refused',
    )
    const outcome = await pipeline.submit(message)
    assert.ok(outcome.state === 'posted' && outcome.number !== number)
  })
})

describe('what people approved is brought home', () => {
  test('however long the ERP can not be reached', async () => {
    const held = await pipeline.submit(confirmation({ key: key(), order: order(), amount: HELD }))
    assert.ok(held.state === 'held')
    const ID = await asPosting(held.id)
    for (let tried = 0; tried < 3; tried++) erp.next.push(() => ({ state: 'notSent', reason: 'connection refused' }))
    await cds.tx(() => approve(ID, PLANNER, ''))
    await until(async () => {
      await UPDATE(Lanes).set({ nextAt: null, tries: 20 }).where({ attempt_ID: held.id })
      pipeline.worker.kick()
      return erp.booked.length === 1
    })
  })

  test('a refusal that nobody was told of, since the process ended, comes back to the planner', async () => {
    const held = await pipeline.submit(confirmation({ key: key(), order: order(), amount: HELD }))
    assert.ok(held.state === 'held')
    await UPDATE(Suggestions).set({ status: 'approved' }).where({ attempt_ID: held.id })
    await cds.tx(async () => {
      await moveAttempt(held.id, 'refused')
      await UPDATE(SyncAttempts, held.id).set({ answerStatus: 400 })
    })
    await pipeline.recover()
    assert.equal((await SELECT.one.from(SyncAttempts).columns('status').where({ ID: held.id }))?.status, 'held')
    assert.equal((await SELECT.from(Suggestions).columns('ID').where({ attempt_ID: held.id, status: 'proposed' })).length, 1)
  })

  test('but its patch is not applied to what was judged anew and released as it came', async () => {
    const message = confirmation({ key: key(), order: order() })
    erp.next.push(() => refusal('RU/494', 'closed'))
    const first = await pipeline.submit(message)
    assert.ok(first.state === 'refused')
    const attempt = await SELECT.one.from(SyncAttempts).columns('ID').where({ number: first.number })
    await INSERT.into(Suggestions).entries({
      ID: cds.utils.uuid(),
      attempt_ID: attempt?.ID ?? '',
      status: 'approved',
      patch: '[[{"op":"add","path":"/ConfirmationYieldQuantity","value":"1"}]]',
    })
    assert.equal((await pipeline.submit(message)).state, 'posted')
    assert.equal(erp.postings.at(-1)?.parts[0]?.body.toString(), message.parts[0]?.body.toString())
  })
})

test('a lost answer to what can not be looked up goes to a person after the quiet time, and frees the order', async () => {
  const at = order()
  erp.next.push(() => ({ state: 'lost', reason: 'reset' }))
  erp.lookUpAnswer = { state: 'impossible', reason: 'nothing to find it by' }
  await pipeline.submit(confirmation({ order: at, kind: 'statusChange' }))
  await until(async () => (await SELECT.one.from(SyncAttempts).columns('status').where({ order: at }))?.status === 'held')
  erp.lookUpAnswer = undefined
  assert.equal((await pipeline.submit(confirmation({ key: key(), order: at }))).state, 'posted')
})

describe('possible duplicates', () => {
  test('under different keys at the same time: one is posted, the others are for a person', async () => {
    const at = order()
    const outcomes = await Promise.all([1, 2, 3].map(() => pipeline.submit(confirmation({ key: key(), order: at }))))
    assert.deepEqual(outcomes.map((each) => each.state).toSorted(), ['held', 'held', 'posted'])
  })

  test('without an order are found by their content', async () => {
    const message = confirmation({ order: '', amount: '3.125', kind: 'materialDocument' })
    assert.equal((await pipeline.submit(message)).state, 'posted')
    assert.equal((await pipeline.submit(message)).state, 'held')
  })

  test('are posted when a planner says that they are none', async () => {
    const at = order()
    const message = confirmation({ order: at })
    await pipeline.submit(message)
    const again = await pipeline.submit(message)
    assert.ok(again.state === 'held')
    const row = await SELECT.one.from(Suggestions).columns('ID', 'action_code').where({ attempt_ID: again.id })
    assert.equal(row?.action_code, 'markDuplicate')
    await cds.tx(() => postAsSent(row.ID ?? '', PLANNER, 'a second pallet'))
    pipeline.worker.kick()
    await until(() => Promise.resolve(erp.booked.length === 2))
    const { reason, confidence } = (await SELECT.one.from(Suggestions).columns('reason', 'confidence').where({ ID: row.ID })) ?? {}
    assert.match(reason ?? '', /planner posts it as it was sent: a second pallet/)
    assert.doesNotMatch(reason ?? '', /nothing is posted/)
    assert.equal(confidence, null)
  })
})

test('a changed posting date needs the controller, whoever was to sign before', async () => {
  const held = await pipeline.submit(confirmation({ key: key(), order: order(), amount: HELD }))
  assert.ok(held.state === 'held')
  const ID = await asPosting(held.id)
  await cds.tx(() => adjust(ID, [{ field: 'postingDate', value: '2026-01-31' }], PLANNER, 'as agreed', erp))
  assert.equal((await SELECT.one.from(Suggestions).columns('requiredRole').where({ ID }))?.requiredRole, 'controller')
  await cds.tx(() => approve(ID, PLANNER, ''))
  const { status, note } = (await SELECT.one.from(Suggestions).columns('status', 'note').where({ ID })) ?? {}
  // Nothing more was said: what was said before stands for who signs.
  assert.deepEqual([status, note], ['awaitingSignOff', 'as agreed'])
})

test('no SQL through the app’s own connection changes the audit log', async () => {
  const entry = await SELECT.one.from(AuditLog).columns('ID', 'sequence')
  assert.ok(entry?.ID)
  const { ID, sequence } = entry
  await assert.rejects(cds.run(`UPDATE countersign_AuditLog SET reason = 'x' WHERE ID = '${ID}'`), /append-only/)
  await assert.rejects(cds.run(`DELETE FROM countersign_AuditLog WHERE ID = '${ID}'`), /append-only/)
  await assert.rejects(
    cds.run(
      `INSERT INTO countersign_AuditLog (ID, sequence) VALUES ('${ID}', ${String(sequence)}) ON CONFLICT (ID) DO UPDATE SET reason = 'x'`,
    ),
    /append-only/,
  )
})

/** The open suggestion, turned into one that posts the message as it is. */
async function asPosting(attemptID: string): Promise<string> {
  await UPDATE(Suggestions).set({ action_code: 'postAsIs', requiredRole: 'planner' }).where({ attempt_ID: attemptID, status: 'proposed' })
  const row = await SELECT.one.from(Suggestions).columns('ID').where({ attempt_ID: attemptID, status: 'proposed' })
  assert.ok(row?.ID)
  return row.ID
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await immediately()
}
