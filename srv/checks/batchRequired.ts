import { POSTINGS, type Check } from './check.ts'
import { fact, finding } from './facts/findings.ts'
import { plantDataOf, plantOf, takesStock } from './facts/lookups.ts'

/** Does an issue of a batch-managed material name its batch, and no other one does? Receipts get their batch from the ERP. */
export const batchRequired: Check = {
  name: 'batchRequired',
  foresees: ['M7/018', 'COUNTERSIGN/BATCH_NOT_MANAGED'],
  reads: ['orders', 'materials'],
  kinds: POSTINGS,
  run(input) {
    const { part, context } = input
    return part.movements.flatMap((movement, position) => {
      const data = plantDataOf(movement.material, plantOf(movement, part, context), context)
      if (data === undefined) return []
      const field = `movements/${position}/batch`
      if (data.isBatchManaged && takesStock(movement) && movement.batch === '')
        return [
          finding('batchRequired', input, {
            code: 'M7/018',
            cause: 'batchMissing',
            field,
            text: `Enter a batch: ${movement.material} is managed in batches.`,
          }),
        ]
      if (data.isBatchManaged || movement.batch === '') return []
      const text = `Batch ${movement.batch} given, but ${movement.material} isn't managed in batches.`
      return [
        finding('batchRequired', input, {
          code: 'COUNTERSIGN/BATCH_NOT_MANAGED',
          cause: 'masterData',
          field,
          text,
          evidence: [fact('batch', movement.batch)],
        }),
      ]
    })
  },
}
