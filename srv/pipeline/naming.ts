import { Conflicts, SyncAttempts } from '#cds-models/countersign'
import { closeAlerts } from './triage/alerts.ts'
import { type Cause, CAUSES, type ErpError, type Queue } from '../domain/judgement.ts'
import { groupOf, queueOf } from '../failures/catalogue.ts'
import type { Matcher } from '../failures/match.ts'
import { dueAt, readCatalogue } from './catalogue.ts'

/** An entry of the catalogue that was changed just now. */
interface Changed {
  readonly id: string
  /** The cause that it named before; undefined for a new one. */
  readonly causeBefore?: string | null | undefined
}

const COLUMNS = [
  'ID',
  'at',
  'check',
  'code',
  'text',
  'cause_code',
  'isPrimary',
  'resolvedAt',
  'plant',
  'material',
  'order',
  'failure_ID',
  'queue_code',
  'routedBy',
  'dueAt',
  'groupID',
  'attempt_ID',
] as const

type Row = Readonly<Partial<Record<(typeof COLUMNS)[number], string | boolean | null>>>

/**
 * Applies the catalogue as it stands now to past failures: what it means to all that the ERP ever said, and to those that are still open which
 * group they belong to and, unless a person had sent them elsewhere, who solves them until when. Within the open transaction. Answers how
 * many were changed.
 */
export async function renameConflicts(changed: Changed): Promise<number> {
  const matcher = await readCatalogue()
  const rows = await SELECT.from(Conflicts)
    .columns(...COLUMNS)
    .where(`isObsolete = false and (check = 'erp' or (isPrimary = true and resolvedAt is null))`)
  const due = new Map<string, Promise<string | null>>()
  let count = 0
  for (const row of rows as readonly Row[]) {
    const values = await renamed(row, matcher, changed, due)
    if (isSame(row, values)) continue
    await UPDATE(Conflicts, text(row.ID)).set(values as never)
    if ('groupID' in values && values.groupID !== row.groupID) await closeAlerts(text(row.attempt_ID))
    count++
  }
  return count
}

async function renamed(row: Row, matcher: Matcher, changed: Changed, due: Map<string, Promise<string | null>>) {
  const isErp = row.check === 'erp'
  const named = matcher.name(errorOf(row))
  const failure = isErp ? named.failure : matcher.failureOf({ code: text(row.code), text: text(row.text) })
  const cause = isErp && !keepsCause(row, named.isDecisive, failure?.id, changed) ? named.cause : causeOf(row)
  const meaning = { failure_ID: failure?.id ?? null, cause_code: cause }
  if (!row.isPrimary || row.resolvedAt) return meaning
  const subject = groupOf({ code: text(row.code), cause }, await subjectOf(row))
  const group = { groupID: subject.groupID, material: subject.material || null, order: subject.order || null }
  if (row.routedBy === 'person') return { ...meaning, ...group }
  const queue = queueOf(cause, failure)
  const routedBy = failure?.cause === cause ? 'catalogue' : 'cause'
  if (queue === row.queue_code) return { ...meaning, ...group, routedBy }
  return { ...meaning, ...group, routedBy, queue_code: queue, dueAt: await dueOf(queue, text(row.at), due) }
}

function isSame(row: Row, values: Readonly<Record<string, unknown>>): boolean {
  return (['failure_ID', 'cause_code', 'queue_code'] as const).every((name) => !(name in values) || (row[name] ?? null) === values[name])
}

/** Where an entry leaves the cause open, what the model made of it stays, unless that was no more than what the entry said before. */
function keepsCause(row: Row, isDecisive: boolean, failure: string | undefined, { id, causeBefore }: Changed): boolean {
  if (isDecisive || failure === undefined || row.failure_ID !== failure || causeOf(row) === 'unknown') return false
  return !(failure === id && row.cause_code === causeBefore)
}

/** What the group needs to know and the conflict lost, because its cause so far was about neither material nor order. */
async function subjectOf(row: Row): Promise<{ plant: string; material: string; order: string }> {
  const known = { plant: text(row.plant), material: text(row.material), order: text(row.order) }
  if (known.plant && known.material && known.order) return known
  const attempt = await SELECT.one
    .from(SyncAttempts)
    .columns('plant', 'material', 'order')
    .where({ ID: text(row.attempt_ID) })
  const or = (own: string, name: keyof typeof known): string => own || (attempt?.[name] ?? '')
  return { plant: or(known.plant, 'plant'), material: or(known.material, 'material'), order: or(known.order, 'order') }
}

function dueOf(queue: Queue, at: string, known: Map<string, Promise<string | null>>): Promise<string | null> {
  const key = `${queue} ${at}`
  const due = known.get(key) ?? dueAt(queue, new Date(at))
  known.set(key, due)
  return due
}

function errorOf(row: Row): ErpError {
  const said = { code: text(row.code), text: text(row.text), raw: '', class: '', number: '' }
  return { ...said, variables: [], details: [], severity: 'error', isTransient: false }
}

function causeOf(row: Row): Cause {
  return CAUSES.find((each) => each === row.cause_code) ?? 'unknown'
}

function text(value: Row[keyof Row]): string {
  return typeof value === 'string' ? value : ''
}
