import type { ErpError } from '../../domain/judgement.ts'

/** An answer to be understood. */
interface Answer {
  readonly status: number
  readonly text: string
}

/** One message as a dialect has read it; `code` as it stood there. */
export interface Message {
  readonly code: string
  readonly text: string
  readonly severity: ErpError['severity']
  readonly variables: readonly string[]
  readonly raw: string
}

/** What a dialect has read: the frame that says that something failed, and the messages that say what. */
interface Reading {
  readonly frame: Message
  readonly details: readonly Message[]
}

/** Undefined when the answer isn't of this dialect. May be given anything, and must not throw. */
export type Dialect = (answer: Answer) => Reading | undefined

/** Of words and letters alike; what isn't known counts as an error. */
export function severityOf(value: string): ErpError['severity'] {
  const first = value.trim().toLowerCase().charAt(0)
  return first === 'w' ? 'warning' : first === 'i' ? 'info' : first === 's' ? 'success' : 'error'
}

/** Message variables V1 to V4, as the address of a long text carries them: `…,MESSAGE_V1='4711',…` */
export function variablesOf(longTextUrl: string): string[] {
  const values = [1, 2, 3, 4].map((each) => new RegExp(`MESSAGE_V${each}='((?:[^']|'')*)'`).exec(longTextUrl)?.[1] ?? '')
  return values.map(decoded).slice(0, values.findLastIndex((each) => each !== '') + 1)
}

function decoded(value: string): string {
  const plain = value.replaceAll("''", "'")
  try {
    return decodeURIComponent(plain).trim()
  } catch {
    return plain.trim()
  }
}
