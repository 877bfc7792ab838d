import assert from 'node:assert/strict'
import { createErpGateway } from '../../../srv/erp/gateway.ts'
import type { ErpGateway, Posting } from '../../../srv/erp/types.ts'
import type { Row } from '../../landscape/s4/contract.ts'
import { startS4 } from '../../landscape/s4/server.ts'

/** A local S/4, a gateway to it, and an order to play with. */
export interface World {
  readonly s4: Awaited<ReturnType<typeof startS4>>
  readonly erp: ErpGateway
  readonly order: Row
  /** Its first operation. */
  readonly operation: Row
  /** What that one consumes: in stock, without batches. */
  readonly component: Row
  /** Replaces the plan of what goes wrong in the S/4. */
  faults(plan: object): Promise<void>
}

const ME = { username: 'COUNTERSIGN', password: 'countersign' }
const RUNNING = { OrderIsReleased: 'X', OrderIsConfirmed: '', OrderIsTechnicallyCompleted: '', OrderIsClosed: '', OrderIsLocked: '' }

export async function startWorld(): Promise<World> {
  const s4 = await startS4()
  const { books } = s4
  const fitting = books.find('A_ProductionOrder_2', RUNNING).flatMap((order) => {
    const ManufacturingOrder = order.ManufacturingOrder ?? ''
    const [operation] = books.find('A_ProductionOrderOperation_2', { ManufacturingOrder, OperationIsConfirmed: '' })
    const ManufacturingOrderOperation = operation?.ManufacturingOrderOperation ?? ''
    const component = books.find('A_ProductionOrderComponent_4', { ManufacturingOrder, ManufacturingOrderOperation }).find((each) => {
      const inPlant = books.one('A_ProductPlant', { Product: each.Material ?? '', Plant: each.Plant ?? '' })
      return !inPlant?.IsBatchManagementRequired && !each.IsBulkMaterialComponent
    })
    return operation && component ? [{ order, operation, component }] : []
  })
  const [first] = fitting
  assert.ok(first)
  const faults = async (plan: object): Promise<void> => {
    const headers = { 'content-type': 'application/json' }
    await fetch(`${s4.adminUrl}/admin/faults`, { method: 'PUT', headers, body: JSON.stringify(plan) })
  }
  return { s4, erp: createErpGateway({ destination: { url: s4.url, ...ME }, timeout: 5000 }), ...first, faults }
}

export function text(row: Row, name: string): string {
  return String(row[name] ?? '')
}

let attempts = 0

/** A posting with its keys put in, as the pipeline makes it; every one another attempt. */
export function postingOf(
  erp: ErpGateway,
  kind: 'confirmation' | 'materialDocument',
  bodies: readonly object[],
  isChangeSet = false,
): Posting {
  const service = kind === 'confirmation' ? 'API_PROD_ORDER_CONFIRMATION_2_SRV' : 'API_MATERIAL_DOCUMENT_SRV'
  const path = kind === 'confirmation' ? 'ProdnOrdConf2' : 'A_MaterialDocumentHeader'
  const headers = { 'content-type': 'application/json', accept: 'application/json' }
  attempts += 1
  const parts = bodies.map((each, index) => {
    const keyed = erp.withKey({ kind, body: Buffer.from(JSON.stringify(each)) }, `attempt ${attempts}/${index}`)
    return { kind, method: 'POST', path, headers: { ...headers, ...(isChangeSet && { 'content-id': `c${index}` }) }, ...keyed }
  })
  return { service, path: `/sap/opu/odata/sap/${service}/${isChangeSet ? '$batch' : path}`, method: 'POST', headers, isChangeSet, parts }
}
