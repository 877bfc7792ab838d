import type { Movement, OrderCategory } from '../../domain/message.ts'
import { ITEMS } from './fields.ts'
import { readUnit } from './quantities.ts'
import { type Json, readChildren, readDay, readId, readQuantityText, readText } from './values.ts'

/** Goods movements: the children of confirmations, and the items of material documents. */

/** What a movement may be posted to, the first that is filled counting. */
const ACCOUNTS: readonly (readonly [name: string, limit: number])[] = [
  ['CostCenter', 10],
  ['GLAccount', 10],
  ['WBSElement', 24],
  ['WBSElementExternalID', 24],
  ['MasterFixedAsset', 12],
  ['ProfitCenter', 10],
]

/** The items of a body. Throws a 400 Refusal with the property as target, position included. */
export function readMovements(json: Json, parent: OrderCategory | 'materialDocument'): Movement[] {
  const list = ITEMS[parent]
  const order = parent === 'materialDocument' ? 'ManufacturingOrder' : 'OrderID'
  return readChildren(json, list).map((item, index) => readMovement(item, `${list}/${index}/`, order))
}

function readMovement(item: Json, at: string, order: 'OrderID' | 'ManufacturingOrder'): Movement {
  const accounts = ACCOUNTS.map(([name, limit]) => readId(item, name, limit, at))
  const account = accounts.find((each) => each !== '')
  const expiresOn = readDay(item, 'ShelfLifeExpirationDate', at)
  const serialNumbers = readChildren(item, 'to_SerialNumbers', at).length
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
    quantity: { value: readQuantityText(item, 'QuantityInEntryUnit', at) ?? '0', unit: readUnit(item, 'EntryUnit', at) },
    reference: readText(item, 'GoodsMovementRefDocType', 1, at),
    ...(account === undefined ? {} : { account }),
    ...(expiresOn === undefined ? {} : { expiresOn }),
    ...(serialNumbers === 0 ? {} : { serialNumbers }),
  }
}
