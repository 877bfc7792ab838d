import type { Row } from '../s4/contract.ts'
import { locks, materialLocks } from '../s4/model/sets/internal.ts'
import { minutesFromNow } from './changes.ts'
import { failure } from './build.ts'
import type { Scene } from './scene.ts'

const lock = {
  cause: 'lock',
  queue: 'automatic',
  foreseeable: 'a lock comes and goes: reading a moment before says nothing about the moment of posting',
} as const
const OTHER_USER = 'CB9980000010'
/** Longer than a sender tries. */
const HELD = 10

/** What is in somebody else's hands; free again after ten minutes. */
export const lockFailures = [
  failure({
    ...lock,
    name: 'order in process',
    catalogue: '01',
    code: 'CO/469',
    spoil: ({ books, order }) => books.insert(locks.name, { order, user: OTHER_USER, until: minutesFromNow(HELD) }),
  }),
  failure({
    ...lock,
    name: 'process order in process',
    catalogue: '01',
    code: 'CO/469',
    props: { isProcess: true },
    spoil: ({ books, order }) => books.insert(locks.name, { order, user: OTHER_USER, until: minutesFromNow(HELD) }),
  }),
  failure({
    ...lock,
    name: 'plant data of the material locked',
    catalogue: '04',
    code: 'M3/897',
    spoil: (scene) => scene.books.insert(materialLocks.name, lockOf(scene, 'plant')),
  }),
  failure({
    ...lock,
    name: 'valuation data of the material locked',
    catalogue: '05',
    code: 'M3/024',
    spoil: (scene) => scene.books.insert(materialLocks.name, lockOf(scene, 'valuation')),
  }),
  failure({
    ...lock,
    name: 'configurable object locked',
    catalogue: '07',
    code: 'C2/319',
    spoil: (scene) => scene.books.insert(materialLocks.name, lockOf(scene, 'configuration')),
  }),
]

function lockOf({ part, site }: Scene, view: string): Row {
  return { Material: part, Plant: site.id, view, user: OTHER_USER, until: minutesFromNow(HELD) }
}
