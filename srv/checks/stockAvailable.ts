import type { MaterialContext } from '../domain/context.ts'
import type { Cause, Evidence, Finding } from '../domain/judgement.ts'
import type { MessagePart, Movement } from '../domain/message.ts'
import { amount, convert, format, type Amount } from '../domain/quantity.ts'
import { POSTINGS, type Check, type CheckInput } from './check.ts'
import { explain } from './consumption.ts'
import { consumptionOf } from './facts/consumption.ts'
import { isUsable } from './facts/batches.ts'
import { fact, finding } from './facts/findings.ts'
import { componentOf, isConsumption, materialOf, orderIdOf, orderOf, plantDataOf, plantOf, takesStock } from './facts/lookups.ts'
import { inBase, locationsWith, rowsAt, stockAt, type StockPlace } from './facts/stock.ts'

/** What a movement takes and from where; `position` is −1 for what the ERP itself will issue. */
interface Demand {
  readonly position: number
  readonly movement: Movement
  readonly material: MaterialContext
  readonly place: StockPlace & { readonly storageLocation: string }
  /** In the base unit. */
  readonly needed: Amount
}

/** Is there enough unrestricted stock where it is taken from? Movements of the same message are added up. */
export const stockAvailable: Check = {
  name: 'stockAvailable',
  foresees: ['M7/021'],
  reads: ['orders', 'materials', 'stock'],
  kinds: POSTINGS,
  run(input) {
    const { parts, index, context } = input
    const earlier = parts.slice(0, index).flatMap((part, position) => demandsOf(part, position, input))
    const taken = [...earlier]
    return demandsOf(input.part, index, input).flatMap((demand) => {
      const before = taken.filter((each) => isSame(each, demand)).reduce((sum, each) => sum.add(each.needed), amount('0'))
      taken.push(demand)
      const available = stockAt(demand.material, 'unrestricted', demand.place, context).sub(before)
      return available.gte(demand.needed) ? [] : [deficit(input, demand, available.lt(0) ? amount('0') : available)]
    })
  },
}

function isSame(one: Demand, other: Demand): boolean {
  const { place } = one
  return (
    one.material.id === other.material.id &&
    place.plant === other.place.plant &&
    place.storageLocation === other.place.storageLocation &&
    place.batch === other.place.batch
  )
}

/** A confirmation without consumption of its own makes the ERP backflush what it proposes. */
function demandsOf(part: MessagePart, index: number, { context }: CheckInput): Demand[] {
  if (part.isReversal) return []
  const own = part.movements.map((movement, position) => ({ movement, position }))
  const isBackflush = part.kind === 'confirmation' && !part.movements.some(isConsumption)
  const proposed = context.expected.filter((each) => isBackflush && each.part === index)
  return [...own, ...proposed.map((each) => ({ movement: { ...each, order: part.order, reason: '' }, position: -1 }))].flatMap(
    ({ movement, position }) => {
      const material = materialOf(movement.material, context)
      const plant = plantOf(movement, part, context)
      const data = plantDataOf(movement.material, plant, context)
      const { storageLocation, batch } = movement
      if (!takesStock(movement) || material === undefined || data === undefined || data.isNegativeStockAllowed || storageLocation === '')
        return []
      const order = orderOf(orderIdOf(movement, part), context)
      if (order && componentOf(movement, order, part.operation)?.isBulk === true) return []
      const needed = convert(movement.quantity, material.baseUnit, material)
      const place = { plant, storageLocation, ...(data.isBatchManaged && batch !== '' && { batch }) }
      return needed === undefined || needed.lte(0) ? [] : [{ position, movement, material, place, needed }]
    },
  )
}

function deficit(input: CheckInput, demand: Demand, available: Amount): Finding {
  const { material, place, needed, movement, position } = demand
  const unit = material.baseUnit
  const { cause, isDecisive, hint, evidence } = diagnose(input, demand)
  const where = `storage location ${place.storageLocation}${place.batch === undefined ? '' : `, batch ${place.batch}`}`
  return finding('stockAvailable', input, {
    code: 'M7/021',
    cause,
    isDecisive,
    field: position < 0 ? 'movements' : `movements/${position}/${fieldOf(cause)}`,
    text: `${format(needed, unit)} of ${movement.material} to be issued from ${where}, where ${format(available, unit)} are free: ${format(needed.sub(available), unit)} are lacking${hint}.`,
    evidence: [
      fact('material', material.id),
      fact('needed', needed, unit),
      fact('available', available, unit),
      fact('deficit', needed.sub(available), unit),
      ...evidence,
    ],
  })
}

function fieldOf(cause: Cause): string {
  return { wrongStorageLocation: 'storageLocation', batchMissing: 'batch', unitOfMeasure: 'unit' }[cause as string] ?? 'quantity'
}

/** Why is it lacking? A wrong quantity first, then a wrong place, then stock that isn't free, then stock that isn't there. */
function diagnose(input: CheckInput, demand: Demand): { cause: Cause; isDecisive: boolean; hint: string; evidence: Evidence[] } {
  const { part, index, context, settings } = input
  const { material, place, needed, position } = demand
  const unit = material.baseUnit
  const line = consumptionOf(part, index, context, settings.consumptionTolerance).lines.find((each) => each.movements.includes(position))
  const explained = line?.deviates === true ? explain(line, demand.movement.quantity.unit) : undefined
  if (line !== undefined && explained !== undefined) {
    const evidence = [
      fact('sent', line.sent, line.unit),
      fact('expected', line.expected, line.unit),
      ...(line.ratio ? [fact('ratio', line.ratio)] : []),
    ]
    return { cause: explained.cause, isDecisive: true, hint: `; only ${format(line.expected, line.unit)} were expected`, evidence }
  }
  const here = { plant: place.plant, storageLocation: place.storageLocation }
  const sameLocation = stockAt(material, 'unrestricted', here, context)
  const day = part.postingDate ?? context.today
  const others = rowsAt(material, 'unrestricted', here, context).filter(
    (each) => each.batch !== place.batch && isUsable(material.id, place.plant, each.batch, day, context),
  )
  const inOthers = others.reduce((sum, each) => sum.add(inBase(each, material)), amount('0'))
  const isElsewhere = others.some((each) => inBase(each, material).gte(needed))
  if (place.batch !== undefined && isElsewhere)
    return {
      cause: 'batchMissing',
      isDecisive: true,
      hint: `; other batches there hold ${format(inOthers, unit)}`,
      evidence: [fact('otherBatches', inOthers, unit)],
    }
  const order = orderOf(orderIdOf(demand.movement, part), context)
  const own = order && componentOf(demand.movement, order, part.operation)?.storageLocation
  const locations = locationsWith(material, place.plant, needed, context).filter((each) => each.id !== place.storageLocation)
  const best = locations.find((each) => each.id === own) ?? locations[0]
  if (best !== undefined)
    return {
      cause: 'wrongStorageLocation',
      isDecisive: best.id === own,
      hint: `; storage location ${best.id} has ${format(best.quantity, unit)}`,
      evidence: [fact('otherStorageLocation', best.id), fact('otherStock', best.quantity, unit)],
    }
  const held = stockAt(material, 'quality', { plant: place.plant }, context).add(
    stockAt(material, 'blocked', { plant: place.plant }, context),
  )
  if (held.gt(0) && sameLocation.add(held).gte(needed))
    return {
      cause: 'qualityHold',
      isDecisive: true,
      hint: `; ${format(held, unit)} are in quality inspection or blocked`,
      evidence: [fact('qualityStock', held, unit)],
    }
  const plantStock = stockAt(material, 'unrestricted', { plant: place.plant }, context)
  const evidence = [fact('plantStock', plantStock, unit)]
  return plantStock.isZero()
    ? { cause: 'lateReceipt', isDecisive: false, hint: '; there is none in the whole plant', evidence }
    : { cause: 'stockDeficit', isDecisive: false, hint: '', evidence }
}
