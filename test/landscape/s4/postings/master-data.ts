import type { Books } from '../books.ts'
import type { CallContext, Message, Row } from '../contract.ts'
import { rowOf } from '../model/properties.ts'
import { batches } from '../model/sets/batch.ts'
import { materialLocks, reasons } from '../model/sets/internal.ts'
import { productPlants, productStorageLocations, products } from '../model/sets/product.ts'
import { messages, refuse } from './messages.ts'
import { setting } from './settings.ts'
import { dateOf, day, flag, isInitial, text } from './values.ts'

/** The one company code of both plants. */
export const COMPANY_CODE = '1710'

const LOCKED: Readonly<Record<string, (material: string, user: string) => Message>> = {
  plant: messages.plantDataLocked,
  valuation: messages.valuationLocked,
  configuration: messages.configurationLocked,
}

/** The material's row for the plant; refuses with M3/305, M3/351 and where the material is blocked. */
export function usableMaterial(books: Books, material: string, plant: string): { product: Row; inPlant: Row } {
  const product = books.one(products.name, { Product: material }) ?? refuse(messages.materialUnknown(material))
  const inPlant = books.one(productPlants.name, { Product: material, Plant: plant }) ?? refuse(messages.notInPlant(material, plant))
  if (flag(product.IsMarkedForDeletion) || flag(inPlant.IsMarkedForDeletion)) refuse(messages.materialDeleted(material, plant))
  const status = text(inPlant.ProfileCode) || text(product.CrossPlantStatus)
  if (status !== '') refuse(messages.materialBlocked(material, plant, status))
  return { product, inPlant }
}

/** Refuses while somebody else has the material's data in hand: M3/897, M3/024 or C2/319. */
export function checkMaterialLock({ books, now }: Pick<CallContext, 'books' | 'now'>, material: string, plant: string): void {
  for (const lock of books.find(materialLocks.name, { Material: material, Plant: plant })) {
    const message = LOCKED[text(lock.view)]
    if (message && new Date(text(lock.until)) > now) refuse(message(material, text(lock.user)))
  }
}

/** Refuses where the material has no view of the storage location, or is being counted there. */
export function checkStorageLocation(books: Books, material: string, plant: string, location: string): void {
  const row = books.one(productStorageLocations.name, { Product: material, Plant: plant, StorageLocation: location })
  if (!row) return refuse(messages.locationUnknown(material, plant, location))
  if (flag(row.PhysicalInventoryBlockInd)) refuse(messages.inventoryBlocked(material, plant, location))
}

export interface BatchUse {
  readonly material: string
  readonly plant: string
  readonly batch: string
  /** A receipt makes the batch that it names; consumption may not take an expired or restricted one. */
  readonly kind: 'receipt' | 'consumption' | 'other'
  /** `YYYY-MM-DD` */
  readonly postingDate: string
}

/** Refuses with M7/018 when a batch is needed and missing, when it doesn't exist or may not be used, with M7/667 when it's too old to be consumed. */
export function checkBatch(books: Books, inPlant: Row, use: BatchUse): void {
  const { material, plant, batch } = use
  if (!flag(inPlant.IsBatchManagementRequired)) {
    if (batch !== '') refuse(messages.notBatchManaged(material, plant))
    return
  }
  if (batch === '') refuse(messages.fieldMissing('Batch', 'Batch'))
  const key = { Material: material, BatchIdentifyingPlant: plant, Batch: batch }
  const row = books.one(batches.name, key)
  if (!row) {
    if (use.kind !== 'receipt') refuse(messages.batchUnknown(batch, material, plant))
    books.insert(batches.name, rowOf(batches, { ...key, ManufactureDate: dateOf(new Date(use.postingDate)) }))
    return
  }
  if (flag(row.BatchIsMarkedForDeletion)) refuse(messages.batchDeleted(batch, material))
  if (use.kind !== 'consumption') return
  if (flag(row.MatlBatchIsInRstrcdUseStock)) refuse(messages.batchRestricted(batch, material))
  const expiry = day(row.ShelfLifeExpirationDate)
  if (expiry !== '' && expiry < use.postingDate) refuse(messages.batchExpired(batch, material, expiry))
}

/** Refuses with M7/053 unless the date lies in the material's current period of its plant or, where allowed, in the one before. */
export function checkPeriod(books: Books, inPlant: Row, postingDate: string): void {
  const year = Number(inPlant.FiscalYearCurrentPeriod)
  const month = Number(inPlant.FiscalMonthCurrentPeriod)
  if (!year || !month) return
  const current = period(year, month)
  const previous =
    setting(books, 'previousPeriodAllowed') === 'X' ? period(month === 1 ? year - 1 : year, month === 1 ? 12 : month - 1) : current
  const wanted = postingDate.slice(0, 7)
  if (wanted !== current && wanted !== previous) {
    refuse(messages.periodClosed(current.replace('-', '/'), previous.replace('-', '/'), COMPANY_CODE))
  }
}

function period(year: number, month: number): string {
  return `${year}-${String(month).padStart(2, '0')}`
}

/** The posting date as `YYYY-MM-DD`: today when none is sent; refuses a date to come unless the order type allows it. */
export function postingDay(books: Books, value: Row[string] | undefined, now: Date, orderType = ''): string {
  const today = now.toISOString().slice(0, 10)
  const wanted = day(value) || today
  if (wanted > today && setting(books, 'futureDates', orderType) !== 'X') refuse(messages.dateInFuture(wanted))
  return wanted
}

/** Refuses a reason that customizing doesn't know; a known but wrong one passes, as it would in the real system. */
export function checkReason(books: Books, plant: string, reason: string): void {
  if (isInitial(reason)) return
  if (!books.one(reasons.name, { Plant: plant, VarianceReasonCode: reason })) refuse(messages.reasonUnknown(reason, plant))
}
