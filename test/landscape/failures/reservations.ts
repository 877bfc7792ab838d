import { failure } from './build.ts'
import { changeComponent, ofType } from './changes.ts'
import { confirmation, issueOfPart, issueOfPowder } from './messages.ts'
import type { Scene } from './scene.ts'

const reservation = { cause: 'reservation', queue: 'planner', foreseeable: true } as const

/** Reservations that don't fit what is withdrawn. */
export const reservationFailures = [
  failure({
    ...reservation,
    name: 'reservation exceeded',
    catalogue: '12',
    code: 'M7/022',
    prepare: (scene) => ofType(scene, 'ZRES', { reservationExcess: 'E' }),
    spoil: (scene) => changeComponent(scene, '1', { WithdrawnQuantity: '195.000' }),
  }),
  failure({
    ...reservation,
    name: 'reservation unknown',
    catalogue: '13',
    code: 'M7/520',
    spoil: ({ sets, reservation: Reservation, remove }) => remove(sets.components.name, { Reservation, ReservationItem: '2' }),
  }),
  failure({
    ...reservation,
    name: 'final issue already set',
    catalogue: '14a',
    code: 'M7/900',
    spoil: (scene) => changeComponent(scene, '1', { ReservationIsFinallyIssued: true }),
  }),
  failure({
    ...reservation,
    name: 'component deleted',
    catalogue: '14b',
    code: 'M7/901',
    spoil: (scene) => changeComponent(scene, '2', { MatlCompIsMarkedForDeletion: true }),
  }),
  failure({
    name: 'withdrawal from a batch summary',
    catalogue: '44',
    code: 'RU/496',
    cause: 'batchMissing',
    queue: 'planner',
    foreseeable: true,
    props: { hasBatches: true },
    spoil: splitByBatch,
    mistake: (scene) => confirmation(scene, {}, [issueOfPart(scene), issueOfPowder(scene, { Batch: '' })]),
  }),
]

/** The powder's reservation sums up a part that names its batch. */
function splitByBatch({ books, sets, reservation: Reservation, batch }: Scene): void {
  const summary = books.one(sets.components.name, { Reservation, ReservationItem: '2' })
  if (summary) books.insert(sets.components.name, { ...summary, ReservationItem: '3', Batch: batch })
}
