import { buffer } from 'node:stream/consumers'
import type { HttpDestination } from '@sap-cloud-sdk/connectivity'
import type { SenderSession } from '../domain/message.ts'
import { call } from './call.ts'

const ROOT = '/sap/opu/odata/sap/'
const FETCH_TIMEOUT = 30_000

/** Root of a service, from the root of the server; a version (`API_X_SRV;v=2`) is part of the name. */
export function rootOf(service: string): string {
  return `${ROOT}${service}`
}

/** Our own let-ins at the ERP: one token with its cookie per service, fetched once and kept until the ERP refuses it. */
export class Sessions {
  readonly #resolve: () => Promise<HttpDestination>
  readonly #kept = new Map<string, Promise<SenderSession>>()

  constructor(resolve: () => Promise<HttpDestination>) {
    this.#resolve = resolve
  }

  /**
   * Runs `work` with the session of a service, and once more with a fresh one when `isStale` says that the ERP refused the first:
   * such a refusal comes before anything is posted. Rejects when no session can be had; `work` hasn't run then.
   */
  async with<T>(root: string, work: (session: SenderSession) => Promise<T>, isStale: (result: T) => boolean): Promise<T> {
    const first = this.#of(root)
    const result = await work(await first)
    if (!isStale(result)) return result
    // Somebody else may have fetched a fresh one meanwhile.
    if (this.#kept.get(root) === first) this.#kept.delete(root)
    return work(await this.#of(root))
  }

  #of(root: string): Promise<SenderSession> {
    const kept = this.#kept.get(root)
    if (kept) return kept
    const fetched = this.#fetch(root)
    this.#kept.set(root, fetched)
    fetched.catch(() => {
      if (this.#kept.get(root) === fetched) this.#kept.delete(root)
    })
    return fetched
  }

  async #fetch(root: string): Promise<SenderSession> {
    const { status, headers, body } = await call(this.#resolve, {
      method: 'GET',
      path: `${root}/`,
      headers: { 'x-csrf-token': 'Fetch', accept: 'application/json' },
      body: undefined,
      signal: AbortSignal.timeout(FETCH_TIMEOUT),
    })
    await buffer(body)
    const token = [headers['x-csrf-token'] ?? ''].flat()[0] ?? ''
    if (status >= 300 && !token) throw new Error(`The ERP answered ${status} when asked for a session of ${root}.`)
    const cookies = [headers['set-cookie'] ?? []].flat().map((each) => each.split(';')[0] ?? '')
    return { token, cookie: cookies.join('; ') }
  }
}

/** The headers by which the ERP knows a session again. */
export function sessionHeaders(session: SenderSession): Record<string, string> {
  return { ...(session.token && { 'x-csrf-token': session.token }), ...(session.cookie && { cookie: session.cookie }) }
}
