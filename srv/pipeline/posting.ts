import { Suggestions } from '#cds-models/countersign'
import type { Headers, PatchOperation } from '../domain/message.ts'
import type { ErpGateway, Posting } from '../erp/types.ts'
import { type AttemptRow, partsOf } from './storage.ts'

/**
 * What leaves for an attempt: the bytes as they came, with the approved patch and our key, and nothing else changed.
 * The same attempt always makes the same keys, so that a lost posting can be found.
 */
export async function compose(attempt: AttemptRow, erp: ErpGateway): Promise<Posting> {
  const parts = await partsOf(attempt.ID)
  const approved = await SELECT.one
    .from(Suggestions)
    .columns('patch')
    .where({ attempt_ID: attempt.ID, status: 'approved' })
    .orderBy('modifiedAt desc')
  const patches = JSON.parse(approved?.patch ?? '[]') as PatchOperation[][]
  return {
    service: attempt.service ?? '',
    method: attempt.method ?? 'POST',
    path: attempt.path ?? '',
    headers: JSON.parse(attempt.headers ?? '{}') as Headers,
    isChangeSet: attempt.isChangeSet ?? false,
    parts: parts.map(({ kind, method, path, headers, body }, index) => {
      const patched = erp.applyPatch(body, patches[index] ?? [])
      const keyed = erp.withKey({ kind, body: patched }, `${attempt.ID}/${index}`)
      return { kind, method, path, headers, body: keyed.body, key: keyed.key }
    }),
  }
}
