import { Policies, SenderRules } from '#cds-models/countersign'
import { DEFAULT_POLICY, type Policy } from '../policy/policy.ts'
import { remembered } from './remembered.ts'

const policies = remembered('countersign.Policies', async () => [...(await SELECT.from(Policies))])
const rules = remembered('countersign.SenderRules', async () => [
  ...(await SELECT.from(SenderRules).columns('sender', 'service', 'method')),
])

/** The most specific policy for a kind of message and a plant: both named, plant named, kind named, neither. */
export async function policyFor(kind: string, plant: string): Promise<Policy> {
  const rows = (await policies()).filter((row) => fits(row.kind, kind) && fits(row.plant, plant))
  const best = rows.sort((a, b) => rank(b) - rank(a))[0]
  if (!best) return DEFAULT_POLICY
  return {
    version: best.version ?? DEFAULT_POLICY.version,
    phase: (best.phase ?? DEFAULT_POLICY.phase) as Policy['phase'],
    failMode: (best.failMode ?? DEFAULT_POLICY.failMode) as Policy['failMode'],
    holdFrom: fraction(best.holdFrom, DEFAULT_POLICY.holdFrom),
    noteFrom: fraction(best.noteFrom, DEFAULT_POLICY.noteFrom),
    consumptionTolerance: String(best.consumptionTolerance ?? DEFAULT_POLICY.consumptionTolerance),
    controllerFrom: String(best.controllerFrom ?? DEFAULT_POLICY.controllerFrom),
    answerWithin: best.answerWithin ?? DEFAULT_POLICY.answerWithin,
    quietTime: best.quietTime ?? DEFAULT_POLICY.quietTime,
    duplicateWindow: best.duplicateWindow ?? DEFAULT_POLICY.duplicateWindow,
    holdAnswer: best.holdAnswer === 202 ? 202 : 409,
    keepOrder: best.keepOrder ?? DEFAULT_POLICY.keepOrder,
    holdOnModelAlone: best.holdOnModelAlone ?? false,
    allowPreviousPeriod: best.allowPreviousPeriod ?? false,
    hasDefaultAccounts: best.hasDefaultAccounts ?? false,
    strictChecks: listOf(best.strictChecks),
    ...(best.blockingUserStatuses ? { blockingUserStatuses: listOf(best.blockingUserStatuses) } : {}),
    ...(best.timeZone ? { timeZone: best.timeZone } : {}),
  }
}

function listOf(text: string | null | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
}

/** Decimals are read as text, whatever their generated type says. */
function fraction(value: unknown, otherwise: number): number {
  return value == null ? otherwise : Number(value)
}

function rank(row: { kind?: string | null; plant?: string | null }): number {
  return (row.plant === '*' ? 0 : 2) + (row.kind === '*' ? 0 : 1)
}

/** May this sender call this method on this service? `*` in a rule stands for all; no rule, no call. */
export async function isAllowed(sender: string, service: string, method: string): Promise<boolean> {
  return (await rules()).some((rule) => fits(rule.sender, sender) && fits(rule.service, service) && fits(rule.method, method))
}

function fits(given: string | null | undefined, value: string): boolean {
  return given === '*' || given === value
}
