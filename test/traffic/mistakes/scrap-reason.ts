import { SCRAP_REASONS } from '../reasons.ts'
import type { Mistake } from './mistake.ts'

/** Old customizing of the ERP that nobody removed: two of the shop floor's own words pass as reasons there, and no report evaluates them. */
const RELICS = ['TOOL', 'OPER']

/** The shop floor's own word for the reason goes through as it is, and the ERP doesn't know it. */
export const scrapReasonRefused: Mistake = {
  cause: 'scrapReason',
  kind: 'refused',
  weight: 0.7,
  wishes: { withScrap: true, isPartial: true },
  isInMessage: true,
  isPossible: (order) => order.isWorkable,
  spoil(confirmation) {
    const reason = SCRAP_REASONS.find((each) => each.code === confirmation.reason && !RELICS.includes(each.shopFloor))
    return reason && { ...confirmation, reason: reason.shopFloor }
  },
}

/** The shop floor's word goes through and the ERP takes it, or the mapping points at another reason. */
export const scrapReasonWrong: Mistake = {
  cause: 'scrapReason',
  kind: 'wrong',
  weight: 1,
  wishes: { withScrap: true, isPartial: true },
  isInMessage: true,
  isPossible: (order) => order.isWorkable,
  setUp: (world) => ({
    before: [],
    materials: [],
    rows: {
      set: 'reasons',
      rows: [...new Set(world.orders.map((each) => each.plant))].flatMap((plant) =>
        RELICS.map((word) => ({ Plant: plant, VarianceReasonCode: word, VarianceReasonText: 'old' })),
      ),
    },
  }),
  spoil(confirmation, { random }) {
    const others = SCRAP_REASONS.filter((each) => each.code !== confirmation.reason)
    const reason = random.chance(0.7) ? random.pick(RELICS) : random.pick(others)?.code
    return reason === undefined ? undefined : { ...confirmation, reason }
  },
}
