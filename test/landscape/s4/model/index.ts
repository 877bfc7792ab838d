import type { EntitySet, Service } from '../contract.ts'
import { batchService } from './batch.ts'
import { confirmationService, processConfirmationService } from './confirmations.ts'
import { materialDocumentService } from './material-document.ts'
import { materialStockService } from './material-stock.ts'
import { processOrderService, productionOrderService } from './orders.ts'
import { productService } from './product.ts'
import { internalSets } from './sets/internal.ts'

export const services: readonly Service[] = [
  confirmationService,
  processConfirmationService,
  productionOrderService,
  processOrderService,
  materialDocumentService,
  productService,
  materialStockService,
  batchService,
]

/** Everything that the books keep: what services show, and what the ERP keeps to itself (locks, customizing). */
export const allSets: readonly EntitySet[] = [...services.flatMap((each) => each.sets), ...internalSets]
