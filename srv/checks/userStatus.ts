import { POSTINGS, type Check } from './check.ts'
import { fact, finding } from './facts/findings.ts'
import { ordersOf } from './facts/lookups.ts'

/** Short names that plants give to user statuses which let nothing be posted; a plant may name its own. */
const BLOCKING = ['HOLD', 'LOCK', 'LOCD', 'BLCK', 'BLKD', 'STOP', 'QHLD', 'SPER']

/** Does a user status of the order forbid postings? The profile itself can't be read, so the names of its statuses decide. */
export const userStatus: Check = {
  name: 'userStatus',
  foresees: ['BS/014', 'BS/023'],
  reads: ['orders'],
  kinds: POSTINGS,
  run(input) {
    const blocking = input.settings.blockingUserStatuses ?? BLOCKING
    return ordersOf(input.part, input.context).flatMap(({ order, field }) =>
      (order.userStatuses ?? [])
        .filter((each) => blocking.includes(each.toUpperCase()))
        .slice(0, 1)
        .map((status) =>
          finding('userStatus', input, {
            code: 'BS/014',
            cause: 'orderStatus',
            field,
            text: `User status ${status} of order ${order.id} is active.`,
            evidence: [fact('userStatus', status)],
          }),
        ),
    )
  },
  lacks({ part, context }) {
    const silent = ordersOf(part, context).find(({ order }) => order.userStatuses === undefined)
    return silent && `orders: the user statuses of order ${silent.order.id} weren't read`
  },
}
