import { and } from '@sap-cloud-sdk/odata-v2'
import { documentOf } from '../documents.ts'
import { MATERIAL_DOCUMENT, materialDocumentItems, materialDocuments } from '../api/material-document.ts'
import { isObject, textIn } from '../json.ts'
import { isOurReference } from '../key.ts'
import type { RawRow, Reader } from '../reader.ts'
import type { Known, Posting } from '../types.ts'
import { createdSince, isSame, itemsOf, linesOf } from './fingerprint.ts'
import type { Line } from './fingerprint.ts'
import { type Candidates, createdAnswer, onlyOf } from './answer.ts'

const DAY = 86_400_000
/** More documents of the same kind than this aren't told apart by us. */
const MOST = 20

/**
 * By our reference, which nobody else uses; else by fingerprint (lines, time, user), narrowed by the sender's own reference where it
 * gave one: that may be a delivery note which several documents share. What came of another message isn't what came of this one. @throws Error when there's nothing to find it by
 */
export async function findMaterialDocument(
  reader: Reader,
  part: Posting['parts'][number],
  since: Date,
  until: number,
  known: Known,
): Promise<Candidates> {
  if (isOurReference(part.key)) {
    const rows = onlyOf(await byReference(reader, part.key, undefined, until), 'ReferenceDocument', part.key)
    return { answers: rows.filter(isOriginal).map(createdAnswer), isSure: true }
  }
  const lines = linesOf(part)
  const [first] = lines
  if (!first) throw new Error('The goods movement has no line to find it by')
  const rows = part.key ? await byReference(reader, part.key, since, until) : await byLine(reader, first, since, until)
  const alike = rows.filter((each) => isOriginal(each) && isSame(lines, each))
  const surely = alike.filter((each) => createdSince(since, each) === 'surely')
  const near = await ofOurUser(reader, surely.length > 0 ? surely : alike.filter((each) => createdSince(since, each) === 'maybe'))
  const answers = near.map(createdAnswer)
  const others = new Set(await known(answers.flatMap((each) => documentOf(each) ?? [])))
  return { answers: answers.filter((each) => !others.has(documentOf(each) ?? '')), isSure: surely.length > 0 }
}

function byReference(reader: Reader, reference: string, since: Date | undefined, until: number): Promise<readonly RawRow[]> {
  const { ReferenceDocument, CreationDate, to_MaterialDocumentItem } = materialDocuments.fields
  const filters = [ReferenceDocument.equals(reference), ...(since ? [CreationDate.greaterOrEqual(dayBefore(since))] : [])]
  const request = materialDocuments
    .requestBuilder()
    .getAll()
    .filter(and(...filters))
    .select(materialDocuments.whole, to_MaterialDocumentItem)
  return reader.rows(MATERIAL_DOCUMENT, request, until)
}

/** Headers of the items that are alike, and then each with all its items. */
async function byLine(reader: Reader, line: Line, since: Date, until: number): Promise<readonly RawRow[]> {
  const { Material, GoodsMovementType, ManufacturingOrder, Plant, to_MaterialDocumentHeader } = materialDocumentItems.fields
  const given = [
    [Material, line.material],
    [GoodsMovementType, line.movementType],
    [ManufacturingOrder, line.order],
    [Plant, line.plant],
  ] as const
  const filters = given.flatMap(([field, value]) => (value === '' ? [] : [field.equals(value)]))
  const items = await reader.rows(
    MATERIAL_DOCUMENT,
    materialDocumentItems
      .requestBuilder()
      .getAll()
      .filter(and(...filters))
      .select(materialDocumentItems.whole, to_MaterialDocumentHeader),
    until,
  )
  const headers = items.flatMap((each) => (isObject(each.to_MaterialDocumentHeader) ? [each.to_MaterialDocumentHeader] : []))
  const keys = headers
    .filter((each) => createdSince(since, each) !== 'no')
    .map((each) => `${textIn(each, 'MaterialDocumentYear')}/${textIn(each, 'MaterialDocument')}`)
  const unique = [...new Set(keys)]
  if (unique.length > MOST) throw new Error(`${unique.length} material documents of that kind are too many to tell apart`)
  const documents = await Promise.all(unique.map((each) => byNumber(reader, each, until)))
  return documents.flat()
}

function byNumber(reader: Reader, number: string, until: number): Promise<readonly RawRow[]> {
  const { MaterialDocumentYear, MaterialDocument, to_MaterialDocumentItem } = materialDocuments.fields
  const [year = '', document = ''] = number.split('/')
  const filter = and(MaterialDocumentYear.equals(year), MaterialDocument.equals(document))
  return reader.rows(
    MATERIAL_DOCUMENT,
    materialDocuments.requestBuilder().getAll().filter(filter).select(materialDocuments.whole, to_MaterialDocumentItem),
    until,
  )
}

/** The user that the destination signs in with may have another name in the ERP: it only decides where it's found at all. */
async function ofOurUser(reader: Reader, rows: readonly RawRow[]): Promise<readonly RawRow[]> {
  const user = (await reader.user()).toUpperCase()
  const ours = rows.filter((each) => textIn(each, 'CreatedByUser').toUpperCase() === user)
  return ours.length > 0 ? ours : rows
}

/** A cancellation takes over the reference of what it cancels. */
function isOriginal(document: RawRow): boolean {
  return itemsOf(document).every((each) => !each.ReversedMaterialDocument)
}

function dayBefore(date: Date): string {
  return new Date(date.getTime() - DAY).toISOString().slice(0, 19)
}
