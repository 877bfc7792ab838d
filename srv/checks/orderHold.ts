import { POSTINGS, type Check } from './check.ts'
import { fact, finding } from './facts/findings.ts'
import { ordersNamed } from './facts/lookups.ts'

/** Is the order on hold or discarded on the shop floor, although something is reported for it? The ERP knows nothing of it and would book. */
export const orderHold: Check = {
  name: 'orderHold',
  foresees: ['COUNTERSIGN/ORDER_HOLD', 'COUNTERSIGN/ORDER_DISCARDED'],
  reads: ['shopFloor'],
  kinds: POSTINGS,
  run(input) {
    return ordersNamed(input.part).flatMap(({ id, field }) => {
      const status = input.context.shopFloor.orders.find((each) => each.order === id)?.status
      if (status !== 'hold' && status !== 'discarded') return []
      return [
        finding('orderHold', input, {
          code: status === 'hold' ? 'COUNTERSIGN/ORDER_HOLD' : 'COUNTERSIGN/ORDER_DISCARDED',
          cause: 'orderStatus',
          severity: 'warning',
          field,
          text: `Order ${id} ${status === 'hold' ? 'is on hold' : 'was discarded'} on the shop floor.`,
          evidence: [fact('status', status)],
        }),
      ]
    })
  },
}
