import type { SenderSession } from '../domain/message.ts'
import type { Line, Purpose } from '../line/line.ts'

const FETCH_TIMEOUT = 30_000

/** Our own let-ins at the ERP: one token with its cookie per service, fetched once and kept until the ERP refuses it. */
export class Sessions {
  readonly #line: Line
  readonly #kept = new Map<string, Promise<SenderSession>>()

  constructor(line: Line) {
    this.#line = line
  }

  /**
   * Runs `work` with the session of a service, and once more with a fresh one when `isStale` says that the ERP refused the first:
   * such a refusal comes before anything is posted. Rejects when no session can be had; `work` hasn't run then.
   */
  async with<T>(purpose: Purpose, root: string, work: (session: SenderSession) => Promise<T>, isStale: (result: T) => boolean): Promise<T> {
    const first = this.#of(root, purpose)
    const result = await work(await first)
    if (!isStale(result)) return result
    // Somebody else may have fetched a fresh one meanwhile.
    if (this.#kept.get(root) === first) this.#kept.delete(root)
    return work(await this.#of(root, purpose))
  }

  #of(root: string, purpose: Purpose): Promise<SenderSession> {
    const kept = this.#kept.get(root)
    if (kept) return kept
    const fetched = this.#fetch(root, purpose)
    this.#kept.set(root, fetched)
    fetched.catch(() => {
      if (this.#kept.get(root) === fetched) this.#kept.delete(root)
    })
    return fetched
  }

  async #fetch(root: string, purpose: Purpose): Promise<SenderSession> {
    const { status, headers } = await this.#line.exchange(purpose, {
      method: 'GET',
      path: `${root}/`,
      headers: { 'x-csrf-token': 'Fetch', accept: 'application/json' },
      body: undefined,
      timeout: FETCH_TIMEOUT,
    })
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
