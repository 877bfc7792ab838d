import type { MessagePart, Movement } from '../../../srv/domain/message.ts'
import type { Clerk } from './desk.ts'

/** A small plant as its S/4 would show it: one production order, one process order, what they make and use. */

export const PRODUCTION = '1000001'
export const PROCESS = '5000001'

const operation = {
  ManufacturingOrderOperation: '0010',
  ManufacturingOrderSubOperation: '',
  OperationIsReleased: 'X',
  WorkCenter: 'ASSEMBLY',
  OperationUnit: 'PC',
  OpPlannedTotalQuantity: '100',
  WorkCenterStandardWorkQty1: '15.000',
  WorkCenterStandardWorkQtyUnit1: 'MIN',
  WorkCenterStandardWorkQty2: '0.000',
  WorkCenterStandardWorkQtyUnit2: '',
}
const component = {
  Reservation: '77',
  ReservationItem: '1',
  Material: 'RM1',
  Plant: '1710',
  ManufacturingOrderOperation: '0010',
  RequiredQuantity: '50.000',
  BaseUnit: 'KG',
}
const items = [
  { Material: 'FG1', StorageLocation: '171A', MfgOrderItemGoodsReceiptQty: '7.000', IsCompletelyDelivered: true },
  { Material: 'BY1', StorageLocation: '171B', MfgOrderItemGoodsReceiptQty: '9.000', IsCompletelyDelivered: false },
]
const statuses = [
  { StatusCode: 'I0002', IsUserStatus: false, StatusShortName: 'REL' },
  { StatusCode: 'E0001', IsUserStatus: true, StatusShortName: 'HOLD' },
]
const header = { Material: 'FG1', ProductionPlant: '1710', ProductionUnit: 'PC', TotalQuantity: '100', OrderIsReleased: 'X' }

function order(id: string, word: 'Production' | 'Process'): object {
  const to = (name: string, results: readonly object[]) => [`to_${word}Order${name}`, { results }] as const
  const hanging = [
    to('Operation', [operation]),
    to('Component', [component, { ...component, Material: 'BULK', IsBulkMaterialComponent: true }]),
  ]
  return { ...header, ManufacturingOrder: id, ...Object.fromEntries([...hanging, to('Item', items), to('Status', statuses)]) }
}

const day = (iso: string): string => `/Date(${Date.parse(iso)})/`
const batches = [
  {
    Material: 'RM1',
    BatchIdentifyingPlant: '1710',
    Batch: 'B1',
    ShelfLifeExpirationDate: day('2031-05-06'),
    MatlBatchIsInRstrcdUseStock: true,
  },
  { Material: 'RM1', BatchIdentifyingPlant: '', Batch: 'B1', ShelfLifeExpirationDate: day('2039-01-01') },
  { Material: 'RM1', BatchIdentifyingPlant: '', Batch: 'B2', ShelfLifeExpirationDate: null, BatchIsMarkedForDeletion: false },
  { Material: 'RM1', BatchIdentifyingPlant: '1710', Batch: 'NOWHERE', ShelfLifeExpirationDate: null },
]
const stock = (Batch: string) => ({
  ...{ Material: 'RM1', Plant: '1710', StorageLocation: '171A', InventoryStockType: '01', InventorySpecialStockType: '' },
  ...{ Batch, MaterialBaseUnit: 'KG', MatlWrhsStkQtyInMatlBaseUnit: '12.000' },
})
const costCenters = [
  { WorkCenter: 'ASSEMBLY', Plant: '1710', CostCenter: 'OLD', ValidityStartDate: '2000-01-01', ValidityEndDate: '2010-12-31' },
  { WorkCenter: 'ASSEMBLY', Plant: '1710', CostCenter: '17101301', ValidityStartDate: '2011-01-01', ValidityEndDate: '2999-12-31' },
  { WorkCenter: 'ASSEMBLY', Plant: '1720', CostCenter: 'OTHER', ValidityStartDate: '2011-01-01', ValidityEndDate: '9999-12-31' },
]

/** Answers as its S/4 would; the proposal too. */
export const plant: Clerk = (read) => {
  const is = (start: string): boolean => read.startsWith(start)
  if (is(`API_PRODUCTION_ORDER_2_SRV/A_ProductionOrder_2(ManufacturingOrder='${PRODUCTION}')`))
    return { d: order(PRODUCTION, 'Production') }
  if (is(`API_PROCESS_ORDER_2_SRV/A_ProcessOrder_2(ManufacturingOrder='${PROCESS}')`)) return { d: order(PROCESS, 'Process') }
  const [, product] = /A_Product\(Product='(FG1|RM1)'\)/.exec(read) ?? []
  if (product)
    return {
      d: { Product: product, BaseUnit: 'KG', ProductType: 'ROH', to_ProductUnitsOfMeasure: { results: [] }, to_Valuation: { results: [] } },
    }
  const [, inPlant] = /A_ProductPlant\(Product='(FG1|RM1)'/.exec(read) ?? []
  if (inPlant)
    return { d: { Product: inPlant, Plant: '1710', IsBatchManagementRequired: inPlant === 'RM1', to_StorageLocation: { results: [] } } }
  if (read.includes("A_ProductWorkScheduling(Product='FG1'"))
    return { d: { Product: 'FG1', Plant: '1710', OverDelivToleranceLimit: '10.0', UnlimitedOverDelivIsAllowed: false } }
  if (/A_MatlStkInAcctMod\?.*'RM1'/.test(read)) return { d: { results: [stock('B1'), stock('B2')] } }
  if (is('API_MATERIAL_STOCK_SRV/A_MatlStkInAcctMod')) return { d: { results: [] } }
  const [, batch] = /API_BATCH_SRV\/Batch\?.*'RM1'.*Batch eq '(\w+)'/.exec(read) ?? []
  if (batch) return { d: { results: batches.filter((each) => each.Batch === batch) } }
  if (/API_BATCH_SRV\/Batch\?.*'RM1'/.test(read)) return { d: { results: batches } }
  if (is('API_BATCH_SRV/Batch?')) return { d: { results: [] } }
  if (read.includes('/WorkCenterCostCenter?')) return { value: costCenters }
  if (read.includes('/GetGdsMvtProposal?'))
    return { d: { results: [{ Material: 'RM1', GoodsMovementType: '261', QuantityInEntryUnit: '1', EntryUnit: 'KG' }] } }
  return read.endsWith('_SRV/') ? {} : undefined
}

const NOTHING = { plant: '', order: '', operation: '', material: '', workCenter: '', reason: '', externalKey: '', headers: {} }

/** A confirmation that says no more than it must. */
export function confirmed(values: Partial<MessagePart> = {}): MessagePart {
  const plain = { ...NOTHING, isFinal: false, isReversal: false, movements: [], kind: 'confirmation', method: 'POST' } as const
  return {
    ...plain,
    path: 'ProdnOrdConf2',
    body: Buffer.alloc(0),
    order: PRODUCTION,
    operation: '0010',
    yield: { value: '5', unit: 'PC' },
    ...values,
  }
}

export function issue(values: Partial<Movement> = {}): Movement {
  const plain = { plant: '', storageLocation: '', batch: '', reservation: '', reservationItem: '', reason: '', order: PRODUCTION }
  return { ...plain, material: 'RM1', movementType: '261', quantity: { value: '1', unit: 'KG' }, ...values }
}
