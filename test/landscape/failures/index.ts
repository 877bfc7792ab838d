import { accountFailures } from './accounts.ts'
import { batchFailures } from './batches.ts'
import { confirmationFailures, postponedMovements } from './confirmations.ts'
import type { LandscapeFailure } from './failure.ts'
import { interfaceFailures, lostAnswer } from './interface.ts'
import { lockFailures } from './locks.ts'
import { masterDataFailures } from './master-data.ts'
import { orderFailures } from './orders.ts'
import { reservationFailures } from './reservations.ts'
import { stockFailures } from './stock.ts'

export type * from './failure.ts'

/** Every refusal that the local landscape brings about, each in a scene of its own. */
export const failures: readonly LandscapeFailure[] = [
  ...lockFailures,
  ...stockFailures,
  ...reservationFailures,
  ...masterDataFailures,
  ...batchFailures,
  ...accountFailures,
  ...orderFailures,
  ...confirmationFailures,
  ...interfaceFailures,
]

/** What goes wrong though the S/4 refuses nothing: it has booked all of it, or the half. */
export const unrefused: readonly LandscapeFailure[] = [postponedMovements, lostAnswer]
