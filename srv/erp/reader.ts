import type { HttpDestination } from '@sap-cloud-sdk/connectivity'
import { ODataBatchRequestBuilder } from '@sap-cloud-sdk/odata-v2'
import type { BatchResponse, Entity, EntityApi, GetAllRequestBuilder, GetByKeyRequestBuilder } from '@sap-cloud-sdk/odata-v2'
import type { SenderSession } from '../domain/message.ts'
import type { Texts } from './api/entity.ts'
import { normalise } from './errors/normalise.ts'
import { rootOf, sessionHeaders } from './sessions.ts'
import type { Sessions } from './sessions.ts'

/** What the SDK's builders have in common that matters here. */
interface Executable<T> {
  addCustomHeaders(headers: Record<string, string>): this
  addCustomRequestConfiguration(configuration: { signal: AbortSignal }): this
  skipCsrfTokenFetching(): this
  execute(destination: HttpDestination): Promise<T>
}

export interface Found<EntityT extends Entity> {
  readonly rows: readonly EntityT[]
}
type Get<EntityT extends Entity> = GetAllRequestBuilder<EntityT, Texts> | GetByKeyRequestBuilder<EntityT, Texts>

const STALE = Symbol('stale')

/** Reads with the SDK's request builders, within one session per service. */
export class Reader {
  readonly #resolve: () => Promise<HttpDestination>
  readonly #sessions: Sessions

  constructor(resolve: () => Promise<HttpDestination>, sessions: Sessions) {
    this.#resolve = resolve
    this.#sessions = sessions
  }

  /** Rejects with what the ERP said, in one sentence. */
  async execute<T>(service: string, build: () => Executable<T>, signal: AbortSignal): Promise<T> {
    const run = async (session: SenderSession): Promise<T | typeof STALE> => {
      const request = build().addCustomHeaders(sessionHeaders(session)).addCustomRequestConfiguration({ signal }).skipCsrfTokenFetching()
      try {
        return await request.execute(await this.#resolve())
      } catch (error) {
        const refusal = refusalOf(error)
        if (refusal?.status === 403 && /^required$/i.test(String(refusal.headers['x-csrf-token'] ?? ''))) return STALE
        throw refusal ? new Error(textOf(refusal.status, refusal.data)) : error
      }
    }
    const result = await this.#sessions.with(rootOf(service), run, (each) => each === STALE)
    if (result === STALE) throw new Error('The ERP refuses our session even when it is fresh.')
    return result
  }

  /**
   * Several reads of one service in one `$batch`. Rows per read, in order; a 404 is no rows.
   * Rejects when any other read of it is refused.
   */
  async batch<EntityT extends Entity>(service: string, gets: readonly { readonly api: EntityApi<EntityT, Texts>; readonly get: Get<EntityT> }[], signal: AbortSignal) {
    if (gets.length === 0) return []
    const build = () => new ODataBatchRequestBuilder<Texts>(rootOf(service), gets.map(({ get }) => get))
    const answers: readonly BatchResponse<Texts>[] = await this.execute(service, build, signal)
    return gets.map(({ api }, index): readonly EntityT[] => {
      const answer = answers[index]
      if (answer?.isReadResponse()) return answer.as(api)
      if (answer?.isError() && answer.httpCode === 404) return []
      throw new Error(answer?.isError() ? textOf(answer.httpCode, answer.body) : 'The ERP left out an answer of the batch.')
    })
  }
}

interface Refusal {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly data: unknown
}

/** The answer that an error of the SDK was made of, if the ERP answered at all. */
function refusalOf(error: unknown): Refusal | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('response' in at && typeof at.response === 'object' && at.response !== null && 'status' in at.response) return at.response as Refusal
  }
  return undefined
}

function textOf(status: number, body: unknown): string {
  const error = normalise(status, typeof body === 'string' ? body : (JSON.stringify(body) ?? ''))
  return error.code === String(status) ? `${status} ${error.text}` : `${error.code} ${error.text}`
}
