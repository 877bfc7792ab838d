import { consumptionOf } from '../checks/facts/consumption.ts'
import { reasonsOf } from '../checks/scrapReason.ts'
import type { Cause } from '../domain/judgement.ts'
import type { Decimal, FieldChange } from '../domain/message.ts'
import { toText } from '../domain/quantity.ts'
import { messageValue, valueOf } from '../policy/impact.ts'
import type { Correction, CorrectionInput, Draft } from './correction.ts'
import { set } from './fields.ts'

/** How surely what was sent is what happened, by cause. */
const TRUE_IF: Partial<Record<Cause, number>> = {
  setupWaste: 0.85,
  scrapUnreported: 0.5,
  underDelivery: 0.8,
  reservation: 0.5,
  overDelivery: 0.4,
  substitution: 0.4,
  scrapReason: 0.3,
  timeZone: 0.4,
  resourceStatus: 0.4,
  certification: 0.3,
  serialNumber: 0.1,
  unknown: 0.5,
}

/** Posts what was sent, because it is what happened; with a note and, where the plant has one, a reason for the variance. */
export const postAsIs: Correction = {
  action: 'postAsIs',
  risk: 'medium',
  isWhole: false,
  offer(input) {
    const { findings, prediction } = input
    if (findings.length === 0)
      return [
        {
          cause: prediction?.causes[0]?.cause ?? 'unknown',
          changes: [],
          advice: 'No check objects: post it as it is, with a note.',
          fit: 0.5,
        },
      ]
    return findings.flatMap((finding): Draft[] => {
      // What the ERP would refuse doesn't get better by posting it.
      if (!finding.code.startsWith('COUNTERSIGN/') && finding.severity === 'error') return []
      return (Object.keys(TRUE_IF) as Cause[]).flatMap((cause): Draft[] => {
        const isReal = finding.code === 'COUNTERSIGN/OVER_CONSUMPTION' && (cause === 'setupWaste' || cause === 'scrapUnreported')
        if (!isReal && cause !== finding.cause) return []
        const reason = isReal ? varianceReason(input, finding.part) : []
        const advice = `If that is what happened, post it as it is with a note${reason[0]?.op === 'set' ? ` and variance reason ${reason[0].to}` : ''}.`
        return [{ finding, cause, changes: reason, advice, fit: TRUE_IF[cause] ?? 0 }]
      })
    })
  },
}

/** Value of what was consumed beside the plan, or of the whole message where nothing is planned to compare with. */
export function deviationValue({ parts, context, policy }: CorrectionInput): Decimal {
  const deviations = parts.flatMap((part, index) =>
    consumptionOf(part, index, context, policy.consumptionTolerance).lines.filter((each) => each.deviates),
  )
  if (deviations.length === 0) return messageValue(parts, context)
  const values = deviations.map((each) =>
    valueOf(each.component.material, { value: each.sent.sub(each.expected).toFixed(), unit: each.unit }, context),
  )
  return toText(
    values.reduce((sum, each) => sum.add(each)),
    2,
  )
}

/** The plant's reason for set-up losses, where it names one. */
function varianceReason({ parts, context }: CorrectionInput, index: number): FieldChange[] {
  const part = parts[index]
  if (part?.kind !== 'confirmation' || part.reason !== '') return []
  const setup = reasonsOf(part.plant, context).find((each) => /^set-?u/i.test(each.shopFloor))
  return setup === undefined ? [] : set(parts, index, 'reason', setup.erp)
}
