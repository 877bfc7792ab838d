import * as http from 'node:http'
import * as https from 'node:https'
import { buildHeadersForDestination, getAgentConfig } from '@sap-cloud-sdk/connectivity'
import type { HttpDestination } from '@sap-cloud-sdk/connectivity'
import type { Pool } from 'undici'
import { poolOf } from './pool.ts'

/** All that a destination says about requests to it, worked out once. */
export interface Route {
  readonly destination: HttpDestination
  readonly open: typeof http.request
  readonly isSecure: boolean
  /** Where to connect, by which agent. */
  readonly options: http.RequestOptions
  /** Kept connections for what is answered whole; none through tunnels, or where connections can't be shared. */
  readonly pool: Pool | undefined
  /** What stands before the path of a request: the base path of the destination, and its whole address when a proxy is asked for it. */
  readonly before: string
  /** Query parameters of the destination, encoded; empty for none. */
  readonly query: string
  /** Host, credentials, the ERP's client, and what else the destination adds; names in lower case. */
  readonly headers: Readonly<Record<string, string>>
}

const routes = new WeakMap<HttpDestination, Promise<Route>>()

/** The route to a destination, worked out once for each. Rejects when the destination's credentials or certificates can't be used. */
export function routeTo(destination: HttpDestination): Promise<Route> {
  const known = routes.get(destination)
  if (known) return known
  const found = find(destination)
  routes.set(destination, found)
  found.catch(() => routes.delete(destination))
  return found
}

async function find(destination: HttpDestination): Promise<Route> {
  const target = new URL(/^[a-z][\w+.-]*:\/\//i.test(destination.url) ? destination.url : `http://${destination.url}`)
  const isSecure = target.protocol === 'https:'
  const path = target.pathname.replace(/\/+$/, '')
  const headers: Readonly<Record<string, string>> = { host: target.host, ...(await headersOf(destination)) }
  const query = Object.entries<string>(destination.queryParameters ?? {})
  const common = {
    destination,
    open: isSecure ? https.request : http.request,
    isSecure,
    query: query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&'),
  }
  const proxy = destination.proxyConfiguration
  const agents = await getAgentConfig(destination)
  const agent = 'httpsAgent' in agents ? agents.httpsAgent : agents.httpAgent
  const straight = { protocol: target.protocol, host: target.hostname.replace(/^\[|\]$/g, ''), port: target.port, agent }
  if (!proxy) return { ...common, options: straight, pool: poolOf(straight), before: path, headers }
  if (isSecure) {
    // A tunnel: what the proxy is told stays out of what goes through it.
    const { 'proxy-authorization': _, ...inner } = headers
    return {
      ...common,
      options: { ...straight, agent: tunnelThrough(proxy, agent as https.Agent) },
      pool: undefined,
      before: path,
      headers: inner,
    }
  }
  // The Cloud Connector's proxy, and any other one for plain HTTP, gets whole addresses.
  const options = { protocol: 'http:', host: proxy.host, port: proxy.port, agent }
  return { ...common, options, pool: poolOf(options), before: `${target.origin}${path}`, headers }
}

async function headersOf(destination: HttpDestination): Promise<Record<string, string>> {
  const given = (await buildHeadersForDestination(destination)) as Record<string, unknown>
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name.toLowerCase(), String(value)]))
}

type Proxy = NonNullable<HttpDestination['proxyConfiguration']>

/** Node's own way through a proxy for HTTPS, with the certificates that the SDK has chosen. */
function tunnelThrough({ host, port, protocol, headers }: Proxy, { options }: https.Agent): https.Agent {
  const basic = /^Basic (.+)$/i.exec(headers?.['Proxy-Authorization'] ?? '')?.[1] ?? ''
  const [user = '', ...password] = Buffer.from(basic, 'base64').toString().split(':')
  const credentials = basic && `${encodeURIComponent(user)}:${encodeURIComponent(password.join(':'))}@`
  return new https.Agent({ ...options, proxyEnv: { HTTPS_PROXY: `${protocol}://${credentials}${host}:${port}` } })
}
