import canonicalize from 'canonicalize'
import { type Entry, leafHash, SCHEMA } from './verifier.ts'

/** Columns of AuditLog that version 1 of the canonical form holds. */
export const FIELDS = [
  'ID',
  'sequence',
  'at',
  'actor',
  'role',
  'action',
  'attempt_ID',
  'attemptNumber',
  'suggestion_ID',
  'plant',
  'order',
  'status',
  'reason',
  'inputReference',
  'inputHash',
  'modelVersion',
  'policyVersion',
  'decision',
  'erpDocument',
  'details',
] as const

/**
 * A row of AuditLog in its canonical form, whichever database gave it: whole numbers as text, times in UTC with milliseconds or what is
 * finer, and what isn't there as null.
 */
export function entryOf(row: Readonly<Record<string, unknown>>): Entry {
  return Object.fromEntries(FIELDS.map((name) => [name, name === 'at' ? timeOf(row[name]) : textOf(row[name])]))
}

/** Hash of an entry for its leaf, hex. */
export function leafOf(entry: Entry): string {
  return leafHash(canonicalize({ ...entry, schema: SCHEMA }) ?? '')
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return value.toWellFormed()
  if (typeof value === 'number' || typeof value === 'bigint') return value.toString()
  return JSON.stringify(value)
}

const TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d+))?(?:Z|\+00(?::?00)?)?$/

function timeOf(value: unknown): string | null {
  const text = value instanceof Date ? value.toISOString() : textOf(value)
  const [, day, time, fraction = ''] = TIME.exec(text ?? '') ?? []
  if (day === undefined || time === undefined) return text
  return `${day}T${time}.${fraction.replace(/0+$/, '').padEnd(3, '0')}Z`
}
