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

const OTHER_DOOR = 'comes by a dialect that the S/4 does not speak over OData; the reader of errors has samples of it'
const NO_TEXT = 'its text, or what brings it about, is not public'

/** Entries of the catalogue, by the number they begin with, that no message to the local S/4 can bring about, and why. */
export const unplayed: Readonly<Record<string, string>> = {
  '02': 'the S/4 names the lock behind a 423 by its own message, which is played',
  '03': OTHER_DOOR,
  '06': NO_TEXT,
  '08': OTHER_DOOR,
  '09': 'the shop floor says it, not the ERP: the local DM does',
  '17': 'the S/4 says it as a deficit of unrestricted stock, which is played',
  '42': NO_TEXT,
  '47': NO_TEXT,
  '49': NO_TEXT,
  '51': 'the frame around every refused material document',
  '56': OTHER_DOOR,
  '57': 'the shop floor says it, not the ERP: the local DM does',
  '62': 'a quantity below zero is wrong for sure, and a matter of the checks alone',
  '63': 'a cancellation of what never was: nobody has it to send',
  '64': 'a document without items is none',
}
