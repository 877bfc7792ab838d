import { BackTestRows, Policies, PolicyVersions } from '#cds-models/countersign'
import { backTest, type BackTestLine, type RecordedCase } from '../../policy/backtest.ts'
import type { Policy } from '../../policy/policy.ts'
import { governing, policyOf } from '../policies.ts'
import { recorded, recordedCase } from './recorded.ts'
import { hashOf, type PolicyRow, readPolicy } from './versions.ts'

/** What a policy would have made of the recorded past, beside the one at work. */

export interface Tested {
  readonly kind: string
  readonly plant: string
  readonly contentHash: string
  readonly messages: number
  readonly lines: readonly BackTestLine[]
}

interface Keys {
  readonly kind: string
  readonly plant: string
}

/**
 * Decides the latest messages that a policy would decide once more: by `draft` against the policy at work; without a draft, by the policy at work
 * against its version before. Within the open transaction. What checks found stays as it was found then, so other tolerances show no effect.
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
  const cases: RecordedCase[] = []
  for await (const page of recorded({ kind, plant }, isOwn, true)) cases.push(...page.map(recordedCase))
  const lines = backTest(cases, before ? asPolicy(before) : after, after)
  return { kind, plant, contentHash: hashOf(tested ?? {}), messages: cases.length, lines }
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
export async function keepBackTest({ kind, plant, contentHash, messages, lines }: Tested, person: string): Promise<object[]> {
  const testedAt = new Date().toISOString()
  const rows = lines.map(({ fate, before, after }, position) => ({
    ...{ kind, plant, measure: fate, position: position + 1, messages, testedAt, testedBy: person, contentHash },
    ...{ before: before.messages, after: after.messages, wrongBefore: before.wrong, wrongAfter: after.wrong },
  }))
  await forgetBackTest(kind, plant)
  await INSERT.into(BackTestRows).entries(rows)
  return rows.map((row) => ({ ...row, more: row.after - row.before, moreWrong: row.wrongAfter - row.wrongBefore }))
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
