import { format, parseDecimal } from '../domain/quantity.ts'
import type { Check } from './check.ts'
import { activitiesOf } from './facts/activities.ts'
import { fact, finding } from './facts/findings.ts'

/** Is no reported work less than nothing? */
export const activityQuantity: Check = {
  name: 'activityQuantity',
  foresees: ['COUNTERSIGN/ACTIVITY_NEGATIVE'],
  reads: [],
  kinds: ['confirmation'],
  run(input) {
    return activitiesOf(input)
      .filter(({ sent }) => parseDecimal(sent.value)?.lt(0) === true)
      .map(({ position, sent }) =>
        finding('activityQuantity', input, {
          code: 'COUNTERSIGN/ACTIVITY_NEGATIVE',
          cause: 'entryError',
          field: `activities/${position}/quantity`,
          text: `Activity ${position + 1}, ${format(sent.value, sent.unit)}, is less than nothing.`,
          evidence: [fact('sent', sent.value, sent.unit)],
        }),
      )
  },
}
