import type { Mistake } from './mistake.ts'

/** A confirmation found in a drawer: its posting date lies in a period that is closed. */
export const period: Mistake = {
  cause: 'period',
  kind: 'refused',
  weight: 1.5,
  wishes: { isPartial: true, consumes: true },
  isInMessage: true,
  isPossible: (order) => order.isWorkable,
  spoil(confirmation, { now, random }) {
    const day = new Date(now.getTime() - random.int(65, 100) * 86_400_000)
    return { ...confirmation, postingDate: day.toISOString().slice(0, 10), start: day }
  },
}
