import type { Headers } from '../domain/message.ts'

/** Headers that belong to one connection, not to the message: RFC 9110 §7.6.1, and those that older senders still use. */
const HOP_BY_HOP = ['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade']

/**
 * What a sender must not decide on the way to the ERP: where it goes, how it is framed, and who it is (the destination's own
 * credentials count; `sap-connectivity-*` would let a sender speak to the Cloud Connector in somebody else's name).
 */
const NOT_THE_SENDERS = /^(host|authorization|proxy-authorization|sap-connectivity-.*)$/

function withoutHopByHop(headers: Headers): Record<string, string | string[]> {
  const listed = [headers.connection ?? []]
    .flat()
    .flatMap((each) => each.split(','))
    .map((each) => each.trim().toLowerCase())
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.includes(name) && !listed.includes(name)))
}

/** Headers of a sender that go on to the ERP. Names in lower case, as in {@link Headers}. */
export function toErp(headers: Headers): Record<string, string | string[]> {
  return Object.fromEntries(Object.entries(withoutHopByHop(headers)).filter(([name]) => !NOT_THE_SENDERS.test(name)))
}

/** Headers of the ERP that go back to a sender; a repeated `set-cookie` stays a list. */
export function toSender(headers: Readonly<Record<string, string | string[] | undefined>>): Headers {
  const given = Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
  return withoutHopByHop(Object.fromEntries(given))
}

/** The first value of a header, or an empty text. */
export function headerOf(headers: Headers, name: string): string {
  return [headers[name] ?? ''].flat()[0] ?? ''
}
