import { otherNamesOf, physicalFactor } from '../domain/quantity.ts'
import type { Check } from './check.ts'
import { activitiesLacking, activitiesOf } from './facts/activities.ts'
import { fact, finding } from './facts/findings.ts'

/** Can the unit of reported work be converted into the one that the work is planned in? */
export const activityUnit: Check = {
  name: 'activityUnit',
  foresees: ['COUNTERSIGN/ACTIVITY_UNIT'],
  reads: ['orders'],
  kinds: ['confirmation'],
  run(input) {
    return activitiesOf(input).flatMap(({ position, sent, planned, proposed }) => {
      const unit = proposed?.unit ?? planned?.unit ?? ''
      // Work without a unit is in the planned one.
      if (unit === '' || sent.unit === '' || sent.unit === unit || physicalFactor(sent.unit, unit) !== undefined) return []
      const right = otherNamesOf(sent.unit).find((each) => each === unit || physicalFactor(each, unit) !== undefined)
      return [
        finding('activityUnit', input, {
          code: 'COUNTERSIGN/ACTIVITY_UNIT',
          cause: 'unitOfMeasure',
          field: `activities/${position}/unit`,
          text: `Activity ${position + 1} is reported in ${sent.unit} and planned in ${unit}${right === undefined ? "; one can't be converted into the other" : `: the ERP calls it ${right}`}.`,
          evidence: [
            fact('sent', sent.value, sent.unit),
            fact('plannedUnit', unit),
            fact('basis', proposed === undefined ? 'plan' : 'erp'),
            ...(right === undefined ? [] : [fact('rightUnit', right)]),
          ],
        }),
      ]
    })
  },
  lacks: activitiesLacking,
}
