import type { Check } from './check.ts'
import { fact, finding } from './facts/findings.ts'

/** May the machine be used that the work is reported from? */
export const resourceStatus: Check = {
  name: 'resourceStatus',
  foresees: ['COUNTERSIGN/RESOURCE_STATUS'],
  reads: ['shopFloor'],
  kinds: ['confirmation'],
  run(input) {
    const { part, index, parts, context } = input
    const named = new Set(parts.map((each) => each.workCenter))
    // A machine that isn't the work centre of any part stands for the message as a whole.
    const own = context.shopFloor.resources.filter((each) => each.id === part.workCenter || (index === 0 && !named.has(each.id)))
    return own
      .filter((each) => !each.isUsable)
      .map((each) =>
        finding('resourceStatus', input, {
          code: 'COUNTERSIGN/RESOURCE_STATUS',
          cause: 'resourceStatus',
          severity: 'warning',
          field: 'operation',
          text: `Work is reported from ${each.id}, which can't be used on the shop floor (${each.status}).`,
          evidence: [fact('resource', each.id), fact('status', each.status)],
        }),
      )
  },
}
