import { Conflicts } from '#cds-models/countersign'
import { fitting } from '../../database/fitting.ts'
import { newID } from '../../database/id.ts'
import type { Cause, Finding } from '../../domain/judgement.ts'
import type { MessagePart } from '../../domain/message.ts'
import { groupOf, queueOf } from '../../failures/catalogue.ts'
import { dueAt, failureOf } from '../catalogue.ts'
import type { AttemptRow } from '../storage.ts'
import { alert, closeAlerts } from './alerts.ts'

/** Nobody can say whether the ERP has the message. */
export const UNKNOWN_OUTCOME = 'COUNTERSIGN/UNKNOWN_OUTCOME'

/** What a judgement or the ERP found out about an attempt. */
export interface Found {
  readonly findings: readonly Finding[]
  /** Of the message, to tell which material a finding is about. */
  readonly parts: readonly MessagePart[]
  /** Likeliest cause, where no finding decides it. */
  readonly cause?: Cause
  /** One of the findings stands for the message where people sort failures out: it is held, or was refused. */
  readonly isOpen: boolean
}

/**
 * Replaces what earlier judgements of the attempt found. What stood open for people goes on under the new conflict: since when, in whose hands;
 * on a release it stays until the ERP has the message. Within the open transaction.
 */
export async function keepConflicts(attempt: AttemptRow, { findings, parts, cause, isOpen }: Found): Promise<void> {
  const before = await openConflict(attempt.ID)
  await UPDATE(Conflicts)
    .set({ isObsolete: true })
    .where({ attempt_ID: attempt.ID, isObsolete: false, ...(before && !isOpen ? { ID: { '!=': before.ID } } : {}) } as never)
  const primary = isOpen ? primaryOf(findings, cause) : undefined
  const at = new Date().toISOString()
  const rows = findings.map((finding) => rowOf(attempt, finding, at))
  const rest = primary ? rows.filter((_, index) => findings[index] !== primary) : rows
  const stands = primary && (await standing(attempt, primary, parts, before, at, cause))
  const entries = stands ? [stands, ...rest] : rows
  if (entries.length > 0) await INSERT.into(Conflicts).entries(entries as never)
  if (!stands) return
  // The same failure of the same message as before is no news.
  if (before?.groupID !== stands.groupID || before.queue_code !== stands.queue_code) await alert({ ...stands, code: primary.code })
  if (before && before.groupID !== stands.groupID) await closeAlerts(attempt.ID)
}

/** Ends what stood open for people: the attempt is posted, rejected or superseded. Within the open transaction. */
export async function resolveConflict(attemptID: string, resolution: 'posted' | 'rejected' | 'superseded' | 'settled'): Promise<void> {
  const ended: unknown = await UPDATE(Conflicts)
    .set({ resolvedAt: new Date().toISOString(), resolution })
    .where({ attempt_ID: attemptID, isPrimary: true, isObsolete: false, resolvedAt: null })
  if (ended) await closeAlerts(attemptID)
}

/** The material that a finding is about: of its movement, else the one of the message that its words name, else what is made. */
function subjectOf(finding: Finding, parts: readonly MessagePart[]): string {
  const part = parts[finding.part]
  const index = /^movements\/(\d+)/.exec(finding.field)?.[1]
  const moved = index === undefined ? undefined : part?.movements[Number(index)]?.material
  if (moved) return moved
  const words = new Set(`${finding.text} ${finding.evidence.map((each) => each.value).join(' ')}`.split(/[^\w-]+/))
  const named = parts.flatMap((each) => each.movements).find((each) => words.has(each.material))
  return named?.material ?? part?.material ?? ''
}

/** The finding that people read first: one that decides its cause, in the order in which a planner would ask; else one of the likeliest cause, else the first. */
function primaryOf(findings: readonly Finding[], cause: Cause | undefined): Finding | undefined {
  const errors = findings.filter((each) => each.severity === 'error')
  return errors.find((each) => each.isDecisive) ?? errors.find((each) => each.cause === cause) ?? errors[0] ?? findings[0]
}

async function openConflict(attemptID: string) {
  return (
    (await SELECT.one
      .from(Conflicts)
      .columns('ID', 'at', 'dueAt', 'assignee', 'queue_code', 'routedBy', 'cause_code', 'code', 'groupID', 'escalatedFor')
      .where({ attempt_ID: attemptID, isPrimary: true, isObsolete: false, resolvedAt: null })) ?? undefined
  )
}

async function standing(
  attempt: AttemptRow,
  finding: Finding,
  parts: readonly MessagePart[],
  before: Awaited<ReturnType<typeof openConflict>>,
  at: string,
  likeliest: Cause | undefined,
) {
  // A word of the ERP that nobody knows stays unknown, whatever the model thinks, until somebody names it.
  const cause = finding.isDecisive || finding.cause === 'unknown' ? finding.cause : (likeliest ?? finding.cause)
  const failure = await failureOf(finding)
  const queue = queueOf(cause, failure?.cause === cause ? failure : undefined)
  const subject = { plant: attempt.plant ?? '', material: subjectOf(finding, parts), order: attempt.order ?? '' }
  const group = groupOf({ code: finding.code, cause }, subject)
  const byPerson =
    before?.routedBy === 'person' && before.cause_code === cause && before.code === finding.code ? before.queue_code : undefined
  return {
    ...rowOf(attempt, finding, before?.at ?? at),
    cause_code: cause,
    isPrimary: true,
    groupID: group.groupID,
    plant: subject.plant || null,
    material: group.material || null,
    order: group.order || null,
    failure_ID: failure?.id ?? null,
    queue_code: byPerson ?? queue,
    routedBy: byPerson ? 'person' : failure ? 'catalogue' : 'cause',
    assignee: before?.assignee ?? null,
    escalatedFor: before?.escalatedFor ?? null,
    dueAt: before?.queue_code === queue && before.dueAt ? before.dueAt : await dueAt(queue, new Date(before?.at ?? at)),
  }
}

function rowOf(attempt: AttemptRow, { part, cause, text, evidence, ...finding }: Finding, at: string) {
  return fitting(Conflicts, {
    ID: newID(),
    attempt_ID: attempt.ID,
    at,
    position: part,
    cause_code: cause,
    text: text.slice(0, 1000),
    evidence: JSON.stringify(evidence),
    ...finding,
  })
}
