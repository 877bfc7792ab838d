import type { Finding } from '../domain/judgement.ts'
import { amount, convert, format } from '../domain/quantity.ts'
import type { Check } from './check.ts'
import { consumptionOf, isWithin } from './facts/consumption.ts'
import { fact, finding } from './facts/findings.ts'
import { isConsumption, materialOf, orderIdOf, orderOf, reservedComponent } from './facts/lookups.ts'

/** Would more be issued in all than the reservation asks for? What this very message takes too much is the consumption check's. */
export const reservationExceeded: Check = {
  name: 'reservationExceeded',
  foresees: ['M7/022'],
  reads: ['orders', 'materials'],
  kinds: ['confirmation'],
  run(input) {
    const { part, index, context, settings } = input
    const tolerance = settings.strictChecks?.includes('reservationExceeded') === true ? '0' : settings.consumptionTolerance
    const deviating = consumptionOf(part, index, context, settings.consumptionTolerance).lines.filter((each) => each.deviates)
    return part.movements.flatMap((movement, position): Finding[] => {
      const order = orderOf(orderIdOf(movement, part), context)
      const component = order && isConsumption(movement) ? reservedComponent(movement, order) : undefined
      if (component === undefined || component.isDeleted || component.isFinallyIssued || component.isBulk) return []
      if (deviating.some((each) => each.movements.includes(position))) return []
      const material = materialOf(component.material, context)
      const unit = movement.quantity.unit === '' ? component.unit : movement.quantity.unit
      const after = material && convert({ ...movement.quantity, unit }, component.unit, material)?.add(amount(component.withdrawn))
      const required = amount(component.required)
      if (after === undefined || after.lte(required) || isWithin(after, required, tolerance, component.unit)) return []
      const name = `Reservation ${movement.reservation}/${movement.reservationItem} of ${component.material}`
      return [
        finding('reservationExceeded', input, {
          code: 'M7/022',
          cause: 'reservation',
          severity: 'warning',
          isDecisive: false,
          field: `movements/${position}/quantity`,
          text: `${name} is exceeded: ${format(after, component.unit)} issued in all, ${format(required, component.unit)} required.`,
          evidence: [fact('after', after, component.unit), fact('required', required, component.unit)],
        }),
      ]
    })
  },
}
