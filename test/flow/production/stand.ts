import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openOrders, report } from '../../faults/desk.ts'
import { startS4 } from '../../landscape/s4/server.ts'
import { type Identity, startIdentity } from '../../service/doors/identity.ts'
import { type Artefact, buildArtefact, startOf } from './artefact.ts'
import { Browser } from './browser.ts'
import { startDestinations } from './destinations.ts'
import { type Running, type Start, start } from './programs.ts'
import { startUi5 } from './ui5.ts'

/** The artefact in production mode, with an identity provider, a destination service and an S/4 beside it. */

export const MACHINE = 'sb-countersign-sender!t1'
const SECRET = 'the secret of the machine'
const SERVICE = '/sap/opu/odata/sap/API_PROD_ORDER_CONFIRMATION_2_SRV'

/** Who can sign in, and as what. */
export const PEOPLE = {
  paula: { roles: ['planner'] },
  sven: { roles: ['supervisor'], attributes: { plant: ['1710'] } },
  carla: { roles: ['controller'] },
  anton: { roles: ['auditor'] },
  ada: { roles: ['administrator'] },
}
export type Name = keyof typeof PEOPLE

export interface Stand {
  readonly artefact: Artefact
  readonly identity: Identity
  readonly countersign: Running
  /** PEM of the certificate that the identity provider shows. */
  readonly certificate: string
  /** How the platform starts the server, with what is bound to it; `config` comes on top. */
  server(config?: Config, env?: NodeJS.ProcessEnv): Promise<Start>
  /** How the platform starts the approuter. */
  router(): Promise<Start>
  /** Headers of whoever has signed in. */
  bearer(name: Name): Record<string, string>
  /** Posts a confirmation of so many pieces, of which one is right, as machines do, through the server or the approuter. */
  confirm(url: string, key: string, headers?: Record<string, string>, pieces?: number): Promise<Response>
  /** Where the S/4's books are read. */
  readonly s4AdminUrl: string
  end(): Promise<void>
}
interface Config {
  readonly requires?: object
  readonly countersign?: object
}

/** A key for the audit's seals. */
export function newKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64')
}

export async function startStand(): Promise<Stand> {
  const ends: (() => unknown)[] = []
  const end = async (): Promise<void> => {
    for (const each of ends.splice(0).reverse()) await each()
  }
  try {
    return await assembled(ends, end)
  } catch (error) {
    await end()
    throw error
  }
}

async function assembled(ends: (() => unknown)[], end: () => Promise<void>): Promise<Stand> {
  const artefact = await buildArtefact()
  ends.push(() => artefact.remove())
  const data = await mkdtemp(join(tmpdir(), 'countersign-production-'))
  ends.push(() => rm(data, { recursive: true, force: true }))
  const identity = await startIdentity({ people: PEOPLE, machines: { [MACHINE]: SECRET } })
  ends.push(() => identity.close())
  const s4 = await startS4()
  ends.push(() => s4.close())
  const S4 = { URL: s4.url, User: 'COUNTERSIGN', Password: 'countersign' }
  const OF_PEOPLE = { URL: s4.url, Authentication: 'PrincipalPropagation', ProxyType: 'OnPremise' }
  const destinations = await startDestinations(identity.auth.credentials, { S4, OF_PEOPLE })
  ends.push(() => destinations.close())

  const sealKey = newKey()
  const common = { NODE_ENV: 'production', NODE_EXTRA_CA_CERTS: identity.certificate }
  const server: Stand['server'] = async ({ requires, countersign } = {}, env) => ({
    folder: artefact.srv,
    args: await startOf(artefact.srv),
    env: {
      ...common,
      COUNTERSIGN_SEAL_KEY: sealKey,
      VCAP_APPLICATION: JSON.stringify({ application_name: 'countersign-srv' }),
      VCAP_SERVICES: bound({ xsuaa: identity.auth.credentials, destination: destinations.credentials }),
      CDS_CONFIG: JSON.stringify({
        requires: {
          db: { kind: 'sqlite', credentials: { url: join(data, 'countersign.sqlite') } },
          DM: { credentials: { destination: null } },
          ...requires,
        },
        countersign: {
          senders: [{ sender: MACHINE, service: '*', method: '*' }],
          policy: { quietTime: 2, answerWithin: 20 },
          ...countersign,
        },
      }),
      ...env,
    },
  })
  const countersign = await start(await server(), addressOfServer)
  ends.push(() => countersign.end())

  const ui5 = await startUi5()
  ends.push(() => ui5.close())
  const router: Stand['router'] = async () => ({
    folder: artefact.router,
    args: await startOf(artefact.router),
    env: {
      ...common,
      destinations: JSON.stringify([
        { name: 'srv-api', url: countersign.url, forwardAuthToken: true },
        { name: 'ui5', url: ui5.url },
      ]),
      VCAP_APPLICATION: JSON.stringify({ application_name: 'countersign-router' }),
      VCAP_SERVICES: bound({ xsuaa: identity.auth.credentials }),
    },
  })
  const orders = await openOrders({ s4AdminUrl: s4.adminUrl }, 8)
  const certificate = await readFile(identity.certificate, 'utf8')
  return {
    ...{ artefact, identity, countersign, certificate, server, router, end },
    s4AdminUrl: s4.adminUrl,
    bearer: (name) => ({ authorization: `Bearer ${identity.token(PEOPLE[name].roles, { user: name, ...PEOPLE[name] })}` }),
    async confirm(url, key, headers = {}, pieces = 1) {
      const signedIn = { authorization: `Bearer ${await machinesToken(identity, certificate)}`, accept: 'application/json', ...headers }
      return confirm(url, signedIn, report(orders.shift(), pieces, key).body)
    },
  }
}

/** What the server says once it can be asked. */
export function addressOfServer(written: string): string | undefined {
  return /server listening on.*?(http:\/\/localhost:\d+)/s.exec(written)?.[1]
}

/** What the approuter says once it can be asked. */
export function addressOfRouter(written: string): string | undefined {
  const port = /Application router is listening on port: (\d+)/.exec(written)?.[1]
  return port && `http://localhost:${port}`
}

function bound(services: Readonly<Record<string, object>>): string {
  const entries = Object.entries(services).map(([label, credentials]) => [
    label,
    [{ label, name: `countersign-${label}`, tags: [label], credentials }],
  ])
  return JSON.stringify(Object.fromEntries(entries))
}

/** As a machine gets it: from the identity provider, for its secret. */
async function machinesToken({ auth }: Identity, certificate: string): Promise<string> {
  const { status, text } = await new Browser(certificate).ask(`${String(auth.credentials.url)}/oauth/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${btoa(`${encodeURIComponent(MACHINE)}:${SECRET}`)}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
  })
  assert.equal(status, 200, text)
  return (JSON.parse(text) as { access_token: string }).access_token
}

/** CSRF token first, then the message. */
async function confirm(url: string, headers: Record<string, string>, body: string): Promise<Response> {
  const fetched = await fetch(`${url}${SERVICE}/`, { headers: { ...headers, 'x-csrf-token': 'Fetch' } })
  await fetched.arrayBuffer()
  const cookies = fetched.headers.getSetCookie().map((each) => each.split(';')[0])
  return fetch(`${url}${SERVICE}/ProdnOrdConf2`, {
    method: 'POST',
    headers: {
      ...headers,
      cookie: cookies.join('; '),
      'x-csrf-token': fetched.headers.get('x-csrf-token') ?? '',
      'content-type': 'application/json',
    },
    body,
  })
}
