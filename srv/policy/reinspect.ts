import { type CheckSettings, inspect } from '../checks/index.ts'
import type { Context } from '../domain/context.ts'
import type { Finding } from '../domain/judgement.ts'
import type { MessagePart } from '../domain/message.ts'
import { type Policy, tolerating } from './policy.ts'

/** A finding, as far as a decision looks at it. */
export type RecordedFinding = Pick<Finding, 'severity' | 'cause' | 'code' | 'field'> & { readonly check?: string }

/** What a message was judged by, as it was kept. */
export interface Facts {
  readonly parts: readonly MessagePart[]
  readonly context: Context
}

/** What checks find in one message under two policies. */
export interface Reinspected {
  readonly before: readonly RecordedFinding[]
  readonly after: readonly RecordedFinding[]
}

/** Do two policies tell the checks the same? Then what was found stays found. */
export function tellChecksTheSame(one: Policy, other: Policy): boolean {
  return JSON.stringify(settingsOf(one)) === JSON.stringify(settingsOf(other))
}

/** What a back-test can't show, since nothing is kept of it: days by another clock, and repetitions from before the time that was looked back. */
export function hasUntestable(before: Policy, after: Policy): boolean {
  return (before.timeZone ?? 'UTC') !== (after.timeZone ?? 'UTC') || after.duplicateWindow > before.duplicateWindow
}

/**
 * The same checks, made anew of the same facts under each policy, its tolerances included. Only a check that says one thing under the one and another
 * under the other replaces what was found then. Undefined where a check breaks of facts that an earlier version kept. Pure.
 */
export function reinspect(
  { parts, context }: Facts,
  found: readonly RecordedFinding[],
  before: Policy,
  after: Policy,
): Reinspected | undefined {
  const [was, is] = [before, after].map((policy) => inspected({ parts, context }, policy))
  if (!was || !is || [...was, ...is].some((result) => result.broke)) return undefined
  const differing = new Set(was.flatMap(({ check, findings }, index) => (isSame(findings, is[index]?.findings ?? []) ? [] : [check])))
  const under = (results: typeof was): RecordedFinding[] => [
    ...found.filter((each) => !differing.has(each.check ?? '')),
    ...results.flatMap(({ check, findings }) => (differing.has(check) ? findings : [])),
  ]
  return { before: under(was), after: under(is) }
}

function inspected({ parts, context }: Facts, policy: Policy): ReturnType<typeof inspect> | undefined {
  try {
    return inspect({ parts }, context, tolerating(policy, context.orders[0]))
  } catch {
    return undefined
  }
}

function isSame(one: readonly Finding[], other: readonly Finding[]): boolean {
  const told = (findings: readonly Finding[]) => findings.map(({ severity, cause, code, field }) => [severity, cause, code, field])
  return JSON.stringify(told(one)) === JSON.stringify(told(other))
}

function settingsOf(policy: Policy): Record<keyof CheckSettings | 'tolerances', unknown> {
  return {
    consumptionTolerance: Number(policy.consumptionTolerance),
    duplicateWindow: policy.duplicateWindow,
    allowPreviousPeriod: policy.allowPreviousPeriod === true,
    blockingUserStatuses: policy.blockingUserStatuses ?? null,
    strictChecks: policy.strictChecks ?? [],
    hasDefaultAccounts: policy.hasDefaultAccounts === true,
    tolerances: policy.tolerances.map(({ orderType, material, percent }) => [orderType, material, Number(percent)]).sort(),
  }
}
