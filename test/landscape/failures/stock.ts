import { addDays } from '../plant/days.ts'
import type { Row } from '../s4/contract.ts'
import { rowOf } from '../s4/model/properties.ts'
import { materialDocumentItems, materialDocuments } from '../s4/model/sets/material-document.ts'
import { stocks } from '../s4/model/sets/material-stock.ts'
import { productStorageLocations } from '../s4/model/sets/product.ts'
import { failure } from './build.ts'
import { confirmation, goodsIssue, issueOfPart, issueOfPowder, orderItem, wireDate } from './messages.ts'
import type { Scene } from './scene.ts'

const deficit = { catalogue: '11', code: 'M7/021', foreseeable: true } as const

/** Stock that isn't there, not there yet, or not free. */
export const stockFailures = [
  failure({
    ...deficit,
    name: 'component not received',
    cause: 'stockDeficit',
    queue: 'warehouse',
    spoil: (scene) => changeStock(scene, { MatlWrhsStkQtyInMatlBaseUnit: '3.000' }),
  }),
  failure({
    ...deficit,
    name: 'component not received, backflushed',
    cause: 'stockDeficit',
    queue: 'warehouse',
    message: (scene) => confirmation(scene, {}, []),
    spoil: (scene) => changeStock(scene, { MatlWrhsStkQtyInMatlBaseUnit: '3.000' }),
  }),
  failure({
    ...deficit,
    name: 'component of a process order not received',
    cause: 'stockDeficit',
    queue: 'warehouse',
    props: { isProcess: true },
    spoil: (scene) => changeStock(scene, { MatlWrhsStkQtyInMatlBaseUnit: '3.000' }),
  }),
  failure({
    ...deficit,
    name: 'component not received, issued by itself',
    cause: 'stockDeficit',
    queue: 'warehouse',
    message: (scene) => goodsIssue(scene, [orderItem(scene, issueOfPart(scene))]),
    spoil: (scene) => changeStock(scene, { MatlWrhsStkQtyInMatlBaseUnit: '3.000' }),
  }),
  failure({
    ...deficit,
    name: 'stock in another storage location',
    cause: 'wrongStorageLocation',
    queue: 'warehouse',
    spoil: (scene) => changeStock(scene, { StorageLocation: scene.site.receiving }),
  }),
  failure({
    ...deficit,
    name: 'digits too many in a consumption',
    cause: 'entryError',
    queue: 'planner',
    message: (scene) => withParts(scene, '100'),
    mistake: (scene) => withParts(scene, '1000'),
  }),
  failure({
    ...deficit,
    name: 'grams sent as kilograms',
    cause: 'unitOfMeasure',
    queue: 'masterData',
    mistake: (scene) => confirmation(scene, {}, [issueOfPart(scene), issueOfPowder(scene, { QuantityInEntryUnit: '2500' })]),
  }),
  failure({
    name: 'stock in quality inspection',
    catalogue: '11',
    code: 'M7/021',
    cause: 'qualityHold',
    queue: 'quality',
    foreseeable: true,
    spoil: (scene) => changeStock(scene, { InventoryStockType: '02' }),
  }),
  failure({
    name: 'stock blocked',
    catalogue: '11',
    code: 'M7/021',
    cause: 'qualityHold',
    queue: 'quality',
    foreseeable: true,
    spoil: (scene) => changeStock(scene, { InventoryStockType: '07' }),
  }),
  failure({
    name: 'stock received after the posting date',
    catalogue: '15a',
    code: 'M7/912',
    cause: 'lateReceipt',
    queue: 'warehouse',
    foreseeable: 'stock is readable as it is now: that of a past day follows only from every document posted since',
    message: (scene) => confirmation(scene, { PostingDate: wireDate(addDays(scene.stage.today, -1)) }),
    spoil: receiveToday,
  }),
  failure({
    name: 'physical inventory of the component',
    catalogue: '16',
    code: 'M7/902',
    cause: 'physicalInventory',
    queue: 'warehouse',
    foreseeable: true,
    spoil: ({ part, site, change }) =>
      change(productStorageLocations.name, { Product: part, StorageLocation: site.supply }, { PhysicalInventoryBlockInd: 'X' }),
  }),
]

function changeStock({ part, change }: Scene, values: Row): void {
  change(stocks.name, { Material: part }, values)
}

function withParts(scene: Scene, parts: string): ReturnType<typeof confirmation> {
  const items = [issueOfPart(scene, { QuantityInEntryUnit: parts }), issueOfPowder(scene, { QuantityInEntryUnit: '12.5' })]
  return confirmation(scene, { ConfirmationYieldQuantity: '50' }, items)
}

/** All of the stock came with a delivery of today. */
function receiveToday({ books, stage, site, part }: Scene): void {
  const key = { MaterialDocumentYear: stage.today.slice(0, 4), MaterialDocument: String(5_900_000_000 + stage.index) }
  const date = `${stage.today}T00:00:00.000Z`
  const header = { ...key, GoodsMovementCode: '01', InventoryTransactionType: 'WE', PostingDate: date, DocumentDate: date }
  books.insert(materialDocuments.name, rowOf(materialDocuments, { ...header, CreationDate: date, CreatedByUser: 'WAREHOUSE' }))
  books.insert(
    materialDocumentItems.name,
    rowOf(materialDocumentItems, {
      ...key,
      MaterialDocumentItem: '1',
      MaterialDocumentLine: '1',
      Material: part,
      Plant: site.id,
      StorageLocation: site.supply,
      GoodsMovementType: '101',
      GoodsMovementRefDocType: 'B',
      InventoryStockType: '01',
      DebitCreditCode: 'S',
      MaterialBaseUnit: 'PC',
      QuantityInBaseUnit: '400.000',
      EntryUnit: 'PC',
      QuantityInEntryUnit: '400.000',
    }),
  )
}
