import type { CallContext, Row } from '../contract.ts'
import { materialDocumentItems } from '../model/sets/material-document.ts'
import { bookItem } from './booking.ts'
import { checkMaterialLock, checkPeriod, usableMaterial } from './master-data.ts'
import { collecting } from './messages.ts'
import { MOVEMENT_KINDS, numbered, openDocument } from './movements.ts'
import type { PostedDocument } from './movements.ts'
import { text } from './values.ts'

/** Posts one document that takes back the given items of earlier ones and marks those as cancelled. Day: `YYYY-MM-DD`. */
export function reverseItems(context: CallContext, postingDate: string, originals: readonly Row[]): PostedDocument {
  const { books } = context
  const types = originals.map((each) => MOVEMENT_KINDS[text(each.GoodsMovementType)]?.reversal ?? '')
  const document = openDocument(context, postingDate, { InventoryTransactionType: 'WR', GoodsMovementCode: '06' }, types[0] ?? '')
  const lines = new Map(originals.map((each, index) => [each.MaterialDocumentLine, String(index + 1)]))
  let line = 0
  const items = collecting(originals, (original) => {
    const { inPlant } = usableMaterial(books, text(original.Material), text(original.Plant))
    checkMaterialLock(context, text(original.Material), text(original.Plant))
    checkPeriod(books, inPlant, postingDate)
    const item = numbered(
      {
        ...original,
        MaterialDocumentYear: document.MaterialDocumentYear ?? '',
        MaterialDocument: document.MaterialDocument ?? '',
        GoodsMovementType: types[line] ?? '',
        DebitCreditCode: original.DebitCreditCode === 'S' ? 'H' : 'S',
        MaterialDocumentParentLine: lines.get(original.MaterialDocumentParentLine ?? '') ?? '',
        ReversedMaterialDocumentYear: original.MaterialDocumentYear ?? '',
        ReversedMaterialDocument: original.MaterialDocument ?? '',
        ReversedMaterialDocumentItem: original.MaterialDocumentItem ?? '',
        FiscalYear: postingDate.slice(0, 4),
        FiscalYearPeriod: `0${postingDate.slice(5, 7)}${postingDate.slice(0, 4)}`,
      },
      ++line,
    )
    bookItem(context, item)
    const key = Object.fromEntries(materialDocumentItems.keys.map((each) => [each, original[each] ?? '']))
    books.update(materialDocumentItems.name, key, { GoodsMovementIsCancelled: true })
    return item
  })
  return { year: text(document.MaterialDocumentYear), number: text(document.MaterialDocument), items }
}
