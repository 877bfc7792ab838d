import type { MaterialContext, MaterialPlantContext } from '../../../domain/context.ts'
import type { MessagePart } from '../../../domain/message.ts'
import { factorOf } from '../../../domain/quantity.ts'
import type { Amount } from '../../../domain/quantity.ts'
import { expectedIssues, inBaseUnits } from '../../features/consumption.ts'
import type { Evidenced } from '../../features/features.ts'
import { movesOf, OUT, stockOf } from '../../features/supply.ts'
import type { Move } from '../../features/supply.ts'
import { say } from './say.ts'
import type { Saying } from './say.ts'
import { FLAGS, RECORD, SUPPLY as TEXTS } from './texts.ts'

/** What is said of stock, units, batches, materials and places, with the quantities that `../supply.ts` compares. */

interface Scarce {
  readonly move: Move
  readonly unit: string
  readonly here: Amount
  readonly need: Amount
  readonly expected: Amount | undefined
  readonly elsewhere: Amount
  readonly quality: Amount
}

/** Per part the issue for which stock is scarcest against what is issued. */
function scarceOf({ parts, context }: Evidenced): Scarce[] {
  if (context.unread.some((each) => each.source === 'stock')) return []
  return parts.flatMap((part, position) => {
    const candidates = movesOf(part, position, context).flatMap((move): Scarce[] => {
      const material = context.materials.find((each) => each.id === move.material)
      const plant = material?.plants.find((each) => each.plant === move.plant)
      const need = inBaseUnits(move.quantity, material, move.usual)
      if (material === undefined || !OUT.has(move.movementType) || plant?.isNegativeStockAllowed !== false || need.lte(0)) return []
      const rows = context.stock.filter((row) => row.material === move.material && row.plant === move.plant)
      const isHere = (place: string): boolean => move.storageLocation === '' || place === move.storageLocation
      const isFree = (batch: string): boolean => move.batch === '' || batch === move.batch
      return [
        {
          move,
          unit: material.baseUnit,
          need,
          here: stockOf(rows, (row) => row.type === 'unrestricted' && isHere(row.storageLocation) && isFree(row.batch)),
          elsewhere: stockOf(rows, (row) => row.type === 'unrestricted' && !isHere(row.storageLocation)),
          quality: stockOf(rows, (row) => row.type !== 'unrestricted'),
          expected: expectedIssues(part, position, context).get(move.material),
        },
      ]
    })
    return candidates.toSorted((a, b) => a.here.div(a.need).cmp(b.here.div(b.need))).slice(0, 1)
  })
}

/** Stock of a kind against a need; `isWorst` orders the parts, the first is told. */
function stockSaid(
  evidenced: Evidenced,
  which: 'here' | 'expected' | 'elsewhere' | 'quality',
  amountOf: (scarce: Scarce) => Amount,
  needOf: (scarce: Scarce) => Amount | undefined,
): Saying {
  const rows = scarceOf(evidenced).flatMap((scarce) => {
    const need = needOf(scarce)
    return need?.gt(0) ? [{ scarce, need, ratio: amountOf(scarce).div(need) }] : []
  })
  const sign = which === 'here' || which === 'expected' ? 1 : -1
  const [first] = rows.toSorted((a, b) => sign * a.ratio.cmp(b.ratio))
  if (first === undefined) return say(TEXTS.nothing)
  const { move, unit } = first.scarce
  const place = say(TEXTS.place, { place: move.storageLocation })
  return say(TEXTS[which], {
    quantity: { value: amountOf(first.scarce), unit },
    need: { value: first.need, unit },
    material: move.material,
    plant: move.plant,
    ...(move.storageLocation === '' ? {} : { place }),
  })
}

interface Use {
  readonly move: Move
  readonly material: MaterialContext
  /** Undefined where the material is not extended to the plant. */
  readonly plant: MaterialPlantContext | undefined
}

/** Everything that is moved and whose material was read, and whether that is all. */
function usesOf({ parts, context }: Evidenced): { readonly uses: readonly Use[]; readonly isComplete: boolean } {
  const moves = parts.flatMap((part, position) => movesOf(part, position, context))
  const uses = moves.flatMap((move): Use[] => {
    const material = context.materials.find((each) => each.id === move.material)
    return material ? [{ move, material, plant: material.plants.find((each) => each.plant === move.plant) }] : []
  })
  return { uses, isComplete: uses.length === moves.length }
}

/** A flag with the first that raises it, or that nothing does. */
function flagged(evidenced: Evidenced, name: keyof typeof FLAGS, subject: Saying['facts'] | undefined): Saying {
  const [raised, fine] = FLAGS[name]
  if (subject) return say(raised, subject)
  return usesOf(evidenced).isComplete ? say(fine) : say(RECORD.asFarAsRead, { line: say(fine) })
}

function onMaterial(name: keyof typeof FLAGS, isRaised: (plant: MaterialPlantContext, move: Move) => boolean, withPlace = false) {
  return (evidenced: Evidenced): Saying => {
    const found = usesOf(evidenced).uses.find(({ plant, move }) => plant && isRaised(plant, move))?.move
    const at = found && say(TEXTS.materialAt, { material: found.material, place: found.storageLocation })
    return flagged(evidenced, name, found && { subject: withPlace && at ? at : found.material })
  }
}

/** Quantities with a unit of their own: what the order makes, and what is moved. */
function quantitiesOf({
  parts,
  context,
}: Evidenced): { readonly value: string; readonly unit: string; readonly usual: string; readonly material: string }[] {
  return parts.flatMap((part: MessagePart, position) => {
    const order = context.orders.find((each) => each.id === part.order)
    const made = [part.yield, part.scrap, part.rework].filter((each) => each !== undefined)
    return [
      ...(order ? made.map((each) => ({ ...each, usual: order.unit, material: order.material })) : []),
      ...movesOf(part, position, context).map((move) => ({ ...move.quantity, usual: move.usual, material: move.material })),
    ].filter((each) => each.unit !== '' && each.unit !== each.usual)
  })
}

function onUnit(name: 'unitUnknown' | 'unitDiffers', isRaised: (isKnown: boolean, usual: string) => boolean) {
  return (evidenced: Evidenced): Saying => {
    const found = quantitiesOf(evidenced).find(({ material, unit, usual }) => {
      const known = evidenced.context.materials.find((each) => each.id === material && each.exists)
      return known !== undefined && isRaised(factorOf(unit, known) !== undefined, usual)
    })
    if (found === undefined) return flagged(evidenced, name, undefined)
    const { value, unit, usual, material } = found
    return flagged(evidenced, name, {
      subject: say(TEXTS.amountOf, { quantity: { value, unit }, material }),
      usual: { value: '', unit: usual },
    })
  }
}

export const supplyWords = {
  stockToNeed: (evidenced: Evidenced) =>
    stockSaid(
      evidenced,
      'here',
      (each) => each.here,
      (each) => each.need,
    ),
  stockToExpected: (evidenced: Evidenced) =>
    stockSaid(
      evidenced,
      'expected',
      (each) => each.here,
      (each) => each.expected,
    ),
  elsewhereToNeed: (evidenced: Evidenced) =>
    stockSaid(
      evidenced,
      'elsewhere',
      (each) => each.elsewhere,
      (each) => each.need,
    ),
  qualityToNeed: (evidenced: Evidenced) =>
    stockSaid(
      evidenced,
      'quality',
      (each) => each.quality,
      (each) => each.need,
    ),
  unitUnknown: onUnit('unitUnknown', (isKnown) => !isKnown),
  unitDiffers: onUnit('unitDiffers', (isKnown, usual) => isKnown && usual !== ''),
  batchMissing: onMaterial('batchMissing', (plant, move) => plant.isBatchManaged && move.batch === ''),
  materialMissing(evidenced: Evidenced) {
    const found = usesOf(evidenced).uses.find(({ material, plant }) => !material.exists || plant === undefined)?.move.material
    return flagged(evidenced, 'materialMissing', found === undefined ? undefined : { subject: found })
  },
  materialBlocked: onMaterial('materialBlocked', (plant) => plant.status !== '' || plant.isMarkedForDeletion),
  locationUnknown: onMaterial(
    'locationUnknown',
    ({ storageLocations }, { storageLocation }) => storageLocation !== '' && storageLocations.every((each) => each.id !== storageLocation),
    true,
  ),
  locationBlocked: onMaterial(
    'locationBlocked',
    ({ storageLocations }, move) => storageLocations.some((each) => each.id === move.storageLocation && each.isBlockedByInventory),
    true,
  ),
  serialRequired: onMaterial('serialRequired', (plant) => plant.hasSerialNumbers),
} satisfies Record<string, (evidenced: Evidenced) => Saying>
