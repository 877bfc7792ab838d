import type { ShopFloorContext } from '../domain/context.ts'
import { POSTINGS, type Check } from './check.ts'
import { batchesTaken, usesUp } from './facts/batches.ts'
import { fact, finding } from './facts/findings.ts'

const WHY: Readonly<Record<Exclude<ShopFloorContext['batches'][number]['status'], 'available'>, string>> = {
  inspection: 'is in quality inspection',
  restricted: 'is restricted',
  blocked: 'is blocked',
}

/** Does the shop floor's own system hold back a batch that is consumed? The ERP would book it all the same, so only a block stops the message. */
export const batchHold: Check = {
  name: 'batchHold',
  foresees: ['COUNTERSIGN/BATCH_HOLD'],
  reads: ['orders', 'materials', 'shopFloor'],
  kinds: POSTINGS,
  run(input) {
    const { part, context } = input
    return batchesTaken(part, context).flatMap(({ position, movement }) => {
      const known = context.shopFloor.batches.find((each) => each.material === movement.material && each.batch === movement.batch)
      if (known === undefined || known.status === 'available' || !usesUp(movement)) return []
      return [
        finding('batchHold', input, {
          code: 'COUNTERSIGN/BATCH_HOLD',
          cause: known.status === 'inspection' ? 'qualityHold' : 'batchBlocked',
          severity: known.status === 'blocked' ? 'error' : 'warning',
          field: `movements/${position}/batch`,
          text: `Batch ${movement.batch} of ${movement.material} ${WHY[known.status]} on the shop floor.`,
          evidence: [fact('batch', movement.batch), fact('status', known.status)],
        }),
      ]
    })
  },
}
