import cds from '@sap/cds'
import { AttemptItems, Counters, Suggestions, SyncAttempts } from '#cds-models/countersign'
import { nextNumber } from '../audit/numbers.ts'
import { tell } from '../audit/log.ts'
import type { Finding } from '../domain/judgement.ts'
import type { Decimal, Quantity, RawResponse, SyncMessage } from '../domain/message.ts'
import { parseDecimal } from '../domain/quantity.ts'
import { bodyHash, contentHash } from './identity.ts'
import { keepConflicts, resolveConflict } from './triage/conflicts.ts'
import { answered, ATTEMPT, type AttemptRow, binary, contentOf, keptHeaders } from './storage.ts'

/** What the record says about a message that just arrived. */
export type Recorded =
  /** Judge it: it is new, or the ERP refused it before and the world may have changed. */
  | { readonly state: 'judge'; readonly attempt: AttemptRow }
  /** Its outcome is known, or somebody is working on it. */
  | { readonly state: 'known'; readonly attempt: AttemptRow }
  | { readonly state: 'keyReused'; readonly attempt: AttemptRow }

/**
 * Commits a message before anything leaves, or finds the attempt that it repeats.
 * Identity is sender + service + key; without a key the same bytes of the same sender within `window` seconds are the same
 * attempt, unless the first was answered well: then it is a new attempt that a check will call a possible duplicate.
 */
export async function record(message: SyncMessage, window: number): Promise<Recorded> {
  const hash = bodyHash(message)
  return await cds.tx(async (): Promise<Recorded> => {
    await oneAtATime()
    const earlier = await findEarlier(message, hash, window)
    if (earlier?.status === 'refused' && earlier.bodyHash !== hash)
      return { state: 'judge', attempt: await supersede(earlier, message, hash) }
    if (!earlier) return { state: 'judge', attempt: await insert(message, hash) }
    if (earlier.bodyHash !== hash) {
      await tell({ ...told(message, earlier), action: 'keyReused', reason: 'The same key came with another body', inputHash: hash })
      return { state: 'keyReused', attempt: earlier }
    }
    await UPDATE(SyncAttempts, earlier.ID).set({ deliveries: (earlier.deliveries ?? 1) + 1 })
    if (earlier.status !== 'refused' || !(await reopen(earlier))) {
      await tell({ ...told(message, earlier), action: 'repeated' })
      return { state: 'known', attempt: earlier }
    }
    await tell({ ...told(message, earlier), action: 'repeated', status: 'received', reason: 'The ERP had refused it: judged anew' })
    return { state: 'judge', attempt: { ...earlier, status: 'received' } }
  })
}

/** Records a message that nobody can judge, with the answer that its sender gets: done with as soon as it is there, and never posted. */
export async function recordRefused(message: SyncMessage, response: RawResponse, reason: string): Promise<number> {
  return await cds.tx(async (): Promise<number> => {
    const outcome = {
      status: 'refused',
      keyKind: 'unread',
      keyValue: null,
      finishedAt: new Date().toISOString(),
      erpText: reason.slice(0, 500),
    }
    const attempt = await insert(message, bodyHash(message), { ...outcome, ...answered(response) }, 'unreadable', reason)
    await keepConflicts(attempt, { findings: [unreadable(reason)], parts: message.parts, isOpen: true })
    return attempt.number
  })
}

/** Of two equal messages at the same time the second waits here until the first is recorded. */
async function oneAtATime(): Promise<void> {
  await SELECT.one.from(Counters).columns('value').where({ name: 'attempt' }).forUpdate()
}

async function findEarlier(message: SyncMessage, hash: string, window: number): Promise<AttemptRow | undefined> {
  const { sender, service, key } = message
  const same = key
    ? { sender, service, keyValue: key.value }
    : {
        sender,
        service,
        keyKind: 'none',
        bodyHash: hash,
        status: { '!=': 'posted' },
        receivedAt: { '>=': new Date(Date.now() - window * 1000).toISOString() },
      }
  const row = await SELECT.one
    .from(SyncAttempts)
    .columns(...ATTEMPT)
    .where(same as never)
    .orderBy('number desc')
  return (row ?? undefined) as AttemptRow | undefined
}

async function insert(
  message: SyncMessage,
  hash: string,
  outcome: { status: string } & Record<string, unknown> = { status: 'received' },
  action = 'received',
  reason?: string,
): Promise<AttemptRow> {
  const first = message.parts[0]
  const attempt = {
    ID: cds.utils.uuid(),
    number: await nextNumber('attempt'),
    sender: message.sender,
    service: message.service,
    kind: message.kind,
    isChangeSet: message.isChangeSet,
    receivedAt: new Date().toISOString(),
    keyValue: message.key?.value ?? null,
    keyKind: message.key?.kind ?? 'none',
    bodyHash: hash,
    contentHash: contentHash(message),
    deliveries: 1,
    method: message.request.method,
    path: message.request.path.slice(0, 2000),
    headers: JSON.stringify(keptHeaders(message.request.headers)),
    plant: plantOf(message),
    order: first?.order || null,
    operation: first?.operation || null,
    material: first?.material || null,
    ...outcome,
  }
  const quantities = {
    yield: decimalOf(first?.yield),
    scrap: decimalOf(first?.scrap),
    unit: first?.yield?.unit || first?.scrap?.unit || null,
  }
  await INSERT.into(SyncAttempts).entries({
    ...attempt,
    ...quantities,
    workCenter: first?.workCenter || null,
    postingDate: first?.postingDate ?? null,
    body: binary(message.request.body),
  } as never)
  await INSERT.into(AttemptItems).entries(
    message.parts.map((part, position) => ({
      attempt_ID: attempt.ID,
      position,
      kind: part.kind,
      method: part.method,
      path: part.path.slice(0, 500),
      headers: JSON.stringify(keptHeaders(part.headers)),
      body: binary(part.body),
      content: contentOf(part),
      plant: part.plant || null,
      order: part.order || null,
      operation: part.operation || null,
      material: part.material || null,
      yield: decimalOf(part.yield),
      scrap: decimalOf(part.scrap),
      rework: decimalOf(part.rework),
      unit: part.yield?.unit || part.scrap?.unit || null,
    })) as never,
  )
  await tell({ ...told(message, attempt), action, ...(reason ? { reason } : {}) })
  return attempt
}

/** A correction after a refusal takes the place of what was refused. */
async function supersede(earlier: AttemptRow, message: SyncMessage, hash: string): Promise<AttemptRow> {
  const attempt = await insert(message, hash)
  const moved: unknown = await UPDATE(SyncAttempts)
    .set({ status: 'superseded', supersededBy_ID: attempt.ID })
    .where({ ID: earlier.ID, status: 'refused' })
  if (!moved) throw new Error(`Attempt ${earlier.ID} is not refused any more`)
  await closeSuggestions(earlier.ID)
  await resolveConflict(earlier.ID, 'superseded')
  await tell({ ...told(message, earlier), action: 'superseded', status: 'superseded', reason: `Corrected by attempt ${attempt.number}` })
  return attempt
}

async function reopen(attempt: AttemptRow): Promise<boolean> {
  const set = { status: 'received', verdict: null, verdictReason: null, answerStatus: null, erpCode: null, erpText: null, finishedAt: null }
  const moved: unknown = await UPDATE(SyncAttempts).set(set).where({ ID: attempt.ID, status: 'refused' })
  if (moved) await closeSuggestions(attempt.ID)
  return Boolean(moved)
}

/** What was agreed for an earlier try doesn't hold for a new one. */
async function closeSuggestions(attemptID: string): Promise<void> {
  await UPDATE(Suggestions)
    .set({ status: 'superseded', modifiedAt: new Date().toISOString() })
    .where({ attempt_ID: attemptID, status: { in: ['proposed', 'awaitingSignOff', 'approved'] } })
}

/** The plant that all parts are of; null when they name none, or several: then it is nobody's own plant. */
function plantOf(message: SyncMessage): string | null {
  const plants = new Set(message.parts.map((part) => part.plant))
  return plants.size === 1 ? message.parts[0]?.plant || null : null
}

function told(message: SyncMessage, attempt: AttemptRow) {
  return {
    actor: message.sender,
    role: 'sender',
    attempt,
    status: attempt.status,
  }
}

function unreadable(text: string): Finding {
  const code = 'COUNTERSIGN/UNREADABLE'
  return { check: 'intake', code, cause: 'interface', isDecisive: true, severity: 'error', part: 0, field: '', text, evidence: [] }
}

/** What the column can hold; what the sender wrote instead of a number stays in the content of its part. */
function decimalOf(quantity: Quantity | undefined): Decimal | null {
  return quantity && parseDecimal(quantity.value) ? quantity.value.trim() : null
}
