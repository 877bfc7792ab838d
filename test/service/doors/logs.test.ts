import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { masked } from '../../../srv/doors/masks.ts'
import type { RunningS4 } from '../../landscape/s4/listen.ts'
import { startS4 } from '../../landscape/s4/server.ts'
import { V2Client } from '../../traffic/client.ts'
import { WorldReader } from '../../traffic/world.ts'
import { type Server, startServer } from './stand.ts'

/** Nothing that Countersign writes, at whatever level, says how to get in or what a message says. */

const MARK = 'qzxjmark'
const PASSWORD = `${MARK}-password`
const SERVICE = '/sap/opu/odata/sap/API_PROD_ORDER_CONFIRMATION_2_SRV'
/** Each says in the name where it stands. */
const HEADERS = {
  authorization: `Basic ${btoa(`machine:${PASSWORD}`)}`,
  cookie: `SAP_SESSIONID_S4H_100=${MARK}-cookie; other=1`,
  'x-api-key': `${MARK}-key`,
  'x-user-token': `${MARK}-usertoken`,
  'content-type': 'application/json',
  accept: 'application/json',
}
const BODY = {
  ConfirmationText: `${MARK}-text`,
  YY1_CustomerField: `${MARK}-customer`,
  to_Unknown: { results: [{ Deep: `${MARK}-deep` }] },
}
const SECRETS = [MARK, btoa(`machine:${PASSWORD}`), btoa('COUNTERSIGN:countersign'), btoa('planner:planner')]

for (const [level, debug] of [
  ['as it is delivered', {}],
  // All but `pql`, with which CAP itself breaks on statements like ours.
  [
    'at debug level',
    { DEBUG: 'cds,sql,sqlite,db,odata,auth,basic,http,remote,connectivity,server,draft,trace,countersign,intake,worker,learning,audit' },
  ],
] as const)
  describe(`what is written ${level}`, { timeout: 180_000 }, () => {
    let s4: RunningS4
    let server: Server
    before(async () => {
      s4 = await startS4()
      server = await startServer({
        config: {
          requires: { auth: { users: { machine: { password: PASSWORD, roles: ['sender'] } } } },
          countersign: { senders: [{ sender: 'machine', service: '*', method: '*' }], policy: { quietTime: 1, answerWithin: 2 } },
        },
        env: { S4_PORT: new URL(s4.url).port, ...debug },
      })
    })
    after(async () => {
      await server.end()
      await closeS4()
    })

    let isClosed = false
    const closeS4 = async (): Promise<void> => {
      if (!isClosed) await s4.close()
      isClosed = true
    }

    const send = (path: string, init: RequestInit = {}): Promise<Response> => fetch(`${server.url}${path}`, { headers: HEADERS, ...init })
    const post = async (body: string, headers: Record<string, string> = {}): Promise<number> => {
      const fetched = await send(`${SERVICE}/`, { headers: { ...HEADERS, 'x-csrf-token': 'Fetch' } })
      const token = fetched.headers.get('x-csrf-token') ?? `${MARK}-token`
      secrets.push(token)
      const cookie = fetched.headers
        .getSetCookie()
        .map((each) => each.split(';')[0])
        .join('; ')
      const answer = await send(`${SERVICE}/ProdnOrdConf2`, {
        method: 'POST',
        headers: { ...HEADERS, cookie: `${HEADERS.cookie}; ${cookie}`, 'x-csrf-token': token, ...headers },
        body,
      })
      await answer.arrayBuffer()
      return answer.status
    }
    const secrets = [...SECRETS]

    test('does not name a secret, a token or a body, whatever becomes of a message', async () => {
      const known = (await confirmations(s4.url)).map((each) => ({ ...each, ConfirmationText: BODY.ConfirmationText }))
      const good = { ...known[0], ...BODY }
      const posted: number[] = []
      for (const each of known) posted.push(await post(JSON.stringify(each)))
      const statuses = {
        refused: await post(JSON.stringify({ ...good, OrderID: '999999999' })),
        unread: await post(`{"OrderID":"1","ConfirmationText":"${MARK}-text",`),
        wrong: await post(JSON.stringify({ ...good, ConfirmationYieldQuantity: `${MARK}-quantity` })),
        atom: await post(`<entry>${MARK}-entry</entry>`, { 'content-type': 'application/atom+xml' }),
        batch: (
          await send(`${SERVICE}/$batch`, {
            method: 'POST',
            body: `--x\r\n${MARK}-batch`,
            headers: { ...HEADERS, 'content-type': 'multipart/mixed; boundary=x' },
          })
        ).status,
        path: (await send(`${SERVICE}/ProdnOrdConf2('${MARK}%ff')`, { method: 'DELETE' })).status,
        strangers: (await send(`${SERVICE}/`, { headers: { ...HEADERS, authorization: `Basic ${btoa(`machine:${MARK}-wrong`)}` } })).status,
        people: (await send('/odata/v4/worklist/Suggestions', { headers: { ...HEADERS, authorization: `Bearer ${MARK}.${MARK}.${MARK}` } }))
          .status,
        unreadAction: await act(`{"messages":["${MARK}-action"`),
        wrongAction: await act(JSON.stringify({ messages: [`${MARK}-action`], unknown: 1 })),
      }
      await closeS4()
      const later = { down: await post(JSON.stringify({ ...known[0], ConfirmationYieldQuantity: '2' })) }
      assert.deepEqual(
        { posted: posted.includes(201), strangers: statuses.strangers, people: statuses.people, unread: statuses.unread },
        { posted: true, strangers: 401, people: 401, unread: 400 },
        JSON.stringify({ posted, ...statuses, ...later }),
      )
      assert.ok(later.down >= 500, JSON.stringify({ posted, ...statuses, ...later }))
      const lines = server.written().split('\n')
      assert.deepEqual(
        lines.filter((line) => secrets.some((secret) => line.includes(secret))).map((line) => line.slice(0, 300)),
        [],
      )
    })

    function act(body: string): Promise<number> {
      const authorization = `Basic ${btoa('planner:planner')}`
      return send('/odata/v4/triage/resubmitSelected', { method: 'POST', headers: { ...HEADERS, authorization }, body }).then(
        ({ status }) => status,
      )
    }
  })

describe('a mask', () => {
  test('covers what carries secrets in an error, however deep, and leaves the rest', () => {
    const error = Object.assign(new Error('Request failed: Bearer abc.def.ghi', { cause: new Error('https://user:pass@host/') }), {
      status: 502,
      config: { headers: { Authorization: 'x' }, data: 'y' },
      request: { _header: 'z' },
      inner: { 'set-cookie': ['a=b'], text: 'fine', access_token: 't' },
    })
    const shown = masked(error) as typeof error
    assert.ok(shown instanceof Error)
    assert.equal(shown.message, 'Request failed: Bearer ***')
    assert.equal((shown.cause as Error).message, 'https://***@host/')
    assert.deepEqual([shown.status, shown.config, shown.request], [502, '***', '***'])
    assert.deepEqual(shown.inner, { 'set-cookie': '***', text: 'fine', access_token: '***' })
    assert.equal(error.inner.access_token, 't')
  })

  test('covers errors that keep their status to themselves', () => {
    class Refused extends Error {
      readonly #status = 401
      readonly jwt = 'secret'
      get statusCode(): number {
        return this.#status
      }
    }
    const shown = masked(new Refused('No')) as Refused
    assert.deepEqual([shown.message, shown.statusCode, shown.jwt], ['No', 401, '***'])
  })

  test('leaves alone what holds no secret, and ends where something holds itself', () => {
    const value: Record<string, unknown> = { a: [1, { b: 'c' }], at: new Date(0) }
    assert.equal(masked(value), value)
    value.self = value
    assert.equal(masked(value), value)
  })
})

/** Confirmations of a first operation whose components are there: most are posted. */
async function confirmations(s4: string): Promise<object[]> {
  const { orders, stock } = await new WorldReader(new V2Client(s4, 'DM', 'dm')).all()
  const free = new Set(
    stock.flatMap((each) => (each.isUnrestricted && each.quantity.gt(100) ? [`${each.material}/${each.storageLocation}`] : [])),
  )
  return orders
    .filter(
      (order) =>
        order.isWorkable &&
        order.operations[0]?.isOpen &&
        order.components.every((each) => free.has(`${each.material}/${each.storageLocation}`)),
    )
    .slice(0, 6)
    .map(({ id, unit, operations: [first] }) => ({
      OrderID: id,
      OrderOperation: first?.id,
      ConfirmationYieldQuantity: '1',
      ConfirmationUnit: unit,
    }))
}
