import type { Cause, Queue } from '../domain/judgement.ts'
import type { FailureCode } from './failure.ts'

/** What a cause has to do with: failures of one cause and one such thing can be solved together. */
type Subject = 'material' | 'order' | 'neither'

/** Who can usually solve a cause, and what it is about. */
const CAUSE: Readonly<Record<Cause, readonly [Queue, Subject]>> = {
  lock: ['automatic', 'order'],
  stockDeficit: ['warehouse', 'material'],
  lateReceipt: ['warehouse', 'material'],
  wrongStorageLocation: ['warehouse', 'material'],
  batchMissing: ['planner', 'material'],
  batchExpired: ['quality', 'material'],
  batchBlocked: ['quality', 'material'],
  reservation: ['planner', 'order'],
  unitOfMeasure: ['masterData', 'material'],
  setupWaste: ['planner', 'order'],
  scrapUnreported: ['planner', 'order'],
  substitution: ['planner', 'order'],
  entryError: ['planner', 'order'],
  overDelivery: ['planner', 'order'],
  underDelivery: ['planner', 'order'],
  orderStatus: ['planner', 'order'],
  operationSequence: ['planner', 'order'],
  duplicate: ['planner', 'order'],
  period: ['controller', 'neither'],
  timeZone: ['integration', 'neither'],
  masterData: ['masterData', 'material'],
  accountAssignment: ['finance', 'material'],
  qualityHold: ['quality', 'material'],
  physicalInventory: ['warehouse', 'material'],
  serialNumber: ['warehouse', 'material'],
  scrapReason: ['integration', 'neither'],
  authorisation: ['security', 'neither'],
  interface: ['integration', 'neither'],
  overload: ['automatic', 'neither'],
  resourceStatus: ['planner', 'neither'],
  certification: ['planner', 'neither'],
  inspectionResult: ['quality', 'order'],
  unknownOutcome: ['integration', 'order'],
  unknown: ['integration', 'neither'],
}

/** Messages of these classes are about a material or a batch, whatever the cause: plant data, valuation data, configurable objects. */
const ABOUT_A_MATERIAL = new Set(['M3', 'C2'])

/**
 * Who solves a failure: the queue of its entry, as long as the cause is the one that the entry names; where a check or the model knows the
 * cause better, the queue of that cause.
 */
export function queueOf(cause: Cause, failure?: Pick<FailureCode, 'cause' | 'queue'>): Queue {
  return failure?.cause === cause ? failure.queue : CAUSE[cause][0]
}

/**
 * What can be solved together: same code, cause, plant and subject. Answers the material or the order only where the cause is about one;
 * the `groupID` takes at most 250 characters.
 */
export function groupOf(
  { code, cause }: { readonly code: string; readonly cause: Cause },
  { plant, material, order }: { readonly plant: string; readonly material: string; readonly order: string },
): { groupID: string; material: string; order: string } {
  const [messageClass = ''] = code.split('/')
  const subject: Subject = cause === 'lock' && ABOUT_A_MATERIAL.has(messageClass) ? 'material' : CAUSE[cause][1]
  const about = { material: subject === 'material' ? material : '', order: subject === 'order' ? order : '' }
  return { groupID: [code.slice(0, 60), cause, plant, about.material, about.order].join('|').slice(0, 250), ...about }
}
