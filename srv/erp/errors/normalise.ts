import type { ErpError } from '../../domain/judgement.ts'
import type { Dialect, Message } from './dialect.ts'
import { odataJson } from './odata-json.ts'
import { odataXml } from './odata-xml.ts'
import { plain } from './plain.ts'

/** Asked in this order; another dialect joins here. The last one understands everything. */
const DIALECTS: readonly Dialect[] = [odataJson, odataXml, plain]

/** Somebody else holds what the posting needs: order, plant data, valuation data, configurable object. */
const LOCKS: ReadonlySet<string> = new Set(['CO/469', 'M3/897', 'M3/024', 'M7/112', 'C2/319'])

/**
 * One form for an error in any dialect. The main error is the first detail of severity error that names a message of the ERP, not
 * the frame around it. Never throws; `raw` is the whole answer.
 * @param status HTTP status of the answer
 * @param text body of the answer
 */
export function normalise(status: number, text: string): ErpError {
  const reading = DIALECTS.map((dialect) => dialect({ status, text })).find((each) => each !== undefined)
  const details = (reading?.details ?? []).map((each) => errorOf(each, status, []))
  const errors = details.filter((each) => each.severity === 'error')
  const isFrameNamed = reading !== undefined && isNamed(reading.frame.code)
  const main =
    errors.find((each) => each.number !== '') ?? errors.find((each) => !isGeneric(each.code)) ?? (isFrameNamed ? undefined : errors[0])
  if (main) return { ...main, isTransient: main.isTransient || isTransientStatus(status, main.number), details, raw: text }
  const frame = reading?.frame ?? { code: '', text: '', severity: 'error', variables: [], raw: text }
  const error = errorOf(frame, status, details)
  return { ...error, isTransient: error.isTransient || isTransientStatus(status, error.number), raw: text }
}

function errorOf(message: Message, status: number, details: readonly ErpError[]): ErpError {
  const [, messageClass = '', number = ''] = /^(.+)\/(\d{3})$/.exec(message.code) ?? []
  return {
    code: message.code || String(status),
    class: messageClass,
    number,
    variables: message.variables,
    text: message.text || message.code || `HTTP ${status}`,
    severity: message.severity,
    isTransient: LOCKS.has(message.code),
    details,
    raw: message.raw,
  }
}

/** The gateway's own way of saying that something was wrong. */
function isGeneric(code: string): boolean {
  return /^\/IW(BEP|FND)\/CX_/.test(code)
}

function isNamed(code: string): boolean {
  return /\/\d{3}$/.test(code)
}

/**
 * Locked, too many and not now say so themselves, whatever the gateway's code for them looks like (`/IWFND/CM_MGW/503`). Under another
 * 5xx a message of the ERP is its verdict on the posting, which waiting doesn't change.
 */
function isTransientStatus(status: number, number: string): boolean {
  return status === 423 || status === 429 || status === 503 || (status >= 500 && number === '')
}
