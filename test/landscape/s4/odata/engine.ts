import type { Books } from '../books.ts'
import type { CallContext, EntitySet, FunctionImport, Message, Row, Service } from '../contract.ts'
import { parseBatch, serializeBatch, type BatchPart, type ODataAnswer, type ODataRequest } from './batch.ts'
import { errorAnswer, refuse, sapMessage } from './errors.ts'
import { metadataOf } from './metadata.ts'
import { optionsOf, wholeShape } from './options.ts'
import { payloadOf } from './payload.ts'
import { complexJson, countOf, entityJson, etagOf, rowsOf, type View } from './read.ts'
import { resolve, type Resource } from './resource.ts'
import { entityPath, segmentsOf } from './url.ts'
import { valueOfLiteral, valueToJson } from './values.ts'

/** One request to one service, by whom and when; `root` is the service's URL as the client sees it. */
export interface Call {
  readonly service: Service
  readonly books: Books
  readonly user: string
  readonly root: string
  readonly now: Date
}

const JSON_TYPE = 'application/json;charset=utf-8'

/**
 * Answers a request below a service root. Synchronous and never throwing: a posting is one transaction of the books, and whatever goes wrong is an answer in
 * V2 error form with nothing booked.
 */
export function execute(call: Call, request: ODataRequest): ODataAnswer {
  try {
    return new Engine(call, effective(request)).answer()
  } catch (error) {
    return errorAnswer(error, call.service.name, wantsXml(request.headers))
  }
}

/** POST with `X-HTTP-Method` is the method that it names. */
function effective(request: ODataRequest): ODataRequest {
  const tunnelled = request.headers['x-http-method'] ?? request.headers['x-http-method-override']
  const method = request.method === 'POST' && tunnelled ? tunnelled : request.method
  return { ...request, method: method.toUpperCase() }
}

/** The client asks for XML and not for JSON. */
export function wantsXml(headers: ODataRequest['headers']): boolean {
  const accept = headers.accept ?? ''
  return accept.includes('xml') && !/json|\*\/\*/.test(accept)
}

class Engine {
  readonly #call: Call
  readonly #request: ODataRequest
  readonly #query: URLSearchParams
  readonly #view: View
  readonly #messages: Message[] = []

  constructor(call: Call, request: ODataRequest) {
    this.#call = call
    this.#request = request
    this.#query = new URLSearchParams(request.query)
    this.#view = call
  }

  answer(): ODataAnswer {
    const segments = segmentsOf(this.#request.path)
    const [first, second] = segments
    if (!first)
      return this.#reading('the service document', () => this.#json(200, { EntitySets: this.#call.service.sets.map((each) => each.name) }))
    if (first.name.startsWith('$') && second) throw refuse.unknownSegment(second.name)
    if (first.name === '$metadata') return this.#reading('$metadata', () => this.#metadata())
    if (first.name === '$batch') return this.#batch()
    const called = this.#call.service.functions.find((each) => each.name === first.name)
    if (called) return this.#function(called)
    return this.#resource(resolve(this.#call.service, this.#call.books, segments))
  }

  #resource(resource: Resource): ODataAnswer {
    const { method } = this.#request
    if (method === 'GET' || method === 'HEAD') return this.#read(resource)
    if (method === 'POST' && resource.kind === 'collection') return this.#create(resource.set, resource.where)
    if ((method === 'PATCH' || method === 'MERGE') && resource.kind === 'entity') return this.#update(resource.set, resource.row)
    if (method === 'DELETE' && resource.kind === 'entity') throw refuse.notImplemented(`${resource.set.name.toUpperCase()}_DELETE_ENTITY`)
    throw refuse.wrongMethod(method, resource.set.name)
  }

  #read(resource: Resource): ODataAnswer {
    const { books } = this.#call
    if (resource.kind === 'property') return this.#property(resource)
    const options = optionsOf(this.#call.service, resource.set, this.#query)
    if (resource.kind === 'entity') {
      return this.#json(200, entityJson(this.#view, resource.set, resource.row, options.shape), tagOf(resource.set, resource.row))
    }
    const count = (): string => String(countOf(books, resource.set, resource.where, options.filter))
    if (resource.kind === 'count') return plain(count())
    const rows = rowsOf(books, resource.set, resource.where, options)
    const results = rows.map((row) => entityJson(this.#view, resource.set, row, options.shape))
    return this.#json(200, { ...(options.withCount ? { __count: count() } : {}), results })
  }

  #property({ row, property, isRaw }: Extract<Resource, { kind: 'property' }>): ODataAnswer {
    const value = valueToJson(property, row[property.name])
    return isRaw ? plain(String(value ?? '')) : this.#json(200, { [property.name]: value })
  }

  #create(set: EntitySet, link: Row): ODataAnswer {
    const handler = this.#call.service.create[set.name]
    if (!handler) throw refuse.notImplemented(`${set.name.toUpperCase()}_CREATE_ENTITY`)
    const payload = payloadOf(this.#call.service, set, this.#request.headers['content-type'] ?? '', this.#request.body)
    const linked = { ...payload, values: { ...payload.values, ...link } }
    const { row, children } = this.#call.books.transaction(() => handler(this.#context(), linked))
    const location = `${this.#call.root}/${entityPath(set, row)}`
    return this.#json(201, entityJson(this.#view, set, row, wholeShape, children), { location, ...tagOf(set, row) })
  }

  #update(set: EntitySet, row: Row): ODataAnswer {
    const handler = this.#call.service.update[set.name]
    if (!handler) throw refuse.notImplemented(`${set.name.toUpperCase()}_UPDATE_ENTITY`)
    this.#checkMatch(set, row)
    const { values } = payloadOf(this.#call.service, set, this.#request.headers['content-type'] ?? '', this.#request.body)
    const key = Object.fromEntries(set.keys.map((each) => [each, row[each] ?? null]))
    const changes = Object.fromEntries(Object.entries(values).filter(([name]) => !set.keys.includes(name)))
    this.#call.books.transaction(() => handler(this.#context(), key, changes))
    const changed = this.#call.books.one(set.name, key) ?? row
    return { status: 204, headers: { ...this.#headers(), ...tagOf(set, changed) }, body: '' }
  }

  #checkMatch(set: EntitySet, row: Row): void {
    const tag = etagOf(set, row)
    if (tag === undefined) return
    const given = this.#request.headers['if-match']
    if (given === undefined) throw refuse.ifMatchMissing()
    if (!given.split(',').some((each) => each.trim() === '*' || each.trim() === tag)) throw refuse.ifMatchStale()
  }

  #function(called: FunctionImport): ODataAnswer {
    const method = this.#request.method === 'HEAD' ? 'GET' : this.#request.method
    if (method !== called.method) throw refuse.wrongMethod(this.#request.method, called.name)
    const parameters = this.#parameters(called)
    const answer = this.#call.books.transaction(() => called.run(this.#context(), parameters))
    const rows = Array.isArray(answer) ? (answer as readonly Row[]) : [answer as Row]
    const results = rows.map((row) => this.#returned(called, row))
    if (called.returns.isMany) return this.#json(200, { results })
    // An entity stands alone; a complex value carries the name of the function.
    return this.#json(200, called.returns.set === undefined ? { [called.name]: results[0] } : results[0])
  }

  #returned({ name, returns }: FunctionImport, row: Row): Record<string, unknown> {
    const set = this.#call.service.sets.find((each) => each.name === returns.set)
    if (set) return entityJson(this.#view, set, row, wholeShape)
    return complexJson(this.#view, returns.complex ?? { name, properties: [] }, row)
  }

  #parameters(called: FunctionImport): Row {
    const values: Row = {}
    for (const parameter of called.parameters) {
      const literal = this.#query.get(parameter.name)
      if (literal === null && parameter.isRequired) throw refuse.wrongParameter(parameter.name)
      if (literal === null) continue
      const value = valueOfLiteral(parameter, literal)
      if (value === undefined) throw refuse.wrongParameter(parameter.name)
      values[parameter.name] = value
    }
    return values
  }

  #metadata(): ODataAnswer {
    return {
      status: 200,
      headers: { 'content-type': 'application/xml;charset=utf-8', dataserviceversion: '2.0' },
      body: metadataOf(this.#call.service),
    }
  }

  #batch(): ODataAnswer {
    if (this.#request.method !== 'POST') throw refuse.wrongMethod(this.#request.method, '$batch')
    const type = this.#request.headers['content-type'] ?? ''
    const parts = parseBatch(type, this.#request.body, this.#call.root)
    return serializeBatch(parts.map((part) => this.#part(part)))
  }

  #part(part: BatchPart): ODataAnswer | readonly ODataAnswer[] {
    if (part.kind === 'changeSet') return this.#changeSet(part.requests)
    const { method } = effective(part.request)
    if (method === 'GET' || method === 'HEAD') return execute(this.#call, part.request)
    return errorAnswer(refuse.malformedBatch(`${method} is allowed within a change set only`), this.#call.service.name, false)
  }

  /** All or nothing: the first failure takes everything back and is the one answer. */
  #changeSet(requests: readonly ODataRequest[]): ODataAnswer | readonly ODataAnswer[] {
    const failed: ODataAnswer[] = []
    const answers: ODataAnswer[] = []
    try {
      this.#call.books.transaction(() => {
        const created = new Map<string, string>()
        for (const request of requests) {
          const answer = execute(this.#call, withReferences(request, created))
          if (answer.status >= 400) failed.push(answer)
          if (answer.status >= 400) throw new ChangeSetFailed()
          const { location } = answer.headers
          if (request.contentId !== undefined && location !== undefined)
            created.set(request.contentId, location.slice(this.#call.root.length + 1))
          answers.push(answer)
        }
      })
    } catch (error) {
      if (!(error instanceof ChangeSetFailed)) throw error
    }
    return failed[0] ?? answers
  }

  #reading(what: string, answer: () => ODataAnswer): ODataAnswer {
    if (!['GET', 'HEAD'].includes(this.#request.method)) throw refuse.wrongMethod(this.#request.method, what)
    return answer()
  }

  #context(): CallContext {
    const { books, user, now } = this.#call
    return { books, user, now, success: (message) => void this.#messages.push(message) }
  }

  #headers(): Record<string, string> {
    const message = sapMessage(this.#messages)
    return {
      dataserviceversion: '2.0',
      'cache-control': 'no-store, no-cache',
      ...(message === undefined ? {} : { 'sap-message': message }),
    }
  }

  #json(status: number, d: unknown, headers: Record<string, string> = {}): ODataAnswer {
    return { status, headers: { 'content-type': JSON_TYPE, ...this.#headers(), ...headers }, body: JSON.stringify({ d }) }
  }
}

class ChangeSetFailed extends Error {}

/** `$1/to_Item` of a later request means the entity that the request with Content-ID 1 created. */
function withReferences(request: ODataRequest, created: ReadonlyMap<string, string>): ODataRequest {
  const path = request.path.replace(/^\$([^/]+)/, (whole, id: string) => created.get(id) ?? whole)
  return { ...request, path }
}

function tagOf(set: EntitySet, row: Row): Record<string, string> {
  const tag = etagOf(set, row)
  return tag === undefined ? {} : { etag: tag }
}

function plain(body: string): ODataAnswer {
  return { status: 200, headers: { 'content-type': 'text/plain;charset=utf-8', dataserviceversion: '2.0' }, body }
}
