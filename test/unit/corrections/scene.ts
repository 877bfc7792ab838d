import type { Context } from '../../../srv/domain/context.ts'
import type { ActionCode, Cause, Prediction } from '../../../srv/domain/judgement.ts'
import type { MessagePart } from '../../../srv/domain/message.ts'

/** What was sent → action, changes as `field=to`, and what the reason must say. */
export type Cured = readonly [string, MessagePart, Context, ActionCode, readonly string[], RegExp]

/** What was sent, and what the model says of it → action. */
export type Unchanged = readonly [string, MessagePart, Context, Prediction | undefined, ActionCode]

/** A prediction of failure with these causes. */
export const told = (causes: Partial<Record<Cause, number>>): Prediction => ({
  modelVersion: '1',
  failure: 0.9,
  causes: Object.entries(causes).map(([cause, probability]) => ({ cause: cause as Cause, probability })),
  influences: [],
})
