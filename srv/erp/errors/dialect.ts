import type { ErpError } from '../../domain/judgement.ts'

/** An answer to be understood. */
interface Answer {
  /** HTTP status; 0 where there is none. */
  readonly status: number
  readonly text: string
  /** What the text holds where it is JSON or XML. */
  readonly tree: unknown
}

/** One message as a dialect has read it; `code` as it stood there. */
export interface Message {
  readonly code: string
  readonly text: string
  readonly severity: ErpError['severity']
  readonly variables: readonly string[]
  /** The ERP said with the message that somebody else holds what it needs. */
  readonly isLocked?: boolean
  readonly raw: string
}

/** What a dialect has read: the frame that says that something failed (or went well), and the messages that say what. */
interface Reading {
  readonly frame: Message
  readonly details: readonly Message[]
}

/** Undefined when the answer isn't of this dialect. May be given anything, and must not throw. */
export type Dialect = (answer: Answer) => Reading | undefined

/** What the ERP says when all went well; not every dialect says of what severity that is. */
const SUCCESSES: ReadonlySet<string> = new Set(['RU/100', 'CO_MES_INT/037', 'M7/060', 'MIGO/012', 'RM/186'])

/** Of words and letters alike; what isn't known counts as an error. */
export function severityOf(value: string, code: string): ErpError['severity'] {
  const first = value.trim().toLowerCase().charAt(0)
  if (first === '') return SUCCESSES.has(code) ? 'success' : 'error'
  return first === 'w' ? 'warning' : first === 'i' ? 'info' : first === 's' ? 'success' : 'error'
}

/** `M7/021` of class and number in whatever width; what there is of it where one is missing. */
export function codeOf(messageClass: string, number: string): string {
  return messageClass && /^\d{1,3}$/.test(number) ? `${messageClass}/${number.padStart(3, '0')}` : messageClass
}

/** Without the empty ones at the end. */
export function variablesIn(values: readonly string[]): string[] {
  return values.slice(0, values.findLastIndex((each) => each !== '') + 1)
}
