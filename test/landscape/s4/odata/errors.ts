import { randomBytes } from 'node:crypto'
import { BusinessError, type Message } from '../contract.ts'

/** What the Gateway itself refuses: status, outer code and text; `target` names the property or segment. */
export class GatewayError extends Error {
  readonly status: number
  readonly code: string
  readonly target: string
  constructor(status: number, code: string, text: string, target = '') {
    super(text)
    this.status = status
    this.code = code
    this.target = target
  }
}

/** One factory for each thing that the Gateway refuses, in its own words as far as they are known. */
export const refuse = {
  unknownService: (name: string, version: string) =>
    new GatewayError(403, '/IWFND/MED/170', `No service found for namespace '', name '${name}', version '${version}'`),
  unknownSegment: (segment: string) =>
    new GatewayError(404, '005056A509B11EE1B9A8FEC11C21D78E', `Resource not found for the segment '${segment}'.`, segment),
  noSuchEntity: (type: string) => new GatewayError(404, '/IWBEP/CM_MGW_RT/020', `Resource not found for segment '${type}'`),
  notImplemented: (what: string) =>
    new GatewayError(501, '/IWBEP/CM_MGW_RT/021', `Method '${what}' not implemented in data provider class`),
  wrongMethod: (method: string, what: string) =>
    new GatewayError(405, '/IWFND/CM_MGW/405', `Method ${method} is not allowed for '${what}'`),
  csrf: () => new GatewayError(403, '403', 'CSRF token validation failed'),
  unknownProperty: (name: string, target = name) =>
    new GatewayError(400, '/IWCOR/CX_DS_EP_PROPERTY_ERROR', `Property '${name}' is invalid`, target),
  wrongValue: (name: string, value: string, target = name) =>
    new GatewayError(
      400,
      '/IWCOR/CX_DS_EDM_FACET_ERROR/005056A509B11ED1BDCCCC5E8168819D',
      `Property '${name}' has invalid value '${value}'`,
      target,
    ),
  malformedBody: (text: string) => new GatewayError(400, 'CX_SXML_PARSE_ERROR', `The request body can't be read: ${text}`),
  wrongContentType: (type: string) => new GatewayError(415, '/IWFND/CM_MGW/415', `Content type '${type}' is not supported`),
  wrongKey: (text: string) => new GatewayError(400, '/IWCOR/CX_DS_KEY_ERROR', `Invalid key predicate: ${text}`),
  wrongQuery: (text: string, target = '') => new GatewayError(400, '/IWCOR/CX_DS_EXPR_SYNTAX_ERROR', text, target),
  wrongParameter: (name: string) =>
    new GatewayError(400, '005056A509B11EE1B9A8FEC11C21578E', `Invalid Function Import Parameter '${name}'`, name),
  malformedBatch: (text: string) => new GatewayError(400, '/IWFND/CM_MGW/400', `The batch request is malformed: ${text}`),
  ifMatchMissing: () => new GatewayError(428, '/IWFND/CM_MGW/428', 'Precondition required: If-Match is missing'),
  ifMatchStale: () => new GatewayError(412, '/IWFND/CM_MGW/412', 'Precondition failed: the entity was changed in the meantime'),
  tooLarge: () => new GatewayError(413, '/IWFND/CM_MGW/413', 'The request body is too large'),
  down: () => new GatewayError(503, '/IWFND/CM_MGW/503', 'Service unavailable'),
}

interface ErrorAnswer {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: string
}

/**
 * The V2 answer of anything thrown: generic outer code, class/number and variables in `innererror.errordetails`. JSON, or XML if that is what the client wants.
 * What is neither a BusinessError nor a GatewayError is a fault of this program: 500, and its stack goes to stderr.
 */
export function errorAnswer(error: unknown, service: string, wantsXml: boolean): ErrorAnswer {
  const known = error instanceof BusinessError || error instanceof GatewayError ? error : undefined
  if (!known) console.error(error)
  const { code, text } = outerOf(known)
  const innererror = innerOf(known, service)
  const contentType = wantsXml ? 'application/xml;charset=utf-8' : 'application/json;charset=utf-8'
  const body = wantsXml
    ? `<?xml version="1.0" encoding="utf-8"?><error xmlns="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata"><code>${escapeXml(code)}</code><message xml:lang="en">${escapeXml(text)}</message>${xmlOf('innererror', innererror)}</error>`
    : JSON.stringify({ error: { code, message: { lang: 'en', value: text }, innererror } })
  return { status: known?.status ?? 500, headers: { 'content-type': contentType, dataserviceversion: wantsXml ? '1.0' : '2.0' }, body }
}

function outerOf(error: BusinessError | GatewayError | undefined): { code: string; text: string } {
  if (!error) return { code: 'SY/530', text: 'Internal server error' }
  if (error instanceof GatewayError) return { code: error.code, text: error.message }
  return error.outer ?? { code: '/IWBEP/CX_MGW_BUSI_EXCEPTION', text: error.details[0]?.text ?? 'An exception was raised' }
}

function innerOf(error: BusinessError | GatewayError | undefined, service: string): Record<string, unknown> {
  const transaction = randomBytes(16).toString('hex').toUpperCase()
  const digits = new Date().toISOString().replace(/\D/g, '')
  return {
    application: { component_id: '', service_namespace: '/SAP/', service_id: service, service_version: '0001' },
    transactionid: transaction,
    timestamp: `${digits.slice(0, 14)}.${digits.slice(14).padEnd(7, '0')}`,
    Error_Resolution: {
      SAP_Transaction: `For backend administrators: the error log holds transaction ID ${transaction}`,
      SAP_Note: '1797736',
      Batch_SAP_Note: '1869434',
    },
    errordetails: error instanceof BusinessError ? error.details.map(detailOf) : error?.target ? [targetDetail(error)] : [],
  }
}

function detailOf(message: Message): Record<string, unknown> {
  return {
    ContentID: '',
    code: `${message.class}/${message.number}`,
    message: message.text,
    longtext_url: longtextUrl(message),
    propertyref: '',
    severity: message.severity ?? 'error',
    transition: false,
    target: message.target ?? '',
  }
}

function targetDetail(error: GatewayError): Record<string, unknown> {
  return {
    ContentID: '',
    code: error.code,
    message: error.message,
    propertyref: error.target,
    severity: 'error',
    transition: false,
    target: error.target,
  }
}

function longtextUrl({ class: id, number, variables = [] }: Message): string {
  const literal = (value: string): string => `'${encodeURIComponent(value.toWellFormed().replaceAll("'", "''"))}'`
  const four = [0, 1, 2, 3].map((index) => `MESSAGE_V${index + 1}=${literal(variables[index] ?? '')}`)
  return `/sap/opu/odata/iwbep/message_text;o=LOCAL/T100_longtexts(MSGID=${literal(id)},MSGNO=${literal(number)},${four.join(',')})/$value`
}

/** Value of the `sap-message` header: the first message, the others as its details. ASCII only, as a header must be. */
export function sapMessage(messages: readonly Message[]): string | undefined {
  const [first, ...others] = messages.map((each) => ({
    code: `${each.class}/${each.number}`,
    message: each.text,
    severity: each.severity ?? 'info',
    target: each.target ?? '',
  }))
  if (!first) return undefined
  const text = JSON.stringify({ ...first, details: others })
  return text.replace(/[\u007f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** Text within an XML element or attribute. */
export function escapeXml(text: string): string {
  const names: Record<string, string> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot' }

  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '').replace(/[&<>"]/g, (char) => `&${names[char] ?? ''};`)
}

function xmlOf(name: string, value: unknown): string {
  if (Array.isArray(value)) return `<${name}>${value.map((each) => xmlOf('errordetail', each)).join('')}</${name}>`
  if (typeof value !== 'object' || value === null) return `<${name}>${escapeXml(String(value))}</${name}>`
  const children = Object.entries(value).map(([child, inner]) => xmlOf(child, inner))
  return `<${name}>${children.join('')}</${name}>`
}
