import { consumptionOf } from '../checks/facts/consumption.ts'
import { yieldOf } from '../checks/facts/yield.ts'
import type { Finding } from '../domain/judgement.ts'
import type { CorrectionInput, Draft } from './correction.ts'
import { afterChanges, set } from './fields.ts'

/** Writes a quantity as a decimal: the only way to read it, or of several the only one that the rest of the message agrees with. */
export function asDecimal(input: CorrectionInput, finding: Finding): Draft[] {
  const readings = finding.evidence.filter((each) => each.name === 'reading').map((each) => each.value)
  const agreeing = readings.length > 1 ? readings.filter((each) => agrees(input, finding, each)) : readings
  const [value] = agreeing
  if (value === undefined || agreeing.length > 1) return []
  const changes = set(input.parts, finding.part, finding.field, value)
  return [{ finding, cause: finding.cause, changes, advice: `Write it as ${value}.`, fit: readings.length > 1 ? 0.8 : 0.95 }]
}

/** Does what is consumed, or what the order still waits for, fit this reading? */
function agrees({ parts, context, policy }: CorrectionInput, finding: Finding, value: string): boolean {
  const after = afterChanges(parts, set(parts, finding.part, finding.field, value))
  const part = after[finding.part]
  if (part === undefined) return false
  const { lines } = consumptionOf(part, finding.part, context, policy.consumptionTolerance)
  const match = /^movements\/(\d+)\//.exec(finding.field)
  if (match !== null) return lines.some((each) => each.movements.includes(Number(match[1])) && !each.deviates)
  const facts = yieldOf(part, finding.part, after, context)
  const isInLimit = facts !== undefined && (facts.limit === undefined || facts.confirmed.add(facts.sent).lte(facts.limit))
  return isInLimit && lines.every((each) => !each.deviates)
}
