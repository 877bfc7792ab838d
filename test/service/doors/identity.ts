import { execFileSync } from 'node:child_process'
import { createPublicKey, createSign, generateKeyPairSync, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Stands in for XSUAA: signs tokens, and tells by TLS with which key. */

export interface Identity {
  /** What a binding would bring, as CDS configuration. */
  readonly auth: Readonly<Record<string, unknown>>
  /** The client id of machines. */
  readonly client: string
  /** File with the certificate that whoever asks must trust: `NODE_EXTRA_CA_CERTS`. */
  readonly certificate: string
  /** A token of a person, or without one of a machine. */
  token(
    roles: readonly string[],
    options?: { readonly user?: string; readonly attributes?: object; readonly expiresIn?: number; readonly key?: 'foreign' },
  ): string
  /** No answer from now on. */
  goDown(): void
  close(): Promise<void>
}

const XSAPPNAME = 'countersign-test'
const CLIENT = 'sb-countersign-test'

export async function startIdentity(): Promise<Identity> {
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
  const options = { key: await readFile(join(folder, 'key.pem')), cert: await readFile(certificate) }
  const server = createServer(options, (request, response) => {
    response
      .writeHead(request.url?.startsWith('/token_keys') ? 200 : 404, { 'content-type': 'application/json' })
      .end(JSON.stringify({ keys: [jwk] }))
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
        clientsecret: 'secret',
        xsappname: XSAPPNAME,
        uaadomain,
        url: `https://${uaadomain}`,
        zoneid: 'zone',
      },
    },
    client: CLIENT,
    certificate,
    token(roles, { user, attributes = {}, expiresIn = 600, key } = {}) {
      const now = Math.floor(Date.now() / 1000)
      const claims = {
        jti: randomUUID(),
        iss: `https://${uaadomain}/oauth/token`,
        aud: [XSAPPNAME, CLIENT],
        cid: CLIENT,
        azp: CLIENT,
        zid: 'zone',
        iat: now - 60,
        exp: now + expiresIn,
        scope: roles.map((each) => `${XSAPPNAME}.${each}`),
        ...(user === undefined
          ? { grant_type: 'client_credentials', sub: CLIENT }
          : { grant_type: 'authorization_code', user_name: user, email: `${user}@example.com`, 'xs.user.attributes': attributes }),
      }
      const text = [{ alg: 'RS256', typ: 'JWT', kid: 'key-1' }, claims]
        .map((each) => Buffer.from(JSON.stringify(each)).toString('base64url'))
        .join('.')
      return `${text}.${createSign('RSA-SHA256')
        .update(text)
        .sign(keys[key ?? 'own'], 'base64url')}`
    },
    goDown,
    async close() {
      goDown()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
