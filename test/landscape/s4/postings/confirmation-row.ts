import type { Books } from '../books.ts'
import type { CallContext, Row } from '../contract.ts'
import { rowOf } from '../model/properties.ts'
import { confirmationGroups } from '../model/sets/internal.ts'
import { isoCode, namedUnit, sapCode } from './units.ts'
import { dateOf, text, timeOf } from './values.ts'

/** The group under which an operation (or the order's header) is confirmed; numbered at its first confirmation. */
export function confirmationGroup(books: Books, order: string, operation: Row | undefined): string {
  const key = { ManufacturingOrder: order, ManufacturingOrderOperation: text(operation?.ManufacturingOrderOperation) }
  const known = books.one(confirmationGroups.name, key)
  if (known) return text(known.ConfirmationGroup)
  const group = String(books.next('confirmationGroups', 100001))
  books.insert(confirmationGroups.name, rowOf(confirmationGroups, { ...key, ConfirmationGroup: group }))
  return group
}

/** The unit of a payload by commercial, ISO or internal code. */
export function confirmationUnit(values: Row): string {
  return namedUnit(text(values.ConfirmationUnit), text(values.ConfirmationUnitISOCode), text(values.ConfirmationUnitSAPCode))
}

/** What the ERP says about a confirmation by itself, whatever the sender wrote there. */
export function described(context: CallContext, order: Row, operations: readonly Row[], unit: string): Row {
  const operation = operations.length === 1 ? operations[0] : undefined
  return {
    OrderID: order.ManufacturingOrder ?? '',
    OrderType: order.ManufacturingOrderType ?? '',
    OrderOperation: operation?.ManufacturingOrderOperation ?? '',
    OrderOperationInternalID: operation?.OrderIntBillOfOperationsItem ?? '',
    Sequence: '0',
    Language: 'EN',
    Material: order.Material ?? '',
    Plant: order.ProductionPlant ?? '',
    WorkCenter: operation?.WorkCenter ?? '',
    WorkCenterTypeCode: operation ? 'A' : '',
    OrderPlannedTotalQty: order.TotalQuantity ?? '',
    ProductionUnit: order.ProductionUnit ?? '',
    OrderConfirmationRecordType: 'L40',
    ConfirmationUnit: unit,
    ConfirmationUnitISOCode: isoCode(unit),
    ConfirmationUnitSAPCode: sapCode(unit),
    ConfirmationEntryDate: dateOf(context.now),
    ConfirmationEntryTime: timeOf(context.now),
    EnteredByUser: context.user,
    LastChangeDate: null,
    LastChangedByUser: '',
  }
}
