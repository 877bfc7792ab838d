import cds from '@sap/cds'
import { Counters } from '#cds-models/countersign'

/** Kinds of numbers that count up without gaps a person would ask about. */
export const COUNTERS = ['attempt', 'audit', 'lane', 'label'] as const

/** Whoever asks within the same transaction waits for whoever asked before: changes of one batch run side by side. */
const turns = new WeakMap<object, Promise<unknown>>()

/** Next number of its kind, taken within the open transaction. */
export async function nextNumber(name: (typeof COUNTERS)[number]): Promise<number> {
  const tx: object = (cds.context as { tx?: object } | undefined)?.tx ?? cds.db
  const turn = (turns.get(tx) ?? Promise.resolve()).then(() => take(name))
  turns.set(
    tx,
    turn.catch(() => undefined),
  )
  return turn
}

async function take(name: (typeof COUNTERS)[number]): Promise<number> {
  await UPDATE(Counters)
    .set({ value: { '+=': 1 } } as never)
    .where({ name })
  const row = await SELECT.one.from(Counters).columns('value').where({ name })
  if (row?.value == null) throw new Error(`Counter ${name} is missing: the database was not prepared`)
  return row.value
}
