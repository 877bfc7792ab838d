import fc from 'fast-check'
import { batches, brokenBatches } from './batches.ts'
import { breakages, mutations, noise } from './damage.ts'
import type { Facts } from './facts.ts'
import { headerGames, overrides, pathGames } from './games.ts'
import { textOf, treeOf } from './json.ts'
import { type FuzzRequest, ROOT } from './request.ts'
import { type Draft, KEY, drafts, reads } from './postings.ts'
import { xmlBodies } from './xml.ts'

/** All kinds of requests, as one arbitrary. */

const JSON_TYPE = { 'content-type': 'application/json', accept: 'application/json' }

/** All that is sent, weighted so that most of it comes far: what is refused at once finds little. */
export function requests(facts: Facts): fc.Arbitrary<FuzzRequest> {
  const draft = drafts(facts)
  const valid = draft.map((each) => requestOf('valid', each))
  return fc.oneof(
    { weight: 18, arbitrary: valid },
    {
      weight: 24,
      arbitrary: fc.tuple(draft, mutations).map(([each, mutate]) => requestOf('near-valid', each, textOf(mutate(treeOf(each.body ?? {}))))),
    },
    { weight: 12, arbitrary: fc.tuple(valid, breakages).map(([each, damage]) => broken('broken JSON', each, damage)) },
    { weight: 7, arbitrary: fc.tuple(draft, noise).map(([each, tree]) => requestOf('any JSON', each, textOf(tree))) },
    {
      weight: 4,
      arbitrary: fc
        .tuple(draft, fc.uint8Array({ maxLength: 200 }))
        .map(([each, bytes]) => requestOf('any bytes', each, Buffer.from(bytes))),
    },
    { weight: 5, arbitrary: xmlBodies(draft).map(({ draft: each, headers, body }) => ({ ...requestOf('XML', each, body), headers })) },
    { weight: 7, arbitrary: batches(facts).map(({ path, headers, body }) => plain('batch', 'POST', path, headers, body)) },
    { weight: 7, arbitrary: brokenBatches(facts).map(({ path, headers, body }) => plain('broken batch', 'POST', path, headers, body)) },
    {
      weight: 5,
      arbitrary: fc.tuple(valid, headerGames).map(([each, game]) => encoded({ ...each, label: 'headers', ...game(each.headers) })),
    },
    { weight: 4, arbitrary: fc.tuple(valid, overrides).map(([each, game]) => ({ ...each, label: 'method override', ...game(each) })) },
    { weight: 6, arbitrary: fc.tuple(valid, pathGames).map(([each, game]) => ({ ...each, label: 'paths', ...game(each) })) },
    {
      weight: 2,
      arbitrary: valid.chain((each) =>
        fc.constantFrom('none' as const, 'wrong' as const).map((token) => ({ ...each, label: 'CSRF token', token })),
      ),
    },
    { weight: 3, arbitrary: again(valid) },
    { weight: 3, arbitrary: reads(facts).map((each) => requestOf('read', each)) },
    { weight: 1, arbitrary: huge(draft) },
  )
}

/** A delivery that is repeated, as a sender does that has heard nothing: always with a key of its own. */
function again(valid: fc.Arbitrary<FuzzRequest>): fc.Arbitrary<FuzzRequest> {
  return fc.tuple(valid, fc.integer({ min: 2, max: 3 }), fc.boolean()).map(([each, deliveries, isTogether]) => {
    const headers = each.body.includes(KEY) ? each.headers : { ...each.headers, 'repeatability-request-id': KEY }
    return { ...each, label: 'again', headers, deliveries, isTogether }
  })
}

/** Very long lists and very long texts. */
function huge(draft: fc.Arbitrary<Draft>): fc.Arbitrary<FuzzRequest> {
  const posting = draft.filter((each) => each.body !== undefined && each.method === 'POST')
  const item = { Material: 'RM1', Plant: '1710', GoodsMovementType: '261', QuantityInEntryUnit: '1', EntryUnit: 'KG' }
  return fc.tuple(posting, fc.constantFrom(200, 1500), fc.boolean()).map(([each, length, isLong]) => {
    const items = Array.from({ length }, () => item)
    const list = each.path.includes('MATERIAL_DOCUMENT')
      ? 'to_MaterialDocumentItem'
      : each.path.includes('PROC')
        ? 'to_ProcOrdConfMatlDocItm'
        : 'to_ProdnOrdConfMatlDocItm'
    return requestOf(
      'huge',
      each,
      textOf(treeOf({ ...each.body, ...(isLong ? { ZZ_Text: 'z'.repeat(length * 1000) } : { [list]: items }) })),
    )
  })
}

function requestOf(
  label: string,
  { method, path, body }: Draft,
  text: string | Buffer = body === undefined ? '' : textOf(treeOf(body)),
): FuzzRequest {
  return plain(label, method, ROOT + path, JSON_TYPE, Buffer.from(body === undefined && !Buffer.isBuffer(text) ? '' : text))
}

function plain(label: string, method: string, path: string, headers: Readonly<Record<string, string>>, body: Buffer): FuzzRequest {
  return { label, method, path, headers, body, token: 'own', deliveries: 1, isTogether: false }
}

function broken(label: string, request: FuzzRequest, damage: (text: string) => string): FuzzRequest {
  return { ...request, label, body: Buffer.from(damage(request.body.toString('latin1')), 'latin1') }
}

/** Packed as its headers say, unless they say something that there isn't. */
function encoded(request: FuzzRequest): FuzzRequest {
  return { ...request, isPacked: request.body.length > 0 }
}
