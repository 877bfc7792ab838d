import { setImmediate as turn } from 'node:timers/promises'
import cds from '@sap/cds'
import { Cases } from '#cds-models/countersign'
import { ITSELF } from '../../audit/log.ts'
import { nextNumber } from '../../audit/numbers.ts'
import { change } from '../../database/statement.ts'
import { type CaseKeys, FEATURE_SCHEMA, type LabelledCase, labelOf, type Sign } from '../../causes/index.ts'
import { type Cause, CAUSES } from '../../domain/judgement.ts'
import { EARLY, isCause } from './labels.ts'

/** Cases whose label is known, in the order in which it became known. */

/** So many are taken at once. */
export const BATCH = 500
const DAY = 86_400_000

/** A labelled case as it is read back. */
export interface LabelledRow {
  readonly attempt_ID: string
  /** Text on some databases. */
  readonly labelNumber: number | string
  readonly featureSchema: string
  readonly features: string
  readonly keys: string
  readonly findings: string
  readonly firstFailed: boolean
  readonly hasFailed: boolean
  readonly cause_code: string | null
  readonly labelSource: string
  readonly weight: unknown
  readonly outcome: string | null
  readonly outcomeAt: string | null
  readonly verdict: string
  readonly judgedAt: string
  readonly habits: string | null
  readonly personAt: string | null
}

const COLUMNS = [
  ...(['attempt_ID', 'labelNumber', 'featureSchema', 'features', 'keys', 'findings', 'firstFailed', 'hasFailed', 'cause_code'] as const),
  ...(['labelSource', 'weight', 'outcome', 'outcomeAt', 'verdict', 'judgedAt', 'habits', 'personAt'] as const),
]

/** The next ones after `seen`, at most {@link BATCH}. */
export async function labelledAfter(seen: number): Promise<LabelledRow[]> {
  return (await SELECT.from(Cases)
    .columns(...COLUMNS)
    .where({ labelNumber: { '>': seen } })
    .orderBy('labelNumber')
    .limit(BATCH)) as unknown as LabelledRow[]
}

/** What rates and habits are made of. */
export type Recalled = Pick<LabelledRow, 'labelNumber' | 'keys' | 'findings' | 'firstFailed' | 'hasFailed' | 'cause_code' | 'labelSource'>

/** The next ones after `seen` up to `last`, at most {@link BATCH}, with no more than that. */
export async function recalledAfter(seen: number, last: number): Promise<Recalled[]> {
  return (await SELECT.from(Cases)
    .columns('labelNumber', 'keys', 'findings', 'firstFailed', 'hasFailed', 'cause_code', 'labelSource')
    .where({ labelNumber: { between: seen + 1, and: last } } as never)
    .orderBy('labelNumber')
    .limit(BATCH)) as unknown as Recalled[]
}

/** Number of the latest one; 0 before there is any. */
export async function lastLabelled(): Promise<number> {
  const row = (await SELECT.one
    .from(Cases)
    .columns('max(labelNumber) as last')
    .where({ labelNumber: { '!=': null } })) as { last?: number | string | null } | undefined
  return Number(row?.last ?? 0)
}

/** Not released without a word; the database has them in an index of their own, and sees that only in a literal. */
const QUESTIONED = [{ ref: ['verdict'] }, '<>', { val: 'release', param: false }]

/**
 * The latest ones up to `last` that follow the present list of features, oldest first, as `made` of their rows; between the batches others get a
 * word in.
 */
export async function labelledUpTo<T>(last: number, count: number, made: (row: LabelledRow) => T, onlyQuestioned = false): Promise<T[]> {
  const found: T[] = []
  for (let upTo = last; found.length < count;) {
    const most = Math.min(BATCH, count - found.length)
    const rows = (await SELECT.from(Cases)
      .columns(...COLUMNS)
      .where({ labelNumber: { '<=': upTo }, featureSchema: FEATURE_SCHEMA.hash } as never)
      .where((onlyQuestioned ? QUESTIONED : undefined) as never)
      .orderBy('labelNumber desc')
      .limit(most)) as unknown as LabelledRow[]
    found.push(...rows.map(made))
    if (rows.length < most) break
    upTo = Number(rows.at(-1)?.labelNumber) - 1
    await turn()
  }
  return found.reverse()
}

/** Those among the first `seen` of which a person named the cause after `since`. */
export async function correctedAfter(since: string, seen: number): Promise<LabelledRow[]> {
  return (await SELECT.from(Cases)
    .columns(...COLUMNS)
    .where({ personAt: { '>': since }, labelNumber: { '<=': seen } })
    .orderBy('personAt')) as unknown as LabelledRow[]
}

function habitsIn(text: string): Float64Array {
  const habits = new Float64Array(CAUSES.length + 1)
  for (const [cause, share] of JSON.parse(text) as [Cause, number][]) habits[labelOf(cause)] = share
  return habits
}

/** As a model learns it; what was posted less than `reversalDays` ago may still be taken back, and counts less. */
export function caseOf(row: LabelledRow, reversalDays = 0): LabelledCase {
  const isEarly = row.labelSource === 'posted' && Date.parse(row.outcomeAt ?? '') > Date.now() - reversalDays * DAY
  return {
    features: JSON.parse(row.features) as number[],
    cause: row.hasFailed ? (isCause(row.cause_code) ? row.cause_code : 'unknown') : null,
    signs: JSON.parse(row.findings) as Sign[],
    ...(row.habits === null ? {} : { habits: habitsIn(row.habits) }),
    isAgreed: row.labelSource === 'decision',
    key: (JSON.parse(row.keys) as CaseKeys).Material,
    weight: isEarly ? EARLY : Number(row.weight ?? 1),
  }
}

/** With what was known at that moment. */
const numberOne = change<'ID' | 'number'>(({ ID, number }) =>
  UPDATE(Cases)
    .set({ labelNumber: number, firstFailed: { ref: ['hasFailed'] } } as never)
    .where({ ID, labelNumber: null } as never),
)

/** Gives labels that became known their numbers: one order for all that learn. */
export async function numberLabels(): Promise<void> {
  await cds.tx({ user: new cds.User(ITSELF.actor) }, async () => {
    const rows = await SELECT.from(Cases)
      .columns('ID')
      .where({ hasFailed: { '!=': null }, labelNumber: null })
      .orderBy('labelledAt', 'number')
      .limit(BATCH)
    for (const { ID = '' } of rows) await numberOne({ ID, number: await nextNumber('label') })
  })
}
