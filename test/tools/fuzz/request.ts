/** Whatever may come in at the facade, as bytes. */

export interface FuzzRequest {
  /** What kind of thing it is, for the table. */
  readonly label: string
  readonly method: string
  /** From the root of the server. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  /** Leaves packed as its `content-encoding` says, where there is such a thing. */
  readonly isPacked?: boolean
  /** The CSRF token: that of the service, none at all, or a wrong one. */
  readonly token: 'own' | 'none' | 'wrong'
  /** How often it comes, all at once or one after the other. */
  readonly deliveries: number
  readonly isTogether: boolean
}

export const ROOT = '/sap/opu/odata/sap/'
