import { setTimeout as pause } from 'node:timers/promises'
import cds from '@sap/cds'
import { AuditLeaves, AuditSeals, AuditUnsealed, Counters } from '#cds-models/countersign'
import { insertion } from '../database/insertion.ts'
import { change, query } from '../database/statement.ts'
import { entryOf, FIELDS, leafOf } from './entry.ts'
import { Rounds } from './rounds.ts'
import { makeSeal, type SealKey, sealKey } from './seal.ts'
import { leafHash, type Seal } from './verifier.ts'

const LOG = cds.log('countersign/audit')
/** Hash of an entry that was gone before it could be sealed: no entry has it. */
const VANISHED = leafHash('')
const COLUMNS = [
  { ref: ['sequence'], as: 'queued' },
  { ref: ['entry_ID'], as: 'entryID' },
  ...FIELDS.map((name) => ({ ref: ['entry', name], as: name })),
]
const insertSeals = insertion('countersign.AuditSeals')
const insertLeaves = insertion('countersign.AuditLeaves')
const nextSeal = change<'number'>(({ number }) =>
  UPDATE(Counters)
    .set({ value: number as never })
    .where({ name: 'seal', value: { '<': number as never } }),
)
/** Of a stretch of the queue, what has a leaf since. */
const unqueue = change<'from' | 'to' | 'position'>(
  ({ from, to, position }) =>
    DELETE.from(AuditUnsealed)
      .where`sequence between ${from} and ${to} and entry_ID in (SELECT entry_ID from countersign.AuditLeaves where position >= ${position})`,
)
/** Some of what was appended before there was a queue. */
const OLD = cds.parse.cql(
  `SELECT from countersign.AuditLog as e { e.sequence, e.ID as entry_ID } where e.sequence is not null
    and not exists (SELECT 1 as one from countersign.AuditUnsealed as u where u.sequence = e.sequence) order by e.sequence limit 5000`,
)

interface SealerOptions {
  /** Signs the seals; the one of the environment if left out. */
  readonly key?: SealKey | undefined
  /** Milliseconds between two looks. */
  readonly every?: number
  /** Most entries of one seal. */
  readonly batch?: number
}

/**
 * Seals what was appended to the AuditLog, in the order in which it first sees it committed, within a second. Any number of processes may
 * run one: of two that seal the same at the same time one gives way, and who appends waits for none of them. What goes wrong is logged
 * and tried again.
 */
export class Sealer {
  readonly #key: SealKey | undefined
  readonly #every: number
  readonly #batch: number
  readonly #waiting: (params: object) => Promise<Waiting[]>
  /** Several processes look at different times; what goes wrong is given time. */
  readonly #rounds = new Rounds(async () => this.#every * ((await this.#seal()) ? 0.75 + Math.random() / 2 : 5))
  #isReady = false
  #problem: string | undefined

  /** @throws Error where the key in the environment is none */
  constructor({ key = sealKey(), every = 400, batch = 500 }: SealerOptions = {}) {
    this.#key = key
    this.#every = every
    this.#batch = batch
    this.#waiting = query(() =>
      SELECT.from(AuditUnsealed)
        .columns(COLUMNS as never)
        .orderBy('queued' as never)
        .limit(batch),
    )
  }

  /** From now on, until stopped. */
  start(): void {
    this.#rounds.start()
  }

  /** Seals what is left, and ends. */
  async stop(): Promise<void> {
    await this.#rounds.stop()
    await this.#seal()
  }

  /** Seals all that is committed now, unless another sealer is at it. @returns how many entries */
  async seal(): Promise<number> {
    await this.#prepare()
    let sealed = 0
    for (;;) {
      const count = await this.#sealBatch()
      sealed += count
      if (count < this.#batch) return sealed
      // Others have their turn between two batches.
      await pause(0)
    }
  }

  async #seal(): Promise<boolean> {
    try {
      await this.seal()
      this.#problem = undefined
      return true
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error)
      // Once each, however often it is tried.
      if (problem !== this.#problem) LOG.error('Entries of the audit log could not be sealed, which is tried again:', problem)
      this.#problem = problem
      return false
    }
  }

  async #sealBatch(): Promise<number> {
    if (!(await SELECT.one.from(AuditUnsealed).columns('sequence'))) return 0
    // Before the entries: whoever seals one of them meanwhile moves the counter on.
    const { made, position, previous } = await lastSeal()
    const rows = await this.#waiting({})
    if (rows.length === 0) return 0
    const leaves = rows.map((row) => ({ entry: row.entryID, hash: row.ID === null ? VANISHED : leafOf(entryOf(row)) }))
    for (const { ID, queued } of rows) if (ID === null) LOG.error(`Entry ${queued} of the audit log vanished before it was sealed`)
    const hashes = leaves.map((leaf) => leaf.hash)
    const seal = makeSeal({ number: made + 1, firstPosition: position + 1, previous }, hashes, new Date(), this.#key)
    const rowsOfLeaves = leaves.map(({ entry, hash }, index) => ({
      position: seal.firstPosition + index,
      entry_ID: entry,
      hash,
      seal_number: seal.number,
    }))
    const stretch = { from: rows[0]?.queued, to: rows.at(-1)?.queued }
    return (await keep(seal, rowsOfLeaves, stretch)) ? rows.length : 0
  }

  /** What was appended before there were seals is sealed first, once. */
  async #prepare(): Promise<void> {
    if (this.#isReady) return
    if (!(await SELECT.one.from(Counters).columns('name').where({ name: 'seal' }))) await INSERT.into(Counters).entries({ name: 'seal' })
    while (!(await SELECT.one.from(AuditSeals).columns('number')) && (await queueOld()) > 0) await pause(0)
    this.#isReady = true
  }
}

interface Waiting extends Readonly<Record<string, unknown>> {
  readonly queued: number | string
  readonly entryID: string
  readonly ID: string | null
}

/** Number of the last seal that was made, its hash, and the last position that is taken. */
async function lastSeal(): Promise<{ made: number; position: number; previous: string | undefined }> {
  const counter = await SELECT.one.from(Counters).columns('value').where({ name: 'seal' })
  const seal = await SELECT.one.from(AuditSeals).columns('number', 'hash', 'lastPosition').orderBy('number desc')
  const leaf = await SELECT.one.from(AuditLeaves).columns('position').orderBy('position desc')
  // Whatever was tampered with, sealing goes on behind it; verifying tells.
  const made = greatest(counter?.value, seal?.number)
  return { made, position: greatest(seal?.lastPosition, leaf?.position), previous: seal?.hash ?? undefined }
}

/** Some databases give large whole numbers as text. */
function greatest(...values: readonly unknown[]): number {
  return Math.max(...values.map((value) => Number(value ?? 0)))
}

/** @returns false if another sealer was faster */
async function keep(
  seal: Seal,
  leaves: readonly Readonly<Record<string, unknown>>[],
  queued: { from: unknown; to: unknown },
): Promise<boolean> {
  return await cds.tx({ user: new cds.User('countersign') } as never, async (): Promise<boolean> => {
    if ((await nextSeal({ number: seal.number })) === 0) return false
    await insertSeals([{ ...seal }])
    await insertLeaves(leaves)
    await unqueue({ ...queued, position: seal.firstPosition })
    return true
  })
}

async function queueOld(): Promise<number> {
  const rows = (await cds.run(OLD)) as { sequence: number; entry_ID: string }[]
  if (rows.length > 0) await INSERT.into(AuditUnsealed).entries(rows)
  return rows.length
}
