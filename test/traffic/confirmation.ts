/** A confirmation as the shop floor means it, and as DM writes it for the S/4. Quantities are decimal texts. */

export interface Consumption {
  readonly material: string
  readonly plant: string
  readonly storageLocation: string
  readonly batch: string
  /** Empty for a material that the order hasn't reserved. */
  readonly reservation: string
  readonly reservationItem: string
  readonly quantity: string
  readonly unit: string
}

export interface Confirmation {
  readonly order: string
  readonly orderType: string
  readonly plant: string
  readonly operation: string
  readonly workCenter: string
  readonly yield: string
  readonly scrap: string
  readonly unit: string
  /** Reason of the scrap; empty for none. */
  readonly reason: string
  readonly isFinal: boolean
  /** `YYYY-MM-DD` */
  readonly postingDate: string
  /** When the work began, UTC. */
  readonly start: Date
  readonly minutes: number
  /** Minutes of each activity of the operation; all of the time is the first one's if empty. */
  readonly activities?: readonly string[]
  readonly worker: string
  readonly text: string
  readonly consumptions: readonly Consumption[]
}

export const CONFIRMATION_SERVICE = 'API_PROD_ORDER_CONFIRMATION_2_SRV'
export const CONFIRMATION_SET = 'ProdnOrdConf2'

/** The JSON body of `POST ProdnOrdConf2`, components as deep-inserted items. */
export function bodyOf(confirmation: Confirmation, externalKey: string): string {
  const end = new Date(confirmation.start.getTime() + confirmation.minutes * 60_000)
  return JSON.stringify({
    OrderID: confirmation.order,
    Sequence: '0',
    OrderOperation: confirmation.operation,
    Plant: confirmation.plant,
    WorkCenter: confirmation.workCenter,
    FinalConfirmationType: confirmation.isFinal ? 'X' : '',
    IsFinalConfirmation: confirmation.isFinal,
    ConfirmationYieldQuantity: confirmation.yield,
    ConfirmationScrapQuantity: confirmation.scrap,
    ConfirmationUnit: confirmation.unit,
    VarianceReasonCode: confirmation.reason,
    PostingDate: `/Date(${Date.parse(confirmation.postingDate)})/`,
    ConfirmedExecutionStartDate: dateOf(confirmation.start),
    ConfirmedExecutionStartTime: timeOf(confirmation.start),
    ConfirmedExecutionEndDate: dateOf(end),
    ConfirmedExecutionEndTime: timeOf(end),
    ...Object.fromEntries(activitiesOf(confirmation)),
    EnteredByExternalUser: confirmation.worker,
    ConfirmationText: confirmation.text,
    ExternalSystemConfirmation: externalKey,
    to_ProdnOrdConfMatlDocItm: { results: confirmation.consumptions.map((each) => itemOf(confirmation, each)) },
  })
}

function activitiesOf({ activities, minutes }: Confirmation): [string, string][] {
  return (activities ?? [`${minutes}.000`]).flatMap((quantity, index) => [
    [`OpConfirmedWorkQuantity${index + 1}`, quantity],
    [`OpWorkQuantityUnit${index + 1}`, 'MIN'],
  ])
}

function itemOf(confirmation: Confirmation, consumption: Consumption): Record<string, string> {
  return {
    OrderType: confirmation.orderType,
    OrderID: confirmation.order,
    Material: consumption.material,
    Plant: consumption.plant,
    Reservation: consumption.reservation,
    ReservationItem: consumption.reservationItem,
    StorageLocation: consumption.storageLocation,
    Batch: consumption.batch,
    GoodsMovementType: '261',
    EntryUnit: consumption.unit,
    QuantityInEntryUnit: consumption.quantity,
  }
}

function dateOf(moment: Date): string {
  return `/Date(${Date.parse(moment.toISOString().slice(0, 10))})/`
}

function timeOf(moment: Date): string {
  const [hours, minutes, seconds] = moment.toISOString().slice(11, 19).split(':')
  return `PT${hours}H${minutes}M${seconds}S`
}
