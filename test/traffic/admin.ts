/** The local S/4's admin port, as far as the traffic needs it. */

export interface RowChange {
  readonly set: string
  readonly where: Readonly<Record<string, string>>
  readonly values: Readonly<Record<string, string>>
}

export interface PostedConfirmation {
  readonly externalKey: string
  readonly isReversal: boolean
  readonly isReversed: boolean
}

export interface Simulation {
  /** The S/4 would post it. */
  readonly isAccepted: boolean
  /** What it says against it: `M7/021 Deficit of …`. */
  readonly reason: string
}

export class S4Admin {
  readonly #url: string

  constructor(url: string) {
    this.#url = url
  }

  /** @throws Error with a text for people when the S/4 isn't there */
  async ready(): Promise<void> {
    const response = await fetch(`${this.#url}/admin/health`).catch(() => undefined)
    if (!response?.ok)
      throw new Error(`The local S/4 doesn't answer at its admin port ${this.#url}; start it with npm start or npm run landscape`)
  }

  /** Runs a posting with all its rules and takes it back. */
  async simulate(path: string, body: string, user: string): Promise<Simulation> {
    const request = { method: 'POST', path, headers: { 'content-type': 'application/json' }, body, user }
    const answer = (await this.#call('POST', 'simulate', request)) as { status: number; body: unknown }
    return { isAccepted: answer.status < 300, reason: answer.status < 300 ? '' : reasonOf(answer.body) }
  }

  async reset(): Promise<void> {
    await this.#call('POST', 'reset', {})
  }

  async confirmations(): Promise<readonly PostedConfirmation[]> {
    const documents = (await this.#call('GET', 'documents')) as { confirmations: PostedConfirmation[] }
    return documents.confirmations
  }

  async change(changes: readonly RowChange[]): Promise<void> {
    for (const each of changes) {
      const { count } = (await this.#call('PATCH', 'rows', each)) as { count: number }
      if (count === 0) throw new Error(`The S/4 has no row of ${each.set} with ${JSON.stringify(each.where)}`)
    }
  }

  /** Inserts rows or changes those that exist. */
  async put(set: string, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
    if (rows.length > 0) await this.#call('PUT', 'rows', { set, rows })
  }

  async #call(method: string, path: string, body?: unknown): Promise<unknown> {
    const init = body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    const response = await fetch(`${this.#url}/admin/${path}`, { method, ...init })
    if (!response.ok) throw new Error(`${method} /admin/${path} answered ${response.status}: ${(await response.text()).slice(0, 300)}`)
    return response.json()
  }
}

function reasonOf(body: unknown): string {
  const error = (
    body as { error?: { innererror?: { errordetails?: { code: string; message: string }[] }; message?: { value?: string } } } | undefined
  )?.error
  const details = (error?.innererror?.errordetails ?? []).map((each) => `${each.code} ${each.message}`)
  return details.length > 0 ? details.join('; ') : (error?.message?.value ?? 'refused without a word')
}
