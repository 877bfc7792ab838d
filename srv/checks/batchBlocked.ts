import { POSTINGS, type Check } from './check.ts'
import { batchesLacking, batchesTaken } from './facts/batches.ts'
import { fact, finding } from './facts/findings.ts'

/** Is every batch that is taken from free: neither restricted nor marked for deletion in the ERP? */
export const batchBlocked: Check = {
  name: 'batchBlocked',
  foresees: ['COUNTERSIGN/BATCH_RESTRICTED', 'COUNTERSIGN/BATCH_DELETED'],
  reads: ['orders', 'materials', 'batches'],
  kinds: POSTINGS,
  run(input) {
    const { part, context } = input
    return batchesTaken(part, context).flatMap(({ position, movement, known }) => {
      if (known?.exists !== true || (!known.isRestricted && !known.isMarkedForDeletion)) return []
      const why = known.isMarkedForDeletion ? 'is marked for deletion' : 'is restricted'
      return [
        finding('batchBlocked', input, {
          code: known.isMarkedForDeletion ? 'COUNTERSIGN/BATCH_DELETED' : 'COUNTERSIGN/BATCH_RESTRICTED',
          cause: 'batchBlocked',
          field: `movements/${position}/batch`,
          text: `Batch ${movement.batch} of ${movement.material} ${why}.`,
          evidence: [fact('batch', movement.batch)],
        }),
      ]
    })
  },
  lacks: ({ part, context }) => batchesLacking(part, context),
}
