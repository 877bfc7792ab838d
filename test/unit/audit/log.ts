import fc from 'fast-check'
import { entryOf, leafOf } from '../../../srv/audit/entry.ts'
import { makeSeal, type SealKey } from '../../../srv/audit/seal.ts'
import { type AuditRecord, type Entry, type Seal, type Verification, Verifier } from '../../../srv/audit/verifier.ts'

export type SealRecord = Extract<AuditRecord, { type: 'seal' }>
export type LeafRecord = Extract<AuditRecord, { type: 'leaf' }>

/** A log as its tables hold it, each row free to be tampered with. */
export interface Log {
  entries: Entry[]
  leaves: { position: number; entryID: string; hash: string }[]
  seals: Seal[]
  waiting: string[]
  lastSeal: number
}

export function entry(number: number, more: Readonly<Record<string, unknown>> = {}): Entry {
  const ID = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
  return entryOf({ ID, sequence: number, at: '2026-11-23T01:00:00.000Z', actor: 'dm', action: 'received', ...more })
}

/** Batches of that many entries each, sealed; and entries that wait. */
export function sealed(batches: readonly number[], waiting = 0, key?: SealKey, text: (number: number) => string = String): Log {
  const log: Log = { entries: [], leaves: [], seals: [], waiting: [], lastSeal: batches.length }
  const next = () => entry(log.entries.length + 1, { reason: text(log.entries.length + 1) })
  for (const [index, count] of batches.entries()) {
    const batch = Array.from({ length: count }, () => {
      const made = next()
      log.entries.push(made)
      return made
    })
    const firstPosition = log.leaves.length + 1
    const leaves = batch.map((each, at) => ({ position: firstPosition + at, entryID: each.ID ?? '', hash: leafOf(each) }))
    const place = { number: index + 1, firstPosition, previous: log.seals.at(-1)?.hash }
    const hashes = leaves.map((leaf) => leaf.hash)
    log.seals.push(makeSeal(place, hashes, new Date('2026-11-23T01:00:01.000Z'), key))
    log.leaves.push(...leaves)
  }
  for (let index = 0; index < waiting; index++) {
    const made = next()
    log.entries.push(made)
    log.waiting.push(made.ID ?? '')
  }
  return log
}

/** What a database, or an exported file, gives of it. */
export function* recordsOf(log: Log): Generator<AuditRecord> {
  const entries = new Map(log.entries.map((each) => [each.ID, each]))
  const leaves = [...log.leaves].sort((a, b) => a.position - b.position)
  const record = (leaf: Log['leaves'][number]): LeafRecord => ({ type: 'leaf', ...leaf, entry: entries.get(leaf.entryID) ?? null })
  let next = 0
  for (const seal of [...log.seals].sort((a, b) => a.number - b.number)) {
    yield { type: 'seal', ...seal }
    for (let leaf = leaves[next]; leaf && leaf.position <= seal.lastPosition; leaf = leaves[++next]) yield record(leaf)
  }
  for (const leaf of leaves.slice(next)) yield record(leaf)
  const held = new Set(log.leaves.map((leaf) => leaf.entryID))
  for (const each of log.entries)
    if (!held.has(each.ID ?? '')) yield { type: 'loose', isWaiting: log.waiting.includes(each.ID ?? ''), entry: each }
  yield { type: 'end', lastSeal: log.lastSeal }
}

export function verified(log: Log, options: ConstructorParameters<typeof Verifier>[0] = {}): Verification {
  const verifier = new Verifier(options)
  for (const record of recordsOf(log)) verifier.take(record)
  return verifier.result()
}

/** Some batches, with texts of all kinds. */
export const logs = fc
  .record({
    batches: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 }),
    waiting: fc.nat(3),
    text: fc.string({ unit: 'binary', maxLength: 12 }),
  })
  .map(({ batches, waiting, text }) => sealed(batches, waiting, undefined, (number) => `${text}${number}`))
