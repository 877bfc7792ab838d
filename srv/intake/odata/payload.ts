import type { Headers, MessageKind, MessagePart, Movement } from '../../domain/message.ts'
import { formOf, isXml, refuse } from './errors.ts'
import { headerOf, mediaType, parameterOf } from './headers.ts'
import { readKeys } from './keys.ts'
import { readMovements } from './movements.ts'
import { readActivities, readQuantity, readUnit } from './quantities.ts'
import type { Target } from './target.ts'
import { type Json, readDay, readFlag, readGuid, readId, readJson, readOperation, readText } from './values.ts'

/** What one posting says, in Countersign's own words. */

type Content = Omit<MessagePart, 'kind' | 'method' | 'path' | 'headers' | 'body'>
type Read = Pick<Target, 'kind' | 'query' | 'last' | 'orderCategory'>

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
export function readContent(target: Read, headers: Headers, body: Buffer): Content {
  const category = target.orderCategory === undefined ? {} : { orderCategory: target.orderCategory }
  if (target.kind === 'confirmation') return { ...readConfirmation(readJsonBody(headers, body), target), ...category }
  if (target.kind === 'materialDocument') return readMaterialDocument(readJsonBody(headers, body))
  return { ...EMPTY, ...readKeys(target), ...category }
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

function readConfirmation(json: Json, { orderCategory = 'production' }: Read): Content {
  const order = readId(json, 'OrderID', 12)
  if (order === '') throw refuse.missing('OrderID')
  const unit = readUnit(json, 'ConfirmationUnit')
  const postingDate = readDay(json, 'PostingDate')
  const finalType = readText(json, 'FinalConfirmationType', 1)
  const personnel = readId(json, 'Personnel', 8)
  return {
    plant: readText(json, 'Plant', 4),
    order,
    operation: readOperation(json, 'OrderOperation'),
    material: readId(json, 'Material', 40),
    workCenter: readText(json, 'WorkCenter', 8),
    ...readQuantity(json, 'yield', 'ConfirmationYieldQuantity', unit),
    ...readQuantity(json, 'scrap', 'ConfirmationScrapQuantity', unit),
    // Process orders know no rework: there it's a property like any that we don't know.
    ...(orderCategory === 'production' ? readQuantity(json, 'rework', 'ConfirmationReworkQuantity', unit) : {}),
    ...readActivities(json),
    ...(personnel === '' ? {} : { personnel }),
    reason: readText(json, 'VarianceReasonCode', 4),
    // `1` is the automatic final confirmation.
    isFinal: readFlag(json, 'IsFinalConfirmation') || finalType === 'X' || finalType === '1',
    isReversal: readFlag(json, 'IsReversal'),
    ...(postingDate === undefined ? {} : { postingDate }),
    externalKey: readGuid(json, 'ExternalSystemConfirmation'),
    movements: readMovements(json, orderCategory),
  }
}

function readMaterialDocument(json: Json): Content {
  const movements = readMovements(json, 'materialDocument')
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

function firstOf(movements: readonly Movement[], name: 'plant' | 'order' | 'material' | 'reason'): string {
  return movements.find((each) => each[name] !== '')?.[name] ?? ''
}

/** The most telling kind of several: a judged one before all others. */
export function leadingKind(parts: readonly { readonly kind: MessageKind }[]): MessageKind {
  const judged = parts.find((each) => each.kind === 'confirmation' || each.kind === 'materialDocument')
  return (judged ?? parts[0])?.kind ?? 'other'
}
