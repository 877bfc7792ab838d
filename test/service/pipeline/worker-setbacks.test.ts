import assert from 'node:assert/strict'
import { afterEach, before, beforeEach, describe, test } from 'node:test'
import { setImmediate as immediately } from 'node:timers/promises'
import cds from '@sap/cds'
import { AuditLog, Conflicts, Lanes, Suggestions, SyncAttempts } from '#cds-models/countersign'
import { createRanker } from '../../../srv/causes/index.ts'
import { postAsSent } from '../../../srv/pipeline/decisions.ts'
import { MOST_TRIES } from '../../../srv/pipeline/lanes.ts'
import { Pipeline } from '../../../srv/pipeline/pipeline.ts'
import { moveAttempt } from '../attempts.ts'
import { openDatabase } from '../database.ts'
import { fakeDm, type FakeErp, fakeErp } from './fake-erp.ts'
import { confirmation } from './message.ts'

/** What breaks here before anything leaves. */

const PLANNER = { id: 'planner', role: 'planner' }
const HELD = '-5.000'
const WHY = 'Not posted: something broke here, and the log says what'
let erp: FakeErp
let pipeline: Pipeline
/** Times that the message of a test was put together after it was approved, and how that ends. */
let tries: number
let broken: Error | undefined
let count = 0
const key = () => `setback-${String(++count)}`
const order = () => String(7_500_000 + ++count)

before(() => openDatabase({ policy: { answerWithin: 2, quietTime: 0, failMode: 'open' } }))
beforeEach(() => {
  broken = undefined
  erp = fakeErp()
  const applyPatch = erp.applyPatch.bind(erp)
  erp.applyPatch = (body, patch) => {
    if (body.includes(HELD)) tries++
    if (broken && body.includes(HELD)) throw broken
    return applyPatch(body, patch)
  }
  pipeline = new Pipeline({ erp, dm: fakeDm, ranker: createRanker() })
  pipeline.worker.start()
})
afterEach(() => pipeline.worker.stop())

describe('a message that can not be put together', () => {
  test('waits before it is tried again, keeps nobody else, and is posted once it can be', async () => {
    const { ID } = await approved(breaks)
    await until(async () => (await placeOf(ID))?.nextAt != null)
    for (let kicked = 0; kicked < 20; kicked++) {
      pipeline.worker.kick()
      await immediately()
    }
    assert.ok(tries < 4, `${String(tries)} tries at once`)
    assert.equal((await pipeline.submit(confirmation({ key: key(), order: order() }))).state, 'posted')
    broken = undefined
    await hastenedUntil(ID, () => Promise.resolve(erp.booked.some((each) => each.startsWith(ID))))
  })

  test('comes before a person after the usual number of tries, and nothing has left', async () => {
    const { ID, suggestion } = await approved(breaks)
    await hastenedUntil(ID, async () => (await stateOf(ID)) === 'held')
    assert.equal(tries, MOST_TRIES + 1)
    assert.deepEqual(erp.postings, [])
    assert.equal(await placeOf(ID), undefined)
    const attempt = await SELECT.one.from(SyncAttempts).columns('verdictReason').where({ ID })
    assert.equal(attempt?.verdictReason, WHY)
    const [proposed] = await SELECT.from(Suggestions).columns('ID').where({ attempt_ID: ID, status: 'proposed' })
    assert.ok(proposed && proposed.ID !== suggestion)
    const told = await SELECT.from(AuditLog).columns('action', 'reason').where({ attempt_ID: ID, action: 'refused' })
    assert.equal(told.length, 1)
  })

  test('and that nobody had to approve is refused, for who sorts failures out', async () => {
    const { ID } = await approved(async (attemptID) => {
      await UPDATE(SyncAttempts, attemptID).set({ verdict: 'release' })
      breaks()
    })
    await hastenedUntil(ID, async () => (await stateOf(ID)) === 'refused')
    const conflict = await SELECT.one
      .from(Conflicts)
      .columns('code', 'text', 'queue_code')
      .where({ attempt_ID: ID, isPrimary: true, isObsolete: false })
    assert.deepEqual([conflict?.code, conflict?.text, conflict?.queue_code], ['COUNTERSIGN/NOT_COMPOSED', WHY, 'integration'])
    assert.deepEqual(erp.postings, [])
  })

  test('whose answer was lost before is put before a person as one that may be booked', async () => {
    const { ID } = await approved(async (attemptID) => {
      await cds.tx(() => moveAttempt(attemptID, 'unknown'))
      breaks()
    })
    await hastenedUntil(ID, async () => (await stateOf(ID)) === 'held')
    const conflict = await SELECT.one.from(Conflicts).columns('code').where({ attempt_ID: ID, isPrimary: true, isObsolete: false })
    assert.equal(conflict?.code, 'COUNTERSIGN/UNKNOWN_OUTCOME')
  })

  test('since the database is away is tried for as long as that lasts', async () => {
    const { ID } = await approved(() => (broken = Object.assign(new Error('shutting down'), { code: '57P01' })))
    await hastenedUntil(ID, () => Promise.resolve(tries > 2 * MOST_TRIES))
    assert.equal(await stateOf(ID), 'waiting')
    broken = undefined
    await hastenedUntil(ID, () => Promise.resolve(erp.booked.length === 1))
  })
})

test('a database that can be read and not written is not asked without a pause', { skip: onPostgres() }, async () => {
  const { ID } = await approved(() => cds.run('PRAGMA query_only = ON'))
  await until(() => Promise.resolve(tries > 0))
  for (let kicked = 0; kicked < 50; kicked++) {
    pipeline.worker.kick()
    await immediately()
  }
  assert.equal(tries, 1)
  assert.ok(pipeline.worker.isPosting(ID))
  await cds.run('PRAGMA query_only = OFF')
  await until(() => Promise.resolve(erp.booked.length === 1))
})

test('a worker that stops waits for no pause', { skip: onPostgres() }, async () => {
  const { ID } = await approved(() => cds.run('PRAGMA query_only = ON'))
  await until(() => Promise.resolve(tries > 0))
  const begun = performance.now()
  await pipeline.worker.stop()
  assert.ok(performance.now() - begun < 1000)
  await cds.run('PRAGMA query_only = OFF')
  await cds.tx(() => moveAttempt(ID, 'posted'))
  await DELETE.from(Lanes).where({ attempt_ID: ID })
})

test('a place of a message that has moved on is not looked at again and again', async () => {
  const held = await pipeline.submit(confirmation({ key: key(), order: order(), amount: HELD }))
  assert.ok(held.state === 'held')
  await INSERT.into(Lanes).entries({ attempt_ID: held.id, lane: 'left over', seq: 1, state: 'open' } as never)
  pipeline.worker.kick()
  await until(async () => (await placeOf(held.id))?.nextAt != null)
  await DELETE.from(Lanes).where({ attempt_ID: held.id })
})

function breaks(): void {
  broken = new Error('no such place in the body')
}

/** A held message that a planner has posted as it was sent; `first` is done before the worker hears of it. */
async function approved(first: (attemptID: string) => unknown) {
  const held = await pipeline.submit(confirmation({ key: key(), order: order(), amount: HELD }))
  assert.ok(held.state === 'held')
  const row = await SELECT.one.from(Suggestions).columns('ID').where({ attempt_ID: held.id, status: 'proposed' })
  const suggestion = row?.ID ?? ''
  tries = 0
  await cds.tx(() => postAsSent(suggestion, PLANNER, 'fine'))
  await first(held.id)
  pipeline.worker.kick()
  return { ID: held.id, suggestion }
}

async function placeOf(attemptID: string) {
  return (await SELECT.one.from(Lanes).columns('nextAt', 'lease').where({ attempt_ID: attemptID })) ?? undefined
}

async function stateOf(ID: string) {
  return (await SELECT.one.from(SyncAttempts).columns('status').where({ ID }))?.status
}

/** Pauses end at once. */
async function hastenedUntil(attemptID: string, holds: () => Promise<boolean>): Promise<void> {
  await until(async () => {
    await UPDATE(Lanes).set({ nextAt: null }).where({ attempt_ID: attemptID })
    pipeline.worker.kick()
    return holds()
  })
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await immediately()
}

function onPostgres(): string | false {
  return process.env.COUNTERSIGN_TEST_DB === 'postgres' && 'it is a matter of the file'
}
