import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import cds from '@sap/cds'
import { AuditLog, Lanes, Suggestions, SyncAttempts } from '#cds-models/countersign'
import { createRanker } from '../../../srv/causes/index.ts'
import { createErpGateway } from '../../../srv/erp/gateway.ts'
import type { PostAnswer } from '../../../srv/erp/types.ts'
import { approve } from '../../../srv/pipeline/decisions.ts'
import { Pipeline } from '../../../srv/pipeline/pipeline.ts'
import { oldestWaiting } from '../../../srv/pipeline/waiting.ts'
import { openDatabase } from '../database.ts'
import { type Wire, startWire } from '../erp/wire.ts'
import { fakeDm, type FakeErp, fakeErp } from '../pipeline/fake-erp.ts'
import { confirmation } from '../pipeline/message.ts'

/** What the worker does while the ERP can't be reached. */

const PLANNER = { id: 'planner', role: 'planner' }
const REFUSED: PostAnswer = { state: 'notSent', reason: 'it is not there', retryAfter: 5 }
let erp: FakeErp
let pipeline: Pipeline
/** Of the circuit to the ERP, and how often the worker has asked. */
let line: 'closed' | 'open' | 'halfOpen'
let asked: number
let count = 0
const key = () => `line-${String(++count)}`
const order = () => String(8_000_000 + ++count)

before(() => openDatabase({ policy: { answerWithin: 3, quietTime: 60 } }))
beforeEach(() => {
  line = 'closed'
  asked = 0
  erp = Object.assign(fakeErp(), { postingState: () => (asked++, line) })
  pipeline = new Pipeline({ erp, dm: fakeDm, ranker: createRanker() })
  pipeline.worker.start()
})
afterEach(async () => {
  await pipeline.worker.stop()
  // What a test left waiting is no other's.
  await DELETE.from(Lanes)
})

describe('while the circuit is open', () => {
  test('nothing that waits is touched, and nothing is told of it', async () => {
    line = 'open'
    const waiting = await approved(3)
    const said = await told(waiting)
    await rounds(2)
    assert.deepEqual(await told(waiting), said)
    assert.deepEqual([erp.postings.length, await statusesOf(waiting)], [0, ['waiting', 'waiting', 'waiting']])
    line = 'closed'
    await until(() => Promise.resolve(erp.booked.length === 3))
  })

  test('it is known how long the first has been waiting, since a person let it go', async (t) => {
    assert.equal(await oldestWaiting(), 0)
    const clock = t.mock.method(Date, 'now')
    const now = Date.now()
    line = 'open'
    const [first] = await approved(2)
    await UPDATE(SyncAttempts, first).set({ receivedAt: '2026-01-01T00:00:00.000Z' })
    clock.mock.mockImplementation(() => now + 90_000)
    const seconds = await oldestWaiting()
    assert.ok(seconds > 60 && seconds <= 90, String(seconds))
    clock.mock.restore()
  })

  test('what was lost is looked up all the same, even behind many that wait', async () => {
    line = 'open'
    await approved(10)
    erp.next.push((_, book) => (book(), { state: 'lost', reason: 'reset' }))
    const outcome = await pipeline.submit(confirmation({ key: key(), order: order() }))
    assert.ok('number' in outcome)
    await until(async () => (await SELECT.one.from(SyncAttempts).columns('status').where({ number: outcome.number }))?.status === 'posted')
    assert.equal(erp.postings.length, 1)
  })

  test('what just came is sent, and tried again as long as its sender waits; then the retry is the sender’s', async () => {
    line = 'open'
    for (let each = 0; each < 8; each++) erp.next.push(() => ({ ...REFUSED, retryAfter: 1.5 }))
    const message = confirmation({ order: order() })
    const outcome = await pipeline.submit(message)
    assert.ok(outcome.state === 'pending')
    assert.equal((await SELECT.one.from(SyncAttempts).columns('status').where({ number: outcome.number }))?.status, 'refused')
    assert.ok(erp.postings.length >= 2, String(erp.postings.length))
    erp.next.length = 0
    assert.equal((await pipeline.submit(message)).state, 'posted')
  })
})

test('while the circuit is half open one of those that wait tries, the others once it has found the ERP', async () => {
  line = 'open'
  const waiting = await approved(4)
  const held = Promise.withResolvers<undefined>()
  erp.next.push(async (_, book) => {
    await held.promise
    line = 'closed'
    return book()
  })
  line = 'halfOpen'
  await until(() => Promise.resolve(erp.postings.length === 1))
  await rounds(2)
  assert.equal(erp.postings.length, 1)
  assert.equal((await statusesOf(waiting)).filter((each) => each === 'waiting').length, 3)
  held.resolve(undefined)
  await until(() => Promise.resolve(erp.booked.length === 4))
})

describe('with a real line', () => {
  let wire: Wire
  let isUp = false
  before(async () => {
    wire = await startWire((request, socket) => {
      if (!isUp) return void socket.destroy()
      const isFetch = request.startsWith('GET')
      const body = isFetch ? '{"d":{}}' : '{"d":{"ConfirmationGroup":"207","ConfirmationCount":"1"}}'
      const head = `HTTP/1.1 ${isFetch ? '200 OK' : '201 Created'}\r\nContent-Type: application/json\r\nX-CSRF-Token: t\r\n`
      return { bytes: `${head}Content-Length: ${body.length}\r\n\r\n${body}` }
    })
  })
  after(() => wire.close())

  test('an ERP that is away costs what waits a few tries, and is found again by itself', async () => {
    const real = createErpGateway({ destination: { url: wire.url }, resetAfter: 1500 })
    const health = () => real.health().posting.state
    Object.assign(erp, { post: real.post.bind(real), postingState: health })
    const waiting = await approved(30)
    await until(() => Promise.resolve(health() === 'open'))
    const before = await told(waiting)
    await until(() => Promise.resolve(health() === 'halfOpen'))
    // What was under way when it opened had its end after it.
    assert.ok((await told(waiting)) - before <= 2 * 8, `${before} entries, then ${await told(waiting)}`)
    isUp = true
    await until(async () => (await statusesOf(waiting)).every((each) => each === 'posted'))
  })
})

/** Messages that a planner has approved, and that wait for the worker. */
async function approved(count: number): Promise<string[]> {
  const made: string[] = []
  for (let each = 0; each < count; each++) {
    const held = await pipeline.submit(confirmation({ key: key(), order: order(), amount: '-5.000' }))
    assert.ok(held.state === 'held')
    const open = { attempt_ID: held.id, status: 'proposed' as const }
    await UPDATE(Suggestions).set({ action_code: 'postAsIs', requiredRole: 'planner' }).where(open)
    const row = await SELECT.one.from(Suggestions).columns('ID').where(open)
    await cds.tx(() => approve(row?.ID ?? '', PLANNER, ''))
    made.push(held.id)
  }
  pipeline.worker.kick()
  return made
}

/** Entries of the audit log about these attempts. */
async function told(attempts: readonly string[]): Promise<number> {
  return (
    await SELECT.from(AuditLog)
      .columns('ID')
      .where({ attempt_ID: { in: [...attempts] } })
  ).length
}

async function statusesOf(attempts: readonly string[]): Promise<(string | null | undefined)[]> {
  return (
    await SELECT.from(SyncAttempts)
      .columns('status')
      .where({ ID: { in: [...attempts] } })
  ).map((row) => row.status)
}

/** The worker has looked so often since. */
async function rounds(most: number): Promise<void> {
  const from = asked
  await until(() => Promise.resolve(asked >= from + most))
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await pause(10)
}
