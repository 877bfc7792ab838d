import { Decimal } from 'decimal.js'
import type { Books } from '../books.ts'
import type { CallContext, Row } from '../contract.ts'
import { rowOf } from '../model/properties.ts'
import { materialDocumentItems, materialDocuments, serialNumbers } from '../model/sets/material-document.ts'
import { checkAccount, checkCostObject } from './accounting.ts'
import { isBatchSummary } from './batch-summary.ts'
import { bookItem } from './booking.ts'
import { checkBatch, checkMaterialLock, checkPeriod, checkReason, checkStorageLocation, usableMaterial } from './master-data.ts'
import { collecting, messages, refuse } from './messages.ts'
import { findReservation } from './order-sets.ts'
import { mayMove } from './permissions.ts'
import { checkReceivedBefore } from './stock.ts'
import { convert } from './units.ts'
import { dateOf, flag, isInitial, quantity, text, timeOf } from './values.ts'

/** Stock effect, and the movement type that takes it back. */
interface MovementKind {
  readonly debitCredit: 'S' | 'H'
  readonly reversal: string
  readonly batchUse: 'receipt' | 'consumption' | 'other'
  readonly needsOrder: boolean
  /** Charged to a cost centre or the like. */
  readonly needsCostObject?: boolean
}

export const MOVEMENT_KINDS: Readonly<Record<string, MovementKind>> = {
  '101': { debitCredit: 'S', reversal: '102', batchUse: 'receipt', needsOrder: false },
  '102': { debitCredit: 'H', reversal: '101', batchUse: 'other', needsOrder: false },
  '201': { debitCredit: 'H', reversal: '202', batchUse: 'consumption', needsOrder: false, needsCostObject: true },
  '202': { debitCredit: 'S', reversal: '201', batchUse: 'other', needsOrder: false, needsCostObject: true },
  '261': { debitCredit: 'H', reversal: '262', batchUse: 'consumption', needsOrder: true },
  '262': { debitCredit: 'S', reversal: '261', batchUse: 'other', needsOrder: true },
  '311': { debitCredit: 'H', reversal: '312', batchUse: 'other', needsOrder: false },
  '312': { debitCredit: 'S', reversal: '311', batchUse: 'other', needsOrder: false },
  '531': { debitCredit: 'S', reversal: '532', batchUse: 'receipt', needsOrder: true },
  '532': { debitCredit: 'H', reversal: '531', batchUse: 'other', needsOrder: true },
  '551': { debitCredit: 'H', reversal: '552', batchUse: 'other', needsOrder: false, needsCostObject: true },
  '552': { debitCredit: 'S', reversal: '551', batchUse: 'other', needsOrder: false, needsCostObject: true },
}

/** One goods movement to post. Quantity in `unit`; an empty unit is the base unit. */
export interface GoodsMovement {
  readonly type: string
  readonly material: string
  readonly plant: string
  readonly storageLocation: string
  readonly batch: string
  /** 01 unrestricted, 02 quality inspection, 07 blocked */
  readonly stockType: string
  readonly order: string
  readonly reservation: string
  readonly reservationItem: string
  readonly isFinalIssue: boolean
  readonly quantity: Decimal
  readonly unit: string
  readonly reason: string
  /** Properties of the document's item that have no effect on stock: texts, reference type, cost centre. */
  readonly values: Row
  /** One for each base unit, where the material asks for them. */
  readonly serialNumbers?: readonly Row[]
  /** 311 only. */
  readonly receiving?: { readonly plant: string; readonly storageLocation: string; readonly batch: string }
}

export interface PostedDocument {
  readonly year: string
  readonly number: string
  /** Those that were asked for; automatic counterparts (311) aren't among them. */
  readonly items: readonly Row[]
}

/**
 * Posts one material document with all its movements. What is wrong with any of them is refused together.
 * Header values: `PostingDate` day is taken from `postingDate` (`YYYY-MM-DD`).
 */
export function postDocument(context: CallContext, postingDate: string, header: Row, movements: readonly GoodsMovement[]): PostedDocument {
  const document = openDocument(context, postingDate, header, movements[0]?.type ?? '')
  let line = 0
  const items = collecting(movements, (movement) => {
    const item = itemOf(context, postingDate, movement, document)
    const own = numbered(item, ++line)
    bookItem(context, own)
    for (const each of movement.serialNumbers ?? []) context.books.insert(serialNumbers.name, rowOf(serialNumbers, { ...own, ...each }))
    if (movement.receiving) {
      const place = movement.receiving
      checkStorageLocation(context.books, movement.material, place.plant, place.storageLocation)
      const counterpart = {
        ...item,
        Plant: place.plant,
        StorageLocation: place.storageLocation,
        Batch: place.batch,
        DebitCreditCode: item.DebitCreditCode === 'H' ? 'S' : 'H',
        IsAutomaticallyCreated: 'X',
        MaterialDocumentParentLine: String(line),
      }
      bookItem(context, numbered(counterpart, ++line))
    }
    return own
  })
  return { year: text(document.MaterialDocumentYear), number: text(document.MaterialDocument), items }
}

/** Inserts a document's header under the next number of its range. */
export function openDocument(context: CallContext, postingDate: string, header: Row, movementType: string): Row {
  const isReceipt = movementType === '101' || movementType === '102'
  const number = isReceipt ? context.books.next('goodsReceipts', 5000000001) : context.books.next('goodsMovements', 4900000001)
  const document = rowOf(materialDocuments, {
    ...header,
    MaterialDocumentYear: postingDate.slice(0, 4),
    MaterialDocument: String(number),
    DocumentDate: header.DocumentDate ?? dateOf(context.now),
    PostingDate: dateOf(new Date(postingDate)),
    CreationDate: dateOf(context.now),
    CreationTime: timeOf(context.now),
    CreatedByUser: context.user,
  })
  context.books.insert(materialDocuments.name, document)
  return document
}

/** An item's number within its document, which is its line too. */
export function numbered(item: Row, line: number): Row {
  return { ...item, MaterialDocumentItem: String(line), MaterialDocumentLine: String(line) }
}

/** Checks a movement against master data and makes the document's item of it. */
function itemOf(context: CallContext, postingDate: string, movement: GoodsMovement, document: Row): Row {
  const { books } = context
  const kind = MOVEMENT_KINDS[movement.type] ?? refuse(messages.movementNotPossible(movement.type))
  const { material, plant, storageLocation, batch } = movement
  if (material === '') refuse(messages.fieldMissing('Material', 'Material'))
  if (plant === '') refuse(messages.fieldMissing('Plant', 'Plant'))
  mayMove(books, movement.order, movement.type)
  const { product, inPlant } = usableMaterial(books, material, plant)
  checkMaterialLock(context, material, plant)
  checkPeriod(books, inPlant, postingDate)
  if (storageLocation === '') refuse(messages.fieldMissing('Storage Location', 'StorageLocation'))
  checkStorageLocation(books, material, plant, storageLocation)
  if (movement.quantity.lte(0)) refuse(messages.fieldMissing('Quantity', 'QuantityInEntryUnit'))
  checkReason(books, plant, movement.reason)
  if (kind.needsOrder && isInitial(movement.order)) refuse(messages.fieldMissing('Order', 'ManufacturingOrder'))
  if (!isInitial(movement.reservation)) checkReservation(books, movement)
  checkBatch(books, inPlant, { material, plant, batch, kind: kind.batchUse, postingDate })
  checkAccount(books, material, plant, postingDate)
  if (kind.needsCostObject) checkCostObject(books, movement.type, movement.values, postingDate)
  const baseUnit = text(product.BaseUnit)
  const unit = movement.unit === '' ? baseUnit : movement.unit
  const amount = convert(books, material, movement.quantity, unit, baseUnit)
  if (kind.batchUse === 'consumption' && text(inPlant.SerialNumberProfile) !== '') checkSerialNumbers(movement, amount)
  if (kind.debitCredit === 'H') checkReceivedBefore(context, movement, baseUnit, amount, postingDate)
  return rowOf(materialDocumentItems, {
    ...movement.values,
    MaterialDocumentYear: document.MaterialDocumentYear ?? '',
    MaterialDocument: document.MaterialDocument ?? '',
    Material: material,
    Plant: plant,
    StorageLocation: storageLocation,
    Batch: batch,
    GoodsMovementType: movement.type,
    InventoryStockType: movement.stockType,
    ManufacturingOrder: movement.order,
    ManufacturingOrderItem: isInitial(movement.order) ? '0' : '1',
    Reservation: movement.reservation,
    ReservationItem: movement.reservationItem,
    ReservationIsFinallyIssued: movement.isFinalIssue,
    GoodsMovementReasonCode: movement.reason,
    MaterialBaseUnit: baseUnit,
    QuantityInBaseUnit: quantity(amount),
    EntryUnit: unit,
    QuantityInEntryUnit: quantity(movement.quantity),
    CompanyCodeCurrency: 'EUR',
    FiscalYear: postingDate.slice(0, 4),
    FiscalYearPeriod: `0${postingDate.slice(5, 7)}${postingDate.slice(0, 4)}`,
    FiscalYearVariant: 'K4',
    DebitCreditCode: kind.debitCredit,
    ...(movement.receiving && {
      IssgOrRcvgMaterial: material,
      IssuingOrReceivingPlant: movement.receiving.plant,
      IssuingOrReceivingStorageLoc: movement.receiving.storageLocation,
      IssgOrRcvgBatch: movement.receiving.batch,
    }),
  })
}

function checkSerialNumbers({ material, serialNumbers: given = [] }: GoodsMovement, amount: Decimal): void {
  if (given.length === 0) refuse(messages.serialNumbersMissing(material))
  if (!amount.eq(given.length)) refuse(messages.serialNumbersWrong(String(given.length), amount.toString(), material))
}

function checkReservation(books: Books, movement: GoodsMovement): void {
  const { reservation, reservationItem } = movement
  const { row, sets } =
    findReservation(books, reservation, reservationItem) ?? refuse(messages.reservationUnknown(reservation, reservationItem))
  if (flag(row.MatlCompIsMarkedForDeletion)) refuse(messages.componentDeleted(reservation, reservationItem))
  if (movement.type === '261' && flag(row.ReservationIsFinallyIssued)) refuse(messages.finallyIssued(reservation, reservationItem))
  const others = books.find(sets.components.name, { Reservation: reservation })
  if (movement.type === '261' && movement.batch === '' && isBatchSummary(row, others))
    refuse(messages.batchSummary(reservation, reservationItem))
}
