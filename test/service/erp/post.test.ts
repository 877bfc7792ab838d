import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import type { SenderSession } from '../../../srv/domain/message.ts'
import { createErpGateway } from '../../../srv/erp/gateway.ts'
import type { Posting } from '../../../srv/erp/types.ts'
import { answer, headerLines, startWire } from './wire.ts'
import type { Peer, Wire } from './wire.ts'

const open: Wire[] = []
after(() => Promise.all(open.map((each) => each.close())))

const ROOT = '/sap/opu/odata/sap/API_PROD_ORDER_CONFIRMATION_2_SRV'
const BODY = Buffer.concat([Buffer.from('{ "ConfirmationYieldQuantity" : 1.10, "t":"'), Buffer.from([0xe4]), Buffer.from('"}')])
const CREATED = answer(
  '{"d":{"ConfirmationGroup":"207","ConfirmationCount":"1"}}',
  ['Content-Type: application/json', 'sap-message: {"code":"RU/100"}'],
  '201 Created',
)

function posting(values: Partial<Posting> = {}): Posting {
  const part = {
    kind: 'confirmation',
    method: 'POST',
    path: 'ProdnOrdConf2',
    headers: { 'content-type': 'application/json' },
    body: BODY,
    key: 'k',
  } as const
  return {
    service: 'API_PROD_ORDER_CONFIRMATION_2_SRV',
    path: `${ROOT}/ProdnOrdConf2?sap-language=EN`,
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', 'x-own': '1' },
    isChangeSet: false,
    parts: [part],
    ...values,
  }
}

/** Lets in by token t1, t2, …; posts are answered by `peer`. */
async function erpWith(peer: Peer, timeout = 5000) {
  let sessions = 0
  const wire = await startWire((request, socket) => {
    if (!request.startsWith('GET')) return peer(request, socket)
    sessions += 1
    return answer('{"d":{"EntitySets":[]}}', [
      `X-CSRF-Token: t${sessions}`,
      `Set-Cookie: s=${sessions}; path=/; HttpOnly`,
      'Set-Cookie: u=1',
    ])
  })
  open.push(wire)
  const erp = createErpGateway({ destination: { url: wire.url, username: 'U', password: 'P' }, timeout })
  const posts = (): string[] => wire.seen.filter((each) => each.startsWith('POST'))
  const fetches = (): string[] => wire.seen.filter((each) => each.startsWith('GET'))
  return { wire, erp, posts, fetches }
}

const refused = (status: string, body: string, lines: string[] = []) => answer(body, lines, status)
const stale = () => refused('403 Forbidden', 'CSRF token validation failed', ['X-CSRF-Token: Required'])

describe('posting', () => {
  it('sends the bytes as they are, within our own session, which is fetched once', async () => {
    const { erp, posts, fetches } = await erpWith(() => CREATED)
    const [first, second] = [
      await erp.post(posting()),
      await erp.post(posting({ headers: { 'x-csrf-token': 'old', cookie: 'old=1', 'content-length': '3', expect: '100-continue' } })),
    ]
    assert.equal(fetches().length, 1)
    assert.match(fetches()[0] ?? '', new RegExp(`^GET ${ROOT}/ HTTP`))
    const [sent = '', again = ''] = posts()
    assert.ok(sent.startsWith(`POST ${ROOT}/ProdnOrdConf2?sap-language=EN HTTP/1.1\r\n`))
    assert.equal(sent.slice(sent.indexOf('\r\n\r\n') + 4), BODY.toString('latin1'))
    const session = ['authorization: Basic VTpQ', `content-length: ${BODY.length}`, 'cookie: s=1; u=1', 'x-csrf-token: t1']
    assert.deepEqual(headerLines(sent), [...session, 'accept: application/json', 'content-type: application/json', 'x-own: 1'].sort())
    assert.deepEqual(headerLines(again), session)
    assert.ok(first.state === 'answered' && first.isSuccess)
    assert.deepEqual(first.documents, [{ part: 0, number: '207/1' }])
    assert.equal(first.response.body.toString(), '{"d":{"ConfirmationGroup":"207","ConfirmationCount":"1"}}')
    assert.equal(first.response.headers['sap-message'], '{"code":"RU/100"}')
    assert.ok(second.state === 'answered' && second.isSuccess)
  })

  it("within the sender's session, and that one isn't renewed", async () => {
    const { erp, posts, fetches } = await erpWith(stale)
    const session: SenderSession = { token: 'theirs', cookie: 'c=9' }
    const result = await erp.post(posting(), session)
    assert.ok(result.state === 'answered' && !result.isSuccess && result.isCsrfFailure)
    assert.equal(result.error?.text, 'CSRF token validation failed')
    assert.equal(fetches().length, 0)
    assert.equal(posts().length, 1)
    assert.ok(['cookie: c=9', 'x-csrf-token: theirs'].every((each) => headerLines(posts()[0] ?? '').includes(each)))
  })

  it('a stale session of ours is renewed once, even for several postings at a time', async () => {
    const { erp, posts, fetches } = await erpWith((request) => (request.includes('x-csrf-token: t1') ? stale() : CREATED))
    const results = await Promise.all([1, 2, 3].map(() => erp.post(posting())))
    assert.ok(results.every((each) => each.state === 'answered' && each.isSuccess))
    assert.equal(fetches().length, 2)
    assert.equal(posts().length, 6)
  })

  it('a session that stays stale is a refusal, not a loop', async () => {
    const { erp, posts } = await erpWith(stale)
    const result = await erp.post(posting())
    assert.ok(result.state === 'answered' && result.isCsrfFailure)
    assert.equal(posts().length, 2)
  })

  it('a refusal comes back as it is, with its error understood', async () => {
    const error = {
      code: '/IWBEP/CX_MGW_BUSI_EXCEPTION',
      message: { value: 'x' },
      innererror: { errordetails: [{ code: 'RU/494', message: 'Order 1 closed', severity: 'error' }] },
    }
    const { erp } = await erpWith(() => refused('400 Bad Request', JSON.stringify({ error }), ['Content-Type: application/json']))
    const result = await erp.post(posting())
    assert.ok(result.state === 'answered' && !result.isSuccess && !result.isCsrfFailure)
    assert.deepEqual([result.error?.code, result.error?.isTransient, result.documents], ['RU/494', false, []])
    assert.equal(result.response.body.toString(), JSON.stringify({ error }))
    assert.equal(erp.errorOf(result.response).code, 'RU/494')
  })

  for (const [how, peer] of [
    ['the connection breaks', (_request, socket) => void socket.destroy()],
    ['the answer is cut off', () => ({ bytes: 'HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n{"d":', close: true })],
    [
      'the answer in chunks is cut off',
      () => ({ bytes: 'HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{"d', close: true }),
    ],
    ['nothing comes in time', () => undefined],
    ['the answer never ends', () => ({ bytes: 'HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n{"d":' })],
    ['a gateway in between gives up', () => refused('504 Gateway Time-out', '<html><title>Time-out</title></html>')],
    ['the server breaks down', () => refused('500 Internal Server Error', 'Application Server Error')],
    ['a logon page comes instead', () => answer('<html><title>Logon</title></html>', ['Content-Type: text/html'])],
  ] as [string, Peer][]) {
    it(`when ${how}, the outcome is unknown and nothing is sent again`, async () => {
      const { erp, posts } = await erpWith(peer, 300)
      const result = await erp.post(posting())
      assert.equal(result.state, 'lost', JSON.stringify(result))
      assert.equal(posts().length, 1)
    })
  }

  it('no connection, no session, no such name, no such destination: it never left', async () => {
    const { wire, erp } = await erpWith(() => CREATED)
    await wire.close()
    open.splice(open.indexOf(wire), 1)
    const session = { token: 't', cookie: 'c=1' }
    assert.equal((await erp.post(posting())).state, 'notSent')
    assert.equal((await erp.post(posting(), session)).state, 'notSent')
    const noName = createErpGateway({ destination: { url: 'http://no-such-host.invalid' } })
    assert.equal((await noName.post(posting(), session)).state, 'notSent')
    const noDestination = createErpGateway({ destination: { destinationName: 'NO_SUCH_DESTINATION' } })
    const result = await noDestination.post(posting(), session)
    assert.ok(result.state === 'notSent' && result.reason.includes('NO_SUCH_DESTINATION'), JSON.stringify(result))
    const locked = await erpWith(() => CREATED)
    const noTls = createErpGateway({ destination: { url: locked.wire.url.replace('http:', 'https:') }, timeout: 300 })
    assert.equal((await noTls.post(posting(), session)).state, 'notSent')
    assert.equal(locked.posts().length, 0)
  })

  it('a wrong password leaves nothing posted', async () => {
    const wire = await startWire(() => refused('401 Unauthorized', 'no'))
    open.push(wire)
    const result = await createErpGateway({ destination: { url: wire.url } }).post(posting())
    assert.ok(result.state === 'notSent' && result.reason.includes('401'))
    assert.equal(wire.seen.length, 1)
  })

  it('finds its destination by name', async () => {
    const { wire } = await erpWith(() => CREATED)
    const before = process.env.destinations
    process.env.destinations = JSON.stringify([{ name: 'ERP_POST_TEST', url: wire.url, username: 'N', password: 'P' }])
    try {
      const result = await createErpGateway({ destination: { destinationName: 'ERP_POST_TEST' } }).post(posting())
      assert.ok(result.state === 'answered' && result.isSuccess)
      assert.ok(headerLines(wire.seen.at(-1) ?? '').includes(`authorization: Basic ${Buffer.from('N:P').toString('base64')}`))
    } finally {
      if (before === undefined) delete process.env.destinations
      else process.env.destinations = before
    }
  })
})

describe('posting a change set', () => {
  const [part] = posting().parts
  assert.ok(part)
  const parts = [part, { ...part, headers: { ...part.headers, 'content-id': 'b' } }]
  const changeSet = (path: string) =>
    posting({ isChangeSet: true, path, headers: { 'content-type': 'multipart/mixed; boundary=old', accept: 'multipart/mixed' }, parts })
  const member = (status: string, body: string, id = '') =>
    [
      '--in',
      'Content-Type: application/http',
      `Content-Length: 9${id}`,
      '',
      `HTTP/1.1 ${status}`,
      'Content-Type: application/json',
      '',
      body,
    ].join('\r\n')
  const created = (count: number) => `{"d":{"ConfirmationGroup":"207","ConfirmationCount":"${count}"}}`
  const batch = (body: string) => answer(`--out\r\n${body}\r\n--out--\r\n`, ['Content-Type: multipart/mixed; boundary=out'], '202 Accepted')
  const whole = (...members: string[]) => batch(['Content-Type: multipart/mixed; boundary=in', '', ...members, '--in--'].join('\r\n'))

  it('goes to the service as one batch, versions and query kept; documents by Content-ID, else by position', async () => {
    const { erp, posts } = await erpWith(() =>
      whole(member('201 Created', created(2), '\r\nContent-ID: b'), member('201 Created', created(1))),
    )
    const result = await erp.post(changeSet(`${ROOT};v=2/$batch?sap-client=100`))
    assert.ok(result.state === 'answered' && result.isSuccess)
    assert.deepEqual(
      result.documents.map((each) => each.number),
      ['207/2', '207/1'],
    )
    assert.equal(result.documents[0]?.part, 1)
    const [sent = ''] = posts()
    assert.ok(sent.startsWith(`POST ${ROOT};v=2/$batch?sap-client=100 HTTP`))
    assert.match(sent, /content-type: multipart\/mixed; boundary=batch_/i)
    assert.equal(sent.split(BODY.toString('latin1')).length, 3)
  })

  it('one refused member refuses it whole', async () => {
    const error = '{"error":{"code":"M7/021","message":{"value":"Deficit"}}}'
    const { erp } = await erpWith(() =>
      batch(`Content-Type: application/http\r\n\r\nHTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\n\r\n${error}`),
    )
    const result = await erp.post(changeSet(`${ROOT}/$batch`))
    assert.ok(result.state === 'answered' && !result.isSuccess)
    assert.equal(result.error?.code, 'M7/021')
  })

  it('a missing member, or an answer without end, leaves the outcome unknown', async () => {
    const { erp } = await erpWith(() => whole(member('201 Created', created(1))))
    assert.equal((await erp.post(changeSet(`${ROOT}/$batch`))).state, 'lost')
    const cut = await erpWith(() => answer('--out\r\nContent-Type', ['Content-Type: multipart/mixed; boundary=out'], '202 Accepted'))
    assert.equal((await cut.erp.post(changeSet(`${ROOT}/$batch`))).state, 'lost')
  })
})
