import { brotliDecompressSync, unzipSync } from 'node:zlib'
import type { RawResponse } from '../domain/message.ts'
import { headerOf } from './headers.ts'
import { isObject, parseJson, textIn } from './json.ts'
import { unpadded } from './words.ts'

/**
 * Number of the document that an answer names, `207/1` or `2026/4900000012`; from its JSON, its Atom, or the address of what was
 * created; without leading zeros, as who takes it back names it. Undefined when it names none.
 */
export function documentOf(response: RawResponse): string | undefined {
  const text = textOf(response)
  const row = rowOf(parseJson(text))
  const address = headerOf(response.headers, 'location') || headerOf(response.headers, 'dataserviceid')
  const value = (name: string): string => {
    const given = row ? textIn(row, name) : ''
    if (given !== '') return unpadded(given)
    const [, found = ''] = new RegExp(`\\b${name}='([^']+)'`).exec(address) ?? new RegExp(`<d:${name}>([^<]+)</d:`).exec(text) ?? []
    return unpadded(found)
  }
  const group = value('ConfirmationGroup')
  if (group) return `${group}/${value('ConfirmationCount')}`
  const document = value('MaterialDocument')
  return document ? `${value('MaterialDocumentYear')}/${document}` : undefined
}

/** The row of `{d: {…}}`, or of a function import, which may wrap it once more in its own name. */
function rowOf(answer: unknown): Record<string, unknown> | undefined {
  const data = isObject(answer) ? answer.d : undefined
  if (!isObject(data)) return undefined
  const [only, ...others] = Object.values(data)
  return others.length === 0 && isObject(only) ? only : data
}

/** The body as text, unpacked where the ERP packed it; bytes that can't be unpacked are taken as they are. */
export function textOf({ headers, body }: RawResponse): string {
  const encoding = headerOf(headers, 'content-encoding').toLowerCase()
  try {
    if (encoding === 'br') return brotliDecompressSync(body).toString()
    if (encoding !== '' && encoding !== 'identity') return unzipSync(body).toString()
  } catch {
    // It isn't what its header says.
  }
  return body.toString()
}
