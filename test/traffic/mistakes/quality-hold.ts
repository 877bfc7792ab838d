import type { World, WorldOrder } from '../world.ts'
import type { Mistake } from './mistake.ts'

/** The parts are there, but quality hasn't let them go yet. */
export const qualityHold: Mistake = {
  cause: 'qualityHold',
  kind: 'refused',
  weight: 1,
  wishes: { ignoresStock: true, isPartial: true },
  isInMessage: false,
  isPossible: (order, world) => order.isWorkable && heldComponents(order, world).length > 0,
  spoil: (confirmation, { order, world }) => {
    const held = heldComponents(order, world)
    return confirmation.consumptions.some((each) => held.includes(each.material)) ? confirmation : undefined
  },
}

function heldComponents(order: WorldOrder, world: World): string[] {
  return order.components
    .filter((component) => {
      const stock = world.stock.filter((each) => each.material === component.material && each.plant === component.plant)
      return component.isOpen && stock.length > 0 && !stock.some((each) => each.isUnrestricted)
    })
    .map((each) => each.material)
}
