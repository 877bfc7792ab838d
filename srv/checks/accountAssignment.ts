import { POSTINGS, type Check } from './check.ts'
import { fact, finding } from './facts/findings.ts'
import { orderIdOf } from './facts/lookups.ts'

/** Issues that cost somebody something, and to whom. */
const CHARGED: Readonly<Record<string, string>> = {
  '201': 'a cost centre',
  '202': 'a cost centre',
  '221': 'a project',
  '222': 'a project',
  '551': 'a cost object',
  '552': 'a cost object',
  '553': 'a cost object',
  '555': 'a cost object',
}

/** Does every issue that isn't for an order say who bears its cost? For scrappings some plants let the ERP find it. */
export const accountAssignment: Check = {
  name: 'accountAssignment',
  foresees: ['KI/235'],
  reads: [],
  kinds: POSTINGS,
  run(input) {
    const { part, settings } = input
    return part.movements.flatMap((movement, position) => {
      const { movementType, account = '', material } = movement
      const who = CHARGED[movementType]
      const isFound = settings.hasDefaultAccounts === true && movementType.startsWith('55')
      if (who === undefined || account !== '' || isFound || orderIdOf(movement, part) !== '' || movement.reservation !== '') return []
      return [
        finding('accountAssignment', input, {
          code: 'KI/235',
          cause: 'accountAssignment',
          field: `movements/${position}/account`,
          text: `The movement of ${material} with movement type ${movementType} requires an assignment to ${who}, and names none.`,
          evidence: [fact('movementType', movementType)],
        }),
      ]
    })
  },
}
