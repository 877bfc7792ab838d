import cds from '@sap/cds'

/** What `countersign` in the CDS configuration says; profiles override it. */
export interface Settings {
  /** First values of the policy for everything; later ones are edited in the database. */
  readonly policy: Readonly<Record<string, unknown>>
  /** First rules of who may call what. */
  readonly senders: readonly { readonly sender: string; readonly service: string; readonly method: string }[]
  /** First mapping of shop-floor reasons to the ERP's. */
  readonly reasons: readonly { readonly plant: string; readonly shopFloor: string; readonly erp: string }[]
  /** Development only: module with made cases that a first model is trained on. */
  readonly history?: string
  /** Development only: no other machine may come in. */
  readonly isLocal?: boolean
  /** Development only: module that serves UI5 under our own address. */
  readonly ui5?: string
  /** Development only: program that plays S/4 and DM where nothing answers at their ports. */
  readonly landscape?: string
}

export function settings(): Settings {
  const given = (cds.env as unknown as { countersign?: Partial<Settings> }).countersign ?? {}
  return { policy: {}, senders: [], reasons: [], ...given }
}

/** Where the S/4 is: a destination by name, or in development a plain address, whose port `S4_PORT` sets. */
export function s4Destination(): { destinationName: string } | { url: string; username: string; password: string } {
  const credentials =
    (cds.requires as unknown as Record<string, { credentials?: Record<string, string> } | undefined>).S4?.credentials ?? {}
  if (credentials.destination) return { destinationName: credentials.destination }
  const url = new URL(credentials.url ?? 'http://localhost:4005')
  if (process.env.S4_PORT) url.port = process.env.S4_PORT
  return { url: url.origin, username: credentials.username ?? '', password: credentials.password ?? '' }
}
