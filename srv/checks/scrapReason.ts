import type { Context } from '../domain/context.ts'
import type { Finding } from '../domain/judgement.ts'
import { amount, format } from '../domain/quantity.ts'
import { POSTINGS, type Check, type CheckInput } from './check.ts'
import { fact, finding } from './facts/findings.ts'

type Mapping = Context['reasons'][number]

/** Does the ERP know the reason given for scrap or deviation? A reason of the shop floor in its field is booked as it is, and evaluated as nothing. */
export const scrapReason: Check = {
  name: 'scrapReason',
  foresees: ['COUNTERSIGN/REASON_NOT_MAPPED', 'COUNTERSIGN/REASON_UNKNOWN', 'COUNTERSIGN/REASON_MISSING'],
  reads: [],
  kinds: POSTINGS,
  run(input) {
    const { part, context } = input
    // A material document has no reason but those of its items.
    const own = part.kind === 'confirmation' ? judge(input, part.reason, part.plant, 'reason', (each) => each.erp) : []
    const moved = part.movements.flatMap((movement, position) =>
      judge(
        input,
        movement.reason,
        movement.plant === '' ? part.plant : movement.plant,
        `movements/${position}/reason`,
        (each) => each.movement ?? each.erp,
      ),
    )
    const isMissing = part.reason === '' && amount(part.scrap?.value).gt(0) && reasonsOf(part.plant, context).length > 0
    const missing = finding('scrapReason', input, {
      code: 'COUNTERSIGN/REASON_MISSING',
      cause: 'scrapReason',
      severity: 'warning',
      field: 'reason',
      text: `${format(part.scrap?.value ?? '0', part.scrap?.unit ?? '')} of scrap reported without a reason.`,
      evidence: [fact('scrap', part.scrap?.value ?? '0', part.scrap?.unit)],
    })
    return [...own, ...moved, ...(isMissing ? [missing] : [])]
  },
}

/** What is known about reasons in a plant; `*` stands for all plants. */
export function reasonsOf(plant: string, context: Context): Context['reasons'] {
  return context.reasons.filter((each) => each.plant === plant || each.plant === '*')
}

function judge(input: CheckInput, reason: string, plant: string, field: string, erpOf: (mapping: Mapping) => string): Finding[] {
  const known = reasonsOf(plant, input.context)
  if (reason === '' || known.length === 0 || known.some((each) => erpOf(each) === reason)) return []
  const mapping = known.find((each) => each.shopFloor === reason)
  const mapped = mapping === undefined ? '' : erpOf(mapping)
  const remark =
    mapping === undefined
      ? {
          code: 'COUNTERSIGN/REASON_UNKNOWN',
          isDecisive: false,
          text: `Neither the ERP nor the shop floor of plant ${plant} knows reason ${reason}.`,
        }
      : { code: 'COUNTERSIGN/REASON_NOT_MAPPED', text: `Reason ${reason} is the shop floor's; the ERP knows it as ${mapped}.` }
  return [
    finding('scrapReason', input, { cause: 'scrapReason', field, evidence: [fact('reason', reason), fact('mapped', mapped)], ...remark }),
  ]
}
