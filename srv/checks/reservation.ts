import type { Finding } from '../domain/judgement.ts'
import { POSTINGS, type Check } from './check.ts'
import { fact, finding } from './facts/findings.ts'
import { isConsumption, orderIdOf, orderOf, reservedComponent } from './facts/lookups.ts'

/** Does the reservation that an issue names belong to its order, and wasn't its item deleted? */
export const reservation: Check = {
  name: 'reservation',
  foresees: ['M7/520'],
  reads: ['orders'],
  kinds: POSTINGS,
  run(input) {
    const { part, context } = input
    return part.movements.flatMap((movement, position): Finding[] => {
      const order = orderOf(orderIdOf(movement, part), context)
      if (!isConsumption(movement) || order === undefined || movement.reservation === '') return []
      const component = reservedComponent(movement, order)
      if (component?.isDeleted === false) return []
      const why = component === undefined ? `doesn't belong to order ${order.id}` : 'is deleted'
      return [
        finding('reservation', input, {
          code: 'M7/520',
          cause: 'reservation',
          field: `movements/${position}/reservation`,
          text: `Reservation ${movement.reservation}/${movement.reservationItem} ${why}.`,
          evidence: [fact('reservation', `${movement.reservation}/${movement.reservationItem}`), fact('material', movement.material)],
        }),
      ]
    })
  },
}
