import { materialOf, plantOf } from '../checks/facts/lookups.ts'
import { inBase, rowsAt } from '../checks/facts/stock.ts'
import type { Context } from '../domain/context.ts'
import type { MessagePart, Movement } from '../domain/message.ts'
import { amount, convert, format } from '../domain/quantity.ts'
import { placeOf, type Correction, type Draft } from './correction.ts'
import { set } from './fields.ts'

/** Names the batch: the one that the ERP would take, else the oldest with enough unrestricted stock where it is issued; none where there are no batches. */
export const setBatch: Correction = {
  action: 'setBatch',
  risk: 'low',
  isWhole: false,
  offer({ findings, parts, context }) {
    return findings.flatMap((finding): Draft[] => {
      if (finding.code === 'COUNTERSIGN/BATCH_NOT_MANAGED')
        return [
          {
            finding,
            cause: 'masterData',
            changes: set(parts, finding.part, finding.field, ''),
            advice: 'Send it without a batch.',
            fit: 0.85,
          },
        ]
      const place = finding.cause === 'batchMissing' ? placeOf(finding, parts) : undefined
      const movement = place?.part.movements[place.movement ?? -1]
      const chosen = place && movement && firstBatch(movement, place.part, context)
      if (place?.movement === undefined || chosen === undefined) return []
      const changes = set(parts, finding.part, `movements/${place.movement}/batch`, chosen.batch)
      const advice = `Take batch ${chosen.batch}, ${chosen.why} with enough stock (${chosen.stock}).`
      return changes.length === 0 ? [] : [{ finding, cause: 'batchMissing', changes, advice, fit: chosen.isSure ? 0.95 : 0.8 }]
    })
  },
}

/** The batch that the ERP itself proposes, else first in, first out by batch number, which counts up; undefined when no single batch has enough. */
export function firstBatch(
  movement: Movement,
  part: MessagePart,
  context: Context,
): { readonly batch: string; readonly stock: string; readonly why: string; readonly isSure: boolean } | undefined {
  const material = materialOf(movement.material, context)
  const needed = material && convert(movement.quantity, material.baseUnit, material)
  if (material === undefined || needed === undefined) return undefined
  const place = { plant: plantOf(movement, part, context), storageLocation: movement.storageLocation }
  const enough = rowsAt(material, 'unrestricted', place, context)
    .filter((each) => each.batch !== '' && inBase(each, material).gte(needed))
    .sort((one, other) => one.batch.localeCompare(other.batch, 'en', { numeric: true }))
  // The ERP's own proposal knows which batches have expired.
  const proposed = context.expected.filter((each) => each.material === movement.material && each.batch !== '').map((each) => each.batch)
  const chosen = enough.find((each) => proposed.includes(each.batch)) ?? enough[0]
  if (chosen === undefined) return undefined
  const isProposed = proposed.includes(chosen.batch)
  const why = isProposed ? "the ERP's own choice, one" : enough.length === 1 ? 'the only one' : 'the oldest'
  return { batch: chosen.batch, stock: format(amount(chosen.quantity), chosen.unit), why, isSure: isProposed || enough.length === 1 }
}
