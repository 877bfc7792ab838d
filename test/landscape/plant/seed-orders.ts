import { Decimal } from 'decimal.js'
import type { Books } from '../s4/books.ts'
import type { Row } from '../s4/contract.ts'
import { rowOf } from '../s4/model/properties.ts'
import { confirmationGroups } from '../s4/model/sets/internal.ts'
import { processSets, productionSets } from '../s4/postings/order-sets.ts'
import { writeStatuses } from '../s4/postings/orders.ts'
import { isoCode, sapCode } from '../s4/postings/units.ts'
import { workCenterNumber } from './seed-costs.ts'
import type { Plant, PlantComponent, PlantOperation, PlantOrder } from './types.ts'

const PRODUCTION = { ManufacturingOrderCategory: '10', ManufacturingOrderType: 'YBM1' }
const PROCESS = { ManufacturingOrderCategory: '40', ManufacturingOrderType: 'YBP1' }

/** Writes one order with item, operations (and their confirmation groups), components and statuses. */
export function seedOrder(books: Books, plant: Plant, order: PlantOrder): void {
  const sets = order.category === 'process' ? processSets : productionSets
  const header = headerOf(plant, order)
  books.insert(sets.orders.name, rowOf(sets.orders, header))
  writeStatuses(books, header)
  books.insert(sets.items.name, rowOf(sets.items, itemOf(order, header)))
  order.operations.forEach((operation, index) => {
    books.insert(sets.operations.name, rowOf(sets.operations, operationOf(order, operation, index, header)))
    const group = {
      ManufacturingOrder: order.id,
      ManufacturingOrderOperation: operation.id,
      ConfirmationGroup: String(books.next('confirmationGroups', 100001)),
    }
    books.insert(confirmationGroups.name, rowOf(confirmationGroups, group))
  })
  for (const component of order.components) {
    books.insert(sets.components.name, rowOf(sets.components, componentOf(plant, order, component, header)))
  }
}

function typeOf(order: PlantOrder): Row {
  return order.category === 'process' ? PROCESS : PRODUCTION
}

function headerOf(plant: Plant, order: PlantOrder): Row {
  const is = (...statuses: PlantOrder['status'][]) => (statuses.includes(order.status) ? 'X' : '')
  const received = new Decimal(order.received)
  return {
    ...typeOf(order),
    ManufacturingOrder: order.id,
    OrderInternalBillOfOperations: routingOf(order),
    Material: order.material,
    ProductionPlant: order.plant,
    Plant: order.plant,
    StorageLocation: order.storageLocation,
    CompanyCode: plant.companyCode,
    MRPController: '001',
    ProductionSupervisor: '001',
    ProductionVersion: '0001',
    LastChangeDateTime: `${order.start.replaceAll('-', '')}060000`,
    ...unitsOf('Production', order.unit),
    TotalQuantity: order.quantity,
    MfgOrderConfirmedYieldQty: order.received,
    MfgOrderCreationDate: midnight(order.start),
    MfgOrderPlannedStartDate: midnight(order.start),
    MfgOrderPlannedEndDate: midnight(order.end),
    MfgOrderScheduledStartDate: midnight(order.start),
    MfgOrderScheduledEndDate: midnight(order.end),
    MfgOrderActualReleaseDate: order.status === 'created' ? null : midnight(order.start),
    OrderIsCreated: is('created'),
    OrderIsReleased: order.status === 'created' ? '' : 'X',
    OrderIsScheduled: 'X',
    OrderIsPreCosted: 'X',
    OrderIsPartiallyConfirmed: is('partiallyConfirmed'),
    OrderIsConfirmed: is('confirmed', 'technicallyCompleted', 'closed'),
    OrderIsPartiallyDelivered: order.status === 'partiallyConfirmed' && received.gt(0) ? 'X' : '',
    OrderIsDelivered: is('confirmed', 'technicallyCompleted', 'closed'),
    OrderIsTechnicallyCompleted: is('technicallyCompleted', 'closed'),
    OrderIsClosed: is('closed'),
    OrderIsLocked: is('locked'),
  }
}

function itemOf(order: PlantOrder, header: Row): Row {
  return {
    ...typeOf(order),
    ManufacturingOrder: order.id,
    ManufacturingOrderItem: '1',
    Material: order.material,
    ProductionPlant: order.plant,
    Plant: order.plant,
    StorageLocation: order.storageLocation,
    Batch: order.batch,
    ...unitsOf('Production', order.unit),
    IsCompletelyDelivered: header.OrderIsDelivered === 'X',
    MfgOrderItemPlannedTotalQty: order.quantity,
    MfgOrderItemGoodsReceiptQty: order.received,
    MfgOrderItemPlndDeliveryDate: midnight(order.end),
  }
}

function operationOf(order: PlantOrder, operation: PlantOperation, index: number, header: Row): Row {
  const [setUp, machine, labour] = operation.standardValues
  return {
    ...typeOf(order),
    OrderInternalBillOfOperations: routingOf(order),
    OrderIntBillOfOperationsItem: String(index + 1),
    ManufacturingOrder: order.id,
    ManufacturingOrderSequence: '0',
    ManufacturingOrderOperation: operation.id,
    MfgOrderOperationText: operation.text,
    OperationIsCreated: header.OrderIsCreated ?? '',
    OperationIsReleased: header.OrderIsReleased ?? '',
    OperationIsScheduled: 'X',
    OperationIsConfirmed: operation.isFinal ? 'X' : '',
    OperationIsPartiallyConfirmed: !operation.isFinal && new Decimal(operation.confirmed).gt(0) ? 'X' : '',
    OperationIsTechlyCompleted: header.OrderIsTechnicallyCompleted ?? '',
    OperationIsClosed: header.OrderIsClosed ?? '',
    ProductionPlant: order.plant,
    WorkCenter: operation.workCenter,
    WorkCenterTypeCode: 'A',
    WorkCenterInternalID: workCenterNumber(order.plant, operation.workCenter),
    OperationControlProfile: 'PP01',
    LastChangeDateTime: header.LastChangeDateTime ?? '',
    ...unitsOf('Operation', order.unit),
    OpPlannedTotalQuantity: order.quantity,
    OpTotalConfirmedYieldQty: operation.confirmed,
    ...Object.fromEntries(
      [setUp, machine, labour].flatMap((value, position) => [
        [`WorkCenterStandardWorkQty${position + 1}`, value],
        [`WorkCenterStandardWorkQtyUnit${position + 1}`, 'MIN'],
        [`StdWrkQtyUnit${position + 1}ISOCode`, isoCode('MIN')],
        [`StdWrkQtyUnit${position + 1}SAPCode`, sapCode('MIN')],
      ]),
    ),
    OpErlstSchedldExecStrtDte: midnight(order.start),
    OpErlstSchedldExecEndDte: midnight(order.end),
  }
}

function componentOf(plant: Plant, order: PlantOrder, component: PlantComponent, header: Row): Row {
  const material = plant.materials.get(component.material)
  const required = new Decimal(component.required)
  return {
    ...typeOf(order),
    Reservation: order.reservation,
    ReservationItem: component.reservationItem,
    ReservationRecordType: '',
    Material: component.material,
    MaterialGroup: component.material.slice(0, 2),
    Plant: order.plant,
    ProductionPlant: order.plant,
    ManufacturingOrder: order.id,
    ManufacturingOrderSequence: '0',
    ManufacturingOrderOperation: component.operation,
    OrderInternalBillOfOperations: routingOf(order),
    BillOfMaterialCategory: 'M',
    BOMItemCategory: 'L',
    BillOfMaterialItemNumber: component.reservationItem.padStart(3, '0').concat('0'),
    BOMItemDescription: material?.text ?? '',
    StorageLocation: component.storageLocation,
    GoodsMovementType: '261',
    MatlCompRequirementDate: midnight(order.start),
    MatlCompIsMarkedForBackflush: component.isBackflushed,
    IsBulkMaterialComponent: material?.isBulk ?? false,
    QuantityIsFixed: material?.isFixed ?? false,
    ComponentScrapInPercent: component.scrapPercent,
    RequiredQuantity: component.required,
    MaterialCompOriginalQuantity: component.required,
    GoodsMovementEntryQty: component.required,
    WithdrawnQuantity: component.withdrawn,
    ConfirmedAvailableQuantity: material?.shortage === '' ? component.required : '0.000',
    WithdrawnQuantityAmount: new Decimal(material?.price ?? 0).times(Decimal.min(component.withdrawn, required)).toFixed(3),
    Currency: 'EUR',
    ...unitsOf('Base', component.unit),
    ...unitsOf('Entry', component.unit),
    LastChangeDateTime: header.LastChangeDateTime ?? '',
  }
}

function unitsOf(prefix: string, unit: string): Row {
  return { [`${prefix}Unit`]: unit, [`${prefix}UnitISOCode`]: isoCode(unit), [`${prefix}UnitSAPCode`]: sapCode(unit) }
}

/** An order's own routing is numbered like its reservation, in another range. */
function routingOf(order: PlantOrder): string {
  return String(Number(order.reservation) + 20_000)
}

function midnight(day: string): string {
  return `${day}T00:00:00.000Z`
}
