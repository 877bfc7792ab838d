import type { HttpDestination } from '@sap-cloud-sdk/connectivity'
import { accessTo as named } from '../line/access.ts'
import type { Access } from '../line/access.ts'

/** By name, as the Cloud SDK finds it, which then fetches the tokens too; or by URL, with the client that fetches tokens. */
export type DmDestination =
  | { readonly destinationName: string }
  | { readonly url: string; readonly tokenUrl: string; readonly clientId: string; readonly clientSecret: string }

/** Milliseconds by which a token is given up before it expires. */
const MARGIN = 30_000

/** Milliseconds that a token is waited for. */
const FETCH_TIMEOUT = 10_000

export function accessTo(given: DmDestination): Access {
  return 'destinationName' in given ? named(given) : new ByUrl(given)
}

type Client = Extract<DmDestination, { url: string }>

class ByUrl implements Access {
  readonly name: string
  readonly #client: Client
  #kept: { readonly found: Promise<HttpDestination>; until: number } | undefined
  #last: HttpDestination | undefined

  constructor(client: Client) {
    this.name = client.url
    this.#client = client
  }

  resolve(): Promise<HttpDestination> {
    if (this.#kept && performance.now() < this.#kept.until) return this.#kept.found
    const token = fetchToken(this.#client)
    const found = token.then(({ value }) => (this.#last = { url: this.#client.url, headers: { authorization: `Bearer ${value}` } }))
    const current = { found, until: Infinity }
    this.#kept = current
    token.then(
      ({ lifetime }) => (current.until = performance.now() + lifetime - MARGIN),
      () => {
        if (this.#kept === current) this.#kept = undefined
      },
    )
    return found
  }

  forget(used: HttpDestination): boolean {
    if (this.#last === used) this.#kept = undefined
    return true
  }
}

interface Token {
  readonly value: string
  /** Milliseconds. */
  readonly lifetime: number
}

/** OAuth client credentials: RFC 6749 §4.4. For destinations by name the destination service does this. */
async function fetchToken(given: Client): Promise<Token> {
  const response = await fetch(given.tokenUrl, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${given.clientId}:${given.clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
    redirect: 'error',
    signal: AbortSignal.timeout(FETCH_TIMEOUT),
  })
  if (!response.ok) throw new Error(`it gives us no token (${response.status})`)
  const { access_token: value, expires_in: seconds } = (await response.json()) as { access_token?: unknown; expires_in?: unknown }
  if (typeof value !== 'string' || !/^[\x21-\x7e]+$/.test(value)) throw new Error("its token can't be understood")
  return { value, lifetime: typeof seconds === 'number' ? seconds * 1000 : 0 }
}
