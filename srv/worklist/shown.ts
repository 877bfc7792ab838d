import cds, { type Request } from '@sap/cds'
import { AuditLog, SuggestionCauses } from '#cds-models/countersign'
import type { Query } from '../database/cqn.ts'

/** What is shown beside what the database holds: what the user may do, and why not. */

type Rows = object | object[] | null | undefined
type Role = 'planner' | 'supervisor' | 'controller'

/** What pages offer to whom: the same as `access-control.cds` lets them do. */
const MAY: Readonly<Record<string, readonly Role[]>> = {
  mayDecide: ['planner', 'supervisor'],
  mayReject: ['planner', 'supervisor'],
  maySign: ['controller'],
  mayReturn: ['controller'],
  mayRoute: ['planner', 'supervisor', 'controller'],
  mayComment: ['planner', 'supervisor', 'controller'],
}

/** What the user's role allows in some state or other. */
export function whatMay({ user }: Request): Record<string, boolean> {
  return Object.fromEntries(Object.entries(MAY).map(([name, roles]) => [name, roles.some((role) => user.is(role))]))
}

/**
 * The model says what the state of a suggestion allows: of that remains what the user's role allows, and nobody signs what he approved.
 * Answers what is read; an `after` handler would not be waited for.
 */
export async function leaveWhatMay<T>(req: Request, next: () => T): Promise<Awaited<T>> {
  const read = await next()
  const rows = records(read as Rows)
  const may = whatMay(req)
  const forbidden = Object.keys(MAY).filter((name) => !may[name])
  for (const row of rows) for (const name of forbidden) if (name in row) row[name] = false
  const own = await approvedBy(
    req.user.id,
    rows.filter((row) => row.maySign === true).map((row) => String(row.ID)),
  )
  for (const row of rows.filter((each) => own.has(String(each.ID)))) {
    row.maySign = false
    row.signHint = textOf('COUNTERSIGN/FOUR_EYES', req)
  }
  return read
}

interface Likeliest {
  readonly suggestion: string
  readonly code: string | null
  readonly name: string | null
  readonly about: string | null
  readonly aboutName: string | null
}

/** Says, where that is asked for, why a suggestion is about another cause than the likeliest. Answers what is read. */
export async function explainCause<T>(req: Request, next: () => T): Promise<Awaited<T>> {
  const read = await next()
  const { columns = [] } = (req.query as unknown as Query).SELECT ?? {}
  if (!columns.some((column) => typeof column === 'object' && column.ref?.[0] === 'causeHint')) return read
  const rows = records(read as Rows)
  const likeliest = (await SELECT.localized
    .from(SuggestionCauses)
    .columns(
      'suggestion_ID as suggestion',
      'cause.code as code' as never,
      'cause.name as name' as never,
      'suggestion.cause.code as about' as never,
      'suggestion.cause.name as aboutName' as never,
    )
    .where({ suggestion_ID: { in: rows.map((row) => String(row.ID)) }, rank: 1 })) as unknown as Likeliest[]
  const others = new Map(likeliest.filter(({ code, about }) => about && code !== about).map((each) => [each.suggestion, each]))
  for (const row of rows) {
    const other = others.get(String(row.ID))
    if (other) row.causeHint = textOf('CAUSE_HINT', req, [other.name, other.aboutName])
  }
  return read
}

/** The audit log is for controllers and auditors. */
export function linkAudit(rows: Rows, req: Request): void {
  const may = req.user.is('controller') || req.user.is('auditor')
  for (const row of records(rows)) row.mayReadAudit = may
}

/** What was wrong is for those to say who decide. */
export function allowCause(rows: Rows, req: Request): void {
  const may = req.user.is('planner') || req.user.is('supervisor')
  for (const row of records(rows)) row.maySetCause = may
}

/** Of these suggestions, those that the user approved or adjusted. */
async function approvedBy(user: string, IDs: readonly string[]): Promise<ReadonlySet<string>> {
  if (IDs.length === 0) return new Set()
  const hands = await SELECT.distinct
    .from(AuditLog)
    .columns('suggestion_ID')
    .where({ suggestion_ID: { in: [...IDs] }, action: { in: ['adjusted', 'approved'] }, actor: user })
  return new Set(hands.map((each) => each.suggestion_ID ?? ''))
}

/** Texts of errors are looked up here, as fields leave CAP as they are. */
function textOf(key: string, req: Request, args: readonly unknown[] = []): string {
  const { messages } = (
    cds as unknown as { i18n: { messages: { at(key: string, locale: string, args: readonly unknown[]): string | undefined } } }
  ).i18n
  return messages.at(key, req.locale ?? '', args) ?? key
}

function records(rows: Rows): Record<string, unknown>[] {
  // A count is no row.
  return [rows ?? []].flat().filter((row) => typeof row === 'object') as Record<string, unknown>[]
}
