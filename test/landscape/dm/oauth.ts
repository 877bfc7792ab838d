import { randomUUID } from 'node:crypto'
import { Router, urlencoded } from 'express'
import type { NextFunction, Request, Response } from 'express'

export interface Credentials {
  readonly clientId: string
  readonly clientSecret: string
}

const LIFETIME = 12 * 3600

/** The identity provider beside DM. */
export interface Identity {
  readonly router: Router
  readonly guard: (request: Request, response: Response, next: NextFunction) => void
  /** All tokens have expired. */
  expire(): void
  /** While it's down nobody gets a token; those that are out are good. */
  isDown: boolean
}

/**
 * The token endpoint of the local DM, `POST /oauth/token` with client credentials (basic header or form fields), and the guard
 * that wants its bearer tokens everywhere else.
 */
export function oauth(client: Credentials): Identity {
  const tokens = new Map<string, number>()
  const router = Router()

  router.post('/oauth/token', urlencoded({ extended: false }), (request, response) => {
    const form = (request.body ?? {}) as Record<string, string | undefined>
    const given = basic(request.headers.authorization) ?? { clientId: form.client_id ?? '', clientSecret: form.client_secret ?? '' }
    if (identity.isDown) {
      response.status(503).type('html').send('<html><body><h1>503 Service Unavailable</h1></body></html>')
    } else if (given.clientId !== client.clientId || given.clientSecret !== client.clientSecret) {
      response.status(401).json({ error: 'unauthorized', error_description: 'Bad credentials' })
    } else if (form.grant_type !== 'client_credentials') {
      response.status(400).json({ error: 'unsupported_grant_type', error_description: 'Only client_credentials is supported' })
    } else {
      const token = randomUUID()
      tokens.set(token, Date.now() + LIFETIME * 1000)
      response.json({ access_token: token, token_type: 'bearer', expires_in: LIFETIME - 1, scope: 'uaa.resource', jti: randomUUID() })
    }
  })

  const guard = (request: Request, response: Response, next: NextFunction): void => {
    const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1]
    if (token !== undefined && (tokens.get(token) ?? 0) > Date.now()) next()
    else
      response
        .status(401)
        .json({ code: 'unauthorized', message: 'Full authentication is required to access this resource', causeMessage: '' })
  }
  const identity: Identity = { router, guard, expire: () => tokens.clear(), isDown: false }
  return identity
}

function basic(header: string | undefined): Credentials | undefined {
  const encoded = /^Basic (.+)$/i.exec(header ?? '')?.[1]
  if (encoded === undefined) return undefined
  const [clientId = '', ...secret] = Buffer.from(encoded, 'base64').toString().split(':')
  return { clientId, clientSecret: secret.join(':') }
}
