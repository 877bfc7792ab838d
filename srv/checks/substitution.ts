import { convert, distance, format, toText } from '../domain/quantity.ts'
import { POSTINGS, type Check } from './check.ts'
import { consumptionOf, type ConsumptionLine, type ForeignMovement } from './facts/consumption.ts'
import { fact, finding } from './facts/findings.ts'
import { materialOf, plantDataOf, plantOf, reservedComponent } from './facts/lookups.ts'
import type { Context } from '../domain/context.ts'

/** How far a substitute's quantity may lie from what it replaces. */
const LIKE = 0.5

/** Was something consumed that the order's bill of material doesn't know, perhaps instead of what it does? The ERP books it silently. */
export const substitution: Check = {
  name: 'substitution',
  foresees: ['COUNTERSIGN/SUBSTITUTION', 'COUNTERSIGN/NOT_IN_BOM'],
  reads: ['orders', 'materials'],
  kinds: POSTINGS,
  run(input) {
    const { part, index, context, settings } = input
    const { foreign, missing } = consumptionOf(part, index, context, settings.consumptionTolerance)
    // What doesn't exist in the plant at all isn't a substitute; another check says so.
    const usable = foreign.filter(({ movement }) => plantDataOf(movement.material, plantOf(movement, part, context), context) !== undefined)
    return usable.map((each) => {
      const replaced = replacedBy(each, missing, context)
      const { movement } = each
      const quantity = format(movement.quantity.value, movement.quantity.unit)
      if (replaced === undefined)
        return finding('substitution', input, {
          code: 'COUNTERSIGN/NOT_IN_BOM',
          cause: 'substitution',
          severity: 'warning',
          isDecisive: false,
          field: `movements/${each.index}/material`,
          text: `${quantity} of ${movement.material} consumed, which order ${each.order.id} doesn't plan.`,
          evidence: [fact('material', movement.material), fact('sent', movement.quantity.value, movement.quantity.unit)],
        })
      const { line, isLike } = replaced
      return finding('substitution', input, {
        code: 'COUNTERSIGN/SUBSTITUTION',
        cause: 'substitution',
        isDecisive: isLike,
        field: `movements/${each.index}/material`,
        text: `${quantity} of ${movement.material} consumed, which order ${each.order.id} doesn't plan; ${toText(line.expected)} ${line.unit} of ${line.component.material} are missing instead.`,
        evidence: [
          fact('material', movement.material),
          fact('sent', movement.quantity.value, movement.quantity.unit),
          fact('replaces', line.component.material),
          fact('expected', line.expected, line.unit),
        ],
      })
    })
  },
}

/** The missing component that a foreign movement stands for: the one its reservation names, else the one of like quantity, else the only one. */
export function replacedBy(
  foreign: ForeignMovement,
  missing: readonly ConsumptionLine[],
  context: Context,
): { readonly line: ConsumptionLine; readonly isLike: boolean } | undefined {
  const reserved = reservedComponent(foreign.movement, foreign.order)
  const named = missing.find((each) => each.component === reserved)
  if (named !== undefined) return { line: named, isLike: true }
  const material = materialOf(foreign.movement.material, context)
  const like = missing.find((line) => {
    const { quantity } = foreign.movement
    const sent = convert({ ...quantity, unit: quantity.unit === '' ? line.unit : quantity.unit }, line.unit, material ?? line.material)
    return sent !== undefined && distance(sent, line.expected).lte(LIKE)
  })
  if (like !== undefined) return { line: like, isLike: true }
  return missing.length === 1 && missing[0] ? { line: missing[0], isLike: false } : undefined
}
