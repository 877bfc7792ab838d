import { STATUS_CODES } from 'node:http'
import type { Said } from './wire.ts'

const BOUNDARY = 'bench'
const END = Buffer.from(`--${BOUNDARY}--\r\n`)
const USER = `Basic ${Buffer.from('COUNTERSIGN:countersign').toString('base64')}`
const KEPT = ['content-type', 'dataserviceversion', 'odata-version', 'etag']

/** What the local S/4 answers to reads and proposals: asked once each, then from memory. Nothing of it changes while the bench runs. */
export class ReadAnswers {
  readonly #s4: string
  readonly #known = new Map<string, Said | Promise<Said>>()
  readonly #pieces = new Map<string, Buffer>()
  #session: Promise<Readonly<Record<string, string>>> | undefined

  /** @param s4 address of the local S/4 */
  constructor(s4: string) {
    this.#s4 = s4
  }

  /** A read, a `$batch` of reads, or a proposal. */
  async answer(method: string, url: string, body: Buffer): Promise<Said> {
    const batch = url.indexOf('/$batch')
    if (batch < 0) return this.#ask(method, url)
    const gets = body.toString('latin1').match(/^GET \S+/gm) ?? []
    const pieces = await Promise.all(
      gets.map(async (each) => {
        const asked = each.slice(4)
        const at = asked.startsWith('/') ? asked : `${url.slice(0, batch)}/${asked}`
        return this.#pieces.get(at) ?? this.#piece(at)
      }),
    )
    const headers = { 'content-type': `multipart/mixed; boundary=${BOUNDARY}`, dataserviceversion: '2.0' }
    return { status: 202, headers, body: Buffer.concat([...pieces, END]) }
  }

  async #piece(url: string): Promise<Buffer> {
    const { status, headers, body } = await this.#ask('GET', url)
    const lines = Object.entries({ ...headers, 'content-length': body.length }).map(([name, value]) => `${name}: ${value}`)
    const head = Buffer.from([`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...lines, '', ''].join('\r\n'))
    const length = head.length + body.length
    const part = `--${BOUNDARY}\r\nContent-Type: application/http\r\nContent-Length: ${length}\r\ncontent-transfer-encoding: binary\r\n\r\n`
    const piece = Buffer.concat([Buffer.from(part), head, body, Buffer.from('\r\n')])
    this.#pieces.set(url, piece)
    return piece
  }

  #ask(method: string, url: string): Said | Promise<Said> {
    const key = `${method} ${url}`
    const known = this.#known.get(key)
    if (known) return known
    const asked = this.#fetch(method, url)
    this.#known.set(key, asked)
    asked.then(
      (said) => this.#known.set(key, said),
      () => this.#known.delete(key),
    )
    return asked
  }

  async #fetch(method: string, url: string): Promise<Said> {
    const session = method === 'GET' ? {} : await (this.#session ??= this.#open())
    const response = await fetch(this.#s4 + url, { method, headers: { authorization: USER, accept: 'application/json', ...session } })
    const headers: Record<string, string> = {}
    for (const name of KEPT) {
      const value = response.headers.get(name)
      if (value !== null) headers[name] = value
    }
    return { status: response.status, headers, body: Buffer.from(await response.arrayBuffer()) }
  }

  /** Proposals are asked for by POST, of one service. */
  async #open(): Promise<Readonly<Record<string, string>>> {
    const at = `${this.#s4}/sap/opu/odata/sap/API_PROD_ORDER_CONFIRMATION_2_SRV/`
    const response = await fetch(at, { headers: { authorization: USER, 'x-csrf-token': 'Fetch' } })
    const cookies = response.headers.getSetCookie().map((each) => each.split(';')[0] ?? '')
    return { 'x-csrf-token': response.headers.get('x-csrf-token') ?? '', cookie: cookies.join('; ') }
  }
}
