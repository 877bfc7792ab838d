import cds from '@sap/cds'
import { insertion } from '../database/statement.ts'
import { nextNumbers } from './numbers.ts'
import { beforeCommit, openTransaction } from './transaction.ts'

/** One step of one attempt, or of the settings that all attempts are judged by. */
export interface AuditStep {
  /** User, or client id of a technical caller; `countersign` for what it does by itself. */
  readonly actor: string
  readonly role: string
  readonly action: string
  readonly attempt?: {
    readonly ID: string
    readonly number: number
    readonly plant?: string | null
    readonly order?: string | null
    readonly method?: string | null
    readonly path?: string | null
    readonly bodyHash?: string | null
    readonly modelVersion?: string | null
    readonly policyVersion?: number | null
  }
  /** Of the attempt or the suggestion, after the step. */
  readonly status?: string
  readonly reason?: string
  readonly suggestion?: string | undefined
  /** Of another body than the attempt's own. */
  readonly inputHash?: string
  readonly modelVersion?: string
  readonly policyVersion?: number
  readonly decision?: string
  readonly erpDocument?: string
  readonly details?: unknown
}

/** What Countersign does by itself. */
export const ITSELF = { actor: 'countersign', role: 'system' } as const

const append = insertion('countersign.AuditLog')

/** Steps that open transactions have told so far. */
const told = new WeakMap<object, Row[]>()
type Row = ReturnType<typeof rowOf>

/** Appends a step to the AuditLog with the open transaction, so that it is told if and only if it happened: all its steps at once, right before it commits. */
export async function tell(step: AuditStep): Promise<void> {
  const transaction = openTransaction()
  const rows = told.get(transaction)
  if (rows) {
    rows.push(rowOf(step))
    return
  }
  const first = [rowOf(step)]
  told.set(transaction, first)
  beforeCommit(async () => {
    const sequence = await nextNumbers('audit', first.length)
    await append(first.map((row, index) => ({ ...row, sequence: sequence + index })))
  })
}

function rowOf({ attempt, suggestion, details, reason, ...rest }: AuditStep) {
  return {
    ID: cds.utils.uuid(),
    at: new Date().toISOString(),
    inputReference: `${attempt?.method ?? ''} ${attempt?.path ?? ''}`.trim().slice(0, 500),
    inputHash: attempt?.bodyHash ?? null,
    modelVersion: attempt?.modelVersion ?? null,
    policyVersion: attempt?.policyVersion ?? null,
    ...rest,
    reason: reason?.slice(0, 1000) ?? null,
    attempt_ID: attempt?.ID ?? null,
    attemptNumber: attempt?.number ?? null,
    plant: attempt?.plant ?? null,
    order: attempt?.order ?? null,
    suggestion_ID: suggestion ?? null,
    details: details === undefined ? null : JSON.stringify(details),
  }
}
