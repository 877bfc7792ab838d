import type { BatchContext, Context } from '../../domain/context.ts'
import type { Day, MessagePart, Movement } from '../../domain/message.ts'
import { plantDataOf, plantOf, takesStock } from './lookups.ts'

/** A movement that takes from a batch it names. */
export interface BatchUse {
  readonly position: number
  readonly movement: Movement
  readonly plant: string
  /** Undefined when the batch master wasn't read. */
  readonly known: BatchContext | undefined
}

/** Movement types that use a batch up in production or for a cost centre: only they ask for its shelf life. */
const USES_UP = new Set(['261', '201'])

/** The movements of a part that take from a batch of a material kept in batches. A receipt makes its batch itself. */
export function batchesTaken(part: MessagePart, context: Context): BatchUse[] {
  return part.movements.flatMap((movement, position) => {
    const plant = plantOf(movement, part, context)
    if (movement.batch === '' || !takesStock(movement) || part.isReversal) return []
    if (plantDataOf(movement.material, plant, context)?.isBatchManaged !== true) return []
    return [{ position, movement, plant, known: batchOf(movement.material, plant, movement.batch, context) }]
  })
}

/** Why the batches of a part can't be judged; undefined when all were read. */
export function batchesLacking(part: MessagePart, context: Context): string | undefined {
  const missing = batchesTaken(part, context).find((each) => each.known === undefined)
  return missing && `batches: batch ${missing.movement.batch} of ${missing.movement.material} wasn't read`
}

/** The batch as its master knows it; an empty plant stands for all. */
export function batchOf(material: string, plant: string, batch: string, context: Context): BatchContext | undefined {
  return context.batches.find((each) => each.material === material && each.batch === batch && (each.plant === plant || each.plant === ''))
}

/** Does the movement ask for a shelf life that hasn't ended? */
export function usesUp(movement: Movement): boolean {
  return USES_UP.has(movement.movementType)
}

/** May the batch be taken on that day, as far as the ERP's batch master and the shop floor know? */
export function isUsable(material: string, plant: string, batch: string, day: Day, context: Context): boolean {
  const known = batchOf(material, plant, batch, context)
  const onFloor = context.shopFloor.batches.find((each) => each.material === material && each.batch === batch)
  const expiresOn = known?.expiresOn ?? onFloor?.expiresOn
  // Of a material whose batches were read, all that may be taken are there.
  const isUnread = !context.batches.some((each) => each.material === material)
  const isFree = known === undefined ? isUnread : known.exists && !known.isRestricted && !known.isMarkedForDeletion
  return isFree && (onFloor === undefined || onFloor.status === 'available') && (expiresOn === undefined || expiresOn >= day)
}

/** The same number but for its leading zeros? `7` and `0000000007`. */
export function isSameNumber(one: string, other: string): boolean {
  return one.replace(/^0+(?=.)/, '').toUpperCase() === other.replace(/^0+(?=.)/, '').toUpperCase()
}
