import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { type Identity, startIdentity } from './identity.ts'
import { type Server, type ServerOptions, failToStart, startServer } from './stand.ts'

/** What is wrong or missing is said in a line at the start, which then ends. */

const REASON = "Countersign can't start: "

async function refused(options: ServerOptions): Promise<string[]> {
  const { code, written } = await failToStart(options)
  assert.equal(code, 1, written)
  assert.doesNotMatch(written, /^\s+at .*:\d+:\d+\)?$/m)
  return written.split('\n').flatMap((line) => {
    const at = line.indexOf(REASON)
    const reason = line.slice(at + REASON.length)
    return at < 0 ? [] : [line.startsWith('{') ? reason.slice(0, reason.indexOf('","')) : reason]
  })
}

describe('in development', () => {
  test('a port that is none', async () => {
    assert.deepEqual(await refused({ env: { PORT: '4oo4' } }), ['PORT is "4oo4", which is no port'])
  })

  test('a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const port = String((other.address() as AddressInfo).port)
    assert.deepEqual(await refused({ env: { PORT: port } }), [`port ${port} is taken; end what runs there, or set PORT`])
    other.close()
  })

  test('settings that are none, or have the wrong form', async () => {
    const doors = { senders: { requests: 0 }, maxBody: '1 MB', frames: [] }
    const said = await refused({
      config: { countersign: { doors, replicas: { maxAge: -1 } }, requires: { S4: { credentials: { url: 'S4' } } } },
    })
    assert.deepEqual(said, [
      'cds.requires.S4.credentials.url is "S4", which is no address',
      'countersign.doors.senders is not {requests, seconds}, both above 0',
      'countersign.doors.maxBody is not a whole number above 0',
      'countersign.doors.frames is no setting',
      'countersign.replicas.maxAge is not a number of seconds above 0',
    ])
  })

  test('lines that there are not, or that nothing would fit through', async () => {
    const S4 = { atOnce: { posting: 0, post: 4 }, queue: -1, patience: '10 s', resetAfter: 0, timeout: 5 }
    assert.deepEqual(await refused({ config: { countersign: { lines: { S4, DM: { atOnce: 5, queue: 0 }, ECC: {} } } } }), [
      'countersign.lines.S4.atOnce.posting is not a whole number above 0',
      'countersign.lines.S4.atOnce.post is no setting',
      'countersign.lines.S4.queue is not a whole number',
      'countersign.lines.S4.patience is not a number of seconds above 0',
      'countersign.lines.S4.resetAfter is not a number of seconds above 0',
      'countersign.lines.S4.timeout is no setting',
      'countersign.lines.DM.atOnce is not an object',
      'countersign.lines.ECC is no setting',
    ])
    assert.deepEqual(await refused({ config: { countersign: { lines: [] } } }), ['countersign.lines is not an object'])
  })

  test('first values that do not fit the model', async () => {
    const said = await refused({ config: { countersign: { policy: { quietTime: 'soon', quiteTime: 5 } } } })
    assert.deepEqual(said, ['countersign.policy.quietTime is "soon", which is no integer', 'countersign.policy.quiteTime is no setting'])
  })

  test('a database that can not be opened', async () => {
    const said = await refused({ env: { cds_requires_db_credentials_url: import.meta.dirname } })
    assert.deepEqual(said, ["the database can't be used: unable to open database file"])
  })
})

describe('in production', () => {
  let identity: Identity
  before(async () => {
    identity = await startIdentity()
  })
  after(() => identity.close())

  const SEAL_KEY = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64')
  const database = { kind: 'sqlite', credentials: { url: ':memory:' } }
  const production = (env: NodeJS.ProcessEnv = {}, requires: object = {}): ServerOptions => ({
    config: { requires: { auth: identity.auth, db: database, DM: { credentials: { destination: null } }, ...requires } },
    env: {
      NODE_ENV: 'production',
      NODE_EXTRA_CA_CERTS: identity.certificate,
      COUNTERSIGN_SEAL_KEY: SEAL_KEY,
      destinations: JSON.stringify([{ name: 'S4', url: 'http://127.0.0.1:9' }]),
      ...env,
    },
  })

  test('nothing is bound', async () => {
    const said = await refused({
      config: { requires: { db: { credentials: null } } },
      env: { NODE_ENV: 'production', cds_requires_db_credentials_url: undefined },
    })
    assert.deepEqual(said, [
      'No instance of xsuaa is bound: nobody could sign in',
      'No instance of hana is bound: there is no database',
      'COUNTERSIGN_SEAL_KEY is missing: the audit log could not be signed',
    ])
  })

  test('mock users', async () => {
    const said = await refused(production({}, { auth: { kind: 'mocked', credentials: null } }))
    assert.deepEqual(said, ['cds.requires.auth.kind is mocked: mock users may not sign in in production'])
  })

  test('what only development has', async () => {
    const { config, env } = production()
    const said = await refused({
      config: { ...config, countersign: { isLocal: true, landscape: 'test/landscape/main.ts' } },
      env: env ?? {},
    })
    assert.deepEqual(said, ['countersign.isLocal is for development only', 'countersign.landscape is for development only'])
  })

  test('the local landscape, even where it is named plainly', async () => {
    const local = (port: number) => ({ credentials: { destination: null, url: `http://localhost:${port}` } })
    const said = await refused(production({}, { S4: local(4005), DM: local(4006) }))
    assert.deepEqual(
      said,
      ['S4', 'DM'].map((name) => `cds.requires.${name}.credentials.url leads to this machine: the local landscape is for development only`),
    )
  })

  test('a broker that is not bound', async () => {
    const said = await refused(production({ CDS_ENV: 'event-mesh' }))
    assert.deepEqual(said, ['No instance of enterprise-messaging-amqp is bound: nothing could be heard of the S/4'])
  })

  test('a key of the seal that is none', async () => {
    const said = await refused(production({ COUNTERSIGN_SEAL_KEY: 'secret' }))
    assert.deepEqual(said, ['COUNTERSIGN_SEAL_KEY is no Ed25519 private key (PKCS#8, as PEM or base64)'])
    assert.ok(!said.join().includes('secret'))
  })

  test('a destination that there is not', async () => {
    const [said = ''] = await refused(production({ destinations: '[]' }))
    assert.match(said, /destination.* S4|S4.* destination/i)
  })

  describe('but what is all there', () => {
    let server: Server
    before(async () => {
      server = await startServer(production())
    })
    after(() => server.end())

    test('starts, behind TLS with HSTS, and says nothing of itself', async () => {
      const answer = await fetch(`${server.url}/odata/v4/worklist/Suggestions`, { headers: { 'x-forwarded-proto': 'https' } })
      assert.equal(answer.status, 401)
      assert.match(answer.headers.get('strict-transport-security') ?? '', /^max-age=\d{8}/)
      assert.equal(answer.headers.get('x-powered-by'), null)
      assert.equal((await fetch(`${server.url}/`)).status, 404)
    })

    test('sends whoever it can not know away for a while when the identity provider is down, and logs no token', async () => {
      identity.goDown()
      const tokens = [identity.token(['sender', 'planner']), 'qzxjmark-no-token']
      const headers = { 'x-csrf-token': 'qzxjmark-csrf', cookie: 'a=qzxjmark-cookie', 'x-user-token': 'qzxjmark-user' }
      for (const path of ['/odata/v4/worklist/Suggestions', '/sap/opu/odata/sap/API_PRODUCT_SRV/A_Product', '/intake/attempts/1']) {
        const [signed, unread] = await Promise.all(
          tokens.map((token) => fetch(`${server.url}${path}`, { headers: { ...headers, authorization: `Bearer ${token}` } })),
        )
        assert.equal(signed?.status, 503, path)
        assert.equal(signed.headers.get('retry-after'), '10', path)
        assert.equal(unread?.status, 401, path)
      }
      assert.match(server.written(), /Error while authenticating user/)
      for (const secret of [...tokens, 'qzxjmark']) assert.ok(!server.written().includes(secret), secret)
    })
  })
})
