import { rowOf } from '../s4/model/properties.ts'
import { failure } from './build.ts'
import { changeOperation, ofType } from './changes.ts'
import type { FailingMessage } from './failure.ts'
import { confirmation, goodsReceipt } from './messages.ts'
import type { Scene } from './scene.ts'

/** Too much, too little, too early, twice. */
export const confirmationFailures = [
  failure({
    name: 'operation finally confirmed',
    catalogue: '39a',
    code: 'RU/904',
    cause: 'duplicate',
    queue: 'planner',
    foreseeable: true,
    spoil: (scene) => changeOperation(scene, { OperationIsConfirmed: 'X', OpTotalConfirmedYieldQty: '80.000' }),
  }),
  failure({
    name: 'confirmation cancelled twice',
    catalogue: '39b',
    code: 'RU/911',
    cause: 'duplicate',
    queue: 'planner',
    foreseeable: 'cancellations are not judged: whoever takes something back wants it now, and what the ERP says of it is final',
    prepare: (scene) => confirmBefore(scene, false),
    message: cancellation,
    spoil: (scene) => confirmBefore(scene, true),
  }),
  failure({
    name: 'sequence of operations violated',
    catalogue: '40a',
    code: 'RU/912',
    cause: 'operationSequence',
    queue: 'planner',
    foreseeable: true,
    prepare(scene) {
      ofType(scene, 'ZSEQ', { sequence: 'E' })
      changeOperation(scene, { OpTotalConfirmedYieldQty: '50.000', OperationIsPartiallyConfirmed: 'X' })
    },
    message: (scene) => confirmation(scene, { OrderOperation: '0020' }, []),
    spoil: (scene) => changeOperation(scene, { OpTotalConfirmedYieldQty: '0.000', OperationIsPartiallyConfirmed: '' }),
  }),
  failure({
    name: 'more confirmed than ordered',
    catalogue: '41a',
    code: 'RU/905',
    cause: 'overDelivery',
    queue: 'planner',
    foreseeable: true,
    spoil: (scene) => changeOperation(scene, { OpTotalConfirmedYieldQty: '105.000', OperationIsPartiallyConfirmed: 'X' }),
  }),
  failure({
    name: 'digits too many in a yield',
    catalogue: '41a',
    code: 'RU/905',
    cause: 'entryError',
    queue: 'planner',
    foreseeable: true,
    mistake: (scene) => confirmation(scene, { ConfirmationYieldQuantity: '1000' }),
  }),
  failure({
    name: 'more confirmed than ordered of a process order',
    catalogue: '41a',
    code: 'RU/905',
    cause: 'overDelivery',
    queue: 'planner',
    foreseeable: true,
    props: { isProcess: true },
    spoil: (scene) => changeOperation(scene, { OpTotalConfirmedYieldQty: '105.000', OperationIsPartiallyConfirmed: 'X' }),
  }),
  failure({
    name: 'more received than ordered',
    catalogue: '41b',
    code: 'M7/903',
    cause: 'overDelivery',
    queue: 'planner',
    foreseeable: true,
    message: (scene) => goodsReceipt(scene),
    spoil: ({ sets, order, change }) => change(sets.items.name, { ManufacturingOrder: order }, { MfgOrderItemGoodsReceiptQty: '105.000' }),
  }),
  failure({
    name: 'finally confirmed with too little',
    catalogue: '41c',
    code: 'RU/913',
    cause: 'underDelivery',
    queue: 'planner',
    foreseeable: true,
    prepare(scene) {
      ofType(scene, 'ZUND', { underDelivery: 'E' })
      changeOperation(scene, { OpTotalConfirmedYieldQty: '90.000', OperationIsPartiallyConfirmed: 'X' })
    },
    message: (scene) => confirmation(scene, { IsFinalConfirmation: true, FinalConfirmationType: 'X' }),
    spoil: (scene) => changeOperation(scene, { OpTotalConfirmedYieldQty: '40.000' }),
  }),
]

/** Movements fail, and the confirmation is saved all the same: they wait in post-processing, which RU/505 says beside the success. */
export const postponedMovements = failure({
  name: 'goods movements in post-processing',
  catalogue: '43',
  code: 'RU/505',
  cause: 'reservation',
  queue: 'planner',
  foreseeable: true,
  prepare: (scene) => ofType(scene, 'ZCOG', { postProcessing: 'X' }),
  spoil: ({ sets, reservation: Reservation, remove }) => remove(sets.components.name, { Reservation, ReservationItem: '2' }),
})

/** Ten pieces, confirmed once before. */
function confirmBefore(scene: Scene, isReversed: boolean): void {
  const { books, sets, order, product, site, unit, stage } = scene
  changeOperation(scene, { OpTotalConfirmedYieldQty: isReversed ? '0.000' : '10.000' })
  const values = {
    ConfirmationGroup: groupOf(scene),
    ConfirmationCount: '1',
    OrderID: order,
    OrderOperation: '0010',
    Material: product,
    Plant: site.id,
    ConfirmationYieldQuantity: '10.000',
    ConfirmationUnit: unit,
    PostingDate: `${stage.today}T00:00:00.000Z`,
    ConfirmationEntryDate: `${stage.today}T00:00:00.000Z`,
    IsReversed: isReversed,
  }
  books.insert(sets.confirmations.name, rowOf(sets.confirmations, values))
}

function cancellation(scene: Scene): FailingMessage {
  const parameters = `ConfirmationGroup='${groupOf(scene)}'&ConfirmationCount='1'`
  return { service: 'API_PROD_ORDER_CONFIRMATION_2_SRV', path: `CancelProdnOrdConf?${parameters}`, body: {} }
}

function groupOf({ stage }: Scene): string {
  return String(80_000_000 + stage.index)
}
