import {
  type BatchContext,
  type ComponentContext,
  type Context,
  type MaterialContext,
  NO_SHOP_FLOOR,
  type OperationContext,
  type OrderContext,
  type StockContext,
} from '../../../srv/domain/context.ts'
import type { MessagePart, Movement, Quantity } from '../../../srv/domain/message.ts'

/** A small plant in which nothing is wrong: order 1000001, 100 PC of FG100, half of it open; tests bend what they need. */

export const TODAY = '2026-07-15'

export function operation(id: string, bent: Partial<OperationContext> = {}): OperationContext {
  const planned = { plannedQuantity: '100', confirmedYield: '0', unit: 'PC' }
  return {
    id,
    isReleased: true,
    isConfirmed: false,
    isPartiallyConfirmed: false,
    isClosed: false,
    workCenter: 'ASSEMBLY',
    controlKey: 'PP01',
    activities: [quantity('30', 'MIN'), quantity('300', 'MIN')],
    ...planned,
    ...bent,
  }
}

export function component(
  reservationItem: string,
  material: string,
  required: string,
  unit: string,
  bent: Partial<ComponentContext> = {},
): ComponentContext {
  const flags = { isBackflushed: true, isBulk: false, isFixedQuantity: false, isFinallyIssued: false, isDeleted: false }
  const place = { reservation: '5001', reservationItem, plant: '1710', storageLocation: '171A', batch: '', operation: '0010' }
  return { ...place, material, required, withdrawn: '0', unit, ...flags, ...bent }
}

export function order(bent: Partial<OrderContext> = {}): OrderContext {
  const flags = {
    isReleased: true,
    isPartiallyReleased: false,
    isConfirmed: false,
    isTechnicallyCompleted: false,
    isClosed: false,
    isLocked: false,
    isMarkedForDeletion: false,
  }
  return {
    id: '1000001',
    category: 'production',
    userStatuses: ['INIT'],
    received: '0',
    isCompletelyDelivered: false,
    type: 'YBM1',
    plant: '1710',
    material: 'FG100',
    unit: 'PC',
    planned: '100',
    confirmedYield: '0',
    ...flags,
    overDeliveryTolerance: '10',
    underDeliveryTolerance: '10',
    isOverDeliveryUnlimited: false,
    storageLocation: '171C',
    operations: [operation('0010', { confirmedYield: '0' }), operation('0020')],
    components: [component('1', 'RM10', '20', 'KG'), component('2', 'RM12', '5', 'KG'), component('3', 'PK01', '100', 'PC')],
    ...bent,
  }
}

export function material(
  id: string,
  baseUnit: string,
  bent: Partial<MaterialContext> = {},
  plant: Partial<MaterialContext['plants'][number]> = {},
): MaterialContext {
  const units =
    baseUnit === 'KG' ? [{ unit: 'G', numerator: '1', denominator: '1000' }] : [{ unit: 'BOX', numerator: '24', denominator: '1' }]
  const locations = ['171A', '171B', '171C'].map((each) => ({ id: each, isBlockedByInventory: false }))
  const flags = { status: '', isMarkedForDeletion: false, isBatchManaged: false, hasSerialNumbers: false, isNegativeStockAllowed: false }
  const plants = [{ plant: '1710', ...flags, period: { year: 2026, month: 7 }, storageLocations: locations, ...plant }]
  return { id, exists: true, type: 'ROH', baseUnit, units, plants, price: { amount: '3.50', currency: 'EUR' }, ...bent }
}

export function stock(id: string, quantity: string, unit: string, bent: Partial<StockContext> = {}): StockContext {
  return { material: id, plant: '1710', storageLocation: '171A', batch: '', type: 'unrestricted', quantity, unit, ...bent }
}

/** A batch in which nothing is wrong, good until long after today. */
export function batch(material: string, id: string, bent: Partial<BatchContext> = {}): BatchContext {
  return {
    material,
    plant: '1710',
    batch: id,
    exists: true,
    expiresOn: '2027-06-30',
    isRestricted: false,
    isMarkedForDeletion: false,
    ...bent,
  }
}

/** RM12 is managed in batches, two of which are in stock. */
export function world(bent: Partial<Context> = {}): Context {
  const materials = [
    material('FG100', 'PC', { price: { amount: '20', currency: 'EUR' } }),
    material('RM10', 'KG'),
    material('RM12', 'KG', {}, { isBatchManaged: true }),
    material('RM99', 'KG'),
    material('PK01', 'PC'),
  ]
  const stocks = [
    stock('RM10', '500', 'KG'),
    stock('RM12', '100', 'KG', { batch: '0000000007' }),
    stock('RM12', '200', 'KG', { batch: '0000000008' }),
    stock('RM99', '500', 'KG'),
    stock('PK01', '5000', 'PC'),
  ]
  const reasons = [
    { plant: '1710', shopFloor: 'SCRATCH', erp: '0001' },
    { plant: '*', shopFloor: 'SETUP', erp: '0003' },
  ]
  return {
    readAt: `${TODAY}T10:00:00Z`,
    today: TODAY,
    orders: [order()],
    materials,
    stock: stocks,
    batches: [batch('RM12', '0000000007', { expiresOn: '2027-01-31' }), batch('RM12', '0000000008')],
    workCenters: [{ id: 'ASSEMBLY', plant: '1710', costCenter: '17101902', validTo: '9999-12-31' }],
    expected: [],
    shopFloor: NO_SHOP_FLOOR,
    earlier: [],
    reasons,
    unread: [],
    ...bent,
  }
}

/** The world with one material bent. */
export function withMaterial(id: string, bend: (each: MaterialContext) => MaterialContext, context: Context = world()): Context {
  return { ...context, materials: context.materials.map((each) => (each.id === id ? bend(each) : each)) }
}

/** The world with the plant data of one material bent. */
export function withPlant(id: string, bent: Partial<MaterialContext['plants'][number]>, context: Context = world()): Context {
  return withMaterial(id, (each) => ({ ...each, plants: each.plants.map((plant) => ({ ...plant, ...bent })) }), context)
}

export function withOrder(bent: Partial<OrderContext>, context: Context = world()): Context {
  return { ...context, orders: [order(bent)] }
}

export function quantity(value: string, unit: string): Quantity {
  return { value, unit }
}

export function movement(id: string, value: string, unit: string, bent: Partial<Movement> = {}): Movement {
  const reserved = { RM10: '1', RM12: '2', PK01: '3' }[id]
  return {
    material: id,
    plant: '1710',
    storageLocation: '171A',
    batch: id === 'RM12' ? '0000000007' : '',
    movementType: '261',
    order: '1000001',
    reservation: reserved === undefined ? '' : '5001',
    reservationItem: reserved ?? '',
    reason: '',
    quantity: { value, unit },
    ...bent,
  }
}

/** 10 PC with 2 KG of RM10, 500 G of RM12 and 10 PC of PK01: exactly what the bill of material needs. */
export function confirmation(bent: Partial<MessagePart> = {}): MessagePart {
  return {
    kind: 'confirmation',
    method: 'POST',
    path: 'ProdnOrdConf2',
    headers: {},
    body: Buffer.from('{}'),
    plant: '1710',
    order: '1000001',
    operation: '0010',
    material: 'FG100',
    workCenter: 'ASSEMBLY',
    yield: { value: '10', unit: 'PC' },
    reason: '',
    isFinal: false,
    isReversal: false,
    postingDate: TODAY,
    externalKey: '',
    movements: [movement('RM10', '2', 'KG'), movement('RM12', '500', 'G'), movement('PK01', '10', 'PC')],
    ...bent,
  }
}

/** The healthy confirmation with one of its movements bent. */
export function bend(id: string, bent: Partial<Movement>, part: MessagePart = confirmation()): MessagePart {
  return { ...part, movements: part.movements.map((each) => (each.material === id ? { ...each, ...bent } : each)) }
}

export function goodsIssue(movements: readonly Movement[], bent: Partial<MessagePart> = {}): MessagePart {
  const { yield: _, ...head } = confirmation()
  return {
    ...head,
    kind: 'materialDocument',
    path: 'A_MaterialDocumentHeader',
    operation: '',
    material: '',
    workCenter: '',
    movements,
    ...bent,
  }
}
