/** What people do, through the OData V4 services, signed in with their development users. */
export class Person {
  readonly #url: string
  readonly #headers: Readonly<Record<string, string>>

  constructor(url: string, user: string) {
    this.#url = url
    this.#headers = { authorization: `Basic ${Buffer.from(`${user}:${user}`).toString('base64')}`, 'content-type': 'application/json' }
  }

  /** Rows of an entity set; `path` with its query. */
  async read<T>(path: string): Promise<T[]> {
    const response = await fetch(`${this.#url}/odata/v4/${path}`, { headers: this.#headers })
    if (!response.ok) throw new Error(`GET ${path} answered ${String(response.status)}: ${await response.text()}`)
    return ((await response.json()) as { value: T[] }).value
  }

  /** Calls a bound action of a suggestion; answers the HTTP status. */
  async decide(suggestion: string, action: string, values: object = {}): Promise<number> {
    const path = `worklist/Suggestions(${suggestion})/WorklistService.${action}`
    return (await fetch(`${this.#url}/odata/v4/${path}`, { method: 'POST', headers: this.#headers, body: JSON.stringify(values) })).status
  }

  /** The status of any request, for what must not be possible. */
  async status(method: string, path: string, body?: object): Promise<number> {
    const init = body === undefined ? {} : { body: JSON.stringify(body) }
    return (await fetch(`${this.#url}/odata/v4/${path}`, { method, headers: this.#headers, ...init })).status
  }
}
