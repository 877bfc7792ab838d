import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, afterEach, before, describe, mock, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import cds from '@sap/cds'
import express from 'express'
import { AuditLog, Conflicts, Policies, Suggestions, SyncAttempts } from '#cds-models/countersign'
import { createRanker } from '../../srv/causes/index.ts'
import { CHECKS } from '../../srv/checks/index.ts'
import { createErpGateway } from '../../srv/erp/gateway.ts'
import type { ErpGateway } from '../../srv/erp/types.ts'
import { odataDoor } from '../../srv/intake/odata/index.ts'
import { approve } from '../../srv/pipeline/decisions.ts'
import { Pipeline } from '../../srv/pipeline/pipeline.ts'
import { booked, deliverOnce, errorOf, openOrders, setFaults } from '../faults/desk.ts'
import type { RunningS4 } from '../landscape/s4/listen.ts'
import { startS4 } from '../landscape/s4/server.ts'
import { confirmation, type FaultMessage } from '../tools/faults/messages.ts'
import type { FaultOrder } from '../tools/faults/orders.ts'
import { openDatabase } from './database.ts'
import { ROOT } from './intake/stand.ts'
import { fakeDm } from './pipeline/fake-erp.ts'

/** Judging is impossible: plant 1710 lets its confirmations pass then, plant 1720 holds them; goods movements are held everywhere. */

const OPEN = '1710'
const CLOSED = '1720'

const ranker = createRanker()
let s4: RunningS4
let pipeline: Pipeline
let door: Server
let url: string
let orders: FaultOrder[]
/** Milliseconds that reading may take; as long as the product allows if empty. */
let readWithin: number | undefined

before(async () => {
  await openDatabase({ policy: { answerWithin: 5 } })
  await INSERT.into(Policies).entries([
    { kind: 'confirmation', plant: OPEN, failMode: 'open', answerWithin: 5 },
    { kind: 'confirmation', plant: CLOSED, failMode: 'closed', answerWithin: 5 },
    { kind: 'materialDocument', plant: '*', failMode: 'closed', answerWithin: 5 },
  ])
  s4 = await startS4()
  orders = await openOrders({ s4AdminUrl: s4.adminUrl }, 32)
  const gateway = createErpGateway({ destination: { url: s4.url, username: 'COUNTERSIGN', password: 'countersign' } })
  const erp: ErpGateway = {
    ...gateway,

    readContext: (message, timeout, isLive) => gateway.readContext(message, readWithin ?? timeout, isLive),
  }
  pipeline = new Pipeline({ erp, dm: fakeDm, ranker })
  pipeline.worker.start()
  const app = express().use(ROOT, odataDoor(pipeline, erp, { sender: () => ({ id: 'dm', isSender: true, isAnonymous: false }) }))
  door = createServer(app as Parameters<typeof createServer>[1]).listen(0, '127.0.0.1')
  await once(door, 'listening')
  url = `http://127.0.0.1:${String((door.address() as AddressInfo).port)}`
})
after(async () => {
  door.closeAllConnections()
  door.close()
  await pipeline.worker.stop()
  await s4.close()
})
afterEach(async () => {
  mock.restoreAll()
  readWithin = undefined
  await setFaults({ s4AdminUrl: s4.adminUrl }, {})
})

interface Case {
  readonly what: string
  readonly make: () => void | Promise<void>
  /** What is said of it, in the record and to the sender. */
  readonly reason: RegExp
}

const CASES: readonly Case[] = [
  {
    what: 'the context comes too late',
    make: slow,
    reason: /^Not judged: orderStatus, .*stockAvailable couldn't be checked\.$/,
  },
  {
    what: 'a check breaks',
    make: () => breaks(CHECKS.find((each) => each.name === 'orderStatus') ?? assert.fail(), 'run'),
    reason: /^Not judged: orderStatus couldn't be checked\.$/,
  },
  {
    what: 'a check breaks that is not essential',
    make: () => breaks(CHECKS.find((each) => each.name === 'duplicate') ?? assert.fail(), 'run'),
    reason: /^Not judged: duplicate couldn't be checked\.$/,
  },
  { what: 'the model breaks', make: () => breaks(ranker, 'rank'), reason: /^Not judged: something broke here, and the log says what\.$/ },
]

/** The S/4 takes longer for each answer than there is time for. */
function slow(): Promise<void> {
  readWithin = 50
  return setFaults({ s4AdminUrl: s4.adminUrl }, { latencyMs: 200 })
}

function breaks<T extends object>(what: T, name: keyof T & string): void {
  mock.method(
    what,
    name as never,
    (() => {
      throw new Error(`${name} broke`)
    }) as never,
  )
}

function report(plant: string): FaultMessage {
  const at = orders.findIndex((each) => each.plant === plant)
  const [order] = orders.splice(at, 1)
  return confirmation(order ?? assert.fail('no order is left'), randomUUID(), '0010', 1, true)
}

function goodsIssue(plant: string): FaultMessage {
  const order = orders.find((each) => each.plant === plant) ?? assert.fail('no order is left')
  const { part, supply, id, reservation } = order
  const item = {
    ...{ Material: part, Plant: plant, StorageLocation: supply, GoodsMovementType: '261', ManufacturingOrder: id },
    ...{ Reservation: reservation, ReservationItem: '1', QuantityInEntryUnit: '1.000', EntryUnit: 'PC' },
  }
  const today = `/Date(${Date.parse(new Date().toISOString().slice(0, 10))})/`
  const body = { GoodsMovementCode: '03', DocumentDate: today, PostingDate: today, to_MaterialDocumentItem: { results: [item] } }
  const place = { service: 'API_MATERIAL_DOCUMENT_SRV', path: 'A_MaterialDocumentHeader' }
  return { ...report(plant), ...place, body: JSON.stringify(body) }
}

/** Everything that is on record about a message. */
async function recordOf({ key }: FaultMessage) {
  const attempt = await SELECT.one.from(SyncAttempts).columns('ID', 'status', 'verdict', 'verdictReason').where({ keyValue: key })
  assert.ok(attempt?.ID)
  const of = { attempt_ID: attempt.ID }
  return {
    attempt,
    conflicts: await SELECT.from(Conflicts).columns('text', 'code', 'cause_code').where(of),
    suggestions: await SELECT.from(Suggestions).columns('ID', 'action_code', 'requiredRole', 'status').where(of),
    told: await SELECT.from(AuditLog).columns('action', 'decision', 'reason', 'details').where(of).orderBy('sequence'),
  }
}

const isBooked = async ({ key }: FaultMessage): Promise<boolean> =>
  (await booked({ s4AdminUrl: s4.adminUrl })).some((each) => each.toLowerCase() === key)

for (const { what, make, reason } of CASES)
  describe(what, () => {
    test('fail-open: released as not judged, and the sender gets the ERP’s own answer', async () => {
      await make()
      const message = report(OPEN)
      const answer = await deliverOnce({ url }, message)
      assert.equal(answer.status, 201, answer.text)
      assert.ok(await isBooked(message))
      const { attempt, conflicts, suggestions, told } = await recordOf(message)
      assert.deepEqual([attempt.status, attempt.verdict], ['posted', 'releaseWithNote'])
      assert.match(attempt.verdictReason ?? '', reason)
      assert.deepEqual([conflicts, suggestions], [[], []])
      assert.deepEqual(
        told.map((each) => each.action),
        ['received', 'judged', 'posting', 'posted'],
      )
      assert.equal(told[1]?.decision, 'releaseWithNote')
      assert.match(told[1].reason ?? '', reason)
    })

    test('fail-closed: held for a planner, told so, and posted once one has approved', async () => {
      await make()
      const message = report(CLOSED)
      const answer = await deliverOnce({ url }, message)
      const { code, text } = errorOf(answer)
      assert.deepEqual([answer.status, code], [409, 'COUNTERSIGN/HELD'])
      assert.match(text.replace(/^Held for approval as attempt \d+: | \(cause: [^)]*\)$/g, ''), reason)
      const { attempt, conflicts, suggestions, told } = await recordOf(message)
      assert.deepEqual([attempt.status, attempt.verdict], ['held', 'hold'])
      assert.match(attempt.verdictReason ?? '', reason)
      assert.equal(conflicts.length, 1)
      assert.match(conflicts[0]?.text ?? '', reason)
      assert.deepEqual([conflicts[0]?.code, conflicts[0]?.cause_code], ['COUNTERSIGN/NOT_JUDGED', 'unknown'])
      const [suggestion] = suggestions
      assert.deepEqual([suggestion?.action_code, suggestion?.requiredRole, suggestion?.status], ['postAsIs', 'planner', 'proposed'])
      assert.deepEqual(
        told.map((each) => [each.action, each.decision]),
        [
          ['received', null],
          ['judged', 'hold'],
          ['proposed', 'postAsIs'],
        ],
      )
      assert.match(told[1]?.reason ?? '', reason)
      assert.equal((await deliverOnce({ url }, message)).status, 409, 'who asks again is told the same')
      assert.ok(!(await isBooked(message)))

      await cds.tx(() => approve(suggestion?.ID ?? '', { id: 'planner', role: 'planner' }, ''))
      pipeline.worker.kick()
      while ((await recordOf(message)).attempt.status !== 'posted') await pause(10)
      assert.ok(await isBooked(message))
    })
  })

test('it is a matter of the kind: where confirmations pass, goods movements are held', async () => {
  await slow()
  const passed = await deliverOnce({ url }, report(OPEN))
  const held = await deliverOnce({ url }, goodsIssue(OPEN))
  assert.deepEqual([passed.status, held.status, errorOf(held).code], [201, 409, 'COUNTERSIGN/HELD'])
})

test('what the ERP can not say in time is named in the audit log, with why', async () => {
  await slow()
  const message = report(OPEN)
  await deliverOnce({ url }, message)
  const { told } = await recordOf(message)
  const { unread } = JSON.parse(told.find((each) => each.action === 'judged')?.details ?? '{}') as { unread: object[] }
  assert.ok(
    unread.some((each) => 'source' in each && each.source === 'orders' && 'reason' in each && String(each.reason).includes('50 ms')),
  )
})

test('a check that broke is named in the audit log, with what it broke with', async () => {
  breaks(CHECKS.find((each) => each.name === 'duplicate') ?? assert.fail(), 'run')
  const message = report(OPEN)
  await deliverOnce({ url }, message)
  const { told } = await recordOf(message)
  const { broken } = JSON.parse(told.find((each) => each.action === 'judged')?.details ?? '{}') as { broken: object[] }
  assert.deepEqual(broken, [{ check: 'duplicate', reason: 'run broke' }])
})

test('once judging is possible again, the next message is judged', async () => {
  const message = report(CLOSED)
  assert.equal((await deliverOnce({ url }, message)).status, 201)
  const { attempt } = await recordOf(message)
  assert.doesNotMatch(attempt.verdictReason ?? '', /Not judged/)
})
