import type { ErpError } from '../../domain/judgement.ts'
import { bapi } from './bapi.ts'
import { bareMessage } from './bare-message.ts'
import type { Dialect, Message } from './dialect.ts'
import { dm } from './dm.ts'
import { idoc } from './idoc.ts'
import { odata } from './odata.ts'
import { plain } from './plain.ts'
import { treeOf } from './tree.ts'
import { jsonIn, unwrapped } from './wrapped.ts'

/** Asked in this order; another dialect joins here. What none of them knows is bare text. */
const DIALECTS: readonly Dialect[] = [bapi, idoc, dm, odata, bareMessage]

/** An error of the ERP in one of DM in one of Cloud Integration: nobody wraps more often. */
const DEEPEST = 4
const LONGEST_CODE = 60
const LONGEST_TEXT = 1000

/**
 * One form for an error (or a success) in any dialect. The main message is the first detail of severity error that names a message of
 * the ERP, not the frame around it, however often it's wrapped. Never throws; `raw` is the whole answer, `text` is never empty.
 * @param status HTTP status of the answer
 * @param text body of the answer
 */
export function normalise(status: number, text: string): ErpError {
  const error = understood(status, text, DEEPEST) ?? errorOf(plain(text))
  const isTransient = error.isTransient || isTransientStatus(status, error.number)
  return { ...finished(error, status), isTransient, details: error.details.map((each) => finished(each, status)), raw: text }
}

/** The same for what comes without an HTTP status: an IDoc's status record, a text out of DM's dashboard, a header `sap-message`. */
export function normaliseMessage(text: string): ErpError {
  return normalise(0, text)
}

/** Undefined when no dialect knows it, neither the whole nor a part of it. */
function understood(status: number, text: string, deepest: number): ErpError | undefined {
  if (deepest === 0) return undefined
  const tree = treeOf(text)
  if (typeof tree === 'string') return understood(status, tree, deepest - 1)
  for (const dialect of DIALECTS) {
    const reading = dialect({ status, text, tree })
    if (reading) return innermost(mainOf(reading.frame, reading.details), status, deepest)
  }
  for (const piece of jsonIn(text)) {
    const inner = piece === text ? undefined : understood(status, piece, deepest - 1)
    if (inner) return inner
  }
  const wrapped = unwrapped(text, tree)
  return wrapped === undefined ? undefined : (understood(status, wrapped, deepest - 1) ?? errorOf(plain(wrapped)))
}

/** Who names no message of the ERP may have wrapped one into a text. */
function innermost(error: ErpError, status: number, deepest: number): ErpError {
  if (error.number !== '') return error
  for (const { text } of [error, ...error.details.slice(0, 10)]) {
    const inner = text === '' ? undefined : understood(status, text, deepest - 1)
    if (inner) return { ...inner, details: inner.details.length > 0 ? inner.details : error.details }
  }
  return error
}

function mainOf(frame: Message, messages: readonly Message[]): ErpError {
  const details = messages.map(errorOf).filter((each) => each.text !== '')
  const errors = details.filter((each) => each.severity === 'error')
  const whole = errorOf(frame)
  const main =
    errors.find((each) => each.isTransient) ??
    errors.find((each) => each.number !== '') ??
    errors.find((each) => !isGeneric(each.code)) ??
    (whole.number === '' ? errors[0] : undefined)
  return { ...(main ?? whole), details }
}

function errorOf(message: Message): ErpError {
  const code = message.code.trim()
  const [, messageClass = '', number = ''] = /^(.+)\/(\d{3})$/.exec(code.slice(0, LONGEST_CODE + 1)) ?? []
  return {
    code: code.length > LONGEST_CODE ? '' : code,
    class: code.length > LONGEST_CODE ? '' : messageClass,
    number: code.length > LONGEST_CODE ? '' : number,
    variables: message.variables,
    text: message.text.trim() || [code, ...message.variables].join(' ').trim(),
    severity: message.severity,
    isTransient: message.isLocked ?? false,
    details: [],
    raw: message.raw,
  }
}

/** With the status for what wasn't said; short enough to be kept. */
function finished(error: ErpError, status: number): ErpError {
  const nothing = status === 0 ? 'Nothing was said' : `HTTP ${status} without a text`
  const text = error.text.slice(0, LONGEST_TEXT).toWellFormed().trim()
  return { ...error, code: error.code || (status === 0 ? '' : String(status)), text: text || nothing }
}

/** The gateway's own way of saying that something was wrong. */
function isGeneric(code: string): boolean {
  return /^\/IW(BEP|FND)\/CX_/.test(code)
}

/**
 * Locked, too many and not now say so themselves, whatever the gateway's code for them looks like (`/IWFND/CM_MGW/503`). Under another
 * 5xx a message of the ERP is its verdict on the posting, which waiting doesn't change.
 */
function isTransientStatus(status: number, number: string): boolean {
  return status === 423 || status === 429 || status === 503 || (status >= 500 && number === '')
}
