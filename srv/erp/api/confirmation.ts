import type { MessagePart, OrderCategory } from '../../domain/message.ts'
import { functionAt, literal } from './address.ts'
import { entityApi } from './entity.ts'
import { isObject } from '../json.ts'
import { rootOf } from '../root.ts'

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

/** Address of the movements that the ERP would post. A POST that changes nothing. */
export function goodsMovementProposal(category: OrderCategory, parameters: ProposalParameters): string {
  return functionAt(rootOf(CONFIRMATION[category].service), 'GetGdsMvtProposal', typed(parameters))
}

/** Address of the quantity and work that the ERP would fill in, as far as the parameters ask for them. A POST that changes nothing. */
export function confirmationProposal(category: OrderCategory, parameters: ProposalParameters): string {
  return functionAt(rootOf(CONFIRMATION[category].service), 'GetConfProposal', typed(parameters))
}

export function movementsIn(answer: unknown): readonly ProposedMovement[] {
  const { results } = dataOf(answer)
  return Array.isArray(results) ? results.filter(isObject) : []
}

export function confirmationIn(answer: unknown): ProposedConfirmation | undefined {
  const { GetConfProposal: proposed } = dataOf(answer)
  return isObject(proposed) ? proposed : undefined
}

function dataOf(answer: unknown): Record<string, unknown> {
  return isObject(answer) && isObject(answer.d) ? answer.d : {}
}

function typed(parameters: ProposalParameters): Record<string, string> {
  return Object.fromEntries(
    Object.entries<string | boolean>({ ...parameters }).map(([name, value]) => {
      if (typeof value === 'boolean') return [name, String(value)]
      return [name, name.endsWith('Quantity') ? `${value}M` : literal(value)]
    }),
  )
}
