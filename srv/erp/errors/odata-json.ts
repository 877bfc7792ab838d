import { parseJson } from '../json.ts'
import { severityOf, variablesOf } from './dialect.ts'
import type { Dialect, Message } from './dialect.ts'

/**
 * OData V2 in JSON, `{error: {code, message, innererror: {errordetails}}}`, and what Cloud Integration makes of it
 * (`{code, message: {"@lang", "$"}}`).
 */
export const odataJson: Dialect = ({ text }) => {
  const root = recordOf(parseJson(text))
  const error = recordOf(root?.error) ?? (root && 'code' in root && 'message' in root ? root : undefined)
  if (!error) return undefined
  const inner = recordOf(error.innererror)
  const details = inner?.errordetails
  const list = Array.isArray(details) ? details : Object.values(recordOf(details) ?? {}).flat()
  return { frame: messageOf(error, text), details: list.flatMap((each) => (recordOf(each) ? [messageOf(each, JSON.stringify(each))] : [])) }
}

function messageOf(given: unknown, raw: string): Message {
  const values = recordOf(given) ?? {}
  return {
    code: textOf(values.code),
    text: textOf(values.message),
    severity: severityOf(textOf(values.severity)),
    variables: variablesOf(textOf(values.longtext_url)),
    raw,
  }
}

/** A text may be a text, `{value}`, `{$}`, or a list of such. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  if (Array.isArray(value)) return value.map(textOf).find((each) => each !== '') ?? ''
  const values = recordOf(value)
  return values ? textOf(values.value ?? values.$ ?? values['#text'] ?? '') : ''
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined
}
