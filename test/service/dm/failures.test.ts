import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { createDmGateway } from '../../../srv/dm/gateway.ts'
import { NO_SHOP_FLOOR } from '../../../srv/domain/context.ts'
import { startDm } from '../../landscape/dm/server.ts'
import { CREDENTIALS, fakeDm, movementOf, naming, PLANT, SEED, someOrder } from './scene.ts'

const closing: (() => Promise<void>)[] = []
after(() => Promise.all(closing.map((close) => close())))

const everything = naming({
  plant: PLANT,
  order: '1000',
  operation: '0010',
  workCenter: 'ASSY10',
  personnel: 'W1',
  movements: [movementOf({ material: 'RM1', batch: 'B1', order: '1000' })],
})

async function readFrom(answer: RequestListener, timeout = 5000) {
  const dm = await fakeDm(answer)
  closing.push(dm.close)
  return { dm, ...(await createDmGateway({ destination: dm.destination }).readShopFloor(everything, timeout)) }
}

const saying = (value: unknown, status = 200): RequestListener => {
  return (_request, response) => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}

test('without a DM, what the message names is unread, and says why', async () => {
  const { shopFloor, unread } = await createDmGateway({ destination: undefined }).readShopFloor(everything, 1000)
  assert.deepEqual(shopFloor, NO_SHOP_FLOOR)
  assert.deepEqual(unread, [{ source: 'shopFloor', reason: 'No DM is connected' }])
})

test('a message that names nothing asks nothing', async () => {
  const dm = await fakeDm(saying({}))
  closing.push(dm.close)
  const nothing = naming({ plant: PLANT, material: 'FG1', movements: [movementOf({ material: 'RM1' })] })
  const { unread } = await createDmGateway({ destination: dm.destination }).readShopFloor(nothing, 1000)
  assert.deepEqual([unread, dm.asked], [[], []])
})

test('what has no plant is not asked, and unread', async () => {
  const dm = await fakeDm(saying({}))
  closing.push(dm.close)
  const { unread } = await createDmGateway({ destination: dm.destination }).readShopFloor(naming({ order: '1000' }), 1000)
  assert.deepEqual([unread, dm.asked], [[{ source: 'shopFloor', reason: 'the message names no plant for 1000' }], []])
})

test('a DM that is down is one reason for everything', async () => {
  const dm = await fakeDm(saying({}))
  await dm.close()
  const { shopFloor, unread } = await createDmGateway({ destination: dm.destination }).readShopFloor(everything, 5000)
  assert.deepEqual(shopFloor, NO_SHOP_FLOOR)
  assert.equal(unread.length, 1)
  assert.match(unread[0]?.reason ?? '', /ECONNREFUSED/)
})

test('a DM that stays down is not asked for a while, and says since when', async () => {
  const dm = await fakeDm(saying({}))
  await dm.close()
  const gateway = createDmGateway({ destination: dm.destination })
  for (let each = 0; each < 3; each++) await gateway.readShopFloor(everything, 5000)
  const { unread } = await gateway.readShopFloor(everything, 5000)
  assert.match(unread[0]?.reason ?? '', /can't be reached since 20/)
  assert.equal(gateway.health()?.reading.state, 'open')
  assert.equal(createDmGateway({ destination: undefined }).health(), undefined)
})

test('a DM that never answers costs the time-out and no more, and what it did answer counts', async () => {
  const { shopFloor, unread } = await readFrom((request, response) => {
    if (request.url?.startsWith('/order/') !== true) return
    saying({ order: '1000', status: 'HOLD', releaseStatus: 'RELEASED', executionStatus: 'ACTIVE' })(request, response)
  }, 300)
  assert.deepEqual(shopFloor.orders, [{ order: '1000', status: 'hold' }])
  assert.deepEqual(unread, [{ source: 'shopFloor', reason: "DM can't be asked: it didn't answer within 300 ms" }])
})

test('a token endpoint that never answers costs the time-out and no more', async () => {
  const dm = await fakeDm(() => undefined)
  closing.push(dm.close)
  const tokenUrl = `${dm.destination.url}/never`
  const { unread } = await createDmGateway({ destination: { ...dm.destination, tokenUrl } }).readShopFloor(everything, 200)
  assert.match(unread[0]?.reason ?? '', /within 200 ms/)
})

test('wrong credentials are the reason', async () => {
  const dm = await startDm({ port: 0, seed: SEED })
  closing.push(dm.close)
  const destination = { url: dm.url, tokenUrl: `${dm.url}/oauth/token`, ...CREDENTIALS, clientSecret: 'wrong' }
  const { shopFloor, unread } = await createDmGateway({ destination }).readShopFloor(everything, 5000)
  assert.deepEqual(shopFloor, NO_SHOP_FLOOR)
  assert.deepEqual(unread, [{ source: 'shopFloor', reason: "DM can't be asked: it gives us no token (401)" }])
})

test('a destination that nobody has made is the reason', async () => {
  const gateway = createDmGateway({ destination: { destinationName: 'NOBODY_MADE_IT' } })
  const { unread } = await gateway.readShopFloor(everything, 5000)
  assert.equal(unread.length, 1)
  assert.match(unread[0]?.reason ?? '', /NOBODY_MADE_IT/)
})

test('hostile answers are unread, never a fact and never an error of ours', async () => {
  const order = { order: '1000', status: 'RELEASABLE', releaseStatus: 'RELEASED', executionStatus: 'ACTIVE', sfcs: [] }
  const hostile: RequestListener[] = [
    saying(null),
    saying([]),
    saying('text'),
    saying(42),
    saying({ ...order, order: '2000' }),
    saying({ ...order, executionStatus: 'FINE' }),
    saying({ ...order, sfcs: 7, content: {}, status: [] }),
    saying({ ...order, order: { order: '1000' }, content: [null] }),
    saying({ content: [{ batchNumber: 'B1', shelfLifeExpirationDate: 'tomorrow', status: 'ODD' }] }),
    saying({ __proto__: { order: '1000' }, isCertificationForbidden: 'no' }),
    saying({ code: 'x', message: 'y' }, 500),
    saying({}, 403),
    saying({}, 201),
    (_request, response) => void response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(),
    (_request, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
    (_request, response) => void response.writeHead(200, { 'content-length': '100' }).end('{"or', () => response.destroy()),
    (request) => void request.socket.destroy(),
    (_request, response) => void response.writeHead(200).end('['.repeat(9 * 1024 * 1024)),
  ]
  for (const [index, answer] of hostile.entries()) {
    const { shopFloor, unread } = await readFrom(answer)
    assert.ok(unread.length > 0, `answer ${index}`)
    assert.deepEqual(
      [shopFloor.resources, shopFloor.missingCertificates, shopFloor.missingResults],
      [[], [], []],
      `answer ${index} made something up: ${JSON.stringify(shopFloor)}`,
    )
    assert.ok(shopFloor.orders.every((each) => each.order === '1000' && each.status === 'active'))
  }
})

test('DM’s 401 has a new token fetched once, and no more', async () => {
  const { dm, unread } = await readFrom(saying({}, 401))
  assert.match(unread[0]?.reason ?? '', /answers 401/)
  const orders = dm.asked.filter((each) => each.startsWith('GET /order/'))
  assert.equal(orders.length, 2)
})

test('work centres, resources and batches are asked for once in a while, orders every time', async () => {
  const dm = await fakeDm((_request, response) => void response.writeHead(404).end())
  closing.push(dm.close)
  const gateway = createDmGateway({ destination: dm.destination, freshFor: 60_000 })
  const message = naming({
    plant: PLANT,
    order: '1000',
    workCenter: 'ASSY10',
    movements: [movementOf({ material: 'RM1', batch: 'B1' }), movementOf({ material: 'RM1', batch: 'B1' })],
  })
  await gateway.readShopFloor(message, 5000)
  assert.equal(dm.asked.length, 5)
  await gateway.readShopFloor(message, 5000)
  assert.deepEqual(dm.asked.slice(5), ['GET /order/v1/orders?plant=1710&order=1000'])
})

test('a message with a thousand batches asks for some and says so', async () => {
  const dm = await fakeDm((_request, response) => void response.writeHead(404).end())
  closing.push(dm.close)
  const movements = Array.from({ length: 1000 }, (_, index) => movementOf({ material: 'RM1', batch: `B${index}` }))
  const { unread } = await createDmGateway({ destination: dm.destination }).readShopFloor(naming({ plant: PLANT, movements }), 5000)
  assert.equal(dm.asked.length, 40)
  assert.deepEqual(unread, [{ source: 'shopFloor', reason: 'the message names more than 20 things of one kind' }])
})

test('an order at a work centre costs three requests, an inspection one more, a person one more', async () => {
  const order = someOrder()
  const dm = await startDm({ port: 0, seed: SEED })
  closing.push(dm.close)
  const asked: string[] = []
  const proxy = await fakeDm((request, response) => {
    asked.push(request.url ?? '')
    void passOn(dm.url, request, response)
  })
  closing.push(proxy.close)
  const gateway = createDmGateway({ destination: proxy.destination })
  const [first] = order.operations
  const message = { plant: PLANT, order: order.id, operation: first?.id ?? '', workCenter: first?.workCenter ?? '' }
  await gateway.readShopFloor(naming({ ...message, kind: 'materialDocument' }), 5000)
  assert.equal(asked.length, 3)
  asked.length = 0
  const { unread } = await gateway.readShopFloor(naming({ ...message, personnel: 'W101' }), 5000)
  assert.deepEqual(unread, [])
  // The work centre is remembered: order, results of its inspection, certificates.
  assert.equal(asked.length, 3)
})

/** Answers what the local DM answers to somebody who may ask. */
async function passOn(url: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const authorization = `Basic ${Buffer.from('countersign:countersign').toString('base64')}`
  const form = new URLSearchParams({ grant_type: 'client_credentials' })
  const token = await fetch(`${url}/oauth/token`, { method: 'POST', headers: { authorization }, body: form })
  const { access_token } = (await token.json()) as { access_token: string }
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const answer = await fetch(url + (request.url ?? ''), {
    method: request.method ?? 'GET',
    headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
    ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
  })
  response.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer()))
}
