import { OperationParameter, OperationRequestBuilder } from '@sap-cloud-sdk/odata-v2'
import { deSerializers, entityApi } from './entity.ts'

/** Confirmations of production orders: `API_PROD_ORDER_CONFIRMATION_2_SRV`. */
export const CONFIRMATION = 'API_PROD_ORDER_CONFIRMATION_2_SRV'

export const confirmations = entityApi(CONFIRMATION, 'ProdnOrdConf2', ['ConfirmationGroup', 'ConfirmationCount'], {
  ConfirmationGroup: 'Edm.String',
  ConfirmationCount: 'Edm.String',
  OrderID: 'Edm.String',
  ExternalSystemConfirmation: 'Edm.Guid',
  IsReversal: 'Edm.Boolean',
})

/** A goods movement that the ERP would post for a confirmation. */
export interface ProposedMovement {
  readonly Material?: string
  readonly Plant?: string
  readonly StorageLocation?: string
  readonly Batch?: string
  readonly GoodsMovementType?: string
  readonly Reservation?: string
  readonly ReservationItem?: string
  readonly QuantityInEntryUnit?: string
  readonly EntryUnit?: string
}

export interface ProposalParameters {
  readonly OrderID: string
  readonly OrderOperation: string
  readonly ConfirmationYieldQuantity?: string
  readonly ConfirmationScrapQuantity?: string
  readonly ConfirmationReworkQuantity?: string
  readonly ConfirmationUnit?: string
}

/** A POST that changes nothing. */
export function goodsMovementProposal(parameters: ProposalParameters) {
  const typed: Record<string, OperationParameter<string>> = {}
  for (const [name, value] of Object.entries<string>({ ...parameters })) {
    typed[name] = new OperationParameter(name, name.endsWith('Quantity') ? 'Edm.Decimal' : 'Edm.String', value)
  }
  return new OperationRequestBuilder(
    'post',
    `/sap/opu/odata/sap/${CONFIRMATION}`,
    'GetGdsMvtProposal',
    (data: { d?: { results?: readonly ProposedMovement[] } }) => data.d?.results ?? [],
    typed,
    deSerializers,
  )
}
