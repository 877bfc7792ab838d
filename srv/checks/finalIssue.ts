import { POSTINGS, type Check } from './check.ts'
import { fact, finding } from './facts/findings.ts'
import { isConsumption, orderIdOf, orderOf, reservedComponent } from './facts/lookups.ts'

/** Is the reservation that an issue names still open? What is finally issued takes no more without a person's word. */
export const finalIssue: Check = {
  name: 'finalIssue',
  foresees: ['COUNTERSIGN/FINALLY_ISSUED'],
  reads: ['orders'],
  kinds: POSTINGS,
  run(input) {
    const { part, context } = input
    return part.movements.flatMap((movement, position) => {
      const order = orderOf(orderIdOf(movement, part), context)
      const component = order && isConsumption(movement) ? reservedComponent(movement, order) : undefined
      if (order === undefined || component?.isFinallyIssued !== true || component.isDeleted) return []
      const name = `Reservation ${movement.reservation}/${movement.reservationItem}`
      return [
        finding('finalIssue', input, {
          code: 'COUNTERSIGN/FINALLY_ISSUED',
          cause: 'reservation',
          field: `movements/${position}/reservation`,
          text: `${name} of order ${order.id} is finally issued: no more ${component.material} is expected.`,
          evidence: [fact('withdrawn', component.withdrawn, component.unit), fact('required', component.required, component.unit)],
        }),
      ]
    })
  },
}
