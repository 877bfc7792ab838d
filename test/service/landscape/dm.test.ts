import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { after, before, test } from 'node:test'
import { startDm, type RunningDm } from '../../landscape/dm/server.ts'
import { buildPlant } from '../../landscape/plant/plant.ts'

type Json = Record<string, unknown>

/** Stands where Countersign's facade is; answers what the test wants. */
const posted: Json[] = []
let answers: number[] = []
const erp = createServer((request, response) => {
  if (request.method === 'GET') return response.writeHead(200, { 'x-csrf-token': 'T', 'set-cookie': 'S=1' }).end()
  let body = ''
  request.on('data', (chunk) => (body += String(chunk)))
  request.on('end', () => {
    posted.push(JSON.parse(body) as Json)
    response.writeHead(answers.shift() ?? 201).end('{}')
  })
  return response
})

const order = [...buildPlant(1, new Date()).orders.values()].find((each) => each.status === 'released' && each.plant === '1710')
const confirmation = {
  plant: '1710',
  shopOrder: order?.id,
  sfc: 'SFC1',
  operationActivity: '0010',
  workCenter: order?.operations[0]?.workCenter,
  yieldQuantity: 1.1,
  yieldQuantityUnit: 'PC',
  scrapQuantity: 0.5,
  reasonCodeKey: '0003',
  postedBy: 'W17',
  postingDateTime: '2026-03-02T07:00:05.000Z',
}

let dm: RunningDm
let token: string

before(async () => {
  await new Promise<void>((resolve) => erp.listen(0, '127.0.0.1', resolve))
  const address = erp.address()
  const s4Url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  dm = await startDm({ port: 0, s4Url, retries: { count: 5, delay: 1 } })
  token = String(((await (await signIn('countersign')).json()) as Json).access_token)
})

after(async () => {
  await dm.close()
  erp.closeAllConnections()
  erp.close()
})

function signIn(secret: string, grant = 'client_credentials'): Promise<Response> {
  const authorization = `Basic ${Buffer.from(`countersign:${secret}`).toString('base64')}`
  return fetch(`${dm.url}/oauth/token`, { method: 'POST', headers: { authorization }, body: new URLSearchParams({ grant_type: grant }) })
}

function call(
  path: string,
  { method = 'GET', body, headers = {} }: { method?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Response> {
  return fetch(dm.url + path, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
}

async function read(path: string, headers: Record<string, string> = {}): Promise<Json> {
  return (await (await call(path, { headers })).json()) as Json
}

/** Confirms and waits until the integration message has ended. */
async function confirmAndWait(): Promise<{ id: string; status: string }> {
  const response = await call('/quantityConfirmation/v1/confirm', { method: 'POST', body: confirmation })
  assert.equal(response.status, 201)
  const id = String(((await response.json()) as Json).transactionId)
  for (;;) {
    const page = await read('/integration/v1/integrationMessages?size=100')
    const status = String((page.content as Json[]).find((each) => each.id === id)?.overallStatus)
    if (!['NEW', 'IN_PROCESS'].includes(status)) return { id, status }
    await new Promise((resolve) => setImmediate(resolve))
  }
}

test('a token is given for the right credentials only, and needed everywhere else', async () => {
  assert.equal((await signIn('wrong')).status, 401)
  assert.equal((await signIn('countersign', 'password')).status, 400)
  assert.equal((await fetch(`${dm.url}/order/v1/orders/list?plant=1710`)).status, 401)
  assert.equal((await call('/order/v1/orders/list?plant=1710')).status, 200)
})

test('an order is found by plant and number, and the list of a plant comes in filtered pages', async () => {
  const one = await read(`/order/v1/orders?plant=1710&order=${order?.id}`)
  assert.equal(one.releaseStatus, 'RELEASED')
  assert.equal(one.orderedQuantity, Number(order?.quantity))
  assert.equal((await call(`/order/v1/orders?plant=1720&order=${order?.id}`)).status, 404)
  assert.equal((await call('/order/v1/orders?plant=1710')).status, 400)
  const page = await read('/order/v1/orders/list?plant=1710&releaseStatuses=RELEASED&executionStatuses=NOT_IN_EXECUTION&size=5&page=1')
  assert.equal((page.content as Json[]).length, 5)
  assert.equal(page.number, 1)
  assert.equal(page.first, false)
  assert.ok((page.content as Json[]).every((each) => each.plant === '1710' && each.executionStatus === 'NOT_IN_EXECUTION'))
})

test('a quantity confirmation becomes a V2 confirmation whose external key is the message', async () => {
  posted.length = 0
  const { id, status } = await confirmAndWait()
  assert.equal(status, 'COMPLETED')
  const sent = posted[0] ?? {}
  assert.equal(sent.ExternalSystemConfirmation, id)
  assert.equal(sent.OrderID, order?.id)
  assert.equal(sent.ConfirmationYieldQuantity, '1.100')
  assert.equal(sent.ConfirmationScrapQuantity, '0.500')
  assert.equal(sent.VarianceReasonCode, '0003')
  assert.equal(sent.PostingDate, `/Date(${Date.parse('2026-03-02')})/`)
})

test('a delivery that fails is repeated with the same key, five times at most', async () => {
  posted.length = 0
  answers = [503, 409, 201]
  assert.equal((await confirmAndWait()).status, 'COMPLETED')
  assert.equal(posted.length, 3)
  assert.equal(new Set(posted.map((each) => each.ExternalSystemConfirmation)).size, 1)
  posted.length = 0
  answers = Array.from({ length: 6 }, () => 400)
  const failed = await confirmAndWait()
  assert.equal(failed.status, 'FAILED')
  assert.equal(posted.length, 6)
  const page = await read('/integration/v1/integrationMessages?overallStatuses=FAILED&plants=1710')
  assert.deepEqual(
    (page.content as Json[]).map((each) => each.id),
    [failed.id],
  )
  assert.equal((await call('/integration/v1/integrationMessages/setToInactive', { method: 'POST', body: [failed.id] })).status, 200)
  assert.equal((await read('/integration/v1/integrationMessages?overallStatuses=FAILED')).totalElements, 0)
  assert.equal((await call('/integration/v1/integrationMessages/setToInactive', { method: 'POST', body: ['?'] })).status, 404)
})

test('a confirmation without what it needs is refused with a code and a text', async () => {
  const refusal = async (body: unknown) => {
    const response = await call('/quantityConfirmation/v1/confirm', { method: 'POST', body })
    return [response.status, ((await response.json()) as Json).code]
  }
  assert.deepEqual(await refusal({ ...confirmation, sfc: '' }), [400, 'quantityConfirmation.field.missing'])
  assert.deepEqual(await refusal({ ...confirmation, shopOrder: '1' }), [404, 'quantityConfirmation.order.notFound'])
  assert.deepEqual(await refusal({ ...confirmation, operationActivity: '9999' }), [404, 'quantityConfirmation.operation.notFound'])
  assert.deepEqual(await refusal({ ...confirmation, yieldQuantity: -1 }), [400, 'quantityConfirmation.quantity'])
  assert.deepEqual(await refusal('{"plant":'), [400, 'request.invalid'])
})

test('an alert is raised, counted up by its deduplication key, changed and listed by its type', async () => {
  const headers = { 'alert-type': 'Countersign' }
  const alert = {
    AlertType: 'Countersign',
    Status: 'New',
    Severity: 'High',
    TriggeredOn: '2026-03-02T07:00:05Z',
    Plant: '1710',
    DeduplicationKey: 'K',
  }
  assert.equal((await call('/alerts/v1/Alerts', { method: 'POST', body: alert })).status, 400)
  const raise = async () => (await (await call('/alerts/v1/Alerts', { method: 'POST', body: alert, headers })).json()) as Json
  const first = await raise()
  const second = await raise()
  assert.deepEqual([second.Id, second.DeduplicationCount], [first.Id, 1])
  const patched = await call(`/alerts/v1/Alerts(${String(first.Id)})`, { method: 'PATCH', body: { Status: 'Done' }, headers })
  assert.equal(patched.status, 204)
  const filter = encodeURIComponent("Status eq 'Done' and Plant eq '1710'")
  assert.equal(((await read(`/alerts/v1/Alerts?$filter=${filter}`, headers)).value as Json[]).length, 1)
  assert.equal(((await read('/alerts/v1/Alerts', { 'alert-type': 'Other' })).value as Json[]).length, 0)
})

test('as a process it says where it is, says in one line when its port is taken, and ends on SIGTERM', async () => {
  const main = fileURLToPath(new URL('../../landscape/dm/main.ts', import.meta.url))
  const run = (port: string) =>
    spawn(process.execPath, [main], { env: { ...process.env, DM_PORT: port }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
  const first = run('0')
  const [ready] = (await once(first, 'message')) as [{ ready: boolean; url: string }]
  assert.equal(ready.ready, true)
  const second = run(new URL(ready.url).port)
  let complaint = ''
  second.stderr?.on('data', (chunk) => (complaint += String(chunk)))
  const [code] = (await once(second, 'close')) as [number]
  assert.equal(code, 1)
  assert.match(complaint, /^local DM: port \d+ is taken \(set DM_PORT\)\n$/)
  first.kill('SIGTERM')
  assert.deepEqual(await once(first, 'exit'), [0, null])
})
