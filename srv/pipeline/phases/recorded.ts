import { buffer } from 'node:stream/consumers'
import type { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { promisify } from 'node:util'
import { inflateRaw } from 'node:zlib'
import cds from '@sap/cds'
import { Cases } from '#cds-models/countersign'
import type { ActionCode } from '../../domain/judgement.ts'
import type { MessageKind } from '../../domain/message.ts'
import type { RecordedCase } from '../../policy/backtest.ts'
import type { Moved } from '../../policy/moved.ts'
import type { ControllerReason } from '../../policy/policy.ts'
import type { Facts } from '../../policy/reinspect.ts'

/** The recorded past: judged messages whose end is known. */

/** Messages that are looked back at. */
const MOST_RECORDED = 10_000
/** Where checks are made anew of each, which takes the better part of a millisecond. */
export const MOST_INSPECTED = 2_500
/** Rows that are read at a time: SQLite answers nobody else meanwhile. */
const PAGE = 500

const COLUMNS = [
  ...(['ID', 'number', 'kind', 'plant', 'verdict', 'rulesVerdict', 'notChecked', 'findings', 'failure', 'hasFailed', 'outcome'] as const),
  ...(['judgedAt', 'outcomeAt', 'proposedAction', 'proposedConfidence', 'proposal', 'isProposalRight', 'isAutomatic'] as const),
] as const

/** A case as it is read; decimals and large numbers are text on some databases. */
export interface CaseRow {
  readonly ID: string
  readonly number: number | string
  readonly kind: string | null
  readonly plant: string | null
  readonly verdict: string
  readonly rulesVerdict: string | null
  readonly notChecked: string | null
  readonly findings: string | null
  readonly failure: string | number | null
  readonly hasFailed: boolean
  readonly outcome: string | null
  readonly judgedAt: string
  readonly outcomeAt: string | null
  readonly proposedAction: string | null
  readonly proposedConfidence: string | number | null
  readonly proposal: string | null
  readonly isProposalRight: boolean | null
  readonly isAutomatic: boolean | null
}

/** Where the search may stop early; `*` for all. */
interface Wanted {
  readonly kind: string
  readonly plant: string
}

/**
 * The latest of them that `isOwn`, {@link MOST_RECORDED} unless said otherwise, page by page, latest first; each page in a transaction of its own, so that others have their
 * turn in between.
 * @param isOwn said of each, after kind and plant fit
 * @param isWithin reads within the open transaction, where there is one: on SQLite another one would wait for it for ever
 */
export async function* recorded(
  { kind, plant }: Wanted,
  isOwn: (row: CaseRow) => boolean,
  isWithin = false,
  most = MOST_RECORDED,
): AsyncGenerator<CaseRow[]> {
  const named = { ...(kind === '*' ? {} : { kind }), ...(plant === '*' ? {} : { plant }) }
  let left = most
  for (let last: CaseRow | undefined; left > 0;) {
    const after = last
    // A query belongs to the transaction in which it is made.
    const read = async () => {
      const known = SELECT.from(Cases)
        .columns(...COLUMNS)
        .where({ hasFailed: { '!=': null }, ...named } as never)
        .orderBy('number desc', 'ID desc')
        .limit(PAGE)
      return await (after ? known.and`(number < ${after.number} or (number = ${after.number} and ID < ${after.ID}))` : known)
    }
    const rows = (await (isWithin ? read() : cds.tx(read))) as unknown as CaseRow[]
    await setImmediate()
    const own = rows.filter(isOwn).slice(0, left)
    left -= own.length
    if (own.length > 0) yield own
    last = rows.at(-1)
    if (rows.length < PAGE) return
  }
}

/** As a back-test decides it anew. */
export function recordedCase(row: CaseRow): RecordedCase {
  const { kind, failure, proposedAction, proposedConfidence, hasFailed, isProposalRight } = row
  const findings = JSON.parse(row.findings ?? '[]') as (Omit<RecordedCase['findings'][number], 'code' | 'field'> & {
    code?: string
    field?: string
  })[]
  const unmade = JSON.parse(row.notChecked ?? '{}') as { notChecked?: string[]; broken?: string[] }
  const proposal = row.proposal === null ? undefined : (JSON.parse(row.proposal) as { reasons: ControllerReason[]; moved: Moved[] })
  return {
    kind: (kind ?? 'other') as MessageKind,
    // Earlier ones were kept without.
    findings: findings.map((each) => ({ code: '', field: '', ...each })),
    notChecked: unmade.notChecked ?? [],
    broken: unmade.broken ?? [],
    ...(failure === null ? {} : { prediction: { failure: Number(failure), causes: [] } }),
    ...(proposal && proposedAction
      ? { proposal: { action: proposedAction as ActionCode, confidence: Number(proposedConfidence ?? 0), ...proposal } }
      : {}),
    hasFailed,
    isProposalRight: isProposalRight === true,
  }
}

const inflated = promisify(inflateRaw)

/**
 * What messages were judged by, by the ID of their case; those whose content was erased are missing. Within the open transaction.
 * @param rows a page of them
 */
export async function factsOf(rows: readonly CaseRow[]): Promise<Map<string, Facts>> {
  const IDs = rows.map(({ ID }) => ID)
  const kept = (await SELECT.from(Cases)
    .columns('ID', 'evidence')
    .where({ ID: { in: IDs }, evidence: { '!=': null } } as never)) as unknown as { ID: string; evidence: Readable | Buffer }[]
  const facts = kept.map(async ({ ID, evidence }) => {
    const bytes = Buffer.isBuffer(evidence) ? evidence : await buffer(evidence)
    return [ID, JSON.parse((await inflated(bytes)).toString()) as Facts] as const
  })
  return new Map(await Promise.all(facts))
}
