import { BusinessError } from '../contract.ts'
import type { Message } from '../contract.ts'

/**
 * Every message that a posting can answer, once. Numbers below 900 are SAP's own, seen in public sources. Numbers from 900 on are **ours**:
 * the real number of that failure isn't public, and this range of a message class can't be mistaken for SAP's.
 */
export const messages = {
  // Orders and confirmations
  orderClosed: (order: string) => make('RU', '494', 'Order & closed', order),
  statusActive: (status: string, object: string) => make('BS', '013', 'System status & is active (&)', status, object),
  notAllowed: (transaction: string, object: string) => make('BS', '007', '& is not allowed (&)', transaction, object),
  orderInProcess: (order: string, user: string) => make('CO', '469', 'Order & is already being processed by &', order, user),
  confirmationSaved: (order: string) => info('RU', '100', 'Confirmation of order & saved', order),
  confirmationCancelled: (group: string, count: string) => info('RU', '900', 'Confirmation & & cancelled', group, count),
  orderUnknown: (order: string) => make('CO', '900', 'Order & not found', order),
  orderMissing: () => ({ ...make('RU', '901', 'Enter an order or a confirmation number'), target: 'OrderID' }),
  operationUnknown: (order: string, operation: string) =>
    make('RU', '902', 'Operation & & does not exist in order &', '0', operation, order),
  operationNotConfirmable: (operation: string, profile: string) =>
    make('RU', '903', 'Operation & cannot be confirmed (control key &)', operation, profile),
  operationFinal: (order: string, operation: string) =>
    make('RU', '904', 'Operation & of order & has already been finally confirmed', operation, order),
  overDelivery: (confirmed: string, limit: string, unit: string, operation: string) =>
    make('RU', '905', 'Overdelivery: & exceeds the permitted quantity & & of operation &', confirmed, limit, unit, operation),
  quantityNegative: (property: string) => ({ ...make('RU', '906', 'Enter a positive value for &', property), target: property }),
  reasonUnknown: (reason: string, plant: string) => make('RU', '907', 'Reason & is not defined for plant &', reason, plant),
  dateInFuture: (date: string) => ({ ...make('RU', '908', 'Posting date & is in the future', date), target: 'PostingDate' }),
  movementsExcluded: () => make('RU', '909', 'Goods movements are sent although the confirmation excludes them'),
  confirmationUnknown: (group: string, count: string) => make('RU', '910', 'Confirmation & & does not exist', group, count),
  confirmationReversed: (group: string, count: string) => make('RU', '911', 'Confirmation & & has already been cancelled', group, count),
  sequenceViolated: (operation: string, before: string, confirmed: string, unit: string) =>
    make('RU', '912', 'Sequence of operations violated: operation & after & with & & confirmed', operation, before, confirmed, unit),
  underDelivery: (confirmed: string, limit: string, unit: string, operation: string) =>
    make('RU', '913', 'Underdelivery: & is less than the permitted quantity & & of operation &', confirmed, limit, unit, operation),
  confirmationNotAuthorised: (type: string) => make('RU', '914', 'No authorization to confirm orders of type &', type),
  orderCategoryWrong: (order: string, word: string) => make('RU', '915', 'Order & is not a & order', order, word),
  activityUnknown: (position: string, unit: string, operation: string) =>
    make('RU', '916', 'Activity & in unit & cannot be confirmed for operation &', position, unit, operation),
  movementsPostponed: (count: string, order: string) =>
    info('RU', '505', 'Error in & goods movement(s) of order &; see postprocessing', count, order),
  batchSummary: (reservation: string, item: string) =>
    make('RU', '496', 'Withdrawal against batch summary record & & is not possible', reservation, item),
  superiorOrder: (superior: string, order: string) =>
    make('RU', '523', 'Status of superior order & does not allow goods movements for order &', superior, order),
  batchTotals: (received: string, confirmed: string, unit: string) =>
    make('RU', '551', 'Batch totals & do not match the confirmed quantity & &', received, confirmed, unit),
  orderDistributed: (order: string) => make('CO_MES_INT', '028', 'Order & distributed to an MES; changes will be synchronized', order),
  userStatusActive: (status: string, object: string) => make('BS', '014', 'User status & is active (&)', status, object),
  fieldNotChangeable: (property: string) => ({ ...make('CO', '901', 'Field & cannot be changed', property), target: property }),

  // Stock and reservations
  deficit: (stock: string, missing: string, unit: string, place: string) =>
    make('M7', '021', 'Deficit of & & & : &', stock, missing, unit, place),
  reservationExceeded: (missing: string, unit: string, reservation: string, item: string) =>
    make('M7', '022', 'Quantity of reservation & & exceeded by & &', reservation, item, missing, unit),
  reservationUnknown: (reservation: string, item: string) => make('M7', '520', 'Reservation & & does not exist', reservation, item),
  finallyIssued: (reservation: string, item: string) => make('M7', '900', 'Final issue already set for reservation & &', reservation, item),
  componentDeleted: (reservation: string, item: string) =>
    make('M7', '901', 'Item & of reservation & is marked for deletion', item, reservation),
  receivedLater: (material: string, date: string, missing: string, unit: string) => ({
    ...make('M7', '912', 'Stock of material & was received after the posting date &: & & missing', material, date, missing, unit),
    target: 'PostingDate',
  }),
  inventoryBlocked: (material: string, plant: string, location: string) =>
    make('M7', '902', 'Material & plant & storage location & is blocked by physical inventory', material, plant, location),
  overReceipt: (excess: string, unit: string, order: string) =>
    make('M7', '903', 'Order & : receipt exceeds the permitted quantity by & &', order, excess, unit),

  // Master data
  materialUnknown: (material: string) => make('M3', '305', 'Material & does not exist or is not activated', material),
  notInPlant: (material: string, plant: string) => make('M3', '351', 'Material & not maintained in plant &', material, plant),
  locationUnknown: (material: string, plant: string, location: string) =>
    make('M3', '900', 'Material & plant & storage location & does not exist', material, plant, location),
  materialBlocked: (material: string, plant: string, status: string) =>
    make('M3', '901', 'Material & in plant & cannot be used: status &', material, plant, status),
  materialDeleted: (material: string, plant: string) => make('M3', '902', 'Material & in plant & is marked for deletion', material, plant),
  unitNotConvertible: (from: string, to: string, material: string) =>
    make('M3', '903', 'No conversion from & to & for material &', from, to, material),
  fieldMissing: (field: string, target: string) => ({ ...make('M7', '018', 'Enter &', field), target }),
  batchUnknown: (batch: string, material: string, plant: string) =>
    make('M7', '904', 'Batch & of material & does not exist in plant &', batch, material, plant),
  batchExpired: (batch: string, material: string, date: string) =>
    make('M7', '667', 'Batch & of material & expired on &', batch, material, date),
  notBatchManaged: (material: string, plant: string) =>
    make('M7', '905', 'Material & in plant & is not managed in batches', material, plant),
  batchRestricted: (batch: string, material: string) => make('M7', '909', 'Batch & of material & is restricted', batch, material),
  batchDeleted: (batch: string, material: string) => make('M7', '910', 'Batch & of material & is marked for deletion', batch, material),
  plantDataLocked: (material: string, user: string) => make('M3', '897', 'Plant data of material & is locked by user &', material, user),
  valuationLocked: (material: string, user: string) => make('M3', '024', 'Valuation data for material & locked by user &', material, user),
  configurationLocked: (material: string, user: string) =>
    make('C2', '319', 'Registration on configurable object & not possible: locked by &', material, user),
  serialNumbersMissing: (material: string) => make('M7', '906', 'Enter serial numbers for material &', material),
  serialNumbersWrong: (given: string, amount: string, material: string) =>
    make('M7', '913', '& serial numbers do not match quantity & of material &', given, amount, material),
  costObjectMissing: (account: string) => ({
    ...make('KI', '235', 'Account & requires an assignment to a CO object', account),
    target: 'CostCenter',
  }),
  costCenterInvalid: (costCenter: string, date: string) => make('KI', '900', 'Cost center & is not valid on &', costCenter, date),
  costCenterLocked: (costCenter: string) => make('KI', '901', 'Cost center & is locked against direct postings', costCenter),
  activityPriceMissing: (costCenter: string, activity: string) =>
    make('KI', '902', 'Price missing for cost center & activity type &', costCenter, activity),
  accountUnknown: (material: string, plant: string) =>
    make('M8', '147', 'Account determination for entry & & & & not possible', 'PCFG', 'GBB', plant, material),

  // Period, movement type, interface
  periodClosed: (current: string, previous: string, company: string) => ({
    ...make('M7', '053', 'Posting only possible in periods & and & in company code &', current, previous, company),
    target: 'PostingDate',
  }),
  financePeriodClosed: (period: string, year: string) => ({
    ...make('F5', '201', 'Posting period & & is not open', period, year),
    target: 'PostingDate',
  }),
  movementNotAuthorised: (type: string) => make('M7', '911', 'No authorization for movement type &', type),
  movementNotPossible: (type: string) => ({
    ...make('M7', '096', 'Goods movement not possible with mvmt type &', type),
    target: 'GoodsMovementType',
  }),
  propertyNotSupported: (property: string, type: string) =>
    make('MM_IM_ODATA_API_MDOC', '011', 'Property & is not supported for GoodsMovementType &', property, type),
  itemsMissing: () => make('MM_IM_ODATA_API_MDOC', '900', 'Enter at least one item'),
  documentUnknown: (year: string, document: string) => make('M7', '907', 'Material document & & does not exist', document, year),
  itemCancelled: (document: string, item: string) =>
    make('M7', '908', 'Item & of material document & has already been cancelled', item, document),
  documentPosted: (document: string) => info('MIGO', '012', 'Material document & posted', document),
} as const

export function refuse(message: Message, status = 400): never {
  throw new BusinessError([message], status)
}

/** Runs each piece of work and, in the end, refuses with everything that went wrong. */
export function collecting<T, R>(items: readonly T[], work: (item: T) => R): R[] {
  const errors: BusinessError[] = []
  const results: R[] = []
  for (const item of items) {
    try {
      results.push(work(item))
    } catch (error) {
      if (!(error instanceof BusinessError)) throw error
      errors.push(error)
    }
  }
  if (errors[0]) {
    throw new BusinessError(
      errors.flatMap((each) => each.details),
      errors[0].status,
    )
  }
  return results
}

function make(messageClass: string, number: string, template: string, ...variables: string[]): Message {
  let next = 0
  const text = template.replace(/&/g, () => variables[next++] ?? '').replace(/ +$/, '')
  return { class: messageClass, number, text, variables, severity: 'error' }
}

function info(messageClass: string, number: string, template: string, ...variables: string[]): Message {
  return { ...make(messageClass, number, template, ...variables), severity: 'info' }
}
