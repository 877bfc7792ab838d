import type { Mistake } from './mistake.ts'

/** A terminal whose clock runs in another time zone posts on a day that hasn't come. */
export const timeZone: Mistake = {
  cause: 'timeZone',
  kind: 'refused',
  weight: 0.7,
  wishes: { isPartial: true },
  isInMessage: true,
  isPossible: (order) => order.isWorkable,
  spoil(confirmation, { now }) {
    const tomorrow = new Date(now.getTime() + 86_400_000)
    return { ...confirmation, postingDate: tomorrow.toISOString().slice(0, 10) }
  },
}
