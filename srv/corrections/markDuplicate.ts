import { evidenceOf, type Correction, type Draft } from './correction.ts'

/** Closes the message as one that was posted before; nothing goes to the ERP. */
export const markDuplicate: Correction = {
  action: 'markDuplicate',
  risk: 'low',
  isWhole: true,
  offer({ findings }) {
    return findings.flatMap((finding): Draft[] => {
      if (finding.cause !== 'duplicate') return []
      const attempt = evidenceOf(finding, 'attempt')
      const document = evidenceOf(finding, 'document') ?? ''
      const of = attempt === undefined ? '' : ` of attempt ${attempt}${document === '' ? '' : ` (document ${document})`}`
      return [
        {
          finding,
          cause: 'duplicate',
          changes: [],
          advice: `Close it as a duplicate${of}; nothing is posted.`,
          fit: finding.isDecisive ? 0.98 : 0.7,
        },
      ]
    })
  },
}
