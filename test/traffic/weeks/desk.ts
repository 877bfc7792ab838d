/** A desk in the office: OData V4 with a person's own user, name and password alike. */
export class Desk {
  readonly #root: string
  readonly #headers: Readonly<Record<string, string>>

  constructor(url: string, user: string) {
    this.#root = `${url}/odata/v4`
    const authorization = `Basic ${Buffer.from(`${user}:${user}`).toString('base64')}`
    this.#headers = { authorization, 'content-type': 'application/json', accept: 'application/json' }
  }

  /**
   * All rows of an entity set, page by page.
   * @throws Error with status and text when it answers anything but 200
   */
  async rows<T>(path: string): Promise<T[]> {
    const rows: T[] = []
    const service = path.slice(0, path.indexOf('/') + 1)
    for (let next: string | undefined = encodeURI(path); next !== undefined;) {
      const page = (await this.#call('GET', next)) as { value: T[]; '@odata.nextLink'?: string }
      rows.push(...page.value)
      const link = page['@odata.nextLink']
      next = link === undefined || link.startsWith(service) ? link : `${service}${link}`
    }
    return rows
  }

  /** Calls an action, or changes a row. @throws Error with status and text when it is refused */
  async act(method: 'POST' | 'PATCH', path: string, values: object = {}): Promise<void> {
    await this.#call(method, path, values)
  }

  async #call(method: string, path: string, body?: object): Promise<unknown> {
    const init = body === undefined ? {} : { body: JSON.stringify(body) }
    const response = await fetch(`${this.#root}/${path}`, { method, headers: this.#headers, ...init })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 300)}`)
    return text === '' ? undefined : (JSON.parse(text) as unknown)
  }
}
