import type { RawResponse, SenderSession } from '../domain/message.ts'
import type { Line } from '../line/line.ts'
import type { Plain } from './api/entity.ts'
import { batchOf, singlesOf } from './batch.ts'
import { textOf } from './documents.ts'
import { normalise } from './errors/normalise.ts'
import { headerOf, toSender } from './headers.ts'
import { isObject, parseJson } from './json.ts'
import { rootOf } from './root.ts'
import { Rounds } from './rounds.ts'
import { sessionHeaders } from './sessions.ts'
import type { Sessions } from './sessions.ts'

/** An address that the SDK's request builders make. */
interface Built {
  relativeUrl(): string
}

/** A row as it stands in an answer. */
export type RawRow = Readonly<Record<string, unknown>>

/** Answers that are kept to be compared with the next ones. */
const REMEMBERED = 2000

/** The answer to one read; whoever asked for the same gets the same. */
export class Answer {
  readonly #status: number
  readonly #text: string
  #rows: readonly RawRow[] | undefined

  constructor(status: number, text: string) {
    this.#status = status
    this.#text = text
  }

  /** The rows read; none when the ERP has no such row. Throws what the ERP said instead. */
  as<A>(_api: A): readonly Plain<A>[] {
    return this.rows as unknown as readonly Plain<A>[]
  }

  isSame(status: number, text: string): boolean {
    return this.#status === status && this.#text === text
  }

  get rows(): readonly RawRow[] {
    return (this.#rows ??= this.#status === 404 ? [] : rowsIn(this.#body()))
  }

  #body(): unknown {
    if (this.#status >= 300) throw new Error(sentenceOf(this.#status, this.#text))
    return parseJson(this.#text)
  }
}

/** Reads, within one session per service. Rejects with what the ERP said, in a sentence. Moments are those of `performance.now()`. */
export class Reader {
  readonly #line: Line
  readonly #sessions: Sessions
  readonly #rounds = new Map<string, Rounds<Answer>>()
  readonly #last = new Map<string, Answer>()

  constructor(line: Line, sessions: Sessions) {
    this.#line = line
    this.#sessions = sessions
  }

  /** Several reads of one service, in one `$batch` with whatever else is asked of it now; an answer per read, in order. */
  batch(service: string, reads: readonly string[], until: number): Promise<Answer[]> {
    const rounds = this.#rounds.get(service) ?? new Rounds((some, timeout) => this.#send(service, some, timeout))
    this.#rounds.set(service, rounds)
    return Promise.all(reads.map((each) => rounds.ask(each, until)))
  }

  /** What a function answers that is called by POST and changes nothing, as JSON. */
  async call(service: string, path: string, until: number): Promise<unknown> {
    const answer = await this.#within(service, 'POST', path, { accept: 'application/json' }, Buffer.alloc(0), until - performance.now())
    return parseJson(textOf(answer))
  }

  /** What a plain GET answers, as JSON: for services that speak V4. */
  async json(path: string, until: number): Promise<unknown> {
    const timeout = until - performance.now()
    const answer = await this.#line.exchange('reading', {
      method: 'GET',
      path,
      headers: { accept: 'application/json' },
      body: undefined,
      timeout,
    })
    return parseJson(textOf(understood({ ...answer, headers: toSender(answer.headers) })))
  }

  /** Rows of one read as the ERP wrote them, with all their fields. */
  async rows(service: string, built: Built, until: number): Promise<readonly RawRow[]> {
    const path = `/${built.relativeUrl()}`
    const answer = await this.#within(service, 'GET', path, { accept: 'application/json' }, undefined, until - performance.now())
    return rowsIn(parseJson(textOf(answer)))
  }

  /** The user that the destination signs in with; empty when it has none. */
  async user(): Promise<string> {
    return (await this.#line.destination()).username ?? ''
  }

  async #send(service: string, reads: readonly string[], timeout: number): Promise<Answer[]> {
    const { contentType, body } = batchOf(reads)
    const path = `${rootOf(service)}/$batch`
    const headers = { accept: 'multipart/mixed', 'content-type': contentType }
    const answer = await this.#within(service, 'POST', path, headers, body, timeout)
    return singlesOf(answer).map(({ status, text }, index) => this.#understood(reads[index] ?? '', status, text))
  }

  /** Most of what is read is what it was a second ago: then it needn't be parsed again. */
  #understood(read: string, status: number, text: string): Answer {
    const last = this.#last.get(read)
    if (last?.isSame(status, text)) return last
    const answer = new Answer(status, text)
    this.#last.delete(read)
    this.#last.set(read, answer)
    const [oldest] = this.#last.keys()
    if (this.#last.size > REMEMBERED && oldest !== undefined) this.#last.delete(oldest)
    return answer
  }

  async #within(
    service: string,
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    body: Buffer | undefined,
    timeout: number,
  ): Promise<RawResponse> {
    const attempt = async (session: SenderSession): Promise<RawResponse> => {
      const length = body && { 'content-length': String(body.length) }
      const call = { method, path, headers: { ...headers, ...length, ...sessionHeaders(session) }, body, timeout: Math.max(1, timeout) }
      const answer = await this.#line.exchange('reading', call)
      return { ...answer, headers: toSender(answer.headers) }
    }
    const answer = await this.#sessions.with('reading', rootOf(service), attempt, isStale)
    if (isStale(answer)) throw new Error('The ERP refuses our session even when it is fresh.')
    return understood(answer)
  }
}

function isStale({ status, headers }: RawResponse): boolean {
  return status === 403 && headerOf(headers, 'x-csrf-token').toLowerCase() === 'required'
}

function understood(answer: RawResponse): RawResponse {
  if (answer.status >= 300) throw new Error(sentenceOf(answer.status, textOf(answer)))
  return answer
}

/** Of `{d: {results: […]}}`, or the one of `{d: {…}}`. What goes on on another page isn't all there is. */
function rowsIn(data: unknown): RawRow[] {
  const inner = isObject(data) ? data.d : undefined
  if (!isObject(inner) || Object.keys(inner).length === 0) throw new Error('The ERP answered without rows.')
  if (inner.__next !== undefined) throw new Error('The ERP answered with a part of the rows only.')
  const results = inner.results
  return Array.isArray(results) ? results.filter(isObject) : [inner]
}

function sentenceOf(status: number, body: string): string {
  const error = normalise(status, body)
  return error.code === String(status) ? `${status} ${error.text}` : `${error.code} ${error.text}`
}
