import { batchOf, isUsable } from '../checks/facts/batches.ts'
import { materialOf, plantOf } from '../checks/facts/lookups.ts'
import { inBase, rowsAt } from '../checks/facts/stock.ts'
import type { Context } from '../domain/context.ts'
import type { Cause } from '../domain/judgement.ts'
import type { MessagePart, Movement } from '../domain/message.ts'
import { amount, convert, format } from '../domain/quantity.ts'
import { evidenceOf, placeOf, type Correction, type Draft } from './correction.ts'
import { set } from './fields.ts'

/** What another batch cures. */
const CURED: readonly Cause[] = ['batchMissing', 'batchExpired', 'batchBlocked']

/** Names the batch: the one that the ERP would take, else the first to expire with enough unrestricted stock where it is issued; none where there are no batches. */
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
      const isCured = CURED.includes(finding.cause) || finding.code === 'COUNTERSIGN/BATCH_HOLD'
      const place = isCured ? placeOf(finding, parts) : undefined
      const known = evidenceOf(finding, 'known')
      if (known !== undefined && finding.check === 'batchExists') {
        const changes = set(parts, finding.part, finding.field, known)
        return [{ finding, cause: 'batchMissing', changes, advice: `Write it as ${known}.`, fit: 0.97 }]
      }
      const movement = place?.part.movements[place.movement ?? -1]
      const chosen = place && movement && firstBatch(movement, place.part, context)
      if (place?.movement === undefined || chosen === undefined) return []
      const changes = set(parts, finding.part, `movements/${place.movement}/batch`, chosen.batch)
      const advice = `Take batch ${chosen.batch}, ${chosen.why} with enough stock (${chosen.stock}).`
      return changes.length === 0 ? [] : [{ finding, cause: finding.cause, changes, advice, fit: chosen.isSure ? 0.95 : 0.8 }]
    })
  },
}

/**
 * The batch that the ERP itself proposes, else the first to expire, else first in, first out by batch number, which counts up. None that
 * is known to be expired, restricted or held; undefined when no single batch has enough.
 */
export function firstBatch(
  movement: Movement,
  part: MessagePart,
  context: Context,
): { readonly batch: string; readonly stock: string; readonly why: string; readonly isSure: boolean } | undefined {
  const material = materialOf(movement.material, context)
  const needed = material && convert(movement.quantity, material.baseUnit, material)
  if (material === undefined || needed === undefined) return undefined
  const plant = plantOf(movement, part, context)
  const place = { plant, storageLocation: movement.storageLocation }
  const day = part.postingDate ?? context.today
  const expiryOf = (batch: string): string | undefined => batchOf(material.id, plant, batch, context)?.expiresOn
  const enough = rowsAt(material, 'unrestricted', place, context)
    .filter((each) => each.batch !== '' && inBase(each, material).gte(needed) && isUsable(material.id, plant, each.batch, day, context))
    .sort(
      (one, other) =>
        (expiryOf(one.batch) ?? '9999').localeCompare(expiryOf(other.batch) ?? '9999') ||
        one.batch.localeCompare(other.batch, 'en', { numeric: true }),
    )
  // The ERP's own proposal knows which batches have expired.
  const proposed = context.expected.filter((each) => each.material === movement.material && each.batch !== '').map((each) => each.batch)
  const chosen = enough.find((each) => proposed.includes(each.batch)) ?? enough[0]
  if (chosen === undefined) return undefined
  const isProposed = proposed.includes(chosen.batch)
  const why = isProposed
    ? "the ERP's own choice, one"
    : enough.length === 1
      ? 'the only one'
      : expiryOf(chosen.batch) === undefined
        ? 'the oldest'
        : 'the first to expire'
  return { batch: chosen.batch, stock: format(amount(chosen.quantity), chosen.unit), why, isSure: isProposed || enough.length === 1 }
}
