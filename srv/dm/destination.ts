import { getDestination } from '@sap-cloud-sdk/connectivity'
import type { HttpDestination } from '@sap-cloud-sdk/connectivity'

/** By name, as the Cloud SDK finds it, which then fetches the tokens too; or by URL, with the client that fetches tokens. */
export type DmDestination =
  | { readonly destinationName: string }
  | { readonly url: string; readonly tokenUrl: string; readonly clientId: string; readonly clientSecret: string }

export interface DmAccess {
  /** The destination with all that lets us in. Rejects with the reason when it can't be had. */
  resolve(signal: AbortSignal): Promise<HttpDestination>
  /** What let us in does so no more. */
  forget(): void
}

/** Milliseconds that a destination by name is used, or not asked for again, before it is: well within what tokens live. */
const FRESH = 30_000

/** Milliseconds by which a token is given up before it expires. */
const MARGIN = 30_000

export function accessTo(given: DmDestination): DmAccess {
  return 'destinationName' in given ? byName(given.destinationName) : byUrl(given)
}

function byName(name: string): DmAccess {
  let last: { readonly until: number; readonly found: Promise<HttpDestination> } | undefined
  return {
    resolve: () => {
      if (!last || Date.now() >= last.until) last = { until: Date.now() + FRESH, found: find(name) }
      return last.found
    },
    forget: () => (last = undefined),
  }
}

async function find(name: string): Promise<HttpDestination> {
  const found = await getDestination({ destinationName: name, useCache: true }).catch((error: unknown) => {
    throw new Error(`the destination ${name} can't be had: ${error instanceof Error ? error.message : String(error)}`)
  })
  if (!found?.url) throw new Error(`no HTTP destination is named ${name}`)
  return found as HttpDestination
}

type ByUrl = Extract<DmDestination, { url: string }>

function byUrl(given: ByUrl): DmAccess {
  let token: { readonly value: Promise<Token>; until: number } | undefined
  const fetched = (signal: AbortSignal): Promise<Token> => {
    if (token && Date.now() < token.until) return token.value
    const value = fetchToken(given, signal)
    const current = { value, until: Infinity }
    token = current
    value.then(
      ({ lifetime }) => (current.until = Date.now() + lifetime - MARGIN),
      () => {
        if (token === current) token = undefined
      },
    )
    return value
  }
  return {
    resolve: async (signal) => ({ url: given.url, headers: { authorization: `Bearer ${(await fetched(signal)).value}` } }),
    forget: () => (token = undefined),
  }
}

interface Token {
  readonly value: string
  /** Milliseconds. */
  readonly lifetime: number
}

/** OAuth client credentials: RFC 6749 §4.4. For destinations by name the destination service does this. */
async function fetchToken(given: ByUrl, signal: AbortSignal): Promise<Token> {
  const response = await fetch(given.tokenUrl, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${given.clientId}:${given.clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
    redirect: 'error',
    signal,
  })
  if (!response.ok) throw new Error(`it gives us no token (${response.status})`)
  const { access_token: value, expires_in: seconds } = (await response.json()) as { access_token?: unknown; expires_in?: unknown }
  if (typeof value !== 'string' || !/^[\x21-\x7e]+$/.test(value)) throw new Error("its token can't be understood")
  return { value, lifetime: typeof seconds === 'number' ? seconds * 1000 : 0 }
}
