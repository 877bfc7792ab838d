import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { type ErpStand, errorOf, startErp } from '../intake/stand.ts'
import { type Server, startServer } from './stand.ts'

/** A server that is told to end. */

const FACADE = '/sap/opu/odata/sap/API_PROD_ORDER_CONFIRMATION_2_SRV'
const basic = (user: string): string => `Basic ${btoa(`${user}:${user}`)}`
const CREATED = '{"d":{"ConfirmationGroup":"207","ConfirmationCount":"1"}}'

let erp: ErpStand
let server: Server
/** Requests that the ERP has not answered yet. */
let held: ServerResponse[]

before(async () => {
  erp = await startErp()
  erp.respond = ({ method, path }, response) => {
    if (path.endsWith('/ProdnOrdConf2') || path.includes('/Held')) held.push(response)
    else response.writeHead(200, { 'content-type': 'application/json' }).end(method === 'HEAD' ? undefined : '{"d":{}}')
  }
})
after(() => erp.close())
beforeEach(async () => {
  held = []
  server = await startServer({ env: { S4_PORT: new URL(erp.url).port } })
})
afterEach(() => server.end())

interface Asked {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

function ask(path: string, user?: string, { headers, ...others }: Asked = {}): Promise<Response> {
  return fetch(server.url + path, { ...others, headers: { ...(user ? { authorization: basic(user) } : {}), ...headers } })
}

function post(order: string): Promise<Response> {
  const body = JSON.stringify({ OrderID: order, OrderOperation: '0010', ConfirmationYieldQuantity: '1', ConfirmationUnit: 'PC' })
  const headers = { 'content-type': 'application/json', accept: 'application/json', 'x-csrf-token': 'token-1', cookie: 'session=1' }
  return ask(`${FACADE}/ProdnOrdConf2`, 'dm', { method: 'POST', headers, body })
}

/** Told to end while so many requests are with the ERP. */
async function end(underWay: number): Promise<void> {
  while (held.length < underWay) await pause(10)
  server.child.kill('SIGTERM')
  while ((await ask('/health/ready')).status !== 503) await pause(10)
}

test('while what is under way is answered, who comes new is sent away, each in the own dialect, and who came before gets the own answer', async () => {
  const [posting, read] = [post('1000001'), ask(`${FACADE}/Held`, 'dm')]
  const exit = once(server.child, 'exit')
  await end(2)

  const json = { headers: { accept: 'application/json' } }
  const xml = { headers: { accept: 'application/xml' } }
  const machine = await ask(`${FACADE}/ProdnOrdConf2`, 'dm', json)
  assert.deepEqual([machine.status, machine.headers.get('retry-after')], [503, '5'])
  assert.equal(errorOf({ status: 503, headers: {}, body: Buffer.from(await machine.text()) }).code, 'COUNTERSIGN/ENDING')
  const other = await ask(`${FACADE}/ProdnOrdConf2`, 'dm', xml)
  assert.match(await other.text(), /^<\?xml.*<code>COUNTERSIGN\/ENDING<\/code>/)
  for (const [path, user] of [
    ['/odata/v4/worklist/Suggestions', 'planner'],
    ['/odata/v4/triage/$batch', 'planner'],
    ['/intake/attempts/00000000-0000-4000-8000-000000000000', 'dm'],
    ['/launchpad.html', undefined],
  ] as const) {
    const answer = await ask(path, user, path.endsWith('$batch') ? { method: 'POST', body: '{}' } : {})
    assert.deepEqual([answer.status, answer.headers.get('retry-after'), answer.headers.get('connection')], [503, '5', 'close'], path)
    const { error } = (await answer.json()) as { error: { code: string; message: unknown } }
    assert.equal(error.code, 'COUNTERSIGN/ENDING', path)
  }
  assert.equal((await ask('/health')).status, 200)
  assert.deepEqual(await (await ask('/health/ready')).json(), { status: 'OUT_OF_SERVICE' })

  for (const response of held) {
    const isPosting = response.req.method === 'POST'
    response.writeHead(isPosting ? 201 : 200, { 'content-type': 'application/json' }).end(isPosting ? CREATED : '{"d":"read"}')
  }
  const [posted, found] = await Promise.all([posting, read])
  assert.deepEqual([posted.status, await posted.text()], [201, CREATED])
  assert.deepEqual([found.status, await found.text()], [200, '{"d":"read"}'])
  await exit
  assert.doesNotMatch(server.written(), /\[countersign(\/(worker|intake|doors|database))?\]/)
})

test('who waits too long is told to try again, and the server ends', async () => {
  const read = ask(`${FACADE}/Held`, 'dm')
  while (held.length < 1) await pause(10)
  const begin = performance.now()
  const exit = once(server.child, 'exit')
  server.child.kill('SIGTERM')
  const answer = await read
  assert.deepEqual([answer.status, answer.headers.get('retry-after')], [503, '5'])
  await exit
  assert.ok(performance.now() - begin < 10_000)
})
