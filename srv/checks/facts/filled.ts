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
  const isReceipt = movement.movementType === '101' || movement.movementType === '102'
  const received = { material: order.material, plant: order.plant, storageLocation: order.storageLocation, batch: '' }
  const source = component ?? (isReceipt ? received : undefined)
  if (source === undefined) return movement
  return {
    ...movement,
    material: movement.material || source.material,
    plant: movement.plant || source.plant,
    storageLocation: movement.storageLocation || source.storageLocation,
    batch: movement.batch || source.batch,
    movementType: movement.movementType || '261',
  }
}
