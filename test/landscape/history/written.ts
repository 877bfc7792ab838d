import {
  type ComponentContext,
  type Context,
  type EarlierAttempt,
  type MaterialContext,
  NO_SHOP_FLOOR,
  type StockContext,
} from '../../../srv/domain/context.ts'
import type { MessagePart, Movement } from '../../../srv/domain/message.ts'
import { HOME } from './draft.ts'
import type { Draft, DraftComponent } from './draft.ts'

const PLANT = '1710'
const PRODUCT = 'MADE'
const OTHER_PLACE = 'L2'
/** The open period is March; the message is posted and today is counted from its first day. */
const PERIOD = { year: 2026, month: 3 }
const FIRST = Date.parse('2026-03-01T10:00:00Z')
const DAY = 86_400_000

const text = (value: number): string => String(Math.round(value * 1000) / 1000)
const timeOf = (days: number): number => FIRST + days * DAY
const dayOf = (days: number): string => new Date(timeOf(days)).toISOString().slice(0, 10)

const plainProduct: DraftComponent = {
  material: PRODUCT,
  unit: 'PC',
  other: { unit: 'BOX', factor: 24 },
  perPiece: 1,
  factor: 1,
  sentUnit: 'PC',
  isConverted: false,
  isSent: false,
  isListed: false,
  isBatchManaged: false,
  batch: '',
  storageLocation: HOME,
  isInPlant: true,
  isBlocked: false,
  isLocationKnown: true,
  isLocationBlocked: false,
  hasSerialNumbers: false,
  here: 1,
  elsewhere: 0,
  quality: 0,
}

const expectedOf = (draft: Draft, each: DraftComponent): number => each.perPiece * (draft.yield + draft.scrap)
const sentOf = (draft: Draft, each: DraftComponent): number => expectedOf(draft, each) * each.factor

function movementOf(draft: Draft, each: DraftComponent): Movement {
  const { material, batch, storageLocation, sentUnit, isConverted, other } = each
  const value = text(isConverted ? sentOf(draft, each) / other.factor : sentOf(draft, each))
  const from = { plant: PLANT, storageLocation, batch, movementType: '261', order: '1' }
  return { material, ...from, reservation: '', reservationItem: '', reason: '', quantity: { value, unit: sentUnit } }
}

function materialOf(each: DraftComponent): MaterialContext {
  const { material, unit, other, isBlocked, isBatchManaged, hasSerialNumbers } = each
  const here = { id: each.storageLocation, isBlockedByInventory: each.isLocationBlocked }
  const plant = {
    plant: PLANT,
    status: isBlocked ? '02' : '',
    isMarkedForDeletion: false,
    isBatchManaged,
    hasSerialNumbers,
    isNegativeStockAllowed: false,
    period: PERIOD,
    storageLocations: [...(each.isLocationKnown ? [here] : []), { id: OTHER_PLACE, isBlockedByInventory: false }],
  }
  const units = [{ unit: other.unit, numerator: String(other.factor), denominator: '1' }]
  return {
    id: material,
    exists: true,
    type: 'ROH',
    baseUnit: unit,
    units,
    plants: each.isInPlant ? [plant] : [],
    price: { amount: '4.20', currency: 'EUR' },
  }
}

function stockOf(draft: Draft, each: DraftComponent): StockContext[] {
  const row = (storageLocation: string, type: StockContext['type'], share: number): StockContext[] =>
    share <= 0
      ? []
      : [
          {
            material: each.material,
            plant: PLANT,
            storageLocation,
            batch: each.batch,
            type,
            quantity: text(sentOf(draft, each) * share),
            unit: each.unit,
          },
        ]
  return [
    ...row(each.storageLocation, 'unrestricted', each.here),
    ...row(OTHER_PLACE, 'unrestricted', each.elsewhere),
    ...row(each.storageLocation, 'quality', each.quality),
  ]
}

function componentOf(draft: Draft, each: DraftComponent): ComponentContext {
  const { material, batch, unit, perPiece } = each
  const place = { plant: PLANT, storageLocation: HOME, batch, operation: '0020' }
  const quantities = { required: text(perPiece * draft.planned), withdrawn: text(perPiece * draft.confirmed), unit }
  const flags = { isBackflushed: true, isBulk: false, isFixedQuantity: false, isFinallyIssued: false, isDeleted: false }
  return { reservation: '', reservationItem: '', material, ...place, ...quantities, ...flags }
}

/** Writes a draft down as the message and the context that the pipeline would have seen. */
export function written(draft: Draft): { parts: MessagePart[]; context: Context } {
  const { components, status } = draft
  const today = draft.periodDays + draft.ageDays
  const isEnded = status === 'completed' || status === 'closed'
  const listed = components.filter((each) => each.isListed)
  const part: MessagePart = {
    kind: 'confirmation',
    method: 'POST',
    path: 'ProdnOrdConf2',
    headers: {},
    body: Buffer.alloc(0),
    plant: PLANT,
    order: '1',
    operation: '0020',
    material: PRODUCT,
    workCenter: 'W1',
    yield: { value: text(draft.yield), unit: 'PC' },
    scrap: { value: text(draft.scrap), unit: 'PC' },
    reason: draft.reason,
    isFinal: draft.isFinal,
    isReversal: false,
    postingDate: dayOf(draft.periodDays),
    externalKey: '',
    movements: components.filter((each) => each.isSent).map((each) => movementOf(draft, each)),
  }
  const operation = {
    isPartiallyConfirmed: draft.confirmed > 0,
    isClosed: false,
    workCenter: 'W1',
    controlKey: 'PP01',
    plannedQuantity: text(draft.planned),
    unit: 'PC',
  }
  const order = {
    id: '1',
    type: 'PP01',
    plant: PLANT,
    material: PRODUCT,
    unit: 'PC',
    planned: text(draft.planned),
    confirmedYield: text(draft.confirmed),
    isReleased: status !== 'created',
    isPartiallyReleased: false,
    isConfirmed: draft.confirmed >= draft.planned,
    isTechnicallyCompleted: isEnded,
    isClosed: status === 'closed',
    isLocked: draft.isLocked,
    isMarkedForDeletion: false,
    overDeliveryTolerance: text(draft.tolerance),
    isOverDeliveryUnlimited: false,
    storageLocation: HOME,
    operations: [
      {
        ...operation,
        id: '0010',
        isReleased: status !== 'created',
        isConfirmed: draft.operation.predecessorYield >= draft.planned,
        confirmedYield: text(draft.operation.predecessorYield),
      },
      {
        ...operation,
        id: '0020',
        isReleased: status !== 'created' && draft.operation.isReleased,
        isConfirmed: draft.operation.isConfirmed,
        confirmedYield: text(draft.confirmed),
      },
    ],
    components: listed.map((each) => componentOf(draft, each)),
  }
  const expected = listed.map((each) => ({
    ...movementOf(draft, { ...each, factor: 1, sentUnit: each.unit, isConverted: false, storageLocation: HOME }),
    part: 0,
  }))
  const earlier = draft.earlier.map((each, at): EarlierAttempt => ({
    number: at + 1,
    status: each.status,
    receivedAt: new Date(timeOf(today) - each.hours * 3_600_000).toISOString(),
    sameBody: each.sameBody,
    order: '1',
    operation: '0020',
    yield: text(each.yield),
    scrap: text(each.scrap),
    erpDocument: each.status === 'posted' ? '1/1' : '',
  }))
  const product = materialOf({ ...plainProduct, unit: 'PC' })
  const context: Context = {
    readAt: new Date(timeOf(today)).toISOString(),
    today: dayOf(today),
    orders: [order],
    materials: [product, ...components.map((each) => materialOf(each))],
    stock: components.flatMap((each) => stockOf(draft, each)),
    batches: [],
    workCenters: [],
    expected: draft.hasProposal ? expected : [],
    shopFloor: NO_SHOP_FLOOR,
    earlier,
    reasons: ['0001', '0002', '0003', '0004', '0005'].map((reason) => ({ plant: PLANT, shopFloor: reason, erp: reason })),
    unread: draft.hasProposal ? [] : [{ source: 'expected', reason: 'not read in time' }],
  }
  return { parts: [part], context }
}
