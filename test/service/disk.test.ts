import assert from 'node:assert/strict'
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, before, beforeEach, describe, mock, test } from 'node:test'
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises'
import cds from '@sap/cds'
import { Counters, Policies } from '#cds-models/countersign'
import { createRanker } from '../../srv/causes/index.ts'
import { Flush, inHaste, onDisk } from '../../srv/database/disk.ts'
import { prepareDatabase } from '../../srv/database.ts'
import { Pipeline } from '../../srv/pipeline/pipeline.ts'
import { fakeDm, fakeErp } from './pipeline/fake-erp.ts'
import { confirmation } from './pipeline/message.ts'

/** What is committed outlives a power failure before anybody relies on it. */

const ROOT = resolve(import.meta.dirname, '../..')
const { deploy } = cds as unknown as { deploy: (model: unknown) => { to: (db: unknown, options: object) => Promise<unknown> } }

let folder: string
/** Of all open files: each call waits until it is let through. */
const waiting: { done: () => void; fail: (error: Error) => void }[] = []
let isHeld = false
let calls = 0

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-disk-'))
  const file = await open(join(folder, 'some'), 'w')
  mock.method(Object.getPrototypeOf(file) as FileHandle, 'datasync', () => {
    calls++
    return isHeld ? new Promise<void>((done, fail) => waiting.push({ done, fail })) : Promise.resolve()
  })
  await file.close()
})
after(async () => {
  mock.restoreAll()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(() => {
  isHeld = false
  calls = 0
})

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await pause(1)
}

describe('one file', () => {
  const flush = (): Flush => new Flush(join(folder, 'some'))

  test('goes to disk only when something was written', async () => {
    const of = flush()
    await of.done()
    assert.equal(calls, 0)
    of.written()
    await of.done()
    await of.done()
    assert.equal(calls, 1)
  })

  test('who comes while it is on its way waits for the next one, and shares it', async () => {
    const of = flush()
    isHeld = true
    of.written()
    const first = of.done()
    await until(() => waiting.length === 1)
    of.written()
    let isOver = false
    const others = Promise.all([of.done(), of.done(), of.done()]).then(() => (isOver = true))
    waiting.shift()?.done()
    await first
    await until(() => waiting.length === 1)
    assert.equal(isOver, false)
    waiting.shift()?.done()
    await others
    assert.equal(calls, 2)
  })

  test('who has written nothing since waits only for what is on its way', async () => {
    const of = flush()
    isHeld = true
    of.written()
    const both = Promise.all([of.done(), of.done()])
    await until(() => waiting.length === 1)
    waiting.shift()?.done()
    await both
    assert.equal(calls, 1)
  })

  test('a disk that fails is told to all who wait, and asked again', async () => {
    const of = flush()
    isHeld = true
    of.written()
    const first = of.done()
    await until(() => waiting.length === 1)
    waiting.shift()?.fail(new Error('EIO'))
    await assert.rejects(first, /EIO/)
    isHeld = false
    await of.done()
    assert.equal(calls, 2)
  })

  test('a log that is gone is in the database', async () => {
    const of = new Flush(join(folder, 'none'))
    of.written()
    await of.done()
    assert.equal(calls, 0)
  })
})

const skip = process.env.COUNTERSIGN_TEST_DB === 'postgres' && 'PostgreSQL sees to it itself'

describe('a database of SQLite', { skip }, () => {
  const erp = fakeErp()
  let pipeline: Pipeline

  before(async () => {
    cds.root = ROOT
    const csn = await cds.load(['db', 'srv'])
    cds.model = cds.compile.for.nodejs(csn)
    const credentials = { url: join(folder, 'countersign.sqlite') }
    const impl = resolve(ROOT, 'srv/database/sqlite.ts')
    cds.db = await cds.connect.to('db', { kind: 'sqlite', impl, credentials, pool: { min: 1, max: 1 } } as never)
    await deploy(csn).to(cds.db, { silent: true })
    await prepareDatabase({ policy: { answerWithin: 1 }, senders: [{ sender: 'dm', service: '*', method: '*' }], reasons: [] })
    pipeline = new Pipeline({ erp, dm: fakeDm, ranker: createRanker() })
    pipeline.worker.start()
  })
  after(async () => {
    isHeld = false
    await pipeline.worker.stop()
    await (cds.db as unknown as { disconnect(): Promise<void> }).disconnect()
  })

  const write = (): Promise<unknown> => cds.tx(async (): Promise<unknown> => UPDATE(Counters).set({ value: 1 }).where({ name: 'lane' }))

  test('a transaction that has written ends on disk', async () => {
    isHeld = true
    let isOver = false
    const writing = write().then(() => (isOver = true))
    await until(() => waiting.length === 1)
    assert.equal(isOver, false)
    waiting.shift()?.done()
    await writing
  })

  test('one that has only read waits for nothing', async () => {
    await cds.tx(async () => await SELECT.from(Policies))
    assert.equal(calls, 0)
  })

  test('in haste it ends before, and who relies on it waits', async () => {
    await inHaste(write)
    await turn()
    assert.equal(calls, 0)
    await onDisk()
    assert.equal(calls, 1)
  })

  test('a message leaves only when its record is on disk, and is answered only when what came of it is', async () => {
    isHeld = true
    const outcome = pipeline.submit(confirmation({ order: '1000123' }))
    let isAnswered = false
    void outcome.then(() => (isAnswered = true))
    await until(() => waiting.length === 1)
    assert.deepEqual(erp.booked, [])
    waiting.shift()?.done()
    await until(() => waiting.length === 1)
    assert.equal(erp.booked.length, 1)
    assert.equal(isAnswered, false)
    waiting.shift()?.done()
    assert.equal((await outcome).state, 'posted')
  })

  test('where the disk fails nothing leaves, and the sender hears that it can try again', async () => {
    const before = erp.booked.length
    isHeld = true
    const outcome = pipeline.submit(confirmation({ order: '1000124' }))
    const failing = setInterval(() => waiting.shift()?.fail(new Error('EIO')), 1)
    assert.equal((await outcome).state, 'unavailable')
    assert.equal(erp.booked.length, before)
    clearInterval(failing)
    isHeld = false
  })
})
