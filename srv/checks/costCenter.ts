import type { Check, CheckInput } from './check.ts'
import { fact, finding } from './facts/findings.ts'
import { operationOf, orderOf } from './facts/lookups.ts'
import { parseDecimal } from '../domain/quantity.ts'
import type { WorkCenterContext } from '../domain/context.ts'

/** Is the work centre still assigned to its cost centre on the posting date, so that work can be charged? */
export const costCenter: Check = {
  name: 'costCenter',
  foresees: ['COUNTERSIGN/COST_CENTER'],
  reads: ['orders', 'workCenters'],
  kinds: ['confirmation'],
  run(input) {
    const { part, context } = input
    const day = part.postingDate ?? context.today
    const rows = assignments(input)
    const first = rows[0]
    const until = rows
      .map((each) => each.validTo)
      .sort((one = '', other = '') => one.localeCompare(other))
      .at(-1)
    const isOpen = rows.some((each) => each.validTo === undefined || each.validTo >= day)
    if (first === undefined || until === undefined || isOpen || part.isReversal) return []
    return [
      finding('costCenter', input, {
        code: 'COUNTERSIGN/COST_CENTER',
        cause: 'accountAssignment',
        field: 'operation',
        text: `Work centre ${first.id} was assigned to cost centre ${first.costCenter} until ${until} only; posting date is ${day}.`,
        evidence: [fact('costCenter', first.costCenter), fact('validTo', until), fact('postingDate', day)],
      }),
    ]
  },
  lacks(input) {
    const { id } = placeOf(input)
    const isCharged = input.part.activities?.some((each) => parseDecimal(each?.value ?? '')?.gt(0) === true) === true
    return isCharged && id !== '' && assignments(input).length === 0 ? `workCenters: the cost centre of ${id} wasn't read` : undefined
  },
}

function assignments(input: CheckInput): readonly WorkCenterContext[] {
  const { id, plant } = placeOf(input)
  return input.context.workCenters.filter((each) => each.id === id && (each.plant === plant || plant === ''))
}

function placeOf({ part, context }: CheckInput): { readonly id: string; readonly plant: string } {
  const order = orderOf(part.order, context)
  const own = order && operationOf(part, order)?.workCenter
  return { id: part.workCenter === '' ? (own ?? '') : part.workCenter, plant: part.plant === '' ? (order?.plant ?? '') : part.plant }
}
