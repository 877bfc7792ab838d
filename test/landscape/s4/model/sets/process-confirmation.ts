import type { EntitySet, Property } from '../../contract.ts'
import { confirmationBatchCharacteristics, confirmationMovements, confirmationProperties, confirmations } from './confirmation.ts'

/** Confirmations of process orders: as those of production orders, without sequences, splits and rework. */

const NOT_THERE = new Set(['Sequence', 'CapacityCategoryCode', 'CapacityRequirementSplit', 'ConfirmationReworkQuantity'])

/** What an answered proposal carries too. */
export const processConfirmationProperties: readonly Property[] = confirmationProperties.filter((each) => !NOT_THERE.has(each.name))

export const processConfirmations: EntitySet = {
  ...renamed(confirmations, 'ProcOrdConf2'),
  properties: processConfirmationProperties,
  navigations: confirmations.navigations.map((each) => ({ ...each, name: 'to_ProcOrdConfMatlDocItm', target: 'ProcOrdConfMatlDocItm' })),
}

export const processConfirmationMovements: EntitySet = {
  ...renamed(confirmationMovements, 'ProcOrdConfMatlDocItm'),
  navigations: confirmationMovements.navigations.map((each) => ({
    ...each,
    name: 'to_ProcOrderConfBatchCharc',
    target: 'ProcOrderConfBatchCharc',
  })),
}

export const processBatchCharacteristics: EntitySet = renamed(confirmationBatchCharacteristics, 'ProcOrderConfBatchCharc')

function renamed(set: EntitySet, name: string): EntitySet {
  return { ...set, name, type: `${name}Type` }
}
