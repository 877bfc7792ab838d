import assert from 'node:assert/strict'
import { once } from 'node:events'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type Identity, startIdentity } from './identity.ts'
import { type Door, modelDoors } from './model-doors.ts'
import { ROLES, type Role, addresses, leftOver, whoMay } from './roles.ts'
import { type Server, startServer } from './stand.ts'

/** What `roles.md` says is asked of the running server, door by door. */

const doors = await modelDoors()

/** Thousands of refusals are to be no log. */
const QUIET = { log: { levels: { odata: 'error', auth: 'error' } } }

/** Refused: 403, or for what nobody may, 405 and the like, which tell no more. */
const NOT_OFFERED = [403, 404, 405, 501]
const SIGN_IN = {
  planner: 'planner',
  supervisor: 'supervisor',
  controller: 'controller',
  administrator: 'admin',
  auditor: 'auditor',
  sender: 'dm',
} as const

describe('the table', () => {
  test('has one line for each door and verb of the model, and none for what there is not', () => {
    for (const door of doors) whoMay(door)
    assert.deepEqual(leftOver(doors), [])
  })
})

describe('with passwords', () => {
  let server: Server
  before(async () => {
    server = await startServer({ config: QUIET, node: ['--import', join(import.meta.dirname, 'mounts.ts')] })
  })
  after(() => server.end())

  const signIn = (role: Role): string => `Basic ${btoa(`${SIGN_IN[role]}:${SIGN_IN[role]}`)}`
  testDoors(() => server, signIn)
  testAddresses(() => server, signIn)

  test('nothing is mounted where the table has no line', async () => {
    server.child.send('mounted')
    const [{ mounted }] = (await once(server.child, 'message')) as [{ mounted: string[] }]
    const known = [...doors.map(({ path }) => path), ...addresses().map(({ path }) => path)]
    assert.ok(mounted.length > 5)
    assert.deepEqual(
      mounted
        .map((mount) => mount.replaceAll('\\', ''))
        .filter((mount) => !known.some((path) => `${path}/`.startsWith(`${mount}/`.replace('//', '/')))),
      [],
    )
  })
})

describe('with tokens', () => {
  let server: Server
  let identity: Identity
  before(async () => {
    identity = await startIdentity()
    server = await startServer({
      config: {
        ...QUIET,
        requires: { auth: identity.auth },
        countersign: { senders: [{ sender: identity.client, service: '*', method: '*' }] },
      },
      env: { NODE_EXTRA_CA_CERTS: identity.certificate },
    })
  })
  after(async () => {
    await server.end()
    await identity.close()
  })

  const signIn = (role: Role): string =>
    `Bearer ${role === 'sender' ? identity.token(['sender']) : identity.token([role], { user: `${role}@example.com`, attributes: { plant: ['1710'] } })}`
  test('a machine that brings no token is asked for one, and for no password', async () => {
    for (const path of ['/sap/opu/odata/sap/API_PRODUCT_SRV/A_Product', '/intake/attempts/1']) {
      const answer = await fetch(`${server.url}${path}`)
      assert.equal(answer.status, 401, path)
      assert.match(answer.headers.get('www-authenticate') ?? '', /^Bearer/, path)
    }
  })

  // What is closed to everybody is so before anybody is asked who they are.
  testDoors(
    () => server,
    signIn,
    () => doors.filter((each) => whoMay(each).size > 0),
  )
  testAddresses(() => server, signIn)

  for (const [what, token] of [
    ['an expired token', () => identity.token(['planner', 'sender'], { expiresIn: -600 })],
    ['a token that somebody else signed', () => identity.token(['planner', 'sender'], { key: 'foreign' })],
    ['a token with a changed claim', () => changed(identity.token(['auditor']))],
    ['no token at all', () => 'nonsense'],
  ] as const)
    test(`${what} lets nobody in`, async () => {
      const headers = { authorization: `Bearer ${token()}` }
      for (const path of ['/odata/v4/worklist/Suggestions', '/sap/opu/odata/sap/API_PRODUCT_SRV/A_Product', '/intake/attempts/1']) {
        const answer = await fetch(`${server.url}${path}`, { headers })
        assert.equal(answer.status, 401, path)
        assert.match(answer.headers.get('www-authenticate') ?? '', /^Bearer/, path)
      }
    })
})

function testDoors(server: () => Server, signIn: (role: Role) => string, tested: () => readonly Door[] = () => doors): void {
  test('nobody gets in without signing in', async () => {
    for (const door of tested()) assert.equal(await ask(server(), door), 401, said(door))
  })

  for (const role of ROLES)
    test(`a ${role} may what the table says, and nothing else`, async () => {
      const authorization = signIn(role)
      for (const door of tested()) {
        const status = await ask(server(), door, authorization)
        const who = whoMay(door)
        if (!who.has(role)) assert.ok(who.size === 0 ? NOT_OFFERED.includes(status) : status === 403, `${said(door)}: ${status}`)
        else if (['read', 'metadata'].includes(door.verb)) assert.equal(status, 200, said(door))
        else assert.ok(![401, 403, 405].includes(status), `${said(door)}: ${status}`)
      }
    })
}

function testAddresses(server: () => Server, signIn: (role: Role) => string): void {
  for (const { path, method, who } of addresses())
    test(`${method} ${path} is for ${who === 'everybody' ? who : [...who].join(', ')}`, async () => {
      const nobody = await ask(server(), { method, path })
      if (who === 'everybody') assert.ok(![401, 403].includes(nobody), `nobody: ${nobody}`)
      else assert.equal(nobody, 401)
      for (const role of ROLES) {
        const status = await ask(server(), { method, path }, signIn(role))
        if (who === 'everybody' || who.has(role)) assert.ok(![401, 403].includes(status), `${role}: ${status}`)
        else assert.equal(status, 403, role)
      }
    })
}

async function ask({ url }: Server, { method, path }: Pick<Door, 'method' | 'path'>, authorization?: string): Promise<number> {
  const hasBody = ['POST', 'PATCH', 'PUT'].includes(method)
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: { ...(authorization ? { authorization } : {}), ...(hasBody ? { 'content-type': 'application/json' } : {}) },
    ...(hasBody ? { body: '{}' } : {}),
  })
  await answer.arrayBuffer()
  return answer.status
}

function said({ service, name, verb }: Door): string {
  return `${verb} of ${service}/${name}`
}

/** Another role, the same signature. */
function changed(token: string): string {
  const [head = '', claims = '', signature = ''] = token.split('.')
  const said = Buffer.from(claims, 'base64url').toString().replace('.auditor', '.planner')
  return [head, Buffer.from(said).toString('base64url'), signature].join('.')
}
