import { buffer } from 'node:stream/consumers'
import type { HttpDestination } from '@sap-cloud-sdk/connectivity'
import { ODataBatchRequestBuilder, entityDeserializer } from '@sap-cloud-sdk/odata-v2'
import type { Entity, EntityApi } from '@sap-cloud-sdk/odata-v2'
import type { Headers, RawResponse, SenderSession } from '../domain/message.ts'
import { deSerializers } from './api/entity.ts'
import type { Texts } from './api/entity.ts'
import { answersOf } from './batch.ts'
import { call } from './call.ts'
import { normalise } from './errors/normalise.ts'
import { headerOf } from './headers.ts'
import { isObject, parseJson } from './json.ts'
import { rootOf, sessionHeaders } from './sessions.ts'
import type { Sessions } from './sessions.ts'

/** What the SDK's request builders have in common that matters here. */
interface Request {
  addCustomHeaders(headers: Record<string, string>): unknown
  addCustomRequestConfiguration(configuration: { signal: AbortSignal }): unknown
  skipCsrfTokenFetching(): unknown
}
interface RawRequest extends Request {
  executeRaw(destination: HttpDestination): Promise<{ data: unknown }>
}
type Get = ConstructorParameters<typeof ODataBatchRequestBuilder<Texts>>[1][number]

/** A row as it stands in an answer. */
export type RawRow = Readonly<Record<string, unknown>>

export interface Answer {
  /** The rows read; none when the ERP has no such row. Throws what the ERP said instead. */
  as<EntityT extends Entity>(api: EntityApi<EntityT, Texts>): readonly EntityT[]
}

const STALE = Symbol('stale')

/** Reads with the SDK's request builders, within one session per service. */
export class Reader {
  readonly resolve: () => Promise<HttpDestination>
  readonly #sessions: Sessions

  constructor(resolve: () => Promise<HttpDestination>, sessions: Sessions) {
    this.resolve = resolve
    this.#sessions = sessions
  }

  /** Builds and runs a request that changes nothing, again when our session was stale. Rejects with what the ERP said, in a sentence. */
  async execute<R extends Request, T>(
    service: string,
    build: () => R,
    run: (request: R, to: HttpDestination) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    const attempt = async (session: SenderSession): Promise<T | typeof STALE> => {
      const request = build()
      request.addCustomHeaders(sessionHeaders(session))
      request.addCustomRequestConfiguration({ signal })
      request.skipCsrfTokenFetching()
      try {
        return await run(request, await this.resolve())
      } catch (error) {
        const refusal = refusalOf(error)
        if (refusal?.status === 403 && /^required$/i.test(headerOf(refusal.headers, 'x-csrf-token'))) return STALE
        throw refusal ? new Error(textOf(refusal.status, refusal.data)) : error
      }
    }
    const result = await this.#sessions.with(rootOf(service), attempt, (each) => each === STALE)
    if (result === STALE) throw new Error('The ERP refuses our session even when it is fresh.')
    return result
  }

  /** Several reads of one service in one `$batch`; an answer per read, in order. Rejects when the batch as a whole is refused. */
  async batch(service: string, gets: readonly Get[], signal: AbortSignal): Promise<Answer[]> {
    if (gets.length === 0) return []
    const build = (): ODataBatchRequestBuilder<Texts> => new ODataBatchRequestBuilder(rootOf(service), [...gets])
    const answer: Raw = await this.execute(service, build, (request, to) => request.executeRaw(to), signal)
    const answers = answersOf({ ...answer, body: Buffer.from(String(answer.data)) })
    return gets.map((_, index) => ({ as: (api) => entitiesIn(answers[index], api) }))
  }

  /** What a plain GET answers, as JSON: for services that the SDK's V2 builders don't speak. Rejects with what the ERP said. */
  async json(path: string, signal: AbortSignal): Promise<unknown> {
    const reply = await call(this.resolve, { method: 'GET', path, headers: { accept: 'application/json' }, body: undefined, signal })
    const text = (await buffer(reply.body)).toString()
    if (reply.status >= 300) throw new Error(textOf(reply.status, text))
    return parseJson(text)
  }

  /** Rows of one read as the ERP wrote them, with all their fields. */
  async rows(service: string, build: () => RawRequest, signal: AbortSignal): Promise<readonly RawRow[]> {
    const { data } = await this.execute(service, build, (request, to) => request.executeRaw(to), signal)
    return rowsIn(data)
  }
}

/** Of `{d: {results: […]}}`, or the one of `{d: {…}}`. */
function rowsIn(data: unknown): RawRow[] {
  const inner = isObject(data) ? data.d : undefined
  if (!isObject(inner)) throw new Error('The ERP answered without rows.')
  const results = inner.results
  return Array.isArray(results) ? results.filter(isObject) : [inner]
}

// The SDK's own reader of batch answers takes an empty list for a fault and logs it, and wants its JSON in one line.
function entitiesIn<EntityT extends Entity>(answer: RawResponse | undefined, api: EntityApi<EntityT, Texts>): readonly EntityT[] {
  if (!answer) throw new Error('The ERP left out an answer of the batch.')
  if (answer.status === 404) return []
  const text = answer.body.toString()
  if (answer.status >= 300) throw new Error(textOf(answer.status, text))
  const { deserializeEntity } = entityDeserializer(deSerializers)
  return rowsIn(parseJson(text)).map((row) => deserializeEntity(row, api))
}

interface Raw {
  readonly status: number
  readonly headers: Headers
  readonly data: unknown
}

/** The answer that an error of the SDK was made of, if the ERP answered at all. */
function refusalOf(error: unknown): Raw | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('response' in at && isAnswer(at.response)) return at.response
  }
  return undefined
}

function isAnswer(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && 'status' in value && 'headers' in value && 'data' in value
}

function textOf(status: number, body: unknown): string {
  const error = normalise(status, typeof body === 'string' ? body : JSON.stringify(isObject(body) ? body : {}))
  return error.code === String(status) ? `${status} ${error.text}` : `${error.code} ${error.text}`
}
