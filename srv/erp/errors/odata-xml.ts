import { severityOf, variablesOf } from './dialect.ts'
import type { Dialect, Message } from './dialect.ts'

/** OData V2 in XML: `<error><code/><message/><innererror><errordetails><errordetail>…`, with or without a prefix. */
export const odataXml: Dialect = ({ text }) => {
  const error = elements(text, 'error')[0]
  if (error === undefined) return undefined
  const details = elements(error, 'errordetail')
  const frame = details.length > 0 ? error.slice(0, error.search(/<(?:[\w.-]+:)?innererror\b/)) : error
  return { frame: messageOf(frame, text), details: details.map((each) => messageOf(each, each)) }
}

function messageOf(xml: string, raw: string): Message {
  const value = (name: string): string => unescaped(elements(xml, name)[0] ?? '')
  return {
    code: value('code'),
    text: value('message'),
    severity: severityOf(value('severity')),
    variables: variablesOf(value('longtext_url')),
    raw,
  }
}

/** Contents of all elements of a name, in order; one pass, so that no text can make it slow. */
function elements(xml: string, name: string): string[] {
  const found: string[] = []
  let begin = -1
  for (const tag of xml.matchAll(new RegExp(`<(/?)(?:[\\w.-]{1,40}:)?${name}(?=[\\s/>])([^<>]*)>`, 'g'))) {
    const isEnd = tag[1] === '/'
    if (isEnd && begin >= 0) found.push(xml.slice(begin, tag.index))
    begin = isEnd || tag[2]?.endsWith('/') ? -1 : tag.index + tag[0].length
  }
  return found
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }

function unescaped(xml: string): string {
  const plain = xml.trim().replace(/^<!\[CDATA\[([\s\S]*)\]\]>$/, '$1')
  return plain.replace(/&(?:(\w{2,4})|#(\d{1,7})|#x([\da-f]{1,6}));/gi, (whole, name, decimal, hex) => {
    if (name) return ENTITIES[String(name)] ?? whole
    const point = decimal ? Number(decimal) : parseInt(String(hex), 16)
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole
  })
}
