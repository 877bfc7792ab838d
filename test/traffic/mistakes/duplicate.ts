import type { Mistake } from './mistake.ts'

/** The same work is confirmed once more, under another external key. */
export const duplicate: Mistake = {
  cause: 'duplicate',
  kind: 'wrong',
  weight: 1,
  wishes: {},
  isInMessage: false,
  isRepetition: true,
  isPossible: (order) => order.isWorkable,
  spoil: (earlier) => (earlier.isFinal ? undefined : earlier),
}
