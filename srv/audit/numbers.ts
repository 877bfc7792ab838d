import { Counters } from '#cds-models/countersign'
import { change, query } from '../database/statement.ts'
import { beforeCommit, openTransaction } from './transaction.ts'

/** Kinds of numbers that count up without gaps a person would ask about. */
export const COUNTERS = ['attempt', 'audit', 'lane', 'label'] as const
type Counter = (typeof COUNTERS)[number]

const lastOf = query<'name', { value: number | string | null }>(({ name }) =>
  SELECT.from(Counters).columns('value').where({ name }).forUpdate(),
)
const setLast = change<'name' | 'value'>(({ name, value }) =>
  UPDATE(Counters)
    .set({ value: value as never })
    .where({ name }),
)

/** The last number of each kind that an open transaction has drawn: read once, written once, however many it takes. */
const drawn = new WeakMap<object, Map<Counter, Promise<{ last: number }>>>()

/** Next number of its kind, taken within the open transaction; nobody else takes one of this kind until it ends. */
export async function nextNumber(name: Counter): Promise<number> {
  return nextNumbers(name, 1)
}

/** The first of `count` numbers in a row. */
export async function nextNumbers(name: Counter, count: number): Promise<number> {
  const counter = await hold(name)
  const first = counter.last + 1
  counter.last += count
  return first
}

/** Whoever wants a number of this kind waits until the open transaction ends. */
export async function hold(name: Counter): Promise<{ last: number }> {
  const transaction = openTransaction()
  const counters = drawn.get(transaction) ?? new Map<Counter, Promise<{ last: number }>>()
  drawn.set(transaction, counters)
  const known = counters.get(name)
  if (known) return known
  const counter = read(name)
  counters.set(name, counter)
  return counter
}

async function read(name: Counter): Promise<{ last: number }> {
  const [row] = await lastOf({ name })
  if (row?.value == null) throw new Error(`Counter ${name} is missing: the database was not prepared`)
  const before = Number(row.value)
  const counter = { last: before }
  beforeCommit(async () => {
    if (counter.last !== before) await setLast({ name, value: counter.last })
  })
  return counter
}
