import type { Cause, Queue } from '../../srv/domain/judgement.ts'

/** Who on this shop floor and in this company solves what; whoever reads the messages has to find out. */
const QUEUES: Readonly<Partial<Record<Cause, Queue>>> = {
  stockDeficit: 'warehouse',
  lateReceipt: 'warehouse',
  wrongStorageLocation: 'warehouse',
  physicalInventory: 'warehouse',
  qualityHold: 'quality',
  unitOfMeasure: 'masterData',
  masterData: 'masterData',
  period: 'controller',
  timeZone: 'integration',
  scrapReason: 'integration',
}

/** Everything else is the planner's. */
export function queueOf(cause: Cause): Queue {
  return QUEUES[cause] ?? 'planner'
}
