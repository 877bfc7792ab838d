import { reasons } from '../s4/model/sets/internal.ts'
import { productPlants, productStorageLocations, products, productUnits } from '../s4/model/sets/product.ts'
import { failure } from './build.ts'
import { changeComponent } from './changes.ts'
import type { FailingMessage } from './failure.ts'
import { confirmation, goodsIssue, issueOfPart, issueOfPowder, orderItem } from './messages.ts'
import type { Scene } from './scene.ts'

const masterData = { cause: 'masterData', queue: 'masterData', foreseeable: true } as const
const units = { catalogue: '24a', code: 'M3/903', cause: 'unitOfMeasure', queue: 'masterData', foreseeable: true } as const

/** Materials, views, units and numbers that the ERP doesn't know. */
export const masterDataFailures = [
  failure({
    ...masterData,
    name: 'material unknown',
    catalogue: '18a',
    code: 'M3/305',
    spoil: ({ part, remove }) => remove(products.name, { Product: part }),
  }),
  failure({
    ...masterData,
    name: 'order unknown',
    catalogue: '18b',
    code: 'CO/900',
    mistake: (scene) => confirmation(scene, { OrderID: `9${scene.order}` }),
  }),
  failure({
    ...masterData,
    name: 'operation unknown',
    catalogue: '18d',
    code: 'RU/902',
    mistake: (scene) => confirmation(scene, { OrderOperation: '0050' }),
  }),
  failure({
    ...masterData,
    name: 'material not in the plant',
    catalogue: '19',
    code: 'M3/351',
    spoil: ({ part, remove }) => remove(productPlants.name, { Product: part }),
  }),
  failure({
    ...masterData,
    name: 'storage location view missing',
    catalogue: '20',
    code: 'M3/900',
    spoil: ({ part, remove }) => remove(productStorageLocations.name, { Product: part }),
  }),
  failure({
    name: 'storage location missing',
    catalogue: '21b',
    code: 'M7/018',
    cause: 'wrongStorageLocation',
    queue: 'masterData',
    foreseeable: true,
    spoil: (scene) => changeComponent(scene, '1', { StorageLocation: '' }),
    message: (scene) => confirmation(scene, {}, [issueOfPart(scene, { StorageLocation: '' }), issueOfPowder(scene)]),
  }),
  failure({
    ...units,
    name: 'entry unit without conversion',
    message: (scene) =>
      confirmation(scene, {}, [issueOfPart(scene), issueOfPowder(scene, { QuantityInEntryUnit: '2500', EntryUnit: 'G' })]),
    spoil: ({ powder, remove }) => remove(productUnits.name, { Product: powder, AlternativeUnit: 'G' }),
  }),
  failure({
    ...units,
    name: 'confirmation unit without conversion',
    message: (scene) => confirmation(scene, { ConfirmationYieldQuantity: '1', ConfirmationUnit: 'BOX' }),
    spoil: ({ product, remove }) => remove(productUnits.name, { Product: product, AlternativeUnit: 'BOX' }),
  }),
  failure({
    name: 'serial numbers missing',
    catalogue: '25',
    code: 'M7/906',
    cause: 'serialNumber',
    queue: 'warehouse',
    foreseeable: true,
    spoil: ({ part, change }) => change(productPlants.name, { Product: part }, { SerialNumberProfile: '0001' }),
  }),
  failure({
    name: 'serial numbers too few',
    catalogue: '25',
    code: 'M7/913',
    cause: 'serialNumber',
    queue: 'warehouse',
    foreseeable: true,
    prepare: ({ part, change }) => change(productPlants.name, { Product: part }, { SerialNumberProfile: '0001' }),
    message: (scene) => withSerialNumbers(scene, 3),
    mistake: (scene) => withSerialNumbers(scene, 2),
  }),
  failure({
    ...masterData,
    name: 'material blocked in the plant',
    catalogue: '60a',
    code: 'M3/901',
    spoil: ({ part, change }) => change(productPlants.name, { Product: part }, { ProfileCode: '01' }),
  }),
  failure({
    ...masterData,
    name: 'material marked for deletion',
    catalogue: '60b',
    code: 'M3/902',
    spoil: ({ part, change }) => change(productPlants.name, { Product: part }, { IsMarkedForDeletion: true }),
  }),
  failure({
    name: 'reason unknown',
    catalogue: '59',
    code: 'RU/907',
    cause: 'scrapReason',
    queue: 'integration',
    foreseeable: true,
    prepare: ({ books, site }) => books.insert(reasons.name, { Plant: site.id, VarianceReasonCode: '0003', VarianceReasonText: 'Set-up' }),
    message: (scene) => confirmation(scene, { ConfirmationScrapQuantity: '1', VarianceReasonCode: '0003' }),
    mistake: (scene) => confirmation(scene, { ConfirmationScrapQuantity: '1', VarianceReasonCode: 'SETU' }),
  }),
]

/** Three parts, with so many serial numbers. */
function withSerialNumbers(scene: Scene, count: number): FailingMessage {
  const results = Array.from({ length: count }, (_, index) => ({ SerialNumber: `${scene.part}-${index + 1}` }))
  const item = orderItem(scene, issueOfPart(scene, { QuantityInEntryUnit: '3' }))
  return goodsIssue(scene, [{ ...item, to_SerialNumbers: { results } }])
}
