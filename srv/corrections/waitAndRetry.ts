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
  accountAssignment: [0.7, 'until accounting has put the assignment right'],
  stockDeficit: [0.65, 'until the stock is transferred or received'],
  masterData: [0.6, 'until the master data are completed'],
  batchMissing: [0.4, 'until a batch with enough stock is there'],
  wrongStorageLocation: [0.4, 'until the stock is transferred or the storage location is maintained'],
  orderStatus: [0.4, "until the order's status allows it"],
  interface: [0.3, 'until the interface is in order'],
  overload: [0.95, 'until the ERP has room again'],
  inspectionResult: [0.85, 'until the characteristics are measured'],
  resourceStatus: [0.6, 'until the resource can be used again'],
  batchBlocked: [0.6, 'until the quality department has decided on the batch'],
  certification: [0.5, 'until the certificate is there'],
  batchExpired: [0.3, 'until the quality department has extended the shelf life'],
  unknown: [0.2, 'and try again'],
}

/** Statuses that end by themselves: an order that isn't released yet will be, and a hold is lifted. */
const PASSING = ['BS/007', 'BS/014', 'BS/023', 'COUNTERSIGN/ORDER_HOLD']

/** Posts it later, with whatever else has to be corrected. */
export const waitAndRetry: Correction = {
  action: 'waitAndRetry',
  risk: 'low',
  isWhole: false,
  offer({ findings }) {
    return findings.flatMap((finding): Draft[] => {
      const help = HELPS[finding.cause]
      // A closed order doesn't open by waiting.
      if (help === undefined || finding.code === 'RU/494') return []
      const isComing = PASSING.includes(finding.code) && finding.cause === 'orderStatus'
      return [{ finding, cause: finding.cause, changes: [], advice: `Wait ${help[1]}, then post it.`, fit: isComing ? 0.8 : help[0] }]
    })
  },
}
