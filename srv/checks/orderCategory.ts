import type { Check } from './check.ts'
import { fact, finding } from './facts/findings.ts'
import { orderOf } from './facts/lookups.ts'

/** Is the order of the kind that it is confirmed as? Process orders have a service of their own. */
export const orderCategory: Check = {
  name: 'orderCategory',
  foresees: ['COUNTERSIGN/ORDER_CATEGORY'],
  reads: ['orders'],
  kinds: ['confirmation'],
  run(input) {
    const { part, context } = input
    const order = orderOf(part.order, context)
    if (order?.category === undefined || part.orderCategory === undefined || order.category === part.orderCategory) return []
    return [
      finding('orderCategory', input, {
        code: 'COUNTERSIGN/ORDER_CATEGORY',
        cause: 'interface',
        field: 'order',
        text: `Order ${order.id} is a ${order.category} order, but it is confirmed as a ${part.orderCategory} order.`,
        evidence: [fact('category', order.category), fact('sentAs', part.orderCategory)],
      }),
    ]
  },
  lacks({ part, context }) {
    const order = orderOf(part.order, context)
    return order !== undefined && order.category === undefined && part.orderCategory !== undefined
      ? `orders: nobody says whether ${order.id} is a production or a process order`
      : undefined
  },
}
