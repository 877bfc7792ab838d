import { setImmediate } from 'node:timers/promises'
import { BackTestRows, Policies, PolicyVersions } from '#cds-models/countersign'
import { backTest, type BackTestLine, type RecordedCase } from '../../policy/backtest.ts'
import type { Policy } from '../../policy/policy.ts'
import { hasUntestable, reinspect, tellChecksTheSame } from '../../policy/reinspect.ts'
import { governing, policyOf } from '../policies.ts'
import { type CaseRow, factsOf, MOST_INSPECTED, recorded, recordedCase } from './recorded.ts'
import { hashOf, type PolicyRow, readPolicy } from './versions.ts'

/** What a policy would have made of the recorded past, beside the one at work. */

/** Messages that are inspected at a time. */
const SOME = 50

export interface Tested {
  readonly kind: string
  readonly plant: string
  readonly contentHash: string
  readonly messages: number
  readonly lines: readonly BackTestLine[]
  /** Messages that another setting of the checks was tried on, and those that it couldn't be: their content is gone. Absent where none changed. */
  readonly checks?: { readonly anew: number; readonly asThen: number }
  /** Something was changed that no test of the past can show. */
  readonly isPartly: boolean
}

interface Keys {
  readonly kind: string
  readonly plant: string
}

/**
 * Decides the latest messages that a policy would decide once more: by `draft` against the policy at work; without a draft, by the policy at work
 * against its version before. Where the two tell the checks something different (tolerances, statuses, periods), the checks are made anew of what was known then; what was
 * predicted and proposed stays. Within the open transaction.
 */
export async function testPolicy({ kind, plant }: Keys, draft: PolicyRow | undefined): Promise<Tested> {
  const active = await readPolicy(kind, plant)
  const rows = await SELECT.from(Policies).columns('kind', 'plant')
  const tested = draft ?? active
  const general = governing(rows, kind, plant)
  const atWork = active ?? (general && (await readPolicy(general.kind ?? '*', general.plant ?? '*')))
  const before = draft ? atWork : await versionBefore(active)
  const after = asPolicy(tested)
  const all = active ? rows : [...rows, { kind, plant }]
  const isOwn = (each: { readonly kind: string | null; readonly plant: string | null }): boolean => {
    const own = governing(all, each.kind ?? '*', each.plant ?? '*')
    return own?.kind === kind && own.plant === plant
  }
  const was = before ? asPolicy(before) : after
  const isAnew = !tellChecksTheSame(was, after)
  const cases: RecordedCase[] = []
  for await (const page of recorded({ kind, plant }, isOwn, true, isAnew ? MOST_INSPECTED : undefined))
    cases.push(...(isAnew ? await inspectedAnew(page, was, after) : page.map(recordedCase)))
  const lines = backTest(cases, was, after)
  const anew = cases.filter((each) => each.anew !== undefined).length
  return {
    ...{ kind, plant, contentHash: hashOf(tested ?? {}), messages: cases.length, lines, isPartly: hasUntestable(was, after) },
    ...(isAnew ? { checks: { anew, asThen: cases.length - anew } } : {}),
  }
}

async function inspectedAnew(page: readonly CaseRow[], before: Policy, after: Policy): Promise<RecordedCase[]> {
  const facts = await factsOf(page)
  const cases: RecordedCase[] = []
  for (const row of page) {
    const recorded = recordedCase(row)
    const known = facts.get(row.ID)
    const anew = known && reinspect(known, recorded.findings, before, after)
    cases.push(anew ? { ...recorded, anew } : recorded)
    // Others have their turn in between.
    if (cases.length % SOME === 0) await setImmediate()
  }
  return cases
}

function asPolicy(row: Partial<PolicyRow> | undefined): Policy {
  return policyOf(row ?? {}, row?.limits ?? [], row?.tolerances ?? [])
}

/** As it was, from what is kept of it; none of a policy that was never changed. */
async function versionBefore(active: PolicyRow | undefined): Promise<Partial<PolicyRow> | undefined> {
  if (!active) return undefined
  const { kind, plant, version } = active
  const row = await SELECT.one
    .from(PolicyVersions)
    .columns('content')
    .where({ kind, plant, version: { '<': version } } as never)
    .orderBy('version desc')
  return row?.content ? (JSON.parse(row.content) as Partial<PolicyRow>) : undefined
}

/** Keeps it as the latest of its policy. Within the open transaction. */
export async function keepBackTest(test: Tested, person: string): Promise<object[]> {
  const { kind, plant, contentHash, messages } = test
  const testedAt = new Date().toISOString()
  const rows = [...fatesOf(test), ...remarksOn(test)].map((row, position) => ({
    ...{ kind, plant, ...row, position: position + 1, messages, testedAt, testedBy: person, contentHash },
  }))
  await forgetBackTest(kind, plant)
  await INSERT.into(BackTestRows).entries(rows)
  return rows.map((row) => ({ ...row, more: less(row.after, row.before), moreWrong: less(row.wrongAfter, row.wrongBefore) }))
}

interface Line {
  readonly measure: string
  readonly before: number | null
  readonly after: number
  readonly wrongBefore: number | null
  readonly wrongAfter: number | null
}

function fatesOf({ lines }: Tested): Line[] {
  return lines.map(({ fate, before, after }) => ({
    ...{ measure: fate, before: before.messages, after: after.messages },
    ...{ wrongBefore: before.wrong, wrongAfter: after.wrong },
  }))
}

/** On how many messages the figures stand, where that isn't all of them. */
function remarksOn({ checks, isPartly, messages }: Tested): Line[] {
  const counted = [
    ...(checks ? [['checkedAnew', checks.anew] as const] : []),
    ...(checks && checks.asThen > 0 ? [['checkedThen', checks.asThen] as const] : []),
    ...(isPartly ? [['notTested', messages] as const] : []),
  ]
  return counted.map(([measure, after]) => ({ measure, before: null, after, wrongBefore: null, wrongAfter: null }))
}

function less(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : one - other
}

export async function forgetBackTest(kind: string, plant: string): Promise<void> {
  await DELETE.from(BackTestRows).where({ kind, plant })
}

/** The back-test of exactly what a policy says now; undefined where there is none. */
export async function backTestOf(row: PolicyRow): Promise<object[] | undefined> {
  const rows = await SELECT.from(BackTestRows)
    .columns('measure', 'before', 'after', 'wrongBefore', 'wrongAfter', 'messages', 'testedAt', 'testedBy')
    .where({ kind: row.kind, plant: row.plant, contentHash: hashOf(row) })
    .orderBy('position')
  return rows.length > 0 ? [...rows] : undefined
}
