import { createHash } from 'node:crypto'
import { Policies, PolicyLimits, PolicyTolerances, PolicyVersions } from '#cds-models/countersign'
import type { Phase } from '../../domain/judgement.ts'
import { DEFAULT_POLICY } from '../../policy/policy.ts'

/** What a policy said, and when. */

type Row = Readonly<Record<string, unknown>>

/** A row of `Policies` with all that belongs to it. */
export type PolicyRow = Row & {
  readonly kind: string
  readonly plant: string
  readonly version: number
  readonly phase: Phase
  readonly limits: readonly Row[]
  readonly tolerances: readonly Row[]
}

/** Not what it says but how it came about. */
const TECHNICAL = /^(version|reason|changedBy|changedAt|backTests|versions|events|evidence|isRemovable|\w+Text)$|^(Is|Has|Draft)[A-Z]/

/** @param service whose draft is read; the policy at work if it is left out */
export async function readPolicy(kind: string, plant: string, service?: string): Promise<PolicyRow | undefined> {
  const nameOf = (entity: { readonly name: string }): string =>
    service === undefined ? entity.name : `${service}.${entity.name.slice(entity.name.lastIndexOf('.') + 1)}.drafts`
  const row = (await SELECT.one.from(nameOf(Policies)).where({ kind, plant })) as Row | null
  if (!row) return undefined
  const own = { policy_kind: kind, policy_plant: plant }
  const limits = (await SELECT.from(nameOf(PolicyLimits)).where(own)) as Row[]
  const tolerances = (await SELECT.from(nameOf(PolicyTolerances)).where(own)) as Row[]
  const { version, phase } = row as { version?: number | null; phase?: Phase | null }
  return { ...row, kind, plant, version: version ?? DEFAULT_POLICY.version, phase: phase ?? DEFAULT_POLICY.phase, limits, tolerances }
}

/** What a policy says, in one order whoever reads it, so that it can be compared: no keys of what belongs to it, no history. */
export function contentOf(row: Row): Record<string, unknown> {
  const { limits, tolerances } = row as { limits?: readonly Row[] | null; tolerances?: readonly Row[] | null }
  const own = Object.keys(row)
    .filter((name) => !TECHNICAL.test(name) && name !== 'limits' && name !== 'tolerances')
    .sort()
  return {
    ...Object.fromEntries(own.map((name) => [name, plain(row[name])])),
    limits: listed(limits, ['action', 'materialType', 'mostValue', 'mostQuantity', 'unit']),
    tolerances: listed(tolerances, ['orderType', 'material', 'percent']),
  }
}

/** Of the content, hex: the same policy has the same. */
export function hashOf(row: Row): string {
  return createHash('sha256')
    .update(JSON.stringify(contentOf(row)))
    .digest('hex')
}

function listed(rows: readonly Row[] | null | undefined, names: readonly string[]): Row[] {
  const bare = (rows ?? []).map((row) => Object.fromEntries(names.map((name) => [name, plain(row[name])])))
  return bare.sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1))
}

/** Decimals come as text or as numbers, with or without zeros at their end. */
function plain(value: unknown): unknown {
  if (value === undefined || value === '') return null
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value
}

/** Keeps a version as it is at work, unless it is kept already. Within the open transaction. */
export async function keepVersion(row: PolicyRow, backTest?: unknown): Promise<void> {
  const { kind, plant, version, phase, changedBy, changedAt, reason } = row
  if (await SELECT.one.from(PolicyVersions).columns('version').where({ kind, plant, version })) return
  await INSERT.into(PolicyVersions).entries({
    ...{ kind, plant, version, phase, changedBy, changedAt, reason },
    content: JSON.stringify(contentOf(row)),
    backTest: backTest === undefined ? null : JSON.stringify(backTest),
  } as never)
}

/** The number that the next version of any policy gets: so a number names one policy as it was at one time, also on what it decided. */
export async function nextVersion(): Promise<number> {
  const highest = async (entity: { readonly name: string }): Promise<number> => {
    const row = (await SELECT.one.from(entity.name).columns('max(version) as last')) as { last?: unknown } | null
    return Number(row?.last ?? 0)
  }
  return Math.max(await highest(Policies), await highest(PolicyVersions)) + 1
}
