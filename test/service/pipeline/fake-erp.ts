import { Readable } from 'node:stream'
import { NO_SHOP_FLOOR } from '../../../srv/domain/context.ts'
import type { ErpError } from '../../../srv/domain/judgement.ts'
import type { RawResponse } from '../../../srv/domain/message.ts'
import type { DmGateway } from '../../../srv/dm/types.ts'
import type { ErpGateway, LookUp, PostAnswer, Posting } from '../../../srv/erp/types.ts'

/** An ERP that a test holds in its hand: it books in memory, and misbehaves as told. */
export interface FakeErp extends ErpGateway {
  /** Keys of what was booked, in order. */
  readonly booked: string[]
  readonly postings: Posting[]
  /** What happens at the next postings; then all goes well again. */
  readonly next: ((posting: Posting, book: () => PostAnswer) => PostAnswer | Promise<PostAnswer>)[]
  /** Documents that the books show as taken back. */
  readonly reversed: Set<string>
  /** Answers look-ups instead of the books. */
  lookUpAnswer: LookUp | undefined
  /** Most postings of one order that ever ran at once. */
  overlap: number
}

/** Nothing can be read, so that only what a message says of itself is judged. */
const UNREAD = (['orders', 'materials', 'stock', 'expected'] as const).map((source) => ({ source, reason: 'not there' }))

/** A shop floor that knows nothing. */
export const fakeDm: DmGateway = { isConnected: true, readShopFloor: () => Promise.resolve({ shopFloor: NO_SHOP_FLOOR, unread: [] }) }

const ok = (body: string): RawResponse => ({ status: 201, headers: { 'content-type': 'application/json' }, body: Buffer.from(body) })

export function fakeErp(): FakeErp {
  const booked: string[] = []
  const postings: Posting[] = []
  const next: FakeErp['next'] = []
  const running = new Map<string, number>()
  const erp: FakeErp = {
    booked,
    postings,
    next,
    reversed: new Set(),
    lookUpAnswer: undefined,
    overlap: 0,
    postingState: () => 'closed',
    forward: () => Promise.resolve({ status: 200, headers: {}, body: Readable.from([]) }),
    readContext: () =>
      Promise.resolve({ orders: [], materials: [], stock: [], batches: [], workCenters: [], expected: [], unread: UNREAD }),
    async post(posting) {
      const order = String((JSON.parse(posting.parts[0]?.body.toString() ?? '{}') as { OrderID?: string }).OrderID)
      const now = (running.get(order) ?? 0) + 1
      running.set(order, now)
      erp.overlap = Math.max(erp.overlap, now)
      postings.push(posting)
      await new Promise((resolve) => setImmediate(resolve))
      const book = (): PostAnswer => {
        booked.push(...posting.parts.map((part) => part.key))
        return answered(ok(`{"d":{"ConfirmationGroup":"${String(booked.length)}"}}`), String(booked.length))
      }
      try {
        return await (next.shift() ?? ((_, done) => done()))(posting, book)
      } finally {
        running.set(order, (running.get(order) ?? 1) - 1)
      }
    },
    lookUp(posting) {
      if (erp.lookUpAnswer) return Promise.resolve(erp.lookUpAnswer)
      const at = booked.indexOf(posting.parts[0]?.key ?? '')
      return Promise.resolve(
        at < 0
          ? { state: 'notFound' }
          : { state: 'found', documents: [{ part: 0, number: String(at + 1) }], response: ok('{"d":{"found":true}}') },
      )
    },
    reversedAmong: (documents) => Promise.resolve(documents.filter((each) => erp.reversed.has(each))),
    patchOf: (_, changes) =>
      changes.flatMap((change) => (change.op === 'set' ? [{ op: 'add' as const, path: `/${change.field}`, value: change.to }] : [])),
    applyPatch: (body, patch) =>
      patch.length === 0
        ? body
        : Buffer.from(
            JSON.stringify({
              ...(JSON.parse(body.toString()) as object),
              ...Object.fromEntries(patch.map((each) => [each.path.slice(1), each.value])),
            }),
          ),
    withKey: (part, attemptKey) => ({ body: part.body, key: attemptKey }),
    errorOf: (response) => error(String(response.status), response.body.toString()),
  }
  return erp
}

function answered(response: RawResponse, document: string): PostAnswer {
  return { state: 'answered', response, isSuccess: true, documents: [{ part: 0, number: document }], isCsrfFailure: false }
}

/** The ERP says no, with this code. */
export function refusal(code: string, text: string, { status = 400, isTransient = false, isCsrfFailure = false } = {}): PostAnswer {
  const response = { status, headers: { 'content-type': 'application/json' }, body: Buffer.from(text) }
  return { state: 'answered', response, isSuccess: false, documents: [], error: { ...error(code, text), isTransient }, isCsrfFailure }
}

function error(code: string, text: string): ErpError {
  const [kind = '', number = ''] = code.split('/')
  return { code, class: kind, number, variables: [], text, severity: 'error', isTransient: false, details: [], raw: text }
}
