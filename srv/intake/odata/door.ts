import type { Intake } from '../../domain/outcome.ts'
import type { Forwarder } from './forward.ts'

/** What all steps of this door need. */
export interface Door {
  readonly intake: Intake
  readonly erp: Forwarder
  readonly maxBody: number
  readonly log: (text: string) => void
}
