import { Suggestions } from '#cds-models/countersign'
import type { Headers, MessagePart, PatchOperation, SyncMessage } from '../domain/message.ts'
import type { ErpGateway, Posting } from '../erp/types.ts'
import { type AttemptRow, keptHeaders, MOST_PATH, partsOf } from './storage.ts'

/**
 * What leaves for an attempt: the bytes as they came, our key, and for what was held the patch that people approved; nothing else
 * is changed. The same attempt always makes the same keys, so that a lost posting can be found.
 */
export async function compose(attempt: AttemptRow, erp: ErpGateway): Promise<Posting> {
  const parts = await partsOf(attempt.ID)
  const approved = attempt.verdict === 'hold' ? await approvedSuggestion(attempt.ID) : undefined
  const patches = JSON.parse(approved?.patch ?? '[]') as PatchOperation[][]
  return composed(attempt, JSON.parse(attempt.headers ?? '{}') as Headers, parts, erp, patches)
}

/** The same for what has just come and wasn't touched. */
export function composeNew(ID: string, message: SyncMessage, erp: ErpGateway): Posting {
  const { method, path, headers } = message.request
  const parts = message.parts.map((part) => ({ ...part, headers: keptHeaders(part.headers) }))
  return composed({ ...message, ID, method, path: path.slice(0, MOST_PATH) }, keptHeaders(headers), parts, erp)
}

function composed(
  attempt: Pick<AttemptRow, 'ID' | 'service' | 'method' | 'path' | 'isChangeSet'>,
  headers: Headers,
  parts: readonly MessagePart[],
  erp: ErpGateway,
  patches: readonly PatchOperation[][] = [],
): Posting {
  return {
    service: attempt.service ?? '',
    method: attempt.method ?? 'POST',
    path: attempt.path ?? '',
    headers,
    isChangeSet: attempt.isChangeSet ?? false,
    parts: parts.map(({ kind, method, path, headers, body }, index) => {
      const patched = erp.applyPatch(body, patches[index] ?? [])
      const keyed = erp.withKey({ kind, body: patched }, `${attempt.ID}/${index}`)
      return { kind, method, path, headers, body: keyed.body, key: keyed.key }
    }),
  }
}

/** What people agreed to for a held attempt; undefined until they did. */
export async function approvedSuggestion(attemptID: string): Promise<{ ID: string; patch: string | null } | undefined> {
  const row = await SELECT.one
    .from(Suggestions)
    .columns('ID', 'patch')
    .where({ attempt_ID: attemptID, status: 'approved' })
    .orderBy('modifiedAt desc')
  return row?.ID ? { ID: row.ID, patch: row.patch ?? null } : undefined
}
