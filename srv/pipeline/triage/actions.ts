import {
  AttemptComments,
  Conflicts,
  ReasonMappings,
  ResubmissionItems,
  Resubmissions,
  Suggestions,
  SyncAttempts,
} from '#cds-models/countersign'
import { tell } from '../../audit/log.ts'
import { newID } from '../../database/id.ts'
import type { Queue } from '../../domain/judgement.ts'
import { dueAt } from '../catalogue.ts'
import { DecisionError, type Person, rejectSuggestion } from '../decisions.ts'
import { leave } from '../lanes.ts'
import { attemptByID, type AttemptRow, partsOf } from '../storage.ts'
import { alert, type Raised } from './alerts.ts'
import { resolveConflict, UNKNOWN_OUTCOME } from './conflicts.ts'

/** What people do with failures. Each runs within the open transaction of its request; who may do it, the service says. */

/** Puts failures into somebody's hands, or back into nobody's. */
export async function assign(conflictIDs: readonly string[], assignee: string, person: Person): Promise<void> {
  for (const { conflict, attempt } of await open(conflictIDs)) {
    await UPDATE(Conflicts, conflict.ID).set({ assignee: assignee || null })
    await told(attempt, 'assigned', person, assignee ? `In the hands of ${assignee}` : 'In nobody’s hands any more')
  }
}

/** Hands failures on to another queue; the time to solve them begins again. */
export async function forward(conflictIDs: readonly string[], queue: Queue, person: Person, comment: string): Promise<void> {
  for (const { conflict, attempt } of await open(conflictIDs)) {
    await UPDATE(Conflicts, conflict.ID).set({
      queue_code: queue,
      routedBy: 'person',
      assignee: null,
      dueAt: await dueAt(queue, new Date()),
    })
    if (conflict.queue_code !== queue) await alert({ ...(conflict as Raised), queue_code: queue })
    if (comment) await write(attempt.ID, person, comment)
    await told(attempt, 'forwarded', person, comment, { from: conflict.queue_code, to: queue })
  }
}

/** Tells others something about a message. */
export async function comment(attemptID: string, text: string, person: Person): Promise<void> {
  const attempt = await attemptByID(attemptID)
  await write(attemptID, person, text)
  await told(attempt, 'commented', person, text)
}

/** The messages will not be posted; their senders are told so when they ask again. */
export async function cancel(conflictIDs: readonly string[], person: Person, reason: string): Promise<void> {
  for (const { attempt } of await open(conflictIDs)) {
    const suggestion = await SELECT.one
      .from(Suggestions)
      .columns('ID')
      .where({ attempt_ID: attempt.ID, status: { in: ['proposed', 'awaitingSignOff'] } })
    if (attempt.status === 'held' && suggestion?.ID) {
      await rejectSuggestion(suggestion.ID, person, reason)
      continue
    }
    const moved: unknown = await UPDATE(SyncAttempts)
      .set({ status: 'rejected', verdictReason: reason.slice(0, 500), finishedAt: new Date().toISOString() })
      .where({ ID: attempt.ID, status: { in: ['refused', 'held'] } })
    if (!moved) throw movedOn(attempt)
    await leave(attempt.ID)
    await resolveConflict(attempt.ID, 'rejected')
    await told(attempt, 'cancelled', person, reason, undefined, 'rejected')
  }
}

/** What the ERP has booked but for a rest has been seen to there. */
export async function settle(conflictIDs: readonly string[], person: Person, note: string): Promise<void> {
  for (const { attempt } of await open(conflictIDs)) {
    if (attempt.status !== 'posted') throw movedOn(attempt)
    await resolveConflict(attempt.ID, 'settled')
    await told(attempt, 'settled', person, note)
  }
}

/** Begins to try messages again: all that are open in a group, or those that are named. Answers the ID to follow it by. */
export async function resubmit(
  which: { readonly groupID: string } | { readonly conflictIDs: readonly string[] },
  person: Person,
  note: string,
  plant?: readonly string[],
): Promise<string> {
  const found = (await SELECT.from(Conflicts)
    .columns('attempt_ID', 'code', 'cause_code', 'groupID', 'attempt.order as order', 'attempt.number as number')
    .where({
      ...('groupID' in which ? { groupID: which.groupID } : { ID: { in: [...which.conflictIDs] } }),
      isPrimary: true,
      isObsolete: false,
      resolvedAt: null,
      'attempt.status': { in: ['held', 'refused'] },
      'attempt.keyKind': { '!=': 'unread' },
      // The ERP may have it: only who answers for the books posts it once more, by the suggestion.
      code: { '!=': UNKNOWN_OUTCOME },
      ...(plant ? { 'attempt.plant': { in: [...plant] } } : {}),
    } as never)
    .orderBy('attempt.number')) as unknown as {
    attempt_ID: string
    code: string
    cause_code: string
    groupID: string
    order: string | null
  }[]
  const [first] = found
  if (!first)
    throw new DecisionError(
      409,
      'COUNTERSIGN/NOTHING_OPEN',
      'Nothing of this can be tried again: it has moved on, nobody can read it, or the ERP may have it',
    )
  const groups = new Set(found.map((each) => each.groupID))
  const ID = newID()
  await INSERT.into(Resubmissions).entries({
    ID,
    startedAt: new Date().toISOString(),
    startedBy: person.id,
    role: person.role,
    note: note || null,
    total: found.length,
    ...(groups.size === 1 ? { groupID: first.groupID, code: first.code, cause_code: first.cause_code } : {}),
  })
  await INSERT.into(ResubmissionItems).entries(
    found.map(({ attempt_ID, order }, position) => ({ resubmission_ID: ID, position, attempt_ID, order })),
  )
  return ID
}

/**
 * Maintains the value map from the error: from now on the shop floor's reason of this message stands for that reason of the ERP.
 * @param reasons `erp` for confirmations, `movement` for goods movements where it is another one
 */
export async function mapReason(conflictID: string, reasons: { erp: string; movement?: string }, person: Person): Promise<void> {
  const [found] = await open([conflictID])
  if (!found) throw new DecisionError(404, 'COUNTERSIGN/NOT_FOUND', 'There is no such failure')
  const parts = await partsOf(found.attempt.ID)
  const shopFloor = parts.map((part) => part.reason || part.movements.map((each) => each.reason).find(Boolean)).find(Boolean)
  if (!shopFloor) throw new DecisionError(400, 'COUNTERSIGN/NO_REASON', 'The message bears no reason that could be mapped')
  const key = { plant: found.attempt.plant ?? '*', shopFloor }
  const before = await SELECT.one.from(ReasonMappings).columns('erp', 'movement').where(key)
  await UPSERT.into(ReasonMappings).entries({ ...key, erp: reasons.erp, ...(reasons.movement ? { movement: reasons.movement } : {}) })
  await told(found.attempt, 'reasonMapped', person, `${shopFloor} stands for ${reasons.erp}`, { ...key, before, after: reasons })
}

async function open(conflictIDs: readonly string[]) {
  const conflicts = await SELECT.from(Conflicts)
    .columns('ID', 'attempt_ID', 'queue_code', 'groupID', 'code', 'text', 'cause_code', 'plant', 'material', 'order')
    .where({ ID: { in: [...conflictIDs] }, isPrimary: true, isObsolete: false, resolvedAt: null })
  if (conflicts.length < conflictIDs.length)
    throw new DecisionError(409, 'COUNTERSIGN/RESOLVED_ALREADY', 'Some of it is not open any more: refresh to see what became of it')
  return Promise.all(conflicts.map(async (conflict) => ({ conflict, attempt: await attemptByID(conflict.attempt_ID ?? '') })))
}

function movedOn(attempt: AttemptRow): DecisionError {
  return new DecisionError(409, 'COUNTERSIGN/MOVED_ON', `Message ${attempt.number} has moved on: refresh to see what became of it`)
}

async function write(attempt_ID: string, person: Person, text: string): Promise<void> {
  await INSERT.into(AttemptComments).entries({ ID: newID(), attempt_ID, at: new Date().toISOString(), author: person.id, text })
}

async function told(attempt: AttemptRow, action: string, person: Person, reason: string, details?: unknown, status = attempt.status) {
  await tell({ actor: person.id, role: person.role, action, attempt, status, reason, ...(details === undefined ? {} : { details }) })
}
