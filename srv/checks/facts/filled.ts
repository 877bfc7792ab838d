import type { Context } from '../../domain/context.ts'
import type { MessagePart, Movement } from '../../domain/message.ts'
import { orderIdOf, orderOf, reservedComponent } from './lookups.ts'

/**
 * The parts as the ERP will read them: what a movement leaves out comes from the reservation that it names, or for a receipt from the
 * order. Positions stay. Only for judging; what is posted is what was sent.
 */
export function filled(parts: readonly MessagePart[], context: Context): MessagePart[] {
  return parts.map((part) => ({ ...part, movements: part.movements.map((each) => completed(each, part, context)) }))
}

function completed(movement: Movement, part: MessagePart, context: Context): Movement {
  const order = orderOf(orderIdOf(movement, part), context)
  if (order === undefined) return movement
  const component = reservedComponent(movement, order)
  const { movementType } = movement
  const isReceipt = movementType === '101' || movementType === '102'
  const source =
    component ??
    (isReceipt ? { material: order.material, plant: order.plant, storageLocation: order.storageLocation, batch: '' } : undefined)
  if (source === undefined) return movement
  const filling = {
    material: source.material,
    plant: source.plant,
    storageLocation: source.storageLocation,
    batch: source.batch,
    movementType: '261',
  }
  const given = Object.entries(filling).map(([name, value]) => [name, movement[name as keyof typeof filling] || value])
  return { ...movement, ...Object.fromEntries(given) }
}
