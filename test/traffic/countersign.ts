import { wait } from './client.ts'

/** What the traffic asks Countersign after the shift: what became of the held messages, and what it thought of them. */

export interface Opinion {
  /** Of the suggestion: proposed, awaitingSignOff, approved, rejected. */
  readonly decision: string
  /** Causes, likeliest first. */
  readonly causes: readonly string[]
}

/** Where Countersign put what failed. */
export interface Route {
  readonly queue: string
  readonly cause: string
  readonly code: string
}

export interface Decided {
  readonly verdict: string
  readonly reason: string
  /** Of the first finding; empty where nothing was found. */
  readonly code: string
  readonly cause: string
}

/** OData servers write it as a number or as text. */
type Int64 = number | string

interface Suggestion {
  readonly status: string
  readonly createdAt: string
  readonly attempt: { readonly number: Int64 } | null
  readonly causes: readonly { readonly rank: number; readonly cause_code: string }[]
}

const ROOT = '/odata/v4'
const IN_FLIGHT = ['received', 'posting', 'unknown']

export class Countersign {
  readonly #url: string
  readonly #headers = { authorization: `Basic ${Buffer.from('planner:planner').toString('base64')}` }

  constructor(url: string) {
    this.#url = url
  }

  /**
   * Waits until the model is ready; answers its version.
   * @throws Error when it isn't within `seconds`
   */
  async ready(seconds: number): Promise<string> {
    const until = Date.now() + seconds * 1000
    let seen = 'no answer'
    for (;;) {
      const response = await fetch(`${this.#url}/health/model`).catch(() => undefined)
      const body = response?.ok
        ? ((await response.json().catch(() => undefined)) as { ready?: boolean; version?: string } | undefined)
        : undefined
      if (body?.ready) return body.version ?? ''
      if (response) seen = `it answers ${response.status}`
      if (Date.now() >= until)
        throw new Error(`Countersign at ${this.#url} has no model ready after ${seconds} s (${seen}); start it with npm start`)
      await wait(500)
    }
  }

  /** Number of the newest attempt; 0 when there's none. */
  async latest(): Promise<number> {
    const [row] = await this.#rows<{ number: Int64 }>('worklist/SyncAttempts?$select=ID,number&$orderby=number desc&$top=1')
    return Number(row?.number ?? 0)
  }

  /**
   * Status of every attempt after `number`, once none of them is on its way any more.
   * @throws Error when some still are after `seconds`
   */
  async settled(number: number, seconds: number): Promise<ReadonlyMap<number, string>> {
    const until = Date.now() + seconds * 1000
    for (;;) {
      const rows = await this.#rows<{ number: Int64; status: string }>(
        `worklist/SyncAttempts?$select=ID,number,status&$filter=number gt ${number}&$orderby=number`,
      )
      const open = rows.filter((each) => IN_FLIGHT.includes(each.status))
      if (open.length === 0) return new Map(rows.map((each) => [Number(each.number), each.status]))
      if (Date.now() >= until)
        throw new Error(
          `After ${seconds} s ${open.length} attempts are still on their way (the first is ${open[0]?.number}, ${open[0]?.status})`,
        )
      await wait(1000)
    }
  }

  /** What was last suggested for every attempt after `number`. */
  async opinions(number: number): Promise<ReadonlyMap<number, Opinion>> {
    const path = `worklist/Suggestions?$select=ID,status,createdAt&$expand=attempt($select=ID,number),causes&$filter=attempt/number gt ${number}&$orderby=createdAt`
    const rows = await this.#rows<Suggestion>(path)
    return new Map(
      rows
        .filter((each) => each.attempt !== null && each.status !== 'superseded')
        .map((each) => [
          Number(each.attempt?.number ?? 0),
          { decision: each.status, causes: each.causes.toSorted((a, b) => a.rank - b.rank).map((one) => one.cause_code) },
        ]),
    )
  }

  /** What was decided about every attempt after `number`, why, and what the first thing is that was found. */
  async verdicts(number: number): Promise<ReadonlyMap<number, Decided>> {
    const attempts = `worklist/SyncAttempts?$select=ID,number,verdict,verdictReason&$filter=number gt ${number}&$orderby=number`
    const rows = await this.#rows<{ ID: string; number: Int64; verdict: string | null; verdictReason: string | null }>(attempts)
    const conflicts = `worklist/Conflicts?$select=ID,attempt_ID,code,cause_code&$filter=attempt/number gt ${number}&$orderby=attempt_ID,position`
    const found = Map.groupBy(
      await this.#rows<{ attempt_ID: string; code: string; cause_code: string }>(conflicts),
      (each) => each.attempt_ID,
    )
    return new Map(
      rows.map(({ ID, number, verdict, verdictReason }) => {
        const first = found.get(ID)?.[0]
        return [
          Number(number),
          { verdict: verdict ?? '', reason: verdictReason ?? '', code: first?.code ?? '', cause: first?.cause_code ?? '' },
        ]
      }),
    )
  }

  /** The queue of everything that failed after attempt `number`. */
  async routes(number: number): Promise<ReadonlyMap<number, Route>> {
    const path = `triage/Conflicts?$select=ID,attemptNumber,queue,cause,code&$filter=attemptNumber gt ${number}&$orderby=attemptNumber`
    const rows = await this.#rows<Route & { attemptNumber: Int64 }>(path)
    return new Map(rows.map(({ attemptNumber, queue, cause, code }) => [Number(attemptNumber), { queue, cause, code }]))
  }

  async #rows<T>(path: string): Promise<T[]> {
    const rows: T[] = []
    const service = path.slice(0, path.indexOf('/') + 1)
    for (let next: string | undefined = encodeURI(path); next !== undefined;) {
      const response = await fetch(`${this.#url}${ROOT}/${next}`, { headers: this.#headers })
      if (!response.ok) throw new Error(`GET ${ROOT}/${next} answered ${response.status}: ${(await response.text()).slice(0, 300)}`)
      const page = (await response.json()) as { value: T[]; '@odata.nextLink'?: string }
      rows.push(...page.value)
      const link = page['@odata.nextLink']
      next = link === undefined || link.startsWith(service) ? link : `${service}${link}`
    }
    return rows
  }
}
