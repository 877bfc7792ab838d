import type {
  ComponentContext,
  Context,
  MaterialContext,
  MaterialPlantContext,
  OperationContext,
  OrderContext,
} from '../../domain/context.ts'
import type { FieldPath, MessagePart, Movement, Quantity } from '../../domain/message.ts'

/** Movement types that take from unrestricted stock. */
const TAKES = new Set(['261', '201', '221', '551', '553', '555', '311', '102', '532'])

/** The order with this id, if it was read. */
export function orderOf(id: string, context: Context): OrderContext | undefined {
  return id === '' ? undefined : context.orders.find((each) => each.id === id)
}

/** The operation that a part confirms. */
export function operationOf(part: MessagePart, order: OrderContext): OperationContext | undefined {
  return order.operations.find((each) => each.id === part.operation)
}

/** The material, as the ERP keeps it; undefined when it doesn't exist or wasn't read. */
export function materialOf(id: string, context: Context): MaterialContext | undefined {
  return context.materials.find((each) => each.id === id && each.exists)
}

/** The material's data in one plant. */
export function plantDataOf(id: string, plant: string, context: Context): MaterialPlantContext | undefined {
  return materialOf(id, context)?.plants.find((each) => each.plant === plant)
}

/** The order that a movement belongs to: its own, else the confirmation's. */
export function orderIdOf(movement: Movement, part: MessagePart): string {
  return movement.order !== '' || part.kind !== 'confirmation' ? movement.order : part.order
}

/** Plant of a movement: its own, else the part's, else the order's. */
export function plantOf(movement: Movement, part: MessagePart, context: Context): string {
  if (movement.plant !== '') return movement.plant
  return part.plant !== '' ? part.plant : (orderOf(orderIdOf(movement, part), context)?.plant ?? '')
}

/** Does it take stock away? */
export function takesStock(movement: Movement): boolean {
  return TAKES.has(movement.movementType)
}

/** Is it consumption for an order? */
export function isConsumption(movement: Movement): boolean {
  return movement.movementType === '261'
}

/** The component that the reservation of a movement names. */
export function reservedComponent(movement: Movement, order: OrderContext): ComponentContext | undefined {
  return movement.reservation === ''
    ? undefined
    : order.components.find((each) => each.reservation === movement.reservation && each.reservationItem === movement.reservationItem)
}

/** The component that a movement is about: by reservation where the material agrees, else by material, first of the operation confirmed. */
export function componentOf(movement: Movement, order: OrderContext, operation: string): ComponentContext | undefined {
  const reserved = reservedComponent(movement, order)
  if (reserved?.material === movement.material) return reserved
  const same = order.components.filter((each) => each.material === movement.material && !each.isDeleted)
  return same.find((each) => each.operation === operation) ?? same[0]
}

/** Every order that a part is about, with the first field that names it. */
export function ordersNamed(part: MessagePart): { readonly id: string; readonly field: FieldPath }[] {
  const named = new Map<string, FieldPath>()
  if (part.order !== '') named.set(part.order, 'order')
  for (const [position, movement] of part.movements.entries()) {
    const id = orderIdOf(movement, part)
    if (id !== '' && !named.has(id)) named.set(id, `movements/${position}/order`)
  }
  return [...named].map(([id, field]) => ({ id, field }))
}

/** Those of them that the ERP knows. */
export function ordersOf(part: MessagePart, context: Context): { readonly order: OrderContext; readonly field: FieldPath }[] {
  return ordersNamed(part).flatMap(({ id, field }) => {
    const order = orderOf(id, context)
    return order === undefined ? [] : [{ order, field }]
  })
}

/** Every quantity of a part, with its field and how it's called. */
export function quantitiesOf(part: MessagePart): { readonly field: FieldPath; readonly name: string; readonly quantity: Quantity }[] {
  const own = (['yield', 'scrap', 'rework'] as const).flatMap((field) => {
    const quantity = part[field]
    return quantity === undefined ? [] : [{ field, name: field, quantity }]
  })
  const work = (part.activities ?? []).flatMap((quantity, position) =>
    quantity === undefined ? [] : [{ field: `activities/${position}/quantity`, name: `quantity of activity ${position + 1}`, quantity }],
  )
  const moved = part.movements.map(({ material, quantity }, position) => ({
    field: `movements/${position}/quantity`,
    name: `quantity of ${material}`,
    quantity,
  }))
  return [...own, ...work, ...moved]
}
