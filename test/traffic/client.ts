/** A client of OData V2 as a machine on the shop floor has one: basic sign-in, CSRF token and cookies per service, patience with a busy server. */

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The JSON of the answer; undefined when it isn't JSON. */
  readonly body: unknown
}

export interface Patience {
  /** Times a delivery is repeated when the server is busy, the order is locked or the connection breaks. */
  readonly retries: number
  /** Longest wait between two deliveries in milliseconds; a `Retry-After` beyond it is cut to it. */
  readonly longestWait: number
}

interface Session {
  readonly token: string
  readonly cookie: string
}

const BUSY = new Set([408, 423, 429, 502, 503, 504])
const ROOT = '/sap/opu/odata/sap'

export class V2Client {
  readonly #base: () => string
  readonly #headers: Readonly<Record<string, string>>
  readonly #patience: Patience
  readonly #sessions = new Map<string, Promise<Session>>()

  /** @param base `http://localhost:4004`, without a trailing slash; asked anew for each request where it may change */
  constructor(base: string | (() => string), user: string, password: string, patience: Patience = { retries: 5, longestWait: 4000 }) {
    this.#base = typeof base === 'string' ? () => base : base
    this.#headers = { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`, accept: 'application/json' }
    this.#patience = patience
  }

  /**
   * All rows of an entity set, page by page.
   * @throws Error with status and text when the server answers anything but 200
   */
  async rows(service: string, set: string, query: Readonly<Record<string, string>> = {}): Promise<Record<string, unknown>[]> {
    const size = 1000
    const rows: Record<string, unknown>[] = []
    for (;;) {
      const search = Object.entries({ ...query, $top: String(size), $skip: String(rows.length) }).map(
        ([name, value]) => `${name}=${encodeURIComponent(value)}`,
      )
      const path = `${ROOT}/${service}/${set}?${search.join('&')}`
      const answer = await this.#deliver(() => this.#fetch(path, { headers: this.#headers }))
      if (answer.status !== 200) throw new Error(`GET ${path} answered ${answer.status}: ${answer.text.slice(0, 300)}`)
      const page = resultsOf(answer.body)
      rows.push(...page)
      if (page.length < size) return rows
    }
  }

  /**
   * Posts one entity. A stale CSRF token is fetched again once; a busy server, a locked order and a broken connection get the
   * same body again, as often as the patience allows.
   * @returns the last answer
   * @throws Error when no delivery got an answer at all
   */
  async post(service: string, set: string, body: string): Promise<Answer> {
    return this.request('POST', service, set, body)
  }

  /** Like {@link post}, by any method; `headers` besides its own. */
  async request(
    method: string,
    service: string,
    path: string,
    body: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const once = async (): Promise<Answer> => {
      const { token, cookie } = await this.#session(service)
      const own = { ...this.#headers, 'content-type': 'application/json', 'x-csrf-token': token, cookie }
      return this.#fetch(`${ROOT}/${service}/${path}`, { method, headers: { ...own, ...headers }, body })
    }
    return this.#deliver(async () => {
      const answer = await once()
      if (answer.status !== 403 || answer.headers.get('x-csrf-token')?.toLowerCase() !== 'required') return answer
      this.#sessions.delete(service)
      return once()
    })
  }

  /** Token and cookies belong to one service; senders that run in parallel share them. */
  #session(service: string): Promise<Session> {
    const known = this.#sessions.get(service)
    if (known) return known
    const fetched = this.#fetch(`${ROOT}/${service}/`, { headers: { ...this.#headers, 'x-csrf-token': 'Fetch' } }).then((answer) => {
      const token = answer.headers.get('x-csrf-token')
      if (!token) throw new Error(`${service} gave no CSRF token (status ${answer.status})`)
      const cookie = answer.headers.getSetCookie().map((each) => each.split(';', 1)[0])
      return { token, cookie: cookie.join('; ') }
    })
    this.#sessions.set(service, fetched)
    fetched.catch(() => this.#sessions.delete(service))
    return fetched
  }

  async #fetch(path: string, init: RequestInit): Promise<Answer> {
    const response = await fetch(this.#base() + path, init)
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, body: parsed(text) }
  }

  async #deliver(send: () => Promise<Answer>): Promise<Answer> {
    for (let tried = 0; ; tried++) {
      const result = await send().catch((error: unknown) => error as Error)
      const isLast = tried >= this.#patience.retries
      if (result instanceof Error) {
        if (isLast) throw result
      } else if (isLast || !BUSY.has(result.status)) return result
      const asked = result instanceof Error ? NaN : Number(result.headers.get('retry-after') ?? NaN) * 1000
      await wait(Math.min(Number.isNaN(asked) ? 250 * 2 ** tried : asked, this.#patience.longestWait))
    }
  }
}

/** Rows of a V2 answer: `{d: {results: […]}}` or `{d: […]}`. */
function resultsOf(body: unknown): Record<string, unknown>[] {
  const d = (body as { d?: { results?: Record<string, unknown>[] } | Record<string, unknown>[] } | undefined)?.d
  return Array.isArray(d) ? d : (d?.results ?? [])
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

export function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
