import type { Headers, MessageKind, MessagePart, Movement, Quantity } from '../../domain/message.ts'
import { formOf, isXml, refuse } from './errors.ts'
import { ITEMS } from './fields.ts'
import { headerOf, mediaType, parameterOf } from './headers.ts'
import type { Target } from './target.ts'
import {
  type Json,
  dayOf,
  guidOf,
  operationOf,
  readChildren,
  readDay,
  readDecimal,
  readFlag,
  readGuid,
  readId,
  readJson,
  readOperation,
  readText,
  unpadded,
} from './values.ts'

/** What one posting says, in Countersign's own words. */

type Content = Omit<MessagePart, 'kind' | 'method' | 'path' | 'headers' | 'body'>

/** A posting of which nothing is known but its path. */
export const EMPTY: Content = {
  plant: '',
  order: '',
  operation: '',
  material: '',
  workCenter: '',
  reason: '',
  isFinal: false,
  isReversal: false,
  externalKey: '',
  movements: [],
}

/**
 * Reads a posting: the JSON body of a confirmation or material document, else the keys in path and query.
 * Throws a Refusal (400, 415) with the property as target; properties that it doesn't know are left alone.
 * @param body unpacked
 */
export function readContent(target: Pick<Target, 'kind' | 'query' | 'last'>, headers: Headers, body: Buffer): Content {
  if (target.kind === 'confirmation') return readConfirmation(readJsonBody(headers, body))
  if (target.kind === 'materialDocument') return readMaterialDocument(readJsonBody(headers, body))
  return readKeys(target)
}

function readJsonBody(headers: Headers, body: Buffer): Json {
  const contentType = headerOf(headers, 'content-type')
  const type = mediaType(contentType)
  if (isXml(contentType)) throw refuse.atom()
  if (type === '' && (body.toString('latin1', 0, 64).trimStart().startsWith('<') || formOf(headers) === 'xml')) throw refuse.atom()
  if (type !== '' && type !== 'application/json') throw refuse.contentType(type.slice(0, 100))
  const charset = parameterOf(contentType, 'charset') ?? 'utf-8'
  if (!/^(utf-?8|us-ascii)$/i.test(charset)) throw refuse.contentType(`${type}; charset=${charset.slice(0, 40)}`)
  return readJson(body)
}

function readConfirmation(json: Json): Content {
  const order = readId(json, 'OrderID', 12)
  if (order === '') throw refuse.missing('OrderID')
  const unit = readUnit(json, 'ConfirmationUnit')
  const postingDate = readDay(json, 'PostingDate')
  const finalType = readText(json, 'FinalConfirmationType', 1)
  return {
    plant: readText(json, 'Plant', 4),
    order,
    operation: readOperation(json, 'OrderOperation'),
    material: readId(json, 'Material', 40),
    workCenter: readText(json, 'WorkCenter', 8),
    ...readQuantity(json, 'yield', 'ConfirmationYieldQuantity', unit),
    ...readQuantity(json, 'scrap', 'ConfirmationScrapQuantity', unit),
    ...readQuantity(json, 'rework', 'ConfirmationReworkQuantity', unit),
    reason: readText(json, 'VarianceReasonCode', 4),
    // `1` is the automatic final confirmation.
    isFinal: readFlag(json, 'IsFinalConfirmation') || finalType === 'X' || finalType === '1',
    isReversal: readFlag(json, 'IsReversal'),
    ...(postingDate === undefined ? {} : { postingDate }),
    externalKey: readGuid(json, 'ExternalSystemConfirmation'),
    movements: readChildren(json, ITEMS.confirmation).map((item, index) =>
      readMovement(item, `${ITEMS.confirmation}/${index}/`, 'OrderID'),
    ),
  }
}

function readMaterialDocument(json: Json): Content {
  const movements = readChildren(json, ITEMS.materialDocument).map((item, index) =>
    readMovement(item, `${ITEMS.materialDocument}/${index}/`, 'ManufacturingOrder'),
  )
  const postingDate = readDay(json, 'PostingDate')
  return {
    ...EMPTY,
    plant: firstOf(movements, 'plant'),
    order: firstOf(movements, 'order'),
    material: firstOf(movements, 'material'),
    reason: firstOf(movements, 'reason'),
    ...(postingDate === undefined ? {} : { postingDate }),
    movements,
  }
}

function readMovement(item: Json, at: string, order: 'OrderID' | 'ManufacturingOrder'): Movement {
  return {
    material: readId(item, 'Material', 40, at),
    plant: readText(item, 'Plant', 4, at),
    storageLocation: readText(item, 'StorageLocation', 4, at),
    batch: readText(item, 'Batch', 10, at),
    movementType: readText(item, 'GoodsMovementType', 3, at),
    order: readId(item, order, 12, at),
    reservation: readId(item, 'Reservation', 10, at),
    reservationItem: readId(item, 'ReservationItem', 4, at),
    reason: readText(item, 'GoodsMovementReasonCode', 4, at),
    quantity: { value: readDecimal(item, 'QuantityInEntryUnit', at) ?? '0', unit: readUnit(item, 'EntryUnit', at) },
  }
}

/** The unit, else its SAP or ISO code: a sender may send any one of the three. */
function readUnit(json: Json, name: string, at = ''): string {
  return readText(json, name, 3, at) || readText(json, `${name}SAPCode`, 3, at) || readText(json, `${name}ISOCode`, 3, at)
}

function readQuantity<Name extends string>(json: Json, field: Name, name: string, unit: string): Partial<Record<Name, Quantity>> {
  const value = readDecimal(json, name)
  return value === undefined ? {} : ({ [field]: { value, unit } } as Record<Name, Quantity>)
}

function firstOf(movements: readonly Movement[], name: 'plant' | 'order' | 'material' | 'reason'): string {
  return movements.find((each) => each[name] !== '')?.[name] ?? ''
}

/** What the keys of an entity or the parameters of a function import say; what can't be read there is the ERP's to refuse. */
function readKeys({ kind, query, last }: Pick<Target, 'kind' | 'query' | 'last'>): Content {
  const parameters = new URLSearchParams(query)
  const keys = keysOf(last?.keys ?? '')
  const isOrder = last?.name.toLowerCase() === 'a_productionorder_2'
  const valueOf = (...names: string[]): string =>
    names.map((name) => unquoted(parameters.get(name) ?? '') || (keys.get(name) ?? '')).find((each) => each !== '') ?? ''
  const postingDate = dayOf(parameters.get('PostingDate') ?? '')
  const document = kind === 'cancellation' ? documentOf(valueOf) : undefined
  return {
    ...EMPTY,
    order: unpadded(valueOf('ManufacturingOrder', 'OrderID') || (isOrder ? (keys.get('') ?? '') : '')).slice(0, 12),
    operation: operationOf(valueOf('ManufacturingOrderOperation', 'OrderOperation')).slice(0, 4),
    plant: valueOf('Plant').slice(0, 4),
    isReversal: kind === 'cancellation',
    ...(postingDate === undefined ? {} : { postingDate }),
    externalKey: guidOf(parameters.get('ExternalSystemConfirmation') ?? '') ?? '',
    ...(document === undefined ? {} : { document }),
  }
}

/** What a cancellation takes back, numbered as the ERP answers it; undefined when it doesn't say all of it. */
function documentOf(valueOf: (name: string) => string): string | undefined {
  const confirmation = [valueOf('ConfirmationGroup'), valueOf('ConfirmationCount')]
  const materialDocument = [valueOf('MaterialDocumentYear'), valueOf('MaterialDocument')]
  return [confirmation, materialDocument]
    .map((keys) => keys.map((each) => unpadded(each.trim())))
    .find((keys) => keys.every((each) => /^\w{1,10}$/.test(each)))
    ?.join('/')
}

/** `ManufacturingOrder='1',Item='2'` → by name; a lone `'1'` stands under the empty name. */
function keysOf(predicate: string): Map<string, string> {
  const found = predicate.matchAll(/(?:(\w+)\s*=\s*)?'((?:[^']|'')*)'/g)
  return new Map([...found].map(([, name, value]) => [name ?? '', (value ?? '').replaceAll("''", "'")]))
}

function unquoted(literal: string): string {
  return literal.replace(/^'(.*)'$/s, '$1').replaceAll("''", "'")
}

/** The most telling kind of several: a judged one before all others. */
export function leadingKind(parts: readonly { readonly kind: MessageKind }[]): MessageKind {
  const judged = parts.find((each) => each.kind === 'confirmation' || each.kind === 'materialDocument')
  return (judged ?? parts[0])?.kind ?? 'other'
}
