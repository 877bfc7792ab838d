import type { Context } from '../domain/context.ts'
import type { MessagePart, Movement } from '../domain/message.ts'
import { POSTINGS, type Check } from './check.ts'
import { isSameNumber } from './facts/batches.ts'
import { fact, finding } from './facts/findings.ts'
import { orderIdOf, orderOf } from './facts/lookups.ts'

/** Is a material unknown only because its number was written with other leading zeros, or in small letters? */
export const leadingZeros: Check = {
  name: 'leadingZeros',
  foresees: ['M3/305'],
  reads: ['orders', 'materials'],
  kinds: POSTINGS,
  run(input) {
    const { part, context } = input
    return part.movements.flatMap((movement, position) => {
      const known = writtenRight(movement, part, context)
      if (known === undefined) return []
      return [
        finding('leadingZeros', input, {
          code: 'M3/305',
          cause: 'masterData',
          field: `movements/${position}/material`,
          text: `Material ${movement.material} doesn't exist; the ERP writes it ${known}.`,
          evidence: [fact('material', movement.material), fact('known', known)],
        }),
      ]
    })
  },
}

/** How the ERP writes a material that it doesn't know as sent; undefined when it knows it, or none like it. */
export function writtenRight(movement: Movement, part: MessagePart, context: Context): string | undefined {
  const sent = movement.material
  if (sent === '' || context.materials.some((each) => each.id === sent && each.exists)) return undefined
  const order = orderOf(orderIdOf(movement, part), context)
  const ids = [
    ...(order === undefined ? [] : [order.material, ...order.components.map((each) => each.material)]),
    ...context.materials.filter((each) => each.exists).map((each) => each.id),
  ]
  return ids.find((id) => id !== sent && isSameNumber(id, sent))
}
