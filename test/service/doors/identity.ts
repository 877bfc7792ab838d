import { execFileSync } from 'node:child_process'
import { createHash, createPublicKey, createSign, generateKeyPairSync, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Stands in for XSUAA: signs tokens and tells by TLS with which key; lets people sign in by redirects, and machines with their secrets. */

export interface Identity {
  /** What a binding would bring, as CDS configuration. */
  readonly auth: { readonly kind: 'xsuaa'; readonly credentials: Readonly<Record<string, unknown>> }
  /** The client id of machines. */
  readonly client: string
  /** File with the certificate that whoever asks must trust: `NODE_EXTRA_CA_CERTS`. */
  readonly certificate: string
  /** A token of a person, or without one of a machine. */
  token(roles: readonly string[], options?: TokenOptions): string
  /** No answer from now on. */
  goDown(): void
  close(): Promise<void>
}

interface TokenOptions {
  readonly user?: string
  readonly attributes?: object
  readonly expiresIn?: number
  readonly key?: 'foreign'
  /** Another client than Countersign's own. */
  readonly client?: string
}
interface Person {
  readonly roles: readonly string[]
  readonly attributes?: object
}
interface Known {
  /** Who can sign in, by name. */
  readonly people?: Readonly<Record<string, Person>>
  /** Secrets of machines with a client of their own, all of them senders, by client id. */
  readonly machines?: Readonly<Record<string, string>>
}

const XSAPPNAME = 'countersign-test'
const CLIENT = 'sb-countersign-test'
const SECRET = 'secret'

export async function startIdentity({ people = {}, machines = {} }: Known = {}): Promise<Identity> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-identity-'))
  const certificate = join(folder, 'certificate.pem')
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject, '-keyout', join(folder, 'key.pem'), '-out', certificate],
    { stdio: 'ignore' },
  )
  const keys = {
    own: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
    foreign: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
  }
  const jwk = { ...createPublicKey(keys.own).export({ format: 'jwk' }), kid: 'key-1', alg: 'RS256', use: 'sig' }
  const token: Identity['token'] = (roles, { user, attributes = {}, expiresIn = 600, key, client = CLIENT } = {}) => {
    const now = Math.floor(Date.now() / 1000)
    const claims = {
      jti: randomUUID(),
      iss: `https://${uaadomain}/oauth/token`,
      aud: [XSAPPNAME, client],
      cid: client,
      azp: client,
      client_id: client,
      zid: 'zone',
      iat: now - 60,
      exp: now + expiresIn,
      scope: roles.map((each) => `${XSAPPNAME}.${each}`),
      ...(user === undefined
        ? { grant_type: 'client_credentials', sub: client }
        : { grant_type: 'authorization_code', user_name: user, email: `${user}@example.com`, 'xs.user.attributes': attributes }),
    }
    const said = [{ alg: 'RS256', typ: 'JWT', kid: 'key-1' }, claims]
      .map((each) => Buffer.from(JSON.stringify(each)).toString('base64url'))
      .join('.')
    return `${said}.${createSign('RSA-SHA256')
      .update(said)
      .sign(keys[key ?? 'own'], 'base64url')}`
  }
  const login = new Login({ people, machines }, token)
  const options = { key: await readFile(join(folder, 'key.pem')), cert: await readFile(certificate) }
  const server = createServer(options, (request, response) => {
    if (request.url?.startsWith('/token_keys')) send(response, 200, { keys: [jwk] })
    else login.answer(request, response).catch((error: unknown) => send(response, 500, { error: String(error) }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const uaadomain = `localhost:${String((server.address() as AddressInfo).port)}`
  const goDown = (): void => {
    server.close()
    server.closeAllConnections()
  }
  return {
    auth: {
      kind: 'xsuaa',
      credentials: {
        clientid: CLIENT,
        clientsecret: SECRET,
        xsappname: XSAPPNAME,
        uaadomain,
        url: `https://${uaadomain}`,
        zoneid: 'zone',
      },
    },
    client: CLIENT,
    certificate,
    token,
    goDown,
    async close() {
      goDown()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The pages and addresses at which people and machines get their tokens. */
class Login {
  readonly #known: Required<Known>
  readonly #token: Identity['token']
  /** What was handed out, to be changed for a token once. */
  readonly #codes = new Map<string, { readonly user: string; readonly redirect: string; readonly challenge: string }>()
  readonly #sessions = new Map<string, string>()

  constructor(known: Required<Known>, token: Identity['token']) {
    this.#known = known
    this.#token = token
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'https://localhost')
    const form = new URLSearchParams(request.method === 'POST' ? await text(request) : '')
    if (url.pathname === '/oauth/authorize') this.#authorize(request, url, response)
    else if (url.pathname === '/login.do') this.#signIn(form, response)
    else if (url.pathname === '/logout.do') this.#signOut(request, url, response)
    else if (url.pathname === '/oauth/token') this.#hand(request, form, response)
    else send(response, 404, {})
  }

  #authorize(request: IncomingMessage, { searchParams: given, pathname, search }: URL, response: ServerResponse): void {
    const user = this.#sessions.get(sessionIn(request))
    const redirect = given.get('redirect_uri') ?? ''
    if (given.get('client_id') !== CLIENT || given.get('response_type') !== 'code') send(response, 400, { error: 'invalid_request' })
    else if (user === undefined) showForm(response, pathname + search)
    else {
      const code = randomUUID()
      this.#codes.set(code, { user, redirect, challenge: given.get('code_challenge') ?? '' })
      const back = new URL(redirect)
      back.searchParams.set('code', code)
      back.searchParams.set('state', given.get('state') ?? '')
      goTo(response, back.href)
    }
  }

  #signIn(form: URLSearchParams, response: ServerResponse): void {
    const user = form.get('username') ?? ''
    if (!(user in this.#known.people)) {
      send(response, 401, { error: 'bad credentials' })
      return
    }
    const session = randomUUID()
    this.#sessions.set(session, user)
    // Browsers share cookies among all ports of a machine.
    response.setHeader('set-cookie', `IDENTITY=${session}; Path=/; Secure; HttpOnly`)
    goTo(response, form.get('then') ?? '/')
  }

  #signOut(request: IncomingMessage, { searchParams }: URL, response: ServerResponse): void {
    this.#sessions.delete(sessionIn(request))
    goTo(response, searchParams.get('redirect') ?? '/')
  }

  #hand(request: IncomingMessage, form: URLSearchParams, response: ServerResponse): void {
    const [client, secret] = clientOf(request, form)
    const known = client === CLIENT ? SECRET : this.#known.machines[client]
    const code = this.#codes.get(form.get('code') ?? '')
    this.#codes.delete(form.get('code') ?? '')
    if (known === undefined || secret !== known) send(response, 401, { error: 'unauthorized' })
    else if (form.get('grant_type') === 'client_credentials')
      send(response, 200, bearer(this.#token(client === CLIENT ? [] : ['sender'], { client })))
    else if (form.get('grant_type') === 'authorization_code' && code?.redirect === form.get('redirect_uri') && isAnswer(form, code)) {
      const { roles, attributes = {} } = this.#known.people[code.user] ?? { roles: [] }
      send(response, 200, { ...bearer(this.#token(roles, { user: code.user, attributes })), refresh_token: randomUUID() })
    } else send(response, 400, { error: 'invalid_grant' })
  }
}

/** PKCE: who asks for the token is who began. */
function isAnswer(form: URLSearchParams, { challenge }: { readonly challenge: string }): boolean {
  const verifier = form.get('code_verifier') ?? ''
  return challenge === '' || createHash('sha256').update(verifier).digest('base64url') === challenge
}

function bearer(token: string): object {
  return { access_token: token, id_token: token, token_type: 'bearer', expires_in: 600, jti: randomUUID(), scope: '' }
}

function clientOf({ headers }: IncomingMessage, form: URLSearchParams): readonly [string, string] {
  const basic = /^Basic (.+)$/i.exec(headers.authorization ?? '')?.[1]
  if (basic === undefined) return [form.get('client_id') ?? '', form.get('client_secret') ?? '']
  const [client = '', secret = ''] = Buffer.from(basic, 'base64').toString().split(':')
  return [decodeURIComponent(client), decodeURIComponent(secret)]
}

function sessionIn({ headers }: IncomingMessage): string {
  return /(?:^|; )IDENTITY=([^;]+)/.exec(headers.cookie ?? '')?.[1] ?? ''
}

/** Where a person says who it is, and is then sent on. */
function showForm(response: ServerResponse, then: string): void {
  const hidden = `<input type="hidden" name="then" value="${then.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}">`
  const form = `<form method="post" action="/login.do"><input name="username">${hidden}<button>Sign in</button></form>`
  response.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html><title>Who are you?</title>${form}`)
}

function goTo(response: ServerResponse, location: string): void {
  response.writeHead(302, { location }).end()
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
