import type { Cause, Evidence, Finding } from '../../domain/judgement.ts'
import type { FieldPath } from '../../domain/message.ts'
import { toText, type Amount } from '../../domain/quantity.ts'
import type { CheckInput } from '../check.ts'

/** What a check has to say itself; the rest of a finding follows. */
export interface Remark {
  readonly code: string
  readonly cause: Cause
  readonly field: FieldPath
  readonly text: string
  readonly isDecisive?: boolean
  readonly severity?: Finding['severity']
  readonly evidence?: readonly Evidence[]
}

/** A finding of `check` on the part at hand; an error and decisive unless the remark says otherwise. */
export function finding(check: string, { index }: CheckInput, remark: Remark): Finding {
  return { check, part: index, isDecisive: true, severity: 'error', evidence: [], ...remark }
}

/** A measured fact. */
export function fact(name: string, value: Amount | string, unit?: string): Evidence {
  const text = typeof value === 'string' ? value : toText(value, 6)
  return unit === undefined || unit === '' ? { name, value: text } : { name, value: text, unit }
}
