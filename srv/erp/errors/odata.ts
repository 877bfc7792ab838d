import { isObject } from '../json.ts'
import { codeOf, severityOf, variablesIn } from './dialect.ts'
import type { Dialect, Message } from './dialect.ts'
import { found, rowsOf, textOf, writtenOf } from './tree.ts'
import type { Row } from './tree.ts'

/** OData V2 in JSON and in XML: `error` with `code`, `message` and `innererror.errordetails`, in whatever it is wrapped. */
export const odata: Dialect = ({ tree, text }) => {
  const error = found(tree, (name, value) => name === 'error' && isObject(value) && ('code' in value || 'message' in value))[0]
  if (!isObject(error)) return undefined
  const inner = isObject(error.innererror) ? error.innererror.errordetails : undefined
  return {
    frame: messageOf(error, text),
    details: [...rowsOf(inner), ...rowsOf(error.details)].map((each) => messageOf(each, writtenOf(each))),
  }
}

/** A message that calls its parts `code`, `message`, `severity` and `longtext_url`. */
export function messageOf(values: Row, raw: string): Message {
  const longText = textOf(values.longtext_url)
  const given = textOf(values.code)
  // Behind the gateway's own code the address of the long text may still know what the ERP said.
  const code = given.includes('/CX_') ? codeOf(partOf(longText, 'MSGID'), partOf(longText, 'MSGNO')) || given : given
  const variables = [1, 2, 3, 4].map((each) => partOf(longText, `MESSAGE_V${each}`))
  return { code, text: textOf(values.message), severity: severityOf(textOf(values.severity), code), variables: variablesIn(variables), raw }
}

/** A part of a long text's address: `…(MSGID='M7',MSGNO='021',MESSAGE_V1='4711',…)`, quotes doubled, percent-encoded. */
function partOf(longText: string, name: string): string {
  const begin = longText.indexOf(`${name}='`) + name.length + 2
  if (begin === name.length + 1) return ''
  const value = /^(?:[^']|'')*/.exec(longText.slice(begin))?.[0] ?? ''
  return decoded(value).replaceAll("''", "'").trim()
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
