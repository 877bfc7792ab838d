import type { Headers } from '../domain/message.ts'

/** Headers that belong to one connection, not to the message: RFC 9110 §7.6.1, and those that older senders still use. */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/**
 * What a sender must not decide on the way to the ERP: where it goes, how it is framed, and who it is (the destination's own
 * credentials count; `sap-connectivity-*` would let a sender speak to the Cloud Connector in somebody else's name).
 */
const NOT_THE_SENDERS: ReadonlySet<string> = new Set(['host', 'authorization', 'proxy-authorization'])

type Given = Readonly<Record<string, string | readonly string[] | undefined>>

function endToEnd(headers: Given, isOurs: (name: string) => boolean): Record<string, string | string[]> {
  const { connection } = headers
  const listed = connection === undefined || connection === 'keep-alive' ? [] : namesIn(connection)
  // Every message passes here twice: no lists in between.
  const kept: Record<string, string | string[]> = {}
  for (const name in headers) {
    const value = headers[name]
    if (value === undefined || HOP_BY_HOP.has(name) || listed.includes(name) || isOurs(name)) continue
    kept[name] = typeof value === 'string' ? value : [...value]
  }
  return kept
}

function namesIn(connection: string | readonly string[]): string[] {
  return [connection].flat().flatMap((each) => each.split(',').map((name) => name.trim().toLowerCase()))
}

/** Headers of a sender that go on to the ERP. Names in lower case, as in {@link Headers}. */
export function toErp(headers: Headers): Record<string, string | string[]> {
  return endToEnd(headers, (name) => NOT_THE_SENDERS.has(name) || name.startsWith('sap-connectivity-'))
}

/** Headers of the ERP that go back to a sender; a repeated `set-cookie` stays a list. */
export function toSender(headers: Given): Headers {
  return endToEnd(headers, () => false)
}

/** The first value of a header, or an empty text. */
export function headerOf(headers: Headers, name: string): string {
  return [headers[name] ?? ''].flat()[0] ?? ''
}
