import type { Context, OperationContext } from '../../domain/context.ts'
import { doubtsOf, type Doubts } from '../../domain/doubts.ts'
import type { MessagePart, Quantity } from '../../domain/message.ts'
import type { CheckInput } from '../check.ts'
import { operationOf, orderOf } from './lookups.ts'

type Judged = Pick<CheckInput, 'part' | 'index' | 'context'>

/** Work that a part reports, beside the plan of its operation. */
export interface ActivityUse {
  /** 0 to 5. */
  readonly position: number
  readonly sent: Quantity
  readonly operation: OperationContext | undefined
  /** For the operation's whole quantity; undefined where nothing is planned or nobody told. */
  readonly planned: Quantity | undefined
  /** What the ERP itself would fill in for the quantities reported; undefined where it wasn't asked or knows of none. */
  readonly proposed: Quantity | undefined
}

/** The activities of a part that say something. */
export function activitiesOf({ part, index, context }: Judged): ActivityUse[] {
  const order = orderOf(part.order, context)
  const operation = order && operationOf(part, order)
  const proposed = (position: number) =>
    context.expectedWork?.find((each) => each.part === index && each.field === `activities/${position}`)?.quantity
  return (part.activities ?? []).flatMap((sent, position) =>
    sent === undefined ? [] : [{ position, sent, operation, planned: operation?.activities?.[position], proposed: proposed(position) }],
  )
}

/** Why the activities of a part can't be judged; undefined when they can. */
export function activitiesLacking(input: Judged): string | undefined {
  const { part, context } = input
  const uses = activitiesOf(input)
  const unasked = unaskedFor(part, uses[0]?.operation, context, ({ activities }) =>
    activities.some((position) => uses.every((each) => each.position !== position || each.proposed === undefined)),
  )
  const silent = uses.find((each) => each.operation !== undefined && each.operation.activities === undefined && !each.proposed)
  return unasked ?? (silent && `orders: the planned work of operation ${part.operation} wasn't read`)
}

/** Why what the ERP itself would fill in isn't known where there was reason to ask; undefined when it is, or there was none. */
export function unaskedFor(
  part: MessagePart,
  operation: OperationContext | undefined,
  context: Context,
  isWanted: (doubts: Doubts) => boolean,
): string | undefined {
  const unread = context.unread.find((each) => each.source === 'expectedWork')
  return unread && isWanted(doubtsOf(part, operation)) ? `expectedWork: ${unread.reason}` : undefined
}
