import type { LandscapeFailure } from './failure.ts'
import { orderFailures } from './orders.ts'
import { stockFailures } from './stock.ts'

export type * from './failure.ts'

/** Every failure that the local landscape brings about, each in a scene of its own. */
export const failures: readonly LandscapeFailure[] = [...stockFailures, ...orderFailures]
