import { OperationParameter, OperationRequestBuilder } from '@sap-cloud-sdk/odata-v2'
import type { MessagePart, OrderCategory } from '../../domain/message.ts'
import { deSerializers, entityApi } from './entity.ts'

const FIELDS = {
  ConfirmationGroup: 'Edm.String',
  ConfirmationCount: 'Edm.String',
  OrderID: 'Edm.String',
  ExternalSystemConfirmation: 'Edm.Guid',
  IsReversal: 'Edm.Boolean',
  IsReversed: 'Edm.Boolean',
} as const
const KEYS = ['ConfirmationGroup', 'ConfirmationCount'] as const

function confirmationApi(service: string, set: string) {
  return { service, rows: entityApi(service, set, KEYS, FIELDS) }
}

/** Confirmations of both categories. Those of process orders have phases instead of operations, no sequences and no rework. */
export const CONFIRMATION = {
  production: confirmationApi('API_PROD_ORDER_CONFIRMATION_2_SRV', 'ProdnOrdConf2'),
  process: confirmationApi('API_PROC_ORDER_CONFIRMATION_2_SRV', 'ProcOrdConf2'),
} as const

/** What the order of a confirmation is, by the service that it's posted to. */
export function categoryOfService(service: string): OrderCategory {
  return service.startsWith(CONFIRMATION.process.service) ? 'process' : 'production'
}

/** What the order of a part is; undefined where neither the part nor its path tells: goods movements. */
export function categoryOf(part: Partial<Pick<MessagePart, 'kind' | 'path' | 'orderCategory'>>): OrderCategory | undefined {
  if (part.orderCategory) return part.orderCategory
  if (/^\/?ProcOrdConf2\b/.test(part.path ?? '')) return 'process'
  return part.kind === 'confirmation' ? 'production' : undefined
}

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

/** What the ERP would fill into a confirmation. */
export type ProposedConfirmation = Readonly<Partial<Record<'ConfirmationYieldQuantity' | 'ConfirmationUnit' | Work, string>>>
type Work = `OpConfirmedWorkQuantity${Position}` | `OpWorkQuantityUnit${Position}`
type Position = 1 | 2 | 3 | 4 | 5 | 6

export interface ProposalParameters {
  readonly OrderID: string
  readonly OrderOperation: string
  readonly ConfirmationYieldQuantity?: string
  readonly ConfirmationScrapQuantity?: string
  /** Production only. */
  readonly ConfirmationReworkQuantity?: string
  readonly ConfirmationUnit?: string
  /** Of confirmations only. */
  readonly ActivityIsToBeProposed?: boolean
  readonly QuantityIsToBeProposed?: boolean
}

/** Movements that the ERP would post. A POST that changes nothing. */
export function goodsMovementProposal(category: OrderCategory, parameters: ProposalParameters) {
  const answer = (data: { d?: { results?: readonly ProposedMovement[] } }) => data.d?.results ?? []
  return new OperationRequestBuilder('post', pathOf(category), 'GetGdsMvtProposal', answer, typed(parameters), deSerializers)
}

/** Quantity and work that the ERP would fill in, as far as the parameters ask for them. A POST that changes nothing. */
export function confirmationProposal(category: OrderCategory, parameters: ProposalParameters) {
  const answer = (data: { d?: { GetConfProposal?: ProposedConfirmation } }) => data.d?.GetConfProposal
  return new OperationRequestBuilder('post', pathOf(category), 'GetConfProposal', answer, typed(parameters), deSerializers)
}

function pathOf(category: OrderCategory): string {
  return `/sap/opu/odata/sap/${CONFIRMATION[category].service}`
}

function typed(parameters: ProposalParameters): Record<string, OperationParameter<string | boolean>> {
  return Object.fromEntries(
    Object.entries<string | boolean>({ ...parameters }).map(([name, value]) => {
      const type = typeof value === 'boolean' ? 'Edm.Boolean' : name.endsWith('Quantity') ? 'Edm.Decimal' : 'Edm.String'
      return [name, new OperationParameter(name, type, value)]
    }),
  )
}
