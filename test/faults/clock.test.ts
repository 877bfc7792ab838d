import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { after, before, describe, test } from 'node:test'
import { Person } from '../flow/people.ts'
import { type Product, startProduct } from '../flow/product.ts'
import { until } from '../flow/until.ts'
import type { FaultOrder } from '../tools/faults/orders.ts'
import { booked, deliver, errorOf, openOrders, report, setFaults, skipWithout } from './desk.ts'

const [LIBRARY] = globSync('/usr/lib/*/faketime/libfaketimeMT.so.1')
const skip = skipWithout(LIBRARY !== undefined, 'faketime')
/** Milliseconds: the difference between soon and in an hour. */
const WITHIN = 45_000

describe("Countersign's clock jumps back an hour", { skip, timeout: 240_000 }, () => {
  let product: Product
  let orders: FaultOrder[]
  let folder: string
  const clock = (offset: string) => writeFile(join(folder, 'clock'), `${offset}\n`)
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'countersign-clock-'))
    await clock('+0')
    product = await startProduct({
      env: {
        LD_PRELOAD: LIBRARY,
        FAKETIME_TIMESTAMP_FILE: join(folder, 'clock'),
        FAKETIME_NO_CACHE: '1',
        // Time-outs go by a clock of their own, which nobody sets.
        FAKETIME_DONT_FAKE_MONOTONIC: '1',
      },
    })
    orders = await openOrders(product, 5)
  })
  after(async () => {
    await product.stop()
    await rm(folder, { recursive: true, force: true })
  })

  test('what waited, what was being posted and what is new is posted soon, once and in its order', async () => {
    const [known, locked, lost, next, fresh] = [0, 1, 2, 2, 3].map((at, index) => report(orders[at], index + 1))
    assert.ok(known && locked && lost && next && fresh)
    assert.equal((await deliver(product, known)).status, 201)
    await setFaults(product, {
      locks: [{ order: locked.order, ms: 4000 }],
      next: [{ method: 'POST', pathContains: 'ProdnOrdConf2', fault: 'lostAnswer', ms: 1000 }],
    })
    const unanswered = deliver(product, lost)
    await until(async () => (await statuses(product)).some((each) => each.order === lost.order && each.status === 'unknown'))
    const waiting = [deliver(product, locked), deliver(product, next)]
    await until(async () => (await statuses(product)).filter((each) => each.status !== 'posted').length >= 3)
    await clock('-3600')
    const all = Promise.all([unanswered, ...waiting, deliver(product, fresh), deliver(product, known)])
    const answers = await Promise.race([all, pause(WITHIN, undefined, { ref: false })])
    assert.ok(answers, `after ${WITHIN} ms: ${(await statuses(product)).map((each) => `${each.order} ${each.status}`).join(', ')}`)
    assert.deepEqual(
      answers.map((answer) => `${answer.status} ${errorOf(answer).text}`.trim()),
      Array.from({ length: 5 }, () => '201'),
    )
    const found = await booked(product)
    assert.deepEqual(found.toSorted(), [known, locked, lost, next, fresh].map((each) => each.key).toSorted())
    assert.ok(found.indexOf(lost.key) < found.indexOf(next.key), 'the second of an order was posted first')
  })

  test('the audit log goes on counting', async () => {
    const rows = await new Person(product.url, 'auditor').read<{
      sequence: number | string
      action: string
      attemptNumber: number | string
    }>('audit/AuditLog?$select=ID,sequence,action,attemptNumber&$filter=attemptNumber gt 0&$orderby=sequence')
    const stories = Map.groupBy(rows, (each) => Number(each.attemptNumber))
    for (const [number, steps] of stories) assert.equal(steps[0]?.action, 'received', `attempt ${number} begins with ${steps[0]?.action}`)
    assert.equal(stories.size, 5)
  })
})

async function statuses(product: Product): Promise<{ order: string; status: string }[]> {
  return new Person(product.url, 'planner').read('worklist/SyncAttempts?$select=ID,order,status')
}
