import type { EntitySet, Service } from '../contract.ts'
import { confirmationService } from './confirmation.ts'
import { materialDocumentService } from './material-document.ts'
import { materialStockService } from './material-stock.ts'
import { productService } from './product.ts'
import { productionOrderService } from './production-order.ts'
import { internalSets } from './sets/internal.ts'

export const services: readonly Service[] = [
  confirmationService,
  productionOrderService,
  materialDocumentService,
  productService,
  materialStockService,
]

/** Everything that the books keep: what services show, and what the ERP keeps to itself (locks, batches, customizing). */
export const allSets: readonly EntitySet[] = [...services.flatMap((each) => each.sets), ...internalSets]
