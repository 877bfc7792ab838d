import fc from 'fast-check'
import { breakages, mutations } from './damage.ts'
import type { Facts } from './facts.ts'
import { textOf, treeOf } from './json.ts'
import { type Draft, SERVICES, drafts, reads } from './postings.ts'

/** `$batch`: whole ones with reads, single postings and change sets, and such as nobody can read. */

export interface BatchRequest {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** A single request, or a change set. */
type Operation = { readonly member: Draft } | { readonly members: readonly Draft[] }

const OUTER = 'batch_f'
const INNER = 'changeset_f'

export function batches(facts: Facts): fc.Arbitrary<BatchRequest> {
  return fc
    .constantFrom(...SERVICES)
    .chain((service) => operationsFor(facts, service).map((operations) => batchOf(service, writeBatch(operations))))
}

/** Lines that mean something, in any order; whole batches with one line changed; whole batches with their bytes damaged. */
export function brokenBatches(facts: Facts): fc.Arbitrary<BatchRequest> {
  const service = fc.constantFrom(...SERVICES)
  const random = fc.array(line, { maxLength: 25 }).map((lines) => lines.join('\r\n'))
  const wrongLine = (text: string): fc.Arbitrary<string> => {
    const lines = text.split('\r\n')
    return fc
      .tuple(fc.nat({ max: lines.length - 1 }), fc.oneof(line, fc.constant(undefined)))
      .map(([at, put]) => lines.flatMap((each, index) => (index !== at ? [each] : put === undefined ? [] : [put])).join('\r\n'))
  }
  return service.chain((name) => {
    const whole = operationsFor(facts, name).map(writeBatch)
    const text = fc.oneof(
      random,
      whole.chain(wrongLine),
      whole.chain(wrongLine),
      fc.tuple(whole, breakages).map(([all, damage]) => damage(all)),
    )
    return fc.tuple(text, type).map(([body, contentType]) => batchOf(name, body, contentType))
  })
}

const type = fc.oneof(
  { weight: 8, arbitrary: fc.constant(`multipart/mixed; boundary=${OUTER}`) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      `multipart/mixed;boundary="${OUTER}"`,
      'multipart/mixed',
      'multipart/mixed; boundary=',
      'multipart/mixed; boundary=a,b;c',
      'application/json',
      '',
      `multipart/form-data; boundary=${OUTER}`,
    ),
  },
)

const line = fc.constantFrom(
  `--${OUTER}`,
  `--${OUTER}--`,
  `--${INNER}`,
  `--${INNER}--`,
  '',
  '',
  'Content-Type: application/http',
  `Content-Type: multipart/mixed; boundary=${INNER}`,
  `Content-Type: multipart/mixed; boundary=${OUTER}`,
  'Content-Transfer-Encoding: binary',
  'Content-Transfer-Encoding: base64',
  'Content-Type: application/json',
  'Content-Length: 15',
  'Content-Length: x',
  'Content-Length: 99999999',
  'Content-ID: 1',
  ': x',
  'X',
  'POST ProdnOrdConf2 HTTP/1.1',
  'GET ProdnOrdConf2 HTTP/1.1',
  'POST A_MaterialDocumentHeader HTTP/1.1',
  'POST ../API_PRODUCT_SRV/A_Product HTTP/1.1',
  'POST $batch HTTP/1.1',
  "MERGE A_ProductionOrder_2('1') HTTP/1.1",
  'TRACE X HTTP/1.1',
  'GET  HTTP/1.1',
  'POST ProdnOrdConf2',
  '{"OrderID":"1"}',
  '{',
  'x-http-method: DELETE',
  'x-csrf-token: x',
  'transfer-encoding: chunked',
)

function operationsFor(facts: Facts, service: string): fc.Arbitrary<Operation[]> {
  const own = (each: Draft): boolean => each.path.startsWith(`${service}/`)
  const reading = reads(facts).filter((each) => each.method === 'GET' && own(each))
  const alone = damagedOr(drafts(facts).filter(own))
  const member = damagedOr(drafts(facts, false).filter(own))
  const hasReads = !service.includes('PROC')
  const single = fc.oneof({ weight: hasReads ? 1 : 0, arbitrary: hasReads ? reading : alone }, { weight: 2, arbitrary: alone })
  const operation = fc.oneof(
    single.map((each) => ({ member: each })),
    fc.array(member, { minLength: 1, maxLength: 3 }).map((members) => ({ members })),
  )
  return fc.array(operation, { minLength: 1, maxLength: 4 })
}

function damagedOr(posting: fc.Arbitrary<Draft>): fc.Arbitrary<Draft> {
  const damaged = fc
    .tuple(posting, mutations)
    .map(([each, mutate]): Draft => (each.body === undefined ? each : { ...each, body: { text: textOf(mutate(treeOf(each.body))) } }))
  return fc.oneof({ weight: 4, arbitrary: posting }, { weight: 1, arbitrary: damaged })
}

function batchOf(service: string, text: string, contentType = `multipart/mixed; boundary=${OUTER}`): BatchRequest {
  const headers = { accept: 'multipart/mixed', ...(contentType === '' ? {} : { 'content-type': contentType }) }
  return { path: `/sap/opu/odata/sap/${service}/$batch`, headers, body: Buffer.from(text, 'latin1') }
}

/** Bytes as latin1 text. */
function writeBatch(operations: readonly Operation[]): string {
  const parts = operations.map((operation) =>
    'member' in operation
      ? writePart(operation.member)
      : [
          `Content-Type: multipart/mixed; boundary=${INNER}`,
          '',
          ...operation.members.flatMap((each) => [`--${INNER}`, writePart(each)]),
          `--${INNER}--`,
        ].join('\r\n'),
  )
  return [...parts.flatMap((each) => [`--${OUTER}`, each]), `--${OUTER}--`, ''].join('\r\n')
}

function writePart({ method, path, body }: Draft): string {
  const given = body === undefined ? '' : 'text' in body && typeof body.text === 'string' ? body.text : textOf(treeOf(body))
  const bytes = Buffer.from(given)
  const head = [
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    '',
    `${method} ${path.slice(path.indexOf('/') + 1)} HTTP/1.1`,
  ]
  const framing = bytes.length === 0 ? [] : ['Content-Type: application/json', `Content-Length: ${bytes.length}`]
  return [...head, ...framing, 'Accept: application/json', '', bytes.toString('latin1')].join('\r\n')
}
