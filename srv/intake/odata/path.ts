import { refuse } from './errors.ts'

/** Reads a request path so that it can mean one thing only, for us and for the ERP behind us. */

/** Where the services live. */
export const ROOT = '/sap/opu/odata/sap/'

/** Characters before the question mark. */
const LONGEST = 4000

export interface Segment {
  /** Decoded, without key predicate and matrix parameters: `A_ProductionOrder_2`. */
  readonly name: string
  /** Decoded text between the parentheses, `''` for `()`; undefined without parentheses. */
  readonly keys: string | undefined
}

export interface ServicePath {
  /** In upper case, as the ERP doesn't tell cases apart: `API_PRODUCT_SRV`; empty when the path ends at the root. */
  readonly service: string
  /** What follows the service. */
  readonly segments: readonly Segment[]
  /** To be sent on, query included: the sender's own, rewritten only where it held empty or dot segments. */
  readonly sent: string
  /** The same, relative to the service. */
  readonly relative: string
  /** Without the question mark. */
  readonly query: string
}

/**
 * Reads a request target, decoding it once. Throws a 400 Refusal for what two readers may read differently: slashes, backslashes or
 * blanks encoded outside of a quoted key, anything encoded twice, control characters, unbalanced quotes, a path that leaves the root.
 * @param target path or absolute URL, with query
 */
export function readPath(target: string): ServicePath {
  const local = target.replace(/^https?:\/\/[^/?#]*/i, '')
  const mark = local.indexOf('?')
  const path = mark < 0 ? local : local.slice(0, mark)
  const query = mark < 0 ? '' : local.slice(mark + 1)
  if (/[\u0000-\u001f\u007f-\u009f]/.test(local)) throw refuse.ambiguousPath('it holds a control character')
  if (/[\\#]/.test(path)) throw refuse.ambiguousPath('it holds a backslash or a hash')
  if (path.length > LONGEST) throw refuse.pathTooLong(LONGEST)
  if (!path.startsWith('/')) throw refuse.ambiguousPath('it does not begin at the root')

  const pieces = path.slice(1).split('/')
  const isTrailing = pieces.length > 1 && pieces.at(-1) === ''
  const kept: { raw: string; segment: Segment }[] = []
  let isRewritten = false
  for (const [index, raw] of pieces.entries()) {
    const segment = readSegment(raw)
    const isLast = index === pieces.length - 1
    if (raw === '' && isLast) continue
    if (raw === '' || segment.name === '.' || segment.name === '..') {
      isRewritten = true
      if (segment.name === '..' && kept.pop() === undefined) throw refuse.ambiguousPath('it leaves the root')
      continue
    }
    kept.push({ raw, segment })
  }

  const root = kept.slice(0, 4).map((each) => each.segment)
  const isRooted =
    root.map((each) => each.name.toLowerCase()).join('/') === 'sap/opu/odata/sap' && root.every((each) => each.keys === undefined)
  if (!isRooted) throw refuse.ambiguousPath('it leaves the root of the services')
  const [service, ...segments] = kept.slice(4)
  if (service?.segment.keys !== undefined) throw refuse.ambiguousPath('a service has no key')
  const search = mark < 0 ? '' : `?${query}`
  const tail = `${isTrailing ? '/' : ''}${search}`
  return {
    service: service?.segment.name.toUpperCase() ?? '',
    segments: segments.map((each) => each.segment),
    sent: isRewritten ? `/${kept.map((each) => each.raw).join('/')}${tail}` : local,
    relative: `${kept
      .slice(5)
      .map((each) => each.raw)
      .join('/')}${segments.length > 0 ? tail : search}`,
    query,
  }
}

/** Name, optional `(keys)`, optional `;parameters`. Only within the quotes of a key may there be anything but name characters. */
function readSegment(raw: string): Segment {
  const text = decode(raw)
  if (/%[0-9a-f]{2}/i.test(text)) throw refuse.ambiguousPath('it is encoded twice')
  if (/[\u0000-\u001f\u007f-\u009f]/.test(text)) throw refuse.ambiguousPath('it holds an encoded control character')
  const outside = text.replace(/'(?:[^']|'')*'/g, "''")
  const found = /^([\w.$~-]*)(\((?:[\w.$~:=,+ -]|'')*\))?((?:;[\w.$~:=,-]*)*)$/.exec(outside)
  if (!found || (found[1] === '' && raw !== ''))
    throw refuse.ambiguousPath(`"${text.slice(0, 60)}" is neither a name nor a name with a key`)
  const keys = found[2] === undefined ? undefined : text.slice(text.indexOf('(') + 1, text.lastIndexOf(')'))
  return { name: found[1] ?? '', keys }
}

function decode(raw: string): string {
  try {
    return decodeURIComponent(raw)
  } catch {
    throw refuse.ambiguousPath('its percent-encoding is broken')
  }
}
