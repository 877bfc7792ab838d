import type { Finding } from '../domain/judgement.ts'
import { amount, convert, format } from '../domain/quantity.ts'
import { POSTINGS, type Check } from './check.ts'
import { consumptionOf, isWithin } from './facts/consumption.ts'
import { fact, finding } from './facts/findings.ts'
import { isConsumption, orderIdOf, orderOf, reservedComponent } from './facts/lookups.ts'

/** Does the reservation that a movement names belong to its order, and is it still open? */
export const reservation: Check = {
  name: 'reservation',
  foresees: ['M7/520', 'M7/022'],
  reads: ['orders', 'materials'],
  kinds: POSTINGS,
  run(input) {
    const { part, index, context, settings } = input
    const deviating = consumptionOf(part, index, context, settings.consumptionTolerance).lines.filter((each) => each.deviates)
    return part.movements.flatMap((movement, position): Finding[] => {
      const order = orderOf(orderIdOf(movement, part), context)
      if (!isConsumption(movement) || order === undefined || movement.reservation === '') return []
      const field = `movements/${position}/reservation`
      const name = `Reservation ${movement.reservation}/${movement.reservationItem}`
      const component = reservedComponent(movement, order)
      if (component === undefined || component.isDeleted) {
        const text = `${name} ${component === undefined ? `doesn't belong to order ${order.id}` : 'is deleted'}.`
        return [finding('reservation', input, { code: 'M7/520', cause: 'reservation', field, text })]
      }
      if (component.isFinallyIssued) {
        const text = `${name} of order ${order.id} is finally issued: no more ${component.material} is expected.`
        return [
          finding('reservation', input, {
            code: 'M7/022',
            cause: 'reservation',
            field,
            text,
            evidence: [fact('withdrawn', component.withdrawn, component.unit)],
          }),
        ]
      }
      // What this very message takes too much is the consumption check's.
      if (part.kind !== 'confirmation' || component.isBulk || deviating.some((each) => each.movements.includes(position))) return []
      const material = context.materials.find((each) => each.id === component.material)
      const unit = movement.quantity.unit === '' ? component.unit : movement.quantity.unit
      const taken = material && convert({ ...movement.quantity, unit }, component.unit, material)
      const after = taken?.add(amount(component.withdrawn))
      const required = amount(component.required)
      if (after === undefined || after.lte(required) || isWithin(after, required, settings.consumptionTolerance, component.unit)) return []
      return [
        finding('reservation', input, {
          code: 'M7/022',
          cause: 'reservation',
          severity: 'warning',
          isDecisive: false,
          field: `movements/${position}/quantity`,
          text: `${name} of ${component.material} is exceeded: ${format(after, component.unit)} issued in all, ${format(required, component.unit)} required.`,
          evidence: [fact('after', after, component.unit), fact('required', required, component.unit)],
        }),
      ]
    })
  },
}
