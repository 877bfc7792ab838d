import assert from 'node:assert/strict'
import { once } from 'node:events'
import * as http from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { executeHttpRequest } from '@sap-cloud-sdk/http-client'
import { BatchChangeSet, CreateRequestBuilder, ODataBatchRequestBuilder } from '@sap-cloud-sdk/odata-v2'
import express from 'express'
import type { RawResponse, SyncMessage } from '../../../srv/domain/message.ts'
import type { Intake, Outcome } from '../../../srv/domain/outcome.ts'
import { type Texts, entityApi } from '../../../srv/erp/api/entity.ts'
import { createErpGateway } from '../../../srv/erp/gateway.ts'
import type { ErpGateway } from '../../../srv/erp/types.ts'
import { odataDoor } from '../../../srv/intake/odata/index.ts'
import type { RunningS4 } from '../../landscape/s4/listen.ts'
import { startS4 } from '../../landscape/s4/server.ts'
import { CONFIRMATIONS, ROOT, errorOf, held, send } from './stand.ts'

/** The door before the local S/4 with the real gateway: clients of every kind notice nothing. */

const USER = { username: 'COUNTERSIGN', password: 'countersign' }
const BASIC = `Basic ${Buffer.from(`${USER.username}:${USER.password}`).toString('base64')}`

/** Judges nothing: whatever comes is posted, or all of it is held. */
class Straight implements Intake {
  readonly erp: ErpGateway
  readonly messages: SyncMessage[] = []
  isHolding = false
  constructor(erp: ErpGateway) {
    this.erp = erp
  }
  async submit(message: SyncMessage): Promise<Outcome> {
    this.messages.push(message)
    if (this.isHolding) return held()
    const { service, request, isChangeSet, parts, session } = message
    const answer = await this.erp.post(
      { service, ...request, isChangeSet, parts: parts.map((part) => ({ ...part, key: part.externalKey })) },
      session,
    )
    if (answer.state !== 'answered') return { state: 'pending', number: 1, retryAfter: 1, reason: answer.reason }
    return answer.isSuccess
      ? { state: 'posted', number: 1, response: answer.response, isReplay: false }
      : { state: 'refused', number: 1, response: answer.response }
  }
  recordUnreadable(): Promise<number> {
    return Promise.resolve(1)
  }
  isAllowed(): Promise<boolean> {
    return Promise.resolve(true)
  }
  holdStatus(): Promise<409> {
    return Promise.resolve(409)
  }
  statusOf(): Promise<undefined> {
    return Promise.resolve(undefined)
  }
}

let s4: RunningS4
let door: http.Server
let through: string
let intake: Straight

before(async () => {
  s4 = await startS4()
  const erp = createErpGateway({ destination: { url: s4.url, authentication: 'BasicAuthentication', ...USER } })
  intake = new Straight(erp)
  const app = express()
  app.use(ROOT, odataDoor(intake, erp, { sender: () => ({ id: 'dm', isSender: true, isAnonymous: false }) }))
  door = http.createServer(app).listen(0, '127.0.0.1')
  await once(door, 'listening')
  through = `http://127.0.0.1:${(door.address() as AddressInfo).port}`
})
after(async () => {
  door.closeAllConnections()
  door.close()
  await s4.close()
})

/** What must be equal: all but the moment and the connection. */
function comparable({ status, headers, body }: RawResponse): unknown {
  const { date: _, connection: _1, 'keep-alive': _2, ...others } = headers
  return { status, headers: others, body: body.toString() }
}

const READS: readonly [method: string, path: string, headers?: Record<string, string>][] = [
  ['GET', `${CONFIRMATIONS}/`],
  ['GET', `${CONFIRMATIONS}/$metadata`],
  ['GET', `${ROOT}/API_PRODUCTION_ORDER_2_SRV/$metadata`, { accept: 'application/xml' }],
  [
    'GET',
    `${ROOT}/API_PRODUCTION_ORDER_2_SRV/A_ProductionOrder_2?$top=3&$skip=2&$inlinecount=allpages&$expand=to_ProductionOrderOperation`,
    { accept: 'application/json' },
  ],
  [
    'GET',
    `${ROOT}/API_PRODUCT_SRV/A_Product?$filter=startswith(Product,'FG')%20and%20Product%20ne%20'FG101'&$select=Product,BaseUnit`,
    { accept: 'application/json' },
  ],
  ['GET', `${ROOT}/API_PRODUCT_SRV/A_Product('NO%2FSUCH')`, { accept: 'application/json' }],
  ['GET', `${ROOT}/NO_SUCH_SRV/X`, { accept: 'application/json' }],
  ['GET', `${ROOT}/API_MATERIAL_STOCK_SRV/A_MatlStkInAcctMod?$top=2`, { accept: 'application/json', 'accept-encoding': 'gzip' }],
]

for (const [method, path, headers = {}] of READS) {
  test(`${method} ${path} gives equal bytes through the door and directly`, async () => {
    const authorized = { ...headers, authorization: BASIC, host: new URL(s4.url).host }
    const [viaDoor, direct] = [
      await send(through, method, path, { ...headers, authorization: 'Basic ZG06ZG0=' }),
      await send(s4.url, method, path, authorized),
    ]
    assert.deepEqual(maskTimes(comparable(viaDoor)), maskTimes(comparable(direct)))
  })

  test(`fetch and the Cloud SDK's http-client read ${path} as they do directly`, async () => {
    const byFetch = await Promise.all(
      [through, s4.url].map(async (url) => (await fetch(url + path, { headers: { ...headers, authorization: BASIC } })).text()),
    )
    assert.equal(maskTimes(byFetch[0]), maskTimes(byFetch[1]))
    const bySdk = await Promise.all(
      [through, s4.url].map(async (url) => {
        const answer = await executeHttpRequest(
          { url, authentication: 'BasicAuthentication', ...USER },
          { method: 'get', url: path, headers, responseType: 'text', validateStatus: () => true },
        )
        return [answer.status, String(answer.data)] as const
      }),
    )
    assert.deepEqual(maskTimes(bySdk[0]), maskTimes(bySdk[1]))
  })
}

/** Errors carry a transaction id and a timestamp of their own. */
function maskTimes(value: unknown): string {
  return JSON.stringify(value)
    .replace(/[0-9A-F]{32}/g, 'ID')
    .replace(/\d{14}\.\d{7}/g, 'NOW')
    .replace(/"(x-csrf-token|set-cookie)":[^,]+/g, '')
}

const operations = entityApi(
  'API_PRODUCTION_ORDER_2_SRV',
  'A_ProductionOrderOperation_2',
  ['OrderInternalBillOfOperations', 'OrderIntBillOfOperationsItem'],
  {
    OrderInternalBillOfOperations: 'Edm.String',
    OrderIntBillOfOperationsItem: 'Edm.String',
    ManufacturingOrder: 'Edm.String',
    ManufacturingOrderOperation: 'Edm.String',
  },
)
const confirmations = entityApi('API_PROD_ORDER_CONFIRMATION_2_SRV', 'ProdnOrdConf2', ['ConfirmationGroup', 'ConfirmationCount'], {
  ConfirmationGroup: 'Edm.String',
  ConfirmationCount: 'Edm.String',
  OrderID: 'Edm.String',
  OrderOperation: 'Edm.String',
  ConfirmationYieldQuantity: 'Edm.Decimal',
  ConfirmationText: 'Edm.String',
})
const destination = (url: string) => ({ url, authentication: 'BasicAuthentication' as const, ...USER })

test("the SDK's request builders read a batch as they do directly", async () => {
  const read = async (url: string): Promise<unknown> => {
    const gets = [operations.requestBuilder().getAll().top(2), operations.requestBuilder().getAll().skip(2).top(1)]
    const answers = await new ODataBatchRequestBuilder<Texts>('/sap/opu/odata/sap/API_PRODUCTION_ORDER_2_SRV', gets).execute(
      destination(url),
    )
    return answers.map((each) => (each.isReadResponse() ? each.as(operations).map((row) => row.manufacturingOrderOperation) : each))
  }
  const [viaDoor, direct] = [await read(through), await read(s4.url)]
  assert.deepEqual(viaDoor, direct)
  assert.equal((direct as unknown[]).length, 2)
})

/** An order that takes a confirmation at its first operation; each one is used once. */
function openOrders(): { order: string; operation: string }[] {
  const released = s4.books.find('A_ProductionOrder_2', {
    OrderIsReleased: 'X',
    OrderIsConfirmed: '',
    OrderIsLocked: '',
    OrderIsClosed: '',
    OrderIsTechnicallyCompleted: '',
  })
  return released.flatMap((row) => {
    const [operation] = s4.books.find('A_ProductionOrderOperation_2', { ManufacturingOrder: row.ManufacturingOrder ?? null })
    return operation === undefined
      ? []
      : [{ order: String(row.ManufacturingOrder), operation: String(operation.ManufacturingOrderOperation) }]
  })
}

function confirmation({ order, operation }: { order: string; operation: string }, text: string) {
  const entity = confirmations
    .entityBuilder()
    .fromJson({ orderId: order, orderOperation: operation, confirmationYieldQuantity: '1', confirmationText: text })
  return new CreateRequestBuilder(confirmations, entity)
}

test("the SDK's create posts through the door, token and all, and the S/4 has one document", async () => {
  const [order] = openOrders()
  assert.ok(order)
  intake.messages.length = 0
  const created = await confirmation(order, 'by the door').executeRaw(destination(through))
  assert.equal(created.status, 201)
  assert.equal(s4.books.find('ProdnOrdConf2', { ConfirmationText: 'by the door' }).length, 1)
  const [message] = intake.messages
  assert.deepEqual([message?.kind, message?.parts[0]?.order, message?.parts[0]?.yield?.value], ['confirmation', order.order, '1'])
  assert.ok(message?.session?.token && message.session.cookie, 'with the session of the sender')
})

test("the SDK's change sets among reads post through the door and are answered in order", async () => {
  const [, first, second, third] = openOrders()
  assert.ok(first && second && third)
  intake.messages.length = 0
  const parts = [
    confirmations.requestBuilder().getAll().top(1),
    new BatchChangeSet<Texts>([confirmation(first, 'set'), confirmation(second, 'set')] as never),
    confirmations.requestBuilder().getAll().top(2),
    new BatchChangeSet<Texts>([confirmation(third, 'set')] as never),
  ]
  const answers = await new ODataBatchRequestBuilder<Texts>(CONFIRMATIONS, parts).execute(destination(through))
  assert.deepEqual(
    answers.map((each) => [each.isReadResponse(), each.isWriteResponses() && each.responses.map(({ httpCode }) => httpCode)]),
    [
      [true, false],
      [false, [201, 201]],
      [true, false],
      [false, [201]],
    ],
  )
  assert.equal(s4.books.find('ProdnOrdConf2', { ConfirmationText: 'set' }).length, 3)
  assert.deepEqual(
    intake.messages.map((each) => [each.isChangeSet, each.parts.length]),
    [
      [true, 2],
      [true, 1],
    ],
  )
})

test('a held change set is an error that the SDK understands, and nothing is posted', async () => {
  const order = openOrders().at(-1)
  assert.ok(order)
  intake.isHolding = true
  const parts = [new BatchChangeSet<Texts>([confirmation(order, 'held')] as never), confirmations.requestBuilder().getAll().top(1)]
  const answers = await new ODataBatchRequestBuilder<Texts>(CONFIRMATIONS, parts).execute(destination(through))
  intake.isHolding = false
  const [first, second] = answers
  assert.ok(first !== undefined && !first.isSuccess())
  assert.deepEqual([first.httpCode, (first.body as { error: { code: string } }).error.code], [409, 'COUNTERSIGN/HELD'])
  assert.ok(second?.isReadResponse())
  assert.equal(s4.books.find('ProdnOrdConf2', { ConfirmationText: 'held' }).length, 0)
})

test('a refusal of the S/4 is the same through the door and directly', async () => {
  const body = JSON.stringify({ OrderID: '999999999', OrderOperation: '0010', ConfirmationYieldQuantity: '1' })
  const path = `${CONFIRMATIONS}/ProdnOrdConf2`
  const [viaDoor, direct] = await Promise.all(
    [through, s4.url].map(async (url) => {
      const token = await send(url, 'HEAD', `${path}/`, { authorization: BASIC, 'x-csrf-token': 'Fetch' })
      const cookie = [token.headers['set-cookie'] ?? []]
        .flat()
        .map((each) => each.split(';')[0])
        .join('; ')
      return send(
        url,
        'POST',
        path,
        {
          authorization: BASIC,
          'content-type': 'application/json',
          accept: 'application/json',
          'x-csrf-token': String(token.headers['x-csrf-token']),
          cookie,
        },
        body,
      )
    }),
  )
  assert.ok(viaDoor && direct)
  assert.equal(viaDoor.status, direct.status)
  assert.ok(direct.status >= 400 && direct.status < 500)
  assert.equal(maskTimes(errorOf(viaDoor)), maskTimes(errorOf(direct)))
})

test('without a token the door hands on the very 403 of the S/4', async () => {
  const path = `${CONFIRMATIONS}/ProdnOrdConf2`
  const headers = { authorization: BASIC, 'content-type': 'application/json', accept: 'application/json' }
  intake.messages.length = 0
  const viaDoor = await send(through, 'POST', path, headers, '{"OrderID":"1"}')
  const direct = await send(s4.url, 'POST', path, headers, '{"OrderID":"1"}')
  assert.deepEqual(
    [viaDoor.status, viaDoor.headers['x-csrf-token'], maskTimes(viaDoor.body.toString())],
    [403, 'Required', maskTimes(direct.body.toString())],
  )
  assert.equal(intake.messages.length, 0)
})
