import cds from '@sap/cds'
import type { AlertSettings } from './dm/types.ts'
import type { LineOptions, Purpose } from './line/line.ts'

/** What `countersign` in the CDS configuration says; profiles override it. */
export interface Settings {
  /** First values of the policy for everything; later ones are edited in the database. */
  readonly policy: Readonly<Record<string, unknown>>
  /** First values of how models are trained and put to work; later ones are edited in the database. */
  readonly learning?: Readonly<Record<string, unknown>>
  /** First rules of who may call what. */
  readonly senders: readonly { readonly sender: string; readonly service: string; readonly method: string }[]
  /** First mapping of shop-floor reasons to the ERP's. */
  readonly reasons: readonly { readonly plant: string; readonly shopFloor: string; readonly erp: string }[]
  /** How many seconds a copy of what changes slowly in the ERP is used; an hour if empty. */
  readonly replicas?: { readonly maxAge?: number }
  /**
   * Templates for the addresses of the ERP's own apps: `order` of `{order}` and `{plant}`, `material` of `{material}` and `{plant}`, `confirmation`
   * of `{group}` and `{count}`, `materialDocument` of `{year}` and `{document}`; `{s4}` is the address of the S/4 in development. None: no link.
   */
  readonly links?: Readonly<Record<string, string>>
  /** How much may be under way to the ERP and to DM, and when they are left alone. */
  readonly lines?: Readonly<Partial<Record<LineName, LineSettings>>>
  /** Type of alert that DM raises for a held confirmation, and its words as the plants have configured them; none: nobody is alerted. */
  readonly alerts?: Readonly<Partial<AlertSettings>>
  /** Development only: module with made cases that a first model is trained on. */
  readonly history?: string
  /** Development only: no other machine may come in. */
  readonly isLocal?: boolean
  /** Development only: module that serves UI5 under our own address. */
  readonly ui5?: string
  /** Development only: program that plays S/4 and DM where nothing answers at their ports. */
  readonly landscape?: string
}

/** The lines that there are, named like the destinations in `cds.requires`. */
export const LINES = ['S4', 'DM'] as const
type LineName = (typeof LINES)[number]

/** One line; what is left out is as {@link LineOptions} says. */
interface LineSettings {
  /** Requests under way at once, by what they are for. */
  readonly atOnce?: Readonly<Partial<Record<Purpose, number>>>
  /** Requests of each purpose that wait for a place; more are refused at once. */
  readonly queue?: number
  /** Seconds that they wait at most. */
  readonly patience?: number
  /** Seconds after which one that couldn't be reached is tried again. */
  readonly resetAfter?: number
}

export function settings(): Settings {
  const given = (cds.env as unknown as { countersign?: Partial<Settings> }).countersign ?? {}
  return { policy: {}, senders: [], reasons: [], ...given }
}

/** Where the S/4 is: a destination by name, or in development a plain address, whose port `S4_PORT` sets. */
export function s4Destination(): { destinationName: string } | { url: string; username: string; password: string } {
  const credentials = credentialsOf('S4') ?? {}
  if (credentials.destination) return { destinationName: credentials.destination }
  const url = atPort(credentials.url ?? 'http://localhost:4005', process.env.S4_PORT)
  return { url: url.origin, username: credentials.username ?? '', password: credentials.password ?? '' }
}

/**
 * Where DM is: a destination by name, or in development a plain address with the client that fetches tokens, whose port `DM_PORT` sets.
 * Undefined when none is configured, or its port is 0: none is connected.
 */
export function dmDestination():
  { destinationName: string } | { url: string; tokenUrl: string; clientId: string; clientSecret: string } | undefined {
  const { destination, url, tokenUrl, clientId = '', clientSecret = '' } = credentialsOf('DM') ?? {}
  if (destination) return { destinationName: destination }
  const { DM_PORT } = process.env
  if (!url || DM_PORT === '0') return undefined
  const origin = atPort(url, DM_PORT).origin
  return { url: origin, tokenUrl: atPort(tokenUrl ?? `${origin}/oauth/token`, DM_PORT).href, clientId, clientSecret }
}

/** How held confirmations are told to the shop floor; undefined: they aren't. */
export function alertSettings(): AlertSettings | undefined {
  const { type, open = 'New', closed = 'Closed', severity = 'High' } = settings().alerts ?? {}
  return type ? { type, open, closed, severity } : undefined
}

/** What is set for a line, as the gateways want it. */
export function lineOptions(name: LineName): LineOptions {
  const { patience, resetAfter, ...others } = settings().lines?.[name] ?? {}
  const seconds = Object.entries({ patience, resetAfter }).flatMap(([key, value]) => (value === undefined ? [] : [[key, value * 1000]]))
  return { ...others, ...(Object.fromEntries(seconds) as Pick<LineOptions, 'patience' | 'resetAfter'>) }
}

function credentialsOf(service: string): Record<string, string> | undefined {
  return (cds.requires as unknown as Record<string, { credentials?: Record<string, string> } | undefined>)[service]?.credentials
}

function atPort(address: string, port: string | undefined): URL {
  const url = new URL(address)
  if (port) url.port = port
  return url
}
