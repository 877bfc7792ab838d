import { request as plain } from 'node:http'
import { request as secure } from 'node:https'
import { buffer } from 'node:stream/consumers'

/** As much of a browser as signing in by redirects needs: cookies of each site, and forms. */

export interface Page {
  readonly url: string
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
}
interface Wanted {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export class Browser {
  /** By site, then by name. */
  readonly #cookies = new Map<string, Map<string, string>>()
  readonly #certificate: string

  /** @param certificate PEM of the authority that signs the sites' certificates */
  constructor(certificate: string) {
    this.#certificate = certificate
  }

  /** Another one with the same cookies, as whoever had stolen them. */
  copy(): Browser {
    const other = new Browser(this.#certificate)
    for (const [origin, jar] of this.#cookies) other.#cookies.set(origin, new Map(jar))
    return other
  }

  /** One request, with the site's cookies; no redirect is followed. */
  async ask(url: string, { method = 'GET', headers = {}, body }: Wanted = {}): Promise<Page> {
    const { origin, protocol, hostname } = new URL(url)
    const jar = this.#cookies.get(origin) ?? new Map<string, string>()
    this.#cookies.set(origin, jar)
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const asked = (protocol === 'https:' ? secure : plain)(url, {
      method,
      headers: { ...(cookie ? { cookie } : {}), ...headers },
      ...(protocol === 'https:' ? { ca: this.#certificate, servername: hostname } : {}),
    })
    const { promise, resolve, reject } = Promise.withResolvers<Page>()
    asked.once('error', reject)
    asked.once('response', (response) => {
      for (const each of response.headers['set-cookie'] ?? []) keep(jar, each)
      buffer(response).then(
        (text) => resolve({ url, status: response.statusCode ?? 0, headers: response.headers, text: text.toString() }),
        reject,
      )
    })
    asked.end(body)
    return promise
  }

  /** A page, wherever it leads, by status or by script. */
  async open(url: string): Promise<Page> {
    let page = await this.ask(url)
    for (let redirects = 0; redirects < 20; redirects++) {
      const isRedirect = page.status >= 300 && page.status < 400
      const next = isRedirect ? String(page.headers.location) : this.#run(page)
      if (next === undefined) return page
      const to = new URL(next, page.url)
      if (isRedirect && to.hash === '') to.hash = new URL(page.url).hash
      page = await this.ask(to.href)
    }
    throw new Error(`${url} leads round in a circle`)
  }

  /**
   * The approuter's script before signing in: it keeps what was asked for in cookies, the part behind the hash included, and goes on. @returns
   * where to. @throws where the page's own policy forbids the script
   */
  #run({ url, text, headers }: Page): string | undefined {
    const [, nonce = '', script = ''] = /<script(?: nonce="([^"]*)")?>(document\.cookie=.*?)<\/script>/s.exec(text) ?? []
    if (script === '') return undefined
    const policy = String(headers['content-security-policy'])
    if (nonce === '' || !policy.includes(`'nonce-${nonce}'`)) throw new Error(`No script may run here: ${policy}`)
    const { pathname, search, hash, origin } = new URL(url)
    for (const [, name = '', what = ''] of script.matchAll(/document\.cookie="(\w+)="\+encodeURIComponent\(location\.(hash|href)/g))
      this.#cookies.get(origin)?.set(name, encodeURIComponent(what === 'hash' ? hash : pathname + search))
    for (const [, name = '', value = ''] of script.matchAll(/document\.cookie="(\w+)=([^;"]+);/g))
      this.#cookies.get(origin)?.set(name, value)
    return /location="([^"]+)"/.exec(script)?.[1]
  }

  /** Opens a page, and signs in where it leads to the identity provider's form. @returns the page that was wanted */
  async signIn(url: string, username: string): Promise<Page> {
    const form = await this.open(url)
    const [signIn = '', then = ''] = [/ action="([^"]+)"/, / value="([^"]+)"/].map((each) =>
      each.exec(form.text)?.[1]?.replaceAll('&amp;', '&'),
    )
    const body = new URLSearchParams({ username, then }).toString()
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const signed = await this.ask(new URL(signIn, form.url).href, { method: 'POST', headers, body })
    return this.open(new URL(String(signed.headers.location), form.url).href)
  }
}

function keep(jar: Map<string, string>, cookie: string): void {
  const [pair = '', ...attributes] = cookie.split(';').map((each) => each.trim())
  const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]
  const isOver = attributes.some((each) => /^(max-age=0|expires=Thu, 01 Jan 1970)/i.test(each))
  if (isOver) jar.delete(name)
  else jar.set(name, value)
}
