import { Counters } from '#cds-models/countersign'

/** Kinds of numbers that count up without gaps a person would ask about. */
export const COUNTERS = ['attempt', 'audit', 'lane'] as const

/** Next number of its kind, taken within the open transaction. */
export async function nextNumber(name: (typeof COUNTERS)[number]): Promise<number> {
  await UPDATE(Counters)
    .set({ value: { '+=': 1 } } as never)
    .where({ name })
  const row = await SELECT.one.from(Counters).columns('value').where({ name })
  if (row?.value == null) throw new Error(`Counter ${name} is missing: the database was not prepared`)
  return row.value
}
