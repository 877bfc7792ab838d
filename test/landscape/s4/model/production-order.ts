import type { FunctionImport, Service } from '../contract.ts'
import {
  closeOrder,
  completeOrderTechnically,
  functionMessage,
  releaseOrder,
  updateOrder,
  updatePart,
} from '../postings/order-functions.ts'
import { identifiers } from './properties.ts'
import { components2, components3, components4, operations, orderItems, orders, orderStatuses } from './sets/production-order.ts'

function orderFunction(name: string, run: FunctionImport['run']): FunctionImport {
  return {
    name,
    method: 'POST',
    parameters: identifiers({ ManufacturingOrder: 12 }).map((each) => ({ ...each, isRequired: true })),
    returns: { complex: functionMessage, isMany: false },
    run,
  }
}

/** Production orders with components, operations, items and statuses; release, technical completion, closing. */
export const productionOrderService: Service = {
  name: 'API_PRODUCTION_ORDER_2_SRV',
  namespace: 'API_PRODUCTION_ORDER_2_SRV',
  sets: [orders, components2, components3, components4, orderItems, operations, orderStatuses],
  functions: [
    orderFunction('ReleaseOrder', releaseOrder),
    orderFunction('TechlyCmpltOrder', completeOrderTechnically),
    orderFunction('CloseOrder', closeOrder),
  ],
  create: {},
  update: {
    [orders.name]: updateOrder,
    [components4.name]: updatePart(components4),
    [operations.name]: updatePart(operations),
  },
}
