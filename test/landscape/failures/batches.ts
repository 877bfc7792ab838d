import { addDays } from '../plant/days.ts'
import type { Row } from '../s4/contract.ts'
import { batches } from '../s4/model/sets/batch.ts'
import { failure } from './build.ts'
import { confirmation, issueOfPart, issueOfPowder } from './messages.ts'
import type { Scene } from './scene.ts'

const withBatches = { props: { hasBatches: true }, foreseeable: true } as const

/** Batches that are missing, unknown or not to be used. */
export const batchFailures = [
  failure({
    ...withBatches,
    name: 'batch missing',
    catalogue: '21a',
    code: 'M7/018',
    cause: 'batchMissing',
    queue: 'planner',
    mistake: (scene) => confirmation(scene, {}, [issueOfPart(scene), issueOfPowder(scene, { Batch: '' })]),
  }),
  failure({
    ...withBatches,
    name: 'batch unknown',
    catalogue: '22a',
    code: 'M7/904',
    cause: 'batchMissing',
    queue: 'quality',
    spoil: ({ batch, remove }) => remove(batches.name, { Batch: batch }),
  }),
  failure({
    ...withBatches,
    name: 'batch restricted',
    catalogue: '22c',
    code: 'M7/909',
    cause: 'batchBlocked',
    queue: 'quality',
    spoil: (scene) => changeBatch(scene, { MatlBatchIsInRstrcdUseStock: true }),
  }),
  failure({
    ...withBatches,
    name: 'batch marked for deletion',
    catalogue: '22e',
    code: 'M7/910',
    cause: 'batchBlocked',
    queue: 'quality',
    spoil: (scene) => changeBatch(scene, { BatchIsMarkedForDeletion: true }),
  }),
  failure({
    ...withBatches,
    name: 'batch expired',
    catalogue: '23',
    code: 'M7/667',
    cause: 'batchExpired',
    queue: 'quality',
    spoil: (scene) => changeBatch(scene, { ShelfLifeExpirationDate: `${addDays(scene.stage.today, -4)}T00:00:00.000Z` }),
  }),
  failure({
    name: 'batch of a process order expired',
    catalogue: '23',
    code: 'M7/667',
    cause: 'batchExpired',
    queue: 'quality',
    foreseeable: true,
    props: { hasBatches: true, isProcess: true },
    spoil: (scene) => changeBatch(scene, { ShelfLifeExpirationDate: `${addDays(scene.stage.today, -4)}T00:00:00.000Z` }),
  }),
  failure({
    name: 'batch for a material without batches',
    catalogue: '61',
    code: 'M7/905',
    cause: 'masterData',
    queue: 'masterData',
    foreseeable: true,
    mistake: (scene) => confirmation(scene, {}, [issueOfPart(scene, { Batch: 'N1' }), issueOfPowder(scene)]),
  }),
  failure({
    name: 'batches do not add up',
    catalogue: '46',
    code: 'RU/551',
    cause: 'entryError',
    queue: 'planner',
    foreseeable: true,
    props: { hasProductBatch: true },
    message: (scene) => receivedInBatches(scene, '6', '4'),
    mistake: (scene) => receivedInBatches(scene, '6', '3'),
  }),
]

function changeBatch({ batch, change }: Scene, values: Row): void {
  change(batches.name, { Batch: batch }, values)
}

/** Ten at the last operation, received in two batches. */
function receivedInBatches(scene: Scene, ...quantities: readonly string[]): ReturnType<typeof confirmation> {
  const items = quantities.map((QuantityInEntryUnit, index) => ({
    Material: scene.product,
    Plant: scene.site.id,
    StorageLocation: scene.site.output,
    Batch: `${scene.productBatch}${index}`,
    GoodsMovementType: '101',
    GoodsMovementRefDocType: 'F',
    QuantityInEntryUnit,
    EntryUnit: scene.unit,
  }))
  return confirmation(scene, { OrderOperation: '0020' }, items)
}
