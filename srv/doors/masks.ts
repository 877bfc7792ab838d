import cds from '@sap/cds'

/** What must not be read in a log: whoever reads it could act as somebody else, or read what the record keeps for few. */

/** Headers with tokens that CAP's own list leaves out. */
const HEADERS = ['/token/i', '/csrf/i', '/secret/i', '/assertion/i']

/** Properties that hold a secret, what a token says of a person, or what a message says; and calls, which hold all of it. */
const SECRET =
  /^(jwt|token_?payload|.*token|authorization|(set-?)?cookies?|.*password|.*secret|assertion|private_?key|credentials|body|data|entries|rawHeaders|config|request|req|response|res)$/i

/** Tokens and passwords in a text, in the forms in which they travel. */
const IN_TEXT = /\b(Bearer|Basic)\s+[\w.~+/=-]{4,}|\beyJ[\w-]+\.[\w-]+(?:\.[\w-]+)?|(?<=:\/\/)[^\s/:@]+:[^\s/@]+(?=@)/g

/** Logger that says with which values a statement runs, and the one that writes them into it. */
const STATEMENTS = 'sql'
const READABLE_STATEMENTS = 'pql'

/** As deep as CAP shows what it logs. */
const DEEPEST = 5

type Format = (this: unknown, label: string, level: number, ...args: unknown[]) => unknown[]

interface Logs {
  format: Format
  readonly loggers: Readonly<Record<string, { setFormat(format: Format): void }>>
}

/** Masks secrets and payload in all that is logged by `cds.log`, at every level, whatever it is that is logged. To be called once. */
export function maskLogs(): void {
  const settings = cds.env.log as unknown as { mask_headers?: string[] }
  settings.mask_headers = [...new Set([...(settings.mask_headers ?? []), ...HEADERS])]
  const logs = cds.log as unknown as Logs
  const { format } = logs
  logs.format = function (label, level, ...args) {
    const shown = args.map((each) => (label === READABLE_STATEMENTS || (label === STATEMENTS && typeof each !== 'string') ? MASK : each))
    return format.call(this, label, level, ...shown.map((each) => masked(each)))
  }
  for (const each of Object.values(logs.loggers)) each.setFormat(logs.format)
}

const MASK = '***'

/** The same value where there is nothing to mask, else a copy that says less. */
export function masked(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value.replace(IN_TEXT, (_, scheme?: string) => (scheme ? `${scheme} ${MASK}` : MASK))
  if (typeof value !== 'object' || value === null || depth > DEEPEST || ArrayBuffer.isView(value)) return value
  if (Array.isArray(value))
    return changed(
      value,
      value.map((each: unknown) => masked(each, depth + 1)),
    )
  const own = value instanceof Error ? errorOf(value) : propertiesOf(value)
  const said = Object.fromEntries(Object.entries(own).map(([name, each]) => [name, isSecret(name, each) ? MASK : masked(each, depth + 1)]))
  if (Object.keys(own).every((name) => own[name] === said[name])) return value
  // Not of the same class: its private members would be missing.
  return value instanceof Error ? likeError(said, value) : said
}

function isSecret(name: string, value: unknown): boolean {
  return SECRET.test(name) && value !== undefined && value !== null && value !== ''
}

function propertiesOf(value: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value))
}

/** What logging reads of an error, enumerated or not. */
function errorOf(error: Error): Record<string, unknown> {
  const { name, stack, message, cause } = error
  const { status, statusCode, code } = error as { status?: unknown; statusCode?: unknown; code?: unknown }
  const read = { name, stack, message, cause, status, statusCode, code }
  return { ...propertiesOf(error), ...Object.fromEntries(Object.entries(read).filter(([, each]) => each !== undefined)) }
}

function likeError(said: Readonly<Record<string, unknown>>, error: Error): Error {
  const copy = Object.create(Error.prototype) as Error
  for (const [name, value] of Object.entries(said)) {
    const enumerable = Object.prototype.propertyIsEnumerable.call(error, name)
    Object.defineProperty(copy, name, { value, enumerable, writable: true, configurable: true })
  }
  return copy
}

function changed(before: readonly unknown[], after: unknown[]): unknown {
  return after.every((each, at) => each === before[at]) ? before : after
}
