import type { Finding } from './judgement.ts'
import type { RawResponse, SyncMessage } from './message.ts'

/** What became of a message, for a door to say in its own dialect. */
export type Outcome =
  /** The ERP answered 2xx; `isReplay` when that answer had been recorded earlier. */
  | { readonly state: 'posted'; readonly number: number; readonly response: RawResponse; readonly isReplay: boolean }
  /** The ERP refused; its own answer. */
  | { readonly state: 'refused'; readonly number: number; readonly response: RawResponse }
  | { readonly state: 'held'; readonly number: number; readonly id: string; readonly reason: string; readonly findings: readonly Finding[] }
  /** A person rejected it. */
  | { readonly state: 'rejected'; readonly number: number; readonly reason: string }
  /** Not decided yet: waits for its turn, or its answer was lost and is being looked up. */
  | { readonly state: 'pending'; readonly number: number; readonly retryAfter: number; readonly reason: string }
  /** Same key, another body, and the first one wasn't refused. */
  | { readonly state: 'keyReused'; readonly number: number }
  /** Nothing could be recorded, so nothing was sent. */
  | { readonly state: 'unavailable'; readonly retryAfter: number }

/** What a door needs of the pipeline. */
export interface Intake {
  /** Records, judges, posts or holds. Never throws for what a sender or the ERP did. */
  submit(message: SyncMessage): Promise<Outcome>
  /** Records a message that can't be read, together with the answer that its sender gets. Undefined when nothing could be recorded. */
  recordUnreadable(message: SyncMessage, answer: RawResponse, reason: string): Promise<number | undefined>
  /** May this sender call this method on this service? */
  isAllowed(sender: string, service: string, method: string): Promise<boolean>
  /** Answer to a held message: 409, or 202 with Location. */
  holdStatus(message: SyncMessage): Promise<409 | 202>
  /** Where an attempt of this sender stands; undefined when it has none of this id. */
  statusOf(id: string, sender: string): Promise<{ number: number; status: string; reason: string; erpDocument: string } | undefined>
}
