import { createHash } from 'node:crypto'
import type { MessagePart } from '../domain/message.ts'
import { dictionaryOf } from './fields.ts'
import { parseJson } from './json.ts'

/** Countersign's name space for version 5 UUIDs (RFC 9562 §5.5). Never to be changed: keys already in the ERP were made with it. */
const NAMESPACE = Buffer.from('6f0b8f1e0d3a4c1b9b7ac6d25e8f4a13', 'hex')
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const OUR_REFERENCE = /^CS[A-Z2-7]{14}$/
const GUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i
const NO_GUID = /^[0-]*$/

/**
 * Puts our key into an empty `ExternalSystemConfirmation` or `ReferenceDocument`; all other bytes stay. The same attempt key always
 * makes the same key; parts of a change set need one each. `key` is what can be looked up: the sender's own where it gave one, empty
 * where there's none.
 */
export function withKey({ kind, body }: Pick<MessagePart, 'kind' | 'body'>, attemptKey: string): { body: Buffer; key: string } {
  const name = dictionaryOf({ kind })?.key
  // In latin1 a character is a byte, and what means something in JSON is ASCII.
  const text = body.toString('latin1')
  const open = name === undefined || parseJson(body.toString()) === undefined ? undefined : headerIn(text)
  if (name === undefined || open === undefined) return { body, key: '' }
  const isConfirmation = kind === 'confirmation'
  const key = isConfirmation ? uuid5(attemptKey) : shortKey(attemptKey)
  const members = membersOf(text, open)
  const member = members.findLast((each) => each.name === name)
  if (!member) {
    const comma = members.length > 0 ? ',' : ''
    return { body: spliced(text, open + 1, open + 1, `"${name}":"${key}"${comma}`), key }
  }
  const value = parseJson(text.slice(member.from, member.to))
  const isEmpty = value === null || (typeof value === 'string' && (isConfirmation ? NO_GUID.test(value.trim()) : value.trim() === ''))
  if (isEmpty) return { body: spliced(text, member.from, member.to, `"${key}"`), key }
  const own = typeof value === 'string' ? Buffer.from(value, 'latin1').toString().trim() : ''
  return { body, key: isConfirmation && !GUID.test(own) ? '' : own }
}

/** Did we make this reference? Then nobody else uses it. */
export function isOurReference(key: string): boolean {
  return OUR_REFERENCE.test(key)
}

function spliced(text: string, from: number, to: number, value: string): Buffer {
  return Buffer.from(text.slice(0, from) + value + text.slice(to), 'latin1')
}

interface Member {
  readonly name: string
  /** Where the value stands in the text. */
  readonly from: number
  readonly to: number
}

/** Position of the brace that opens the object with the header's fields: the outermost, or that of a `d` around all (`wrappedIn`). Undefined: none. */
function headerIn(text: string): number | undefined {
  const open = text.search(/\S/)
  if (text[open] !== '{') return undefined
  const members = membersOf(text, open)
  // Given twice, the last counts.
  const wrapped = members.every((each) => each.name === 'd') ? members.at(-1) : undefined
  return wrapped && text[wrapped.from] === '{' ? wrapped.from : open
}

/** Members of the object that `open` opens, in valid JSON. */
function membersOf(text: string, open: number): Member[] {
  const members: Member[] = []
  const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s"{}[\],:]+/g
  tokens.lastIndex = open + 1
  let depth = 0
  let name: string | undefined
  let from = -1
  let to = -1
  for (let token = tokens.exec(text); token; token = tokens.exec(text)) {
    const [it] = token
    const isEnd = depth === 0 && (it === ',' || it === '}')
    if (isEnd && name !== undefined) members.push({ name, from, to })
    if (isEnd && it === '}') break
    if (isEnd) name = undefined
    else if (depth === 0 && name === undefined) [name, from] = [String(parseJson(it)), -1]
    else if (depth > 0 || it !== ':') {
      if (from < 0) from = token.index
      to = tokens.lastIndex
      if (it === '{' || it === '[') depth += 1
      if (it === '}' || it === ']') depth -= 1
    }
  }
  return members
}

function uuid5(name: string): string {
  const bytes = createHash('sha1').update(NAMESPACE).update(name).digest().subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** 16 characters, of which 14 carry 70 bits of the hash: what `ReferenceDocument` has room for. */
function shortKey(name: string): string {
  const hash = createHash('sha256').update(NAMESPACE).update(name).digest()
  return `CS${Array.from(hash.subarray(0, 14), (byte) => BASE32[byte % 32]).join('')}`
}
