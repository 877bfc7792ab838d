import { randomBytes, randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** Cookie that holds the session, named as `SAP_SESSIONID_<system>_<client>`. */
const SESSION_COOKIE = 'SAP_SESSIONID_S4H_100'

interface Session {
  readonly id: string
  readonly user: string
  readonly tokens: Map<string, string>
  usedAt: number
}

/** CSRF tokens: one for each service, worth something only with the cookie of the session that it was given to, for half an hour after its last use. */
export class Sessions {
  readonly #sessions = new Map<string, Session>()
  readonly #lifetime: number

  constructor(lifetime = 30 * 60_000) {
    this.#lifetime = lifetime
  }

  /** Headers that answer `x-csrf-token: Fetch`: the token, and the cookies where the client has no session yet. */
  fetch(service: string, user: string, headers: IncomingHttpHeaders): Record<string, string | string[]> {
    const known = this.#sessionOf(user, headers)
    const session = known ?? this.#open(user)
    const token = session.tokens.get(service) ?? randomBytes(18).toString('base64')
    session.tokens.set(service, token)
    const cookies = ['sap-usercontext=sap-client=100; path=/', `${SESSION_COOKIE}=${session.id}; path=/; HttpOnly`]
    return { 'x-csrf-token': token, ...(known ? {} : { 'set-cookie': cookies }) }
  }

  /** The request carries a token of this service and the cookie that belongs to it. */
  isValid(service: string, user: string, headers: IncomingHttpHeaders): boolean {
    const token = this.#sessionOf(user, headers)?.tokens.get(service)
    return token !== undefined && headers['x-csrf-token'] === token
  }

  /** All tokens are stale from now on. */
  clear(): void {
    this.#sessions.clear()
  }

  #open(user: string): Session {
    for (const [id, { usedAt }] of this.#sessions) if (usedAt + this.#lifetime < Date.now()) this.#sessions.delete(id)
    const session = { id: randomUUID(), user, tokens: new Map<string, string>(), usedAt: Date.now() }
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
