import type { Intake } from '../../domain/outcome.ts'
import type { Forwarder } from './forward.ts'
import type { Room } from './room.ts'

/** What all steps of this door need. */
export interface Door {
  readonly intake: Intake
  readonly erp: Forwarder
  readonly maxBody: number
  readonly room: Room
  readonly log: (text: string) => void
}
