import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, beforeEach, test } from 'node:test'
import express from 'express'
import { AuditLog, Cases, Conflicts, FailureCodes, SyncAttempts } from '#cds-models/countersign'
import { createRanker } from '../../../srv/causes/index.ts'
import type { RawResponse } from '../../../srv/domain/message.ts'
import { createErpGateway } from '../../../srv/erp/gateway.ts'
import { odataDoor } from '../../../srv/intake/odata/index.ts'
import { joinParts, partsOf } from '../../../srv/intake/odata/multipart.ts'
import { Pipeline } from '../../../srv/pipeline/pipeline.ts'
import { booked, openOrders } from '../../faults/desk.ts'
import type { RunningS4 } from '../../landscape/s4/listen.ts'
import { startS4 } from '../../landscape/s4/server.ts'
import { confirmation } from '../../tools/faults/messages.ts'
import type { FaultOrder } from '../../tools/faults/orders.ts'
import { openDatabase } from '../database.ts'
import { CONFIRMATIONS, ROOT, send } from '../intake/stand.ts'
import { fakeDm } from '../pipeline/fake-erp.ts'

/** A sender whose token is stale, or that has none, sends a batch: the S/4 checks it once, for the batch as a whole, and so do we. */

const BASIC = `Basic ${btoa('COUNTERSIGN:countersign')}`
const STALE = { 'x-csrf-token': 'stale', cookie: 'SAP_SESSIONID_S4H_100=gone' }

let s4: RunningS4
let pipeline: Pipeline
let door: Server
let through: string
let orders: FaultOrder[]
before(async () => {
  await openDatabase({ policy: { answerWithin: 5 } })
  s4 = await startS4()
  orders = await openOrders({ s4AdminUrl: s4.adminUrl }, 12)
  const erp = createErpGateway({ destination: { url: s4.url, username: 'COUNTERSIGN', password: 'countersign' } })
  pipeline = new Pipeline({ erp, dm: fakeDm, ranker: createRanker() })
  pipeline.worker.start()
  const app = express().use(ROOT, odataDoor(pipeline, erp, { sender: () => ({ id: 'dm', isSender: true, isAnonymous: false }) }))
  door = createServer(app as Parameters<typeof createServer>[1]).listen(0, '127.0.0.1')
  await once(door, 'listening')
  through = `http://127.0.0.1:${String((door.address() as AddressInfo).port)}`
})
after(async () => {
  door.closeAllConnections()
  door.close()
  await pipeline.worker.stop()
  await s4.close()
})

interface Wanted {
  readonly key: string
  readonly part: Buffer
}
let keys: string[]
beforeEach(() => {
  keys = []
})

/** A change set of one confirmation of an order that nothing else is posted to. */
function posting(quantity = 1): Wanted {
  const key = randomUUID()
  keys.push(key)
  const order = orders.shift() ?? assert.fail('no order is left')
  const { body } = confirmation(order, key, '0010', quantity, true)
  const head = ['Content-Type: application/http', 'Content-Transfer-Encoding: binary', '', 'POST ProdnOrdConf2 HTTP/1.1']
  const member = [...head, 'Content-Type: application/json', 'Accept: application/json', `Content-Length: ${body.length}`, '', body]
  const lines = ['Content-Type: multipart/mixed; boundary=cs_1', '', '--cs_1', ...member, '--cs_1--', '']
  return { key, part: Buffer.from(lines.join('\r\n')) }
}

const READ: Wanted = {
  key: '',
  part: Buffer.from(
    ['Content-Type: application/http', 'Content-Transfer-Encoding: binary', '', 'GET ProdnOrdConf2?$top=1 HTTP/1.1', '', ''].join('\r\n'),
  ),
}

function sendBatch(url: string, operations: readonly Wanted[], session: Record<string, string>): Promise<RawResponse> {
  const body = joinParts(
    operations.map((each) => each.part),
    'batch_1',
  )
  const headers = { authorization: BASIC, 'content-type': 'multipart/mixed; boundary=batch_1', accept: 'multipart/mixed', ...session }
  return send(url, 'POST', `${CONFIRMATIONS}/$batch`, headers, body)
}

async function fresh(): Promise<Record<string, string>> {
  const { headers } = await send(through, 'GET', `${CONFIRMATIONS}/`, { authorization: BASIC, 'x-csrf-token': 'Fetch' })
  const cookies = [headers['set-cookie'] ?? []].flat().map((each) => each.split(';')[0])
  return { 'x-csrf-token': String(headers['x-csrf-token']), cookie: cookies.join('; ') }
}

const inner = (answer: RawResponse): (string | undefined)[] =>
  (partsOf(answer) ?? []).map((part) => /HTTP\/1\.1 (\d{3})/.exec(part.toString())?.[1])

/** Of the messages of this test, what stands in the S/4's books. */
const inBooks = async (): Promise<number> =>
  (await booked({ s4AdminUrl: s4.adminUrl })).filter((each) => keys.includes(each.toLowerCase())).length

/** All but the moment. */
const said = ({ status, headers, body }: RawResponse): unknown => [
  ...[status, headers['x-csrf-token'], headers['content-type']],
  body.toString().replace(/[\dA-F]{32}|\d{14}\.\d+/g, ''),
]

for (const [what, operations] of [
  ['postings alone', () => [posting(), posting()]],
  ['a read before them', () => [READ, posting(), posting()]],
  ['reads among them', () => [posting(), READ, posting(), READ]],
  ['one before them that is held', () => [posting(-5), posting()]],
] as [string, () => Wanted[]][])
  test(`${what}: the answer is the S/4's own 403, nothing is posted, and the same batch goes through with a fresh token`, async () => {
    const batch = operations()
    const isHeld = what.includes('held')
    const codes = await SELECT.from(FailureCodes).columns('ID')
    const [answer, direct] = [await sendBatch(through, batch, STALE), await sendBatch(s4.url, batch, STALE)]
    assert.deepEqual(said(answer), said(direct))
    assert.deepEqual([answer.status, answer.headers['x-csrf-token'], await inBooks()], [403, 'Required', 0])

    const attempts = await SELECT.from(SyncAttempts)
      .columns('ID', 'status')
      .where({ keyValue: { in: keys } })
    const refused = attempts.filter((each) => each.status === 'refused').map((each) => each.ID ?? '')
    assert.ok(refused.length <= 1 && attempts.length - refused.length === (isHeld ? 1 : 0))
    assert.deepEqual(
      await SELECT.from(Conflicts)
        .columns('ID')
        .where({ attempt_ID: { in: refused } }),
      [],
    )
    assert.deepEqual(await SELECT.from(FailureCodes).columns('ID'), codes, 'no failure is named after it')
    assert.ok(
      (
        await SELECT.from(Cases)
          .columns('hasFailed')
          .where({ attempt_ID: { in: refused } })
      ).every((each) => each.hasFailed == null),
    )
    const told = await SELECT.from(AuditLog)
      .columns('reason')
      .where({ attempt_ID: { in: refused }, action: 'refused' })
    assert.ok(told.every(({ reason }) => (reason ?? '').includes('CSRF')))

    const again = await sendBatch(through, batch, await fresh())
    const wanted = batch.map((each, at) => (each === READ ? '200' : isHeld && at === 0 ? '409' : '201'))
    assert.deepEqual([again.status, inner(again)], [202, wanted])
    assert.equal(await inBooks(), isHeld ? 1 : keys.length)
  })

test('what was posted long ago, repeated at the head of such a batch, hides nothing: the answer is the 403 all the same', async () => {
  const [first, second] = [posting(), posting()]
  assert.deepEqual(inner(await sendBatch(through, [first], await fresh())), ['201'])
  const answer = await sendBatch(through, [first, second], STALE)
  assert.deepEqual([answer.status, answer.headers['x-csrf-token'], await inBooks()], [403, 'Required', 1])
  assert.deepEqual(inner(await sendBatch(through, [first, second], await fresh())), ['201', '201'])
  assert.equal(await inBooks(), 2)
})
