import type { EntitySet, FunctionImport, Service } from '../contract.ts'
import {
  closeOrder,
  completeOrderTechnically,
  functionMessage,
  releaseOrder,
  updateOrder,
  updatePart,
} from '../postings/order-functions.ts'
import { processSets, productionSets, type OrderSets } from '../postings/order-sets.ts'
import { identifiers } from './properties.ts'
import { components2, components3 } from './sets/production-order.ts'

/** Production orders with components, operations, items and statuses; release, technical completion, closing. */
export const productionOrderService = serviceOf('API_PRODUCTION_ORDER_2_SRV', productionSets, [components2, components3])

/** The same of process orders, whose operations are phases. */
export const processOrderService = serviceOf('API_PROCESS_ORDER_2_SRV', processSets, [])

function serviceOf(name: string, sets: OrderSets, others: readonly EntitySet[]): Service {
  return {
    name,
    namespace: name,
    sets: [sets.orders, ...others, sets.components, sets.items, sets.operations, sets.statuses],
    functions: [
      orderFunction('ReleaseOrder', releaseOrder),
      orderFunction('TechlyCmpltOrder', completeOrderTechnically),
      orderFunction('CloseOrder', closeOrder),
    ],
    create: {},
    update: {
      [sets.orders.name]: updateOrder,
      [sets.components.name]: updatePart(sets.components, 'component'),
      [sets.operations.name]: updatePart(sets.operations, 'operation'),
    },
  }
}

function orderFunction(name: string, run: FunctionImport['run']): FunctionImport {
  return {
    name,
    method: 'POST',
    parameters: identifiers({ ManufacturingOrder: 12 }).map((each) => ({ ...each, isRequired: true })),
    returns: { complex: functionMessage, isMany: false },
    run,
  }
}
