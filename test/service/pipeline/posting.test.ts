import assert from 'node:assert/strict'
import { afterEach, before, beforeEach, describe, test } from 'node:test'
import { setImmediate as immediately } from 'node:timers/promises'
import cds from '@sap/cds'
import { Conflicts, Suggestions, SyncAttempts } from '#cds-models/countersign'
import { createRanker } from '../../../srv/causes/index.ts'
import { releaseLeases } from '../../../srv/database.ts'
import { approve, DecisionError, signOff } from '../../../srv/pipeline/decisions.ts'
import { Pipeline } from '../../../srv/pipeline/pipeline.ts'
import type { PostAnswer } from '../../../srv/erp/types.ts'
import { openDatabase } from '../database.ts'
import { fakeDm, type FakeErp, fakeErp, refusal } from './fake-erp.ts'
import { confirmation } from './message.ts'

const PLANNER = { id: 'planner', role: 'planner' }
const HELD = '-5.000'
let erp: FakeErp
let pipeline: Pipeline
let count = 0
const key = () => `key-${String(++count)}`
const order = () => String(5_000_000 + ++count)

before(() => openDatabase({ policy: { answerWithin: 2, quietTime: 0, failMode: 'open' } }))

beforeEach(() => {
  erp = fakeErp()
  pipeline = new Pipeline({ erp, dm: fakeDm, ranker: createRanker() })
  pipeline.worker.start()
})

afterEach(() => pipeline.worker.stop())

describe('order', () => {
  test('postings of one order never overlap and go in order of receipt; those of others go beside them', async () => {
    const [one, other] = [order(), order()]
    const messages = Array.from({ length: 12 }, (_, index) =>
      confirmation({ key: key(), order: index % 3 === 0 ? other : one, amount: `${String(index + 1)}.000` }),
    )
    const outcomes = await Promise.all(messages.map((message) => pipeline.submit(message)))
    assert.deepEqual([...new Set(outcomes.map((outcome) => outcome.state))], ['posted'])
    assert.equal(erp.overlap, 1)
    const numbers = await SELECT.from(SyncAttempts).columns('number', 'ID').where({ order: one }).orderBy('number')
    const posted = erp.booked.filter((each) => numbers.some((row) => each.startsWith(row.ID ?? '')))
    assert.deepEqual(
      posted.map((each) => each.split('/')[0]),
      numbers.map((row) => row.ID),
    )
  })

  test('a held final confirmation keeps its place: its followers wait for it', async () => {
    const at = order()
    const first = await pipeline.submit(confirmation({ key: key(), order: at, amount: HELD, isFinal: true }))
    const follower = pipeline.submit(confirmation({ key: key(), order: at }))
    assert.ok(first.state === 'held')
    const outcome = await follower
    assert.equal(outcome.state, 'pending')
    const suggestion = await openSuggestion(first.id)
    await cds.tx(() => approve(suggestion, PLANNER, 'fine'))
    pipeline.worker.kick()
    await until(() => Promise.resolve(erp.booked.length === 2))
    assert.ok(erp.booked[0]?.startsWith(first.id))
  })

  test('what is posted later runs under the correlation id of its own sender, whoever set it going', async () => {
    const at = order()
    const sent = (id: string, values: Parameters<typeof confirmation>[0]) => {
      const message = confirmation({ key: key(), order: at, ...values })
      return { ...message, request: { ...message.request, headers: { ...message.request.headers, 'x-correlation-id': id } } }
    }
    const first = await pipeline.submit(sent('one', { amount: HELD, isFinal: true }))
    assert.equal((await pipeline.submit(sent('other', {}))).state, 'pending')
    assert.ok(first.state === 'held')
    const ids: unknown[] = []
    const told = (_: unknown, book: () => PostAnswer): PostAnswer => (ids.push(cds.context?.id), book())
    erp.next.push(told, told)
    const suggestion = await openSuggestion(first.id)
    await cds.tx({ id: 'planner' } as never, async () => {
      await approve(suggestion, PLANNER, 'fine')
      pipeline.worker.kick()
    })
    pipeline.worker.kick()
    await until(() => Promise.resolve(ids.length === 2))
    assert.deepEqual(ids, ['one', 'other'])
  })

  test('any other held message lets its followers pass', async () => {
    const at = order()
    await pipeline.submit(confirmation({ key: key(), order: at, amount: HELD }))
    assert.equal((await pipeline.submit(confirmation({ key: key(), order: at }))).state, 'posted')
  })
})

describe('lost answers', () => {
  test('a posting whose answer is lost but which the ERP booked is found and not posted again', async () => {
    erp.next.push((_, book) => (book(), { state: 'lost', reason: 'time-out' }))
    const message = confirmation({ key: key(), order: order() })
    await until(async () => (await pipeline.submit(message)).state === 'posted')
    assert.equal(erp.postings.length, 1)
  })

  test('one that the ERP does not know after the quiet time is posted again, with the same key', async () => {
    erp.next.push(() => ({ state: 'lost', reason: 'reset' }))
    const outcome = await pipeline.submit(confirmation({ key: key(), order: order() }))
    assert.ok(['posted', 'pending'].includes(outcome.state))
    await until(() => Promise.resolve(erp.booked.length === 1))
    assert.equal(erp.postings.length, 2)
    assert.equal(erp.postings[0]?.parts[0]?.key, erp.postings[1]?.parts[0]?.key)
  })

  test('several candidates go to a person, and nothing is posted again by itself', async () => {
    erp.next.push(() => ({ state: 'lost', reason: 'reset' }))
    erp.lookUpAnswer = { state: 'ambiguous', candidates: ['2026/49', '2026/50'] }
    const outcome = await pipeline.submit(confirmation({ key: key(), order: order() }))
    await until(
      async () =>
        (
          await SELECT.one
            .from(SyncAttempts)
            .columns('status')
            .where({ number: outcome.state === 'unavailable' ? 0 : outcome.number })
        )?.status === 'held',
    )
    assert.equal(erp.postings.length, 1)
  })

  test('a process that ended while posting leaves a state that the next one understands', async () => {
    await pipeline.worker.stop()
    const message = confirmation({ key: key(), order: order() })
    const dying = new Pipeline({ erp, dm: fakeDm, ranker: createRanker() })
    const hanging = Promise.withResolvers<never>()
    erp.next.push((_, book) => (book(), hanging.promise))
    dying.worker.start()
    void dying.submit(message)
    await until(() => Promise.resolve(erp.booked.length === 1))
    await releaseLeases()
    pipeline = new Pipeline({ erp, dm: fakeDm, ranker: createRanker() })
    pipeline.worker.start()
    await pipeline.recover()
    await until(async () => (await pipeline.submit(message)).state === 'posted')
    assert.equal(erp.booked.length, 1)
    hanging.reject(new Error('its process is gone'))
    await dying.worker.stop()
  })
})

describe('what the ERP says', () => {
  test('a passing lock is waited out for a sender that waits', async () => {
    erp.next.push(() => refusal('CO/469', 'Order is already being processed', { status: 423, isTransient: true }))
    assert.equal((await pipeline.submit(confirmation({ key: key(), order: order() }))).state, 'posted')
    assert.equal(erp.postings.length, 2)
  })

  test('a stale token goes back to the sender and is no conflict', async () => {
    erp.next.push(() => refusal('403', 'CSRF token validation failed', { status: 403, isCsrfFailure: true }))
    const outcome = await pipeline.submit(confirmation({ key: key(), order: order() }))
    assert.ok(outcome.state === 'refused')
    assert.equal(outcome.response.status, 403)
    const found = await SELECT.from(Conflicts)
      .columns('ID')
      .where({ 'attempt.number': outcome.number } as never)
    assert.equal(found.length, 0)
  })

  test('what it refuses after an approval comes back to the planner with its words', async () => {
    const held = await pipeline.submit(confirmation({ key: key(), order: order(), amount: HELD }))
    assert.ok(held.state === 'held')
    const first = await openSuggestion(held.id)
    erp.next.push(() => refusal('M7/053', 'Posting only possible in periods 2026/11 and 2026/10'))
    await cds.tx(() => approve(first, PLANNER, ''))
    pipeline.worker.kick()
    await until(async () => (await SELECT.from(Suggestions).columns('ID').where({ attempt_ID: held.id })).length === 2)
    const attempt = await SELECT.one.from(SyncAttempts).columns('status', 'erpCode').where({ ID: held.id })
    assert.deepEqual([attempt?.status, attempt?.erpCode], ['held', 'M7/053'])
    assert.notEqual(await openSuggestion(held.id), first)
  })
})

describe('signatures', () => {
  test('who approved can not sign off', async () => {
    const held = await pipeline.submit(confirmation({ key: key(), order: order(), amount: HELD }))
    assert.ok(held.state === 'held')
    const ID = await openSuggestion(held.id)
    await UPDATE(Suggestions, ID).set({ requiredRole: 'controller' })
    await cds.tx(() => approve(ID, { id: 'both', role: 'planner' }, ''))
    assert.equal((await SELECT.one.from(Suggestions).columns('status').where({ ID }))?.status, 'awaitingSignOff')
    await assert.rejects(
      cds.tx(() => signOff(ID, { id: 'both', role: 'controller' }, '')),
      (error) => error instanceof DecisionError && error.status === 403,
    )
    await cds.tx(() => signOff(ID, { id: 'controller', role: 'controller' }, ''))
    pipeline.worker.kick()
    await until(() => Promise.resolve(erp.booked.length === 1))
  })

  test('of two people who decide at once one is told that it was decided', async () => {
    const held = await pipeline.submit(confirmation({ key: key(), order: order(), amount: HELD }))
    assert.ok(held.state === 'held')
    const ID = await openSuggestion(held.id)
    const results = await Promise.allSettled(
      [1, 2, 3].map((each) => cds.tx(() => approve(ID, { id: `planner${String(each)}`, role: 'planner' }, ''))),
    )
    assert.equal(results.filter((result) => result.status === 'fulfilled').length, 1)
    await until(() => Promise.resolve(erp.booked.length === 1))
  })
})

/** The open suggestion, turned into one that posts the message as it is. */
async function openSuggestion(attemptID: string): Promise<string> {
  await UPDATE(Suggestions).set({ action_code: 'postAsIs' }).where({ attempt_ID: attemptID, status: 'proposed' })
  const row = await SELECT.one.from(Suggestions).columns('ID').where({ attempt_ID: attemptID, status: 'proposed' })
  assert.ok(row?.ID)
  return row.ID
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await immediately()
}
