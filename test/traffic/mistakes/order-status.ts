import type { Mistake } from './mistake.ts'

/** The shop floor goes on with an order that the office has closed, completed or not yet released. */
export const orderStatus: Mistake = {
  cause: 'orderStatus',
  kind: 'refused',
  weight: 1.5,
  wishes: { ignoresStatus: true, ignoresStock: true, isPartial: true },
  isInMessage: false,
  isPossible: (order) => order.isForbidden,
  spoil: (confirmation) => confirmation,
}
