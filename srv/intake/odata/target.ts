import type { Headers, MessageKind, OrderCategory } from '../../domain/message.ts'
import { refuse } from './errors.ts'
import { METHOD_OVERRIDES, headerOf, listOf } from './headers.ts'
import { type Segment, type ServicePath, readPath } from './path.ts'

/** What a request wants: path and method together. */
export interface Target extends ServicePath {
  /** The one that counts: what a tunnelled POST stands for. */
  readonly method: string
  /** Nothing is changed in the ERP: goes straight through. */
  readonly isRead: boolean
  readonly isBatch: boolean
  readonly kind: MessageKind
  /** What the orders of the service are; absent where it may be either. */
  readonly orderCategory?: OrderCategory
  /** Last segment. */
  readonly last: Segment | undefined
}

const READS = new Set(['GET', 'HEAD', 'OPTIONS'])
const CHANGES = new Set(['PUT', 'PATCH', 'MERGE'])
const METHODS = new Set([...READS, ...CHANGES, 'POST', 'DELETE'])
const TUNNELLED = new Set([...CHANGES, 'DELETE'])

/** What a POST means, by service and last segment in lower case. `read`: answers a proposal and posts nothing. */
const POSTS: Readonly<Record<string, Readonly<Record<string, MessageKind | 'read'>>>> = {
  API_PROD_ORDER_CONFIRMATION_2_SRV: {
    prodnordconf2: 'confirmation',
    cancelprodnordconf: 'cancellation',
    getconfproposal: 'read',
    getgdsmvtproposal: 'read',
  },
  API_PROC_ORDER_CONFIRMATION_2_SRV: {
    procordconf2: 'confirmation',
    cancelprocordconf: 'cancellation',
    getconfproposal: 'read',
    getgdsmvtproposal: 'read',
  },
  API_MATERIAL_DOCUMENT_SRV: {
    a_materialdocumentheader: 'materialDocument',
    materialdocumentheader: 'materialDocument',
    cancel: 'cancellation',
    cancelitem: 'cancellation',
  },
  API_PRODUCTION_ORDER_2_SRV: {
    releaseorder: 'statusChange',
    releaseoperation: 'statusChange',
    orderreleasedbymes: 'statusChange',
    techlycmpltorder: 'statusChange',
    closeorder: 'statusChange',
    deletionflagorder: 'statusChange',
    deletionindorder: 'statusChange',
    discardorder: 'statusChange',
    deliverycompletedorder: 'statusChange',
  },
}

const CATEGORIES: Readonly<Record<string, OrderCategory>> = {
  API_PROD_ORDER_CONFIRMATION_2_SRV: 'production',
  API_PROC_ORDER_CONFIRMATION_2_SRV: 'process',
  API_PRODUCTION_ORDER_2_SRV: 'production',
}

/**
 * Reads path and method of a request. Throws a Refusal (400, 405) for what could mean two things.
 * @param url as it came, from the root of the server
 */
export function readTarget(method: string, url: string, headers: Headers): Target {
  const path = readPath(url)
  const last = path.segments.at(-1)
  const effective = effectiveMethod(method, headers)
  const isTunnelled = effective !== method
  const name = last === undefined || last.keys ? '' : plainName(last.name)
  const posting = POSTS[path.service]?.[name]
  // Whoever overlooks the override would create what nobody judged.
  if (isTunnelled && (posting !== undefined || (path.segments.length < 2 && !last?.keys)))
    throw refuse.ambiguousMethod('an override needs the path of one entity')

  const isBatch = method === 'POST' && path.segments.length === 1 && name === '$batch'
  const isRead = READS.has(effective) || (effective === 'POST' && posting === 'read' && path.segments.length === 1)
  const holdsBatch = path.segments.some((each) => each.name.toLowerCase() === '$batch')
  if (!isRead && holdsBatch && !(isBatch && last?.keys === undefined)) throw refuse.ambiguousPath('$batch stands alone behind the service')
  const orderCategory = CATEGORIES[path.service]
  const category = orderCategory === undefined ? {} : { orderCategory }
  return { ...path, method: effective, isRead, isBatch, kind: kindOf(effective, posting), last, ...category }
}

function kindOf(method: string, posting: MessageKind | 'read' | undefined): MessageKind {
  if (CHANGES.has(method)) return 'change'
  return method === 'POST' && posting !== undefined && posting !== 'read' ? posting : 'other'
}

/** Without container and navigation prefix, in lower case: `Container.ProdnOrdConf2` and `to_ProdnOrdConf2` lead to the same set. */
function plainName(name: string): string {
  const lower = (name.split('.').at(-1) ?? '').toLowerCase()
  return lower.replace(/^to_/, '')
}

function effectiveMethod(method: string, headers: Headers): string {
  if (!METHODS.has(method)) throw refuse.method(method.slice(0, 20))
  const overrides = new Set(METHOD_OVERRIDES.flatMap((name) => listOf(headerOf(headers, name))).map((each) => each.toUpperCase()))
  const [override, ...others] = overrides
  if (override === undefined || (override === method && others.length === 0)) return method
  if (others.length > 0) throw refuse.ambiguousMethod('several overrides contradict each other')
  if (method !== 'POST' || !TUNNELLED.has(override)) throw refuse.ambiguousMethod(`${method} can not stand for ${override.slice(0, 20)}`)
  return override
}
