import type { Context, OperationContext } from '../../domain/context.ts'
import type { MessagePart, Quantity } from '../../domain/message.ts'
import { operationOf, orderOf } from './lookups.ts'

/** Work that a part reports, beside the plan of its operation. */
export interface ActivityUse {
  /** 0 to 5. */
  readonly position: number
  readonly sent: Quantity
  readonly operation: OperationContext | undefined
  /** For the operation's whole quantity; undefined where nothing is planned or nobody told. */
  readonly planned: Quantity | undefined
}

/** The activities of a part that say something. */
export function activitiesOf(part: MessagePart, context: Context): ActivityUse[] {
  const order = orderOf(part.order, context)
  const operation = order && operationOf(part, order)
  return (part.activities ?? []).flatMap((sent, position) =>
    sent === undefined ? [] : [{ position, sent, operation, planned: operation?.activities?.[position] }],
  )
}

/** Why the activities of a part can't be judged; undefined when they can. */
export function activitiesLacking(part: MessagePart, context: Context): string | undefined {
  const silent = activitiesOf(part, context).find((each) => each.operation !== undefined && each.operation.activities === undefined)
  return silent && `orders: the planned work of operation ${part.operation} wasn't read`
}
