import type { FunctionImport, Property, Service } from '../contract.ts'
import { cancelConfirmation } from '../postings/cancellation.ts'
import { createConfirmation } from '../postings/confirmation.ts'
import { proposeConfirmation, proposeMovements } from '../postings/confirmation-proposal.ts'
import { dates, decimals, flags, identifiers, texts } from './properties.ts'
import { confirmationBatchCharacteristics, confirmationMovements, confirmationProperties, confirmations } from './sets/confirmation.ts'

const optional = (properties: readonly Property[]) => properties.map((each) => ({ ...each, isRequired: false }))
const required = (properties: readonly Property[]) => properties.map((each) => ({ ...each, isRequired: true }))

const proposalParameters: FunctionImport['parameters'] = optional([
  ...identifiers({ ConfirmationGroup: 10, OrderID: 12, Sequence: 6 }),
  ...texts({ OrderOperation: 4, OrderSuboperation: 4, OrderConfirmationRecordType: 3 }),
  ...texts({ ConfirmationUnit: 3, ConfirmationUnitISOCode: 3, ConfirmationUnitSAPCode: 3 }),
  ...decimals(13, 3, ['ConfirmationYieldQuantity', 'ConfirmationScrapQuantity', 'ConfirmationReworkQuantity']),
  ...flags(['QuantityIsToBeProposed', 'ActivityIsToBeProposed', 'DateAndTimeIsToBeProposed', 'PersonnelIsToBeProposed']),
])

/** Production order confirmations: time tickets with their goods movements, proposals, cancellation. */
export const confirmationService: Service = {
  name: 'API_PROD_ORDER_CONFIRMATION_2_SRV',
  namespace: 'API_PROD_ORDER_CONFIRMATION_2_SRV',
  sets: [confirmations, confirmationMovements, confirmationBatchCharacteristics],
  functions: [
    {
      name: 'CancelProdnOrdConf',
      method: 'POST',
      parameters: [
        ...required(identifiers({ ConfirmationGroup: 10, ConfirmationCount: 8 })),
        ...optional([
          ...dates(['PostingDate']),
          ...texts({ ConfirmationText: 40 }),
          { name: 'ExternalSystemConfirmation', type: 'Edm.Guid' },
        ]),
      ],
      returns: { set: confirmations.name, isMany: false },
      run: cancelConfirmation,
    },
    {
      name: 'GetConfProposal',
      method: 'POST',
      parameters: proposalParameters,
      returns: { complex: { name: 'AProductionorderconf2', properties: confirmationProperties }, isMany: false },
      run: proposeConfirmation,
    },
    {
      name: 'GetGdsMvtProposal',
      method: 'POST',
      parameters: proposalParameters,
      returns: { complex: { name: 'AProdnordconfmatldocitem', properties: confirmationMovements.properties }, isMany: true },
      run: proposeMovements,
    },
  ],
  create: { [confirmations.name]: createConfirmation },
  update: {},
}
