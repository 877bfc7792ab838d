import fc from 'fast-check'
import type { Draft } from './postings.ts'

/** Messages in Atom/XML: a dialect that the facade refuses, whatever the XML is like. */

export interface XmlRequest {
  readonly draft: Draft
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

const TYPES = [
  'application/atom+xml',
  'application/atom+xml;type=entry',
  'application/xml',
  'text/xml; charset=utf-8',
  'application/json',
  '',
]
const HEADS = ['<?xml version="1.0" encoding="utf-8"?>', '', '\ufeff', '<!DOCTYPE entry [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>', '  \r\n']

export function xmlBodies(draft: fc.Arbitrary<Draft>): fc.Arbitrary<XmlRequest> {
  return fc
    .tuple(
      draft,
      fc.constantFrom(...TYPES),
      fc.constantFrom('application/atom+xml', 'application/xml', 'application/json', '*/*'),
      fc.constantFrom(...HEADS),
      fc.nat({ max: 3 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    )
    .map(([each, type, accept, head, how, share]) => {
      const whole = `${head}${entryOf(each.body ?? {})}`
      const text = how === 0 ? whole.slice(0, Math.floor(whole.length * share)) : how === 1 ? whole.replaceAll('</', '<') : whole
      return { draft: each, headers: { accept, ...(type === '' ? {} : { 'content-type': type }) }, body: Buffer.from(text) }
    })
}

function entryOf(body: object): string {
  const properties = Object.entries(body).map(
    ([name, value]) =>
      `<d:${name}>${typeof value === 'object' ? '' : String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</d:${name}>`,
  )
  return `<entry xmlns="http://www.w3.org/2005/Atom" xmlns:d="http://schemas.microsoft.com/ado/2007/08/dataservices" xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata"><content type="application/xml"><m:properties>${properties.join('')}</m:properties></content></entry>`
}
