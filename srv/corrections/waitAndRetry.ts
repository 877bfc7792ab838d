import type { Cause } from '../domain/judgement.ts'
import type { Correction, Draft } from './correction.ts'

/** What waiting helps against, how surely, and what has to happen meanwhile. */
const HELPS: Partial<Record<Cause, readonly [number, string]>> = {
  lock: [0.95, 'until the lock is released'],
  unknownOutcome: [0.9, 'until the first posting is found or surely lost'],
  qualityHold: [0.9, 'until the quality department has decided'],
  physicalInventory: [0.9, 'until the stock-taking is over'],
  lateReceipt: [0.85, 'until the receipt is posted'],
  operationSequence: [0.85, 'until the operation before has been confirmed'],
  authorisation: [0.7, 'until the authorisation is given'],
  accountAssignment: [0.7, 'until accounting has completed the material'],
  stockDeficit: [0.65, 'until the stock is transferred or received'],
  masterData: [0.6, 'until the master data are completed'],
  batchMissing: [0.4, 'until a batch with enough stock is there'],
  wrongStorageLocation: [0.4, 'until the stock is transferred or the storage location is maintained'],
  orderStatus: [0.4, "until the order's status allows it"],
  interface: [0.3, 'until the interface is in order'],
  unknown: [0.2, 'and try again'],
}

/** Posts it later, with whatever else has to be corrected. */
export const waitAndRetry: Correction = {
  action: 'waitAndRetry',
  risk: 'low',
  isWhole: false,
  offer({ findings }) {
    return findings.flatMap((finding): Draft[] => {
      const help = HELPS[finding.cause]
      // A closed order doesn't open by waiting; one that isn't released yet will be.
      if (help === undefined || finding.code === 'RU/494') return []
      const isComing = finding.code === 'BS/007' && finding.cause === 'orderStatus'
      return [{ finding, cause: finding.cause, changes: [], advice: `Wait ${help[1]}, then post it.`, fit: isComing ? 0.8 : help[0] }]
    })
  },
}
