import { isObject } from '../json.ts'
import { severityOf } from './dialect.ts'
import type { Dialect, Message } from './dialect.ts'
import { rowsOf, textOf, writtenOf } from './tree.ts'
import type { Row } from './tree.ts'

/** What tells an error of DM from any other with a code and a message. */
const SIGNS = [
  'correlationId',
  'causeMessage',
  'errorMessageKey',
  'error_description',
  'errorDescription',
  'failureReason',
  'errorDetails',
  'errors',
  'lineItems',
]
const CODES = ['errorMessageKey', 'errorCode', 'code', 'error']
const TEXTS = [
  'displayMessage',
  'errorMessage',
  'error_description',
  'errorDescription',
  'failureReason',
  'errorDetails',
  'message',
  'technicalMessage',
  'causeMessage',
]

/**
 * Errors of DM's own interfaces: `{code, message, causeMessage}` with or without `error` around it, display and technical message,
 * wrong parameters, lines of a goods receipt, the reason why a transaction or an integration message failed.
 */
export const dm: Dialect = ({ tree, text }) => {
  if (!isObject(tree)) return undefined
  const values = isObject(tree.error) ? tree.error : tree
  if (!SIGNS.some((name) => name in values)) return undefined
  const lines = [values.lineItems, values.errors, values.details].flatMap(rowsOf).filter((each) => each.hasError !== false)
  const frame = messageOf(values, text)
  const details = lines.map((each) => messageOf(each, writtenOf(each)))
  if (frame.text === '' && details.every((each) => each.text === '')) return undefined
  return { frame, details: [...details, ...reasonsOf(values, frame)] }
}

function messageOf(values: Row, raw: string): Message {
  const code = firstOf(values, CODES)
  const parameter = textOf(values.parameter)
  return { code, text: firstOf(values, TEXTS), severity: severityOf('', code), variables: parameter ? [parameter] : [], raw }
}

/** The technical reason only explains; what the ERP said may be wrapped in it. */
function reasonsOf(values: Row, frame: Message): Message[] {
  const reasons = [textOf(values.causeMessage), textOf(values.technicalMessage)].filter((each) => each !== '' && each !== frame.text)
  return reasons.map((text) => ({ code: '', text, severity: 'info', variables: [], raw: text }))
}

function firstOf(values: Row, names: readonly string[]): string {
  return names.map((name) => textOf(values[name])).find((each) => each !== '') ?? ''
}
