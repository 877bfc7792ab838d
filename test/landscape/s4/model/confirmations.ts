import type { FunctionImport, Property, Service } from '../contract.ts'
import { cancelConfirmation } from '../postings/cancellation.ts'
import { createConfirmation } from '../postings/confirmation.ts'
import { proposeConfirmation, proposeMovements } from '../postings/confirmation-proposal.ts'
import { processSets, productionSets, type OrderSets } from '../postings/order-sets.ts'
import { dates, decimals, flags, identifiers, texts } from './properties.ts'

const optional = (properties: readonly Property[]) => properties.map((each) => ({ ...each, isRequired: false }))
const required = (properties: readonly Property[]) => properties.map((each) => ({ ...each, isRequired: true }))

interface Names {
  readonly service: string
  readonly cancel: string
  /** Complex types of the proposals. */
  readonly confirmation: string
  readonly movement: string
}

/** Production order confirmations: time tickets with their goods movements, proposals, cancellation. */
export const confirmationService = serviceOf(productionSets, {
  service: 'API_PROD_ORDER_CONFIRMATION_2_SRV',
  cancel: 'CancelProdnOrdConf',
  confirmation: 'AProductionorderconf2',
  movement: 'AProdnordconfmatldocitem',
})

/** The same of process orders, which know neither sequences nor rework. */
export const processConfirmationService = serviceOf(processSets, {
  service: 'API_PROC_ORDER_CONFIRMATION_2_SRV',
  cancel: 'CancelProcOrdConf',
  confirmation: 'AProcordconfirmation2',
  movement: 'AProcordconfmatldocitem',
})

function serviceOf(sets: OrderSets, names: Names): Service {
  const parameters = proposalParameters(sets)
  return {
    name: names.service,
    namespace: names.service,
    sets: [sets.confirmations, sets.movements, sets.characteristics],
    functions: [
      {
        name: names.cancel,
        method: 'POST',
        parameters: [
          ...required(identifiers({ ConfirmationGroup: 10, ConfirmationCount: 8 })),
          ...optional([
            ...dates(['PostingDate']),
            ...texts({ ConfirmationText: 40 }),
            { name: 'ExternalSystemConfirmation', type: 'Edm.Guid' },
          ]),
        ],
        returns: { set: sets.confirmations.name, isMany: false },
        run: cancelConfirmation(sets),
      },
      {
        name: 'GetConfProposal',
        method: 'POST',
        parameters,
        returns: { complex: { name: names.confirmation, properties: sets.confirmations.properties }, isMany: false },
        run: proposeConfirmation(sets),
      },
      {
        name: 'GetGdsMvtProposal',
        method: 'POST',
        parameters,
        returns: { complex: { name: names.movement, properties: sets.movements.properties }, isMany: true },
        run: proposeMovements(sets),
      },
    ],
    create: { [sets.confirmations.name]: createConfirmation(sets) },
    update: {},
  }
}

function proposalParameters(sets: OrderSets): FunctionImport['parameters'] {
  const isKnown = (each: Property): boolean => sets.confirmations.properties.some(({ name }) => name === each.name)
  return optional([
    ...identifiers({ ConfirmationGroup: 10, OrderID: 12 }),
    ...identifiers({ Sequence: 6 }).filter(isKnown),
    ...texts({ OrderOperation: 4, OrderSuboperation: 4, OrderConfirmationRecordType: 3 }),
    ...texts({ ConfirmationUnit: 3, ConfirmationUnitISOCode: 3, ConfirmationUnitSAPCode: 3 }),
    ...decimals(13, 3, ['ConfirmationYieldQuantity', 'ConfirmationScrapQuantity', 'ConfirmationReworkQuantity']).filter(isKnown),
    ...flags(['QuantityIsToBeProposed', 'ActivityIsToBeProposed', 'DateAndTimeIsToBeProposed', 'PersonnelIsToBeProposed']),
  ])
}
