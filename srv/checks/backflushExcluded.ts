import { amount } from '../domain/quantity.ts'
import type { Check } from './check.ts'
import { fact, finding } from './facts/findings.ts'
import { orderOf } from './facts/lookups.ts'

/** Does a confirmation forbid goods movements although it brings some, or although the ERP would have to backflush? */
export const backflushExcluded: Check = {
  name: 'backflushExcluded',
  foresees: ['COUNTERSIGN/MOVEMENTS_EXCLUDED', 'COUNTERSIGN/BACKFLUSH_EXCLUDED'],
  reads: ['orders'],
  kinds: ['confirmation'],
  run(input) {
    const { part, context } = input
    if (part.hasNoMovements !== true || part.isReversal) return []
    if (part.movements.length > 0)
      return [
        finding('backflushExcluded', input, {
          code: 'COUNTERSIGN/MOVEMENTS_EXCLUDED',
          cause: 'interface',
          field: 'movements',
          text: `The confirmation brings ${part.movements.length} goods movements and says that it has none.`,
          evidence: [fact('movements', String(part.movements.length))],
        }),
      ]
    const due = (orderOf(part.order, context)?.components ?? []).filter(
      (each) => each.isBackflushed && !each.isBulk && !each.isDeleted && !each.isFinallyIssued && each.operation === part.operation,
    )
    const isMade = [part.yield, part.scrap, part.rework].some((each) => amount(each?.value).gt(0))
    if (due.length === 0 || !isMade) return []
    const materials = due.map((each) => each.material).join(', ')
    return [
      finding('backflushExcluded', input, {
        code: 'COUNTERSIGN/BACKFLUSH_EXCLUDED',
        cause: 'interface',
        severity: 'warning',
        isDecisive: false,
        field: 'movements',
        text: `The confirmation excludes goods movements, but ${materials} would be backflushed at operation ${part.operation}.`,
        evidence: [fact('components', String(due.length)), fact('materials', materials)],
      }),
    ]
  },
}
