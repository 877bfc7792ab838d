import { randomBytes, randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** Cookie that holds the session, named as `SAP_SESSIONID_<system>_<client>`. */
const SESSION_COOKIE = 'SAP_SESSIONID_S4H_100'

interface Token {
  readonly value: string
  readonly givenAt: number
  uses: number
}

interface Session {
  readonly id: string
  readonly user: string
  readonly tokens: Map<string, Token>
  usedAt: number
}

/** CSRF tokens: one for each service, worth something only with the cookie of the session that it was given to, for half an hour after its last use. */
export class Sessions {
  readonly #sessions = new Map<string, Session>()
  readonly #lifetime: number
  /** A token is stale after so many milliseconds or requests; as old as its session if empty. */
  tokenLife: { readonly ms?: number; readonly requests?: number } = {}

  constructor(lifetime = 30 * 60_000) {
    this.#lifetime = lifetime
  }

  /** Headers that answer `x-csrf-token: Fetch`: the token, and the cookies where the client has no session yet. */
  fetch(service: string, user: string, headers: IncomingHttpHeaders): Record<string, string | string[]> {
    const known = this.#sessionOf(user, headers)
    const session = known ?? this.#open(user)
    const token = this.#tokenOf(session, service) ?? { value: randomBytes(18).toString('base64'), givenAt: Date.now(), uses: 0 }
    session.tokens.set(service, token)
    const cookies = ['sap-usercontext=sap-client=100; path=/', `${SESSION_COOKIE}=${session.id}; path=/; HttpOnly`]
    return { 'x-csrf-token': token.value, ...(known ? {} : { 'set-cookie': cookies }) }
  }

  /** The request carries a token of this service and the cookie that belongs to it; it's one more use of the token. */
  isValid(service: string, user: string, headers: IncomingHttpHeaders): boolean {
    const session = this.#sessionOf(user, headers)
    const token = session && this.#tokenOf(session, service)
    if (token === undefined || headers['x-csrf-token'] !== token.value) return false
    token.uses += 1
    return true
  }

  /** All tokens are stale from now on. */
  clear(): void {
    this.#sessions.clear()
  }

  #tokenOf(session: Session, service: string): Token | undefined {
    const token = session.tokens.get(service)
    const { ms = Infinity, requests = Infinity } = this.tokenLife
    return token && token.givenAt + ms > Date.now() && token.uses < requests ? token : undefined
  }

  #open(user: string): Session {
    for (const [id, { usedAt }] of this.#sessions) if (usedAt + this.#lifetime < Date.now()) this.#sessions.delete(id)
    const session = { id: randomUUID(), user, tokens: new Map<string, Token>(), usedAt: Date.now() }
    this.#sessions.set(session.id, session)
    return session
  }

  #sessionOf(user: string, { cookie = '' }: IncomingHttpHeaders): Session | undefined {
    const pairs = cookie.split(';').map((each) => each.trim())
    const values = pairs.filter((each) => each.startsWith(`${SESSION_COOKIE}=`)).map((each) => each.slice(SESSION_COOKIE.length + 1))
    const session = values.map((each) => this.#sessions.get(each)).find((each) => each?.user === user)
    if (!session || session.usedAt + this.#lifetime < Date.now()) return undefined
    session.usedAt = Date.now()
    return session
  }
}
