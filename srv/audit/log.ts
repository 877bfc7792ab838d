import { AuditLog } from '#cds-models/countersign'
import { fitting } from '../database/fitting.ts'
import { insertion } from '../database/insertion.ts'
import { newID } from '../database/id.ts'
import { nextNumbers } from './numbers.ts'
import { withoutPersonal } from './personal.ts'
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

/** Steps that open transactions have told so far, and when. */
const told = new WeakMap<object, Told[]>()
interface Told {
  readonly step: AuditStep
  readonly at: string
}

/** Appends a step to the AuditLog with the open transaction, so that it is told if and only if it happened: all its steps at once, right before it commits. */
export function tell(step: AuditStep): Promise<void> {
  const transaction = openTransaction()
  const now = { step, at: new Date().toISOString() }
  const steps = told.get(transaction)
  if (steps) steps.push(now)
  else {
    const first = [now]
    told.set(transaction, first)
    beforeCommit(() => write(first))
  }
  return Promise.resolve()
}

async function write(steps: readonly Told[]): Promise<void> {
  const rows = []
  for (const each of steps) rows.push(await rowOf(each))
  const sequence = await nextNumbers('audit', rows.length)
  await append(rows.map((row, index) => ({ ...row, sequence: sequence + index })))
}

async function rowOf({ step, at }: Told) {
  const { attempt, suggestion, ...given } = step
  const { details, reason } = await withoutPersonal({ details: given.details, reason: given.reason }, attempt?.ID)
  const [path = ''] = (attempt?.path ?? '').split('?')
  return fitting(AuditLog, {
    ID: newID(),
    at,
    inputReference: `${attempt?.method ?? ''} ${path}`.trim(),
    inputHash: attempt?.bodyHash ?? null,
    modelVersion: attempt?.modelVersion ?? null,
    policyVersion: attempt?.policyVersion ?? null,
    ...given,
    reason: reason ?? null,
    attempt_ID: attempt?.ID ?? null,
    attemptNumber: attempt?.number ?? null,
    plant: attempt?.plant ?? null,
    order: attempt?.order ?? null,
    suggestion_ID: suggestion ?? null,
    details: details === undefined ? null : JSON.stringify(details),
  })
}
