import type { OrderContext } from '../domain/context.ts'
import type { Finding } from '../domain/judgement.ts'
import { POSTINGS, type Check, type CheckInput } from './check.ts'
import { finding, type Remark } from './facts/findings.ts'
import { orderOf, ordersNamed } from './facts/lookups.ts'

/** Does the order exist, and does its status let anything be posted to it? */
export const orderStatus: Check = {
  name: 'orderStatus',
  foresees: ['RU/494', 'BS/013', 'BS/007', 'COUNTERSIGN/ORDER_UNKNOWN'],
  reads: ['orders'],
  kinds: POSTINGS,
  run(input) {
    const { part, context } = input
    return ordersNamed(part).flatMap(({ id, field }) => {
      const order = orderOf(id, context)
      if (order === undefined)
        return [
          note(input, { code: 'COUNTERSIGN/ORDER_UNKNOWN', cause: 'masterData', field, text: `Order ${id} doesn't exist in the ERP.` }),
        ]
      const remark = wrong(order)
      return remark === undefined ? [] : [note(input, { cause: 'orderStatus', field, ...remark })]
    })
  },
}

function note(input: CheckInput, remark: Remark): Finding {
  return finding(orderStatus.name, input, remark)
}

/** The strongest objection only: a closed order is technically completed as well. */
function wrong(order: OrderContext): Pick<Remark, 'code' | 'text'> | undefined {
  const name = `Order ${order.id}`
  if (order.isMarkedForDeletion) return { code: 'BS/013', text: `${name} is marked for deletion (status DLFL is active).` }
  if (order.isClosed) return { code: 'RU/494', text: `${name} is closed.` }
  if (order.isTechnicallyCompleted) return { code: 'BS/013', text: `${name} is technically completed (status TECO is active).` }
  if (order.isLocked) return { code: 'BS/007', text: `${name} is locked; nothing may be posted to it until it is unlocked.` }
  return order.isReleased || order.isPartiallyReleased ? undefined : { code: 'BS/007', text: `${name} isn't released yet.` }
}
