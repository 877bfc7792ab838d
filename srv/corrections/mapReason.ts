import { evidenceOf, type Correction, type Draft } from './correction.ts'
import { set } from './fields.ts'

/** Says the shop floor's reason as the ERP knows it. */
export const mapReason: Correction = {
  action: 'mapReason',
  risk: 'low',
  isWhole: false,
  offer({ findings, parts }) {
    return findings.flatMap((finding): Draft[] => {
      const mapped = finding.cause === 'scrapReason' ? (evidenceOf(finding, 'mapped') ?? '') : ''
      const changes = mapped === '' ? [] : set(parts, finding.part, finding.field, mapped)
      return changes.length === 0 ? [] : [{ finding, cause: 'scrapReason', changes, advice: `Send reason ${mapped}.`, fit: 0.95 }]
    })
  },
}
