import type { ErpError } from '../../domain/judgement.ts'
import { codeOf, severityOf, variablesIn } from './dialect.ts'
import type { Dialect, Message } from './dialect.ts'
import { found, rowsOf, textOf, writtenOf } from './tree.ts'
import type { Row } from './tree.ts'

const SEGMENTS: ReadonlySet<string> = new Set(['E1STATS', 'E1STATE', 'EDI_DS40'])

/** What a status says of an inbound IDoc. One that isn't listed says what its record says of it. */
const STATUSES: Readonly<Record<string, { readonly severity: ErpError['severity']; readonly text: string }>> = {
  50: { severity: 'info', text: 'The IDoc has arrived' },
  51: { severity: 'error', text: 'The document was not posted' },
  52: { severity: 'error', text: 'The document was posted in part' },
  53: { severity: 'success', text: 'The document was posted' },
  54: { severity: 'error', text: 'The application found errors of form' },
  55: { severity: 'info', text: 'The application found no errors of form' },
  56: { severity: 'error', text: 'The IDoc arrived with errors' },
  60: { severity: 'error', text: 'The syntax of the IDoc is wrong' },
  61: { severity: 'warning', text: 'The IDoc goes on in spite of wrong syntax' },
  62: { severity: 'info', text: 'The application has the IDoc' },
  63: { severity: 'error', text: 'The IDoc could not be handed to the application' },
  64: { severity: 'info', text: 'The IDoc waits to be handed to the application' },
  65: { severity: 'error', text: 'The distribution layer failed' },
  66: { severity: 'info', text: 'The IDoc waits for its predecessor' },
  68: { severity: 'error', text: 'The IDoc failed and will not be tried again' },
  69: { severity: 'info', text: 'The IDoc was edited' },
  70: { severity: 'info', text: 'This is the original of an edited IDoc' },
  71: { severity: 'info', text: 'The IDoc was archived' },
  73: { severity: 'info', text: 'The IDoc was archived' },
  74: { severity: 'info', text: 'The IDoc was made for a test' },
  75: { severity: 'info', text: 'The IDoc is in the inbound queue' },
}

/**
 * Status records of IDocs, as segments in XML or JSON or bare. The last record of an IDoc decides; those before it only tell more
 * about an error. A record that names no message has the code `IDOC/051`.
 */
export const idoc: Dialect = ({ tree, text }) => {
  const segments = found(tree, (name) => SEGMENTS.has(name)).flatMap(rowsOf)
  const rows = segments.length > 0 ? segments : rowsOf(tree).filter((row) => ['STACOD', 'STATXT', 'STAMID'].some((name) => name in row))
  const records = rows.filter((row) => textOf(row.STATUS) !== '').reverse()
  const newestFirst = records.toSorted((one, other) => timeOf(other).localeCompare(timeOf(one)))
  const said = [...Map.groupBy(newestFirst, (row) => textOf(row.DOCNUM)).values()].flatMap(messagesOf)
  const errors = said.filter((each) => each.severity === 'error')
  const best = errors.find((each) => !each.code.startsWith('IDOC/')) ?? errors[0] ?? said[0]
  return best && { frame: { ...best, raw: text }, details: [best, ...said.filter((each) => each !== best)] }
}

/** Of one IDoc, newest first. */
function messagesOf(records: readonly Row[]): Message[] {
  const messages = records.map(messageOf)
  return messages[0]?.severity === 'error' ? messages : messages.slice(0, 1)
}

/** Sorts by when it was written; records without a time keep their order. */
function timeOf(row: Row): string {
  return textOf(row.LOGDAT) + textOf(row.LOGTIM)
}

function messageOf(row: Row): Message {
  const status = textOf(row.STATUS)
  const known = STATUSES[status]
  const code = codeOf(textOf(row.STAMID), textOf(row.STAMNO)) || codeIn(textOf(row.STACOD)) || codeOf('IDOC', status)
  const variables = variablesIn([1, 2, 3, 4].map((each) => textOf(row[`STAPA${each}`]) || textOf(row[`STAPA${each}_LNG`])))
  return {
    code,
    text: filled(textOf(row.STATXT), variables) || (known?.text ?? `Status ${status}`),
    severity: known?.severity ?? severityOf(textOf(row.STATYP), code),
    variables,
    raw: writtenOf(row),
  }
}

/** Class and number run together behind `SAP`: `SAPM7021`. */
function codeIn(stacod: string): string {
  const name = stacod.startsWith('SAP') ? stacod.slice(3) : ''
  return name.length > 3 && /^\d{3}$/.test(name.slice(-3)) ? codeOf(name.slice(0, -3), name.slice(-3)) : ''
}

/** Puts the variables where `&`, `&1` or `&V1&` stands. A text that shows the first one already was filled by the ERP. */
function filled(text: string, variables: readonly string[]): string {
  const [first = ''] = variables.filter((each) => each !== '')
  if (first === '' || text.includes(first)) return text
  let next = 0
  const whole = text.replace(/&V([1-4])&|&([1-4])|&/g, (_, named?: string, numbered?: string) => {
    const at = named ?? numbered
    return variables[at ? Number(at) - 1 : next++] ?? ''
  })
  return whole.replace(/\s+/g, ' ').trim()
}
