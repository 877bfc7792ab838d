import cds from '@sap/cds'

/** What stands before every door, as `countersign.doors` in the CDS configuration says; each has a default. */
export interface DoorSettings {
  /** Sites that may show our pages in a frame, as `frame-ancestors` of a Content-Security-Policy names them. */
  readonly frameAncestors: readonly string[]
  /** How many proxies before us are trusted to say where a request comes from: 1 on Cloud Foundry, none in development. */
  readonly trustedProxies: number
  /** Bytes of a body that an OData V4 service takes, a whole `$batch` included. The facade has a limit of its own. */
  readonly maxBody: number
  /** Requests in one OData V4 `$batch`. */
  readonly maxBatch: number
  /** How much each sender may ask of the facade. */
  readonly senders: Rate
  /** How much each address may ask of the facade without signing in. */
  readonly anonymous: Rate
  /** Seconds within which the head of a request must have arrived. */
  readonly headWithin: number
  /** Seconds within which all of a request must have arrived. */
  readonly requestWithin: number
  /** Connections that are open at the same time; further ones are closed at once. */
  readonly maxConnections: number
}

/** At most so many requests in any stretch of so many seconds that begins with the first of them. */
interface Rate {
  readonly requests: number
  readonly seconds: number
}

const DEFAULTS: DoorSettings = {
  frameAncestors: ["'self'"],
  trustedProxies: process.env.NODE_ENV === 'production' ? 1 : 0,
  maxBody: 1024 * 1024,
  maxBatch: 1000,
  // More than one process gets through: a sender that runs wild is stopped by what the plant sets here.
  senders: { requests: 100_000, seconds: 10 },
  anonymous: { requests: 600, seconds: 60 },
  headWithin: 15,
  requestWithin: 120,
  maxConnections: 10_000,
}

export function doorSettings(): DoorSettings {
  const { senders, anonymous, ...given } = configured()
  return { ...DEFAULTS, ...given, senders: { ...DEFAULTS.senders, ...senders }, anonymous: { ...DEFAULTS.anonymous, ...anonymous } }
}

/** What of `countersign.doors` can't be meant so, one sentence each; empty when all is well. */
export function wrongDoorSettings(): string[] {
  const given = configured() as Record<string, unknown>
  return Object.entries(given).flatMap(([name, value]) => {
    const key = `countersign.doors.${name}`
    if (!(name in DEFAULTS)) return [`${key} is no setting`]
    if (name === 'frameAncestors') return isTexts(value) ? [] : [`${key} is not a list of sites`]
    if (name === 'trustedProxies') return Number.isInteger(value) && Number(value) >= 0 ? [] : [`${key} is not a number of proxies`]
    if (name === 'senders' || name === 'anonymous') return isRate(value) ? [] : [`${key} is not {requests, seconds}, both above 0`]
    return isCount(value) ? [] : [`${key} is not a whole number above 0`]
  })
}

function configured(): Partial<DoorSettings> {
  return (cds.env as unknown as { countersign?: { doors?: Partial<DoorSettings> } }).countersign?.doors ?? {}
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) > 0
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'string' && /^[^;,\s]+$/.test(each))
}

function isRate(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).every(([name, each]) => ['requests', 'seconds'].includes(name) && isCount(each))
}
