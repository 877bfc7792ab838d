import { POSTINGS, type Check } from './check.ts'
import { batchesLacking, batchesTaken, isSameNumber } from './facts/batches.ts'
import { fact, finding } from './facts/findings.ts'

/** Does the ERP know every batch that is taken from? A number with other leading zeros is another batch to it. */
export const batchExists: Check = {
  name: 'batchExists',
  foresees: ['COUNTERSIGN/BATCH_UNKNOWN'],
  reads: ['orders', 'materials', 'batches'],
  kinds: POSTINGS,
  run(input) {
    const { part, context } = input
    return batchesTaken(part, context).flatMap(({ position, movement, plant, known }) => {
      if (known?.exists !== false) return []
      const others = [...context.stock, ...context.batches.filter((each) => each.exists)].filter(
        (each) => each.material === movement.material && each.plant === plant && each.batch !== movement.batch,
      )
      const like = others.find((each) => each.batch !== '' && isSameNumber(each.batch, movement.batch))?.batch
      return [
        finding('batchExists', input, {
          code: 'COUNTERSIGN/BATCH_UNKNOWN',
          cause: 'batchMissing',
          field: `movements/${position}/batch`,
          text: `Batch ${movement.batch} of ${movement.material} doesn't exist in plant ${plant}${like === undefined ? '' : `, but batch ${like} does`}.`,
          evidence: [fact('batch', movement.batch), ...(like === undefined ? [] : [fact('known', like)])],
        }),
      ]
    })
  },
  lacks: ({ part, context }) => batchesLacking(part, context),
}
