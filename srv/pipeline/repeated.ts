import { SyncAttempts } from '#cds-models/countersign'
import { query } from '../database/statement.ts'
import type { SyncMessage } from '../domain/message.ts'
import { ATTEMPT, attemptIn, type AttemptRow } from './storage.ts'

/** Which attempt a message repeats. */

/** Identities in one statement: as many as the smallest of these that holds them, so that few statements do for any number. */
const SIZES = [1, 8, 64] as const
const MOST = Math.max(...SIZES)

export interface Delivered {
  readonly message: Pick<SyncMessage, 'sender' | 'service' | 'key'>
  /** SHA-256 of the body, hex. */
  readonly hash: string
  /** Seconds within which the same bytes without a key are the same message. */
  readonly window: number
}

/** What tells two messages apart: sender + service + key; without a key, the body. */
export function identityOf({ message: { sender, service, key }, hash }: Delivered): string {
  return `${sender}\n${service}\n${key ? key.value : `none ${hash}`}`
}

/** The latest attempt of each identity. */
export async function findRepeated(delivered: readonly Delivered[]): Promise<Map<string, AttemptRow>> {
  const keyed = delivered.filter(({ message }) => message.key)
  const keyless = delivered.filter(({ message }) => !message.key)
  const found = new Map<string, AttemptRow>()
  for (const row of [...(await byKey(keyed)), ...(await byBody(keyless))]) {
    const value = row.keyKind === 'none' ? `none ${row.bodyHash ?? ''}` : (row.keyValue ?? '')
    const identity = `${row.sender ?? ''}\n${row.service ?? ''}\n${value}`
    if (!found.has(identity)) found.set(identity, row)
  }
  return found
}

type Named = 'sender' | 'service' | 'value' | 'since'

const byKey = asked(({ sender, service, value }) => ({ sender, service, keyValue: value }))
const byBody = asked(({ sender, service, value, since }) => ({
  ...{ sender, service, keyKind: 'none', bodyHash: value },
  ...{ status: { '!=': 'posted' }, receivedAt: { '>=': since } },
}))

/** Attempts that are `wanted`, latest first; each identity by the index, whatever others are asked for with it. */
function asked(wanted: (named: Readonly<Record<Named, string>>) => object): (delivered: readonly Delivered[]) => Promise<AttemptRow[]> {
  const statements = SIZES.map((size) => ({
    size,
    rows: query<string, AttemptRow>((param) => {
      const named = (at: number): object =>
        wanted({
          ...{ sender: param[`sender${at}`] ?? '', service: param[`service${at}`] ?? '' },
          ...{ value: param[`value${at}`] ?? '', since: param[`since${at}`] ?? '' },
        })
      const select = SELECT.from(SyncAttempts)
        .columns(...ATTEMPT)
        .where(named(0))
        .orderBy('number desc')
      // CAP's types leave it out.
      for (let at = 1; at < size; at++) (select as unknown as { or(where: object): void }).or(named(at))
      return select
    }),
  }))
  return async (delivered) => {
    const rows: AttemptRow[] = []
    for (let from = 0; from < delivered.length; from += MOST) {
      const some = delivered.slice(from, from + MOST)
      const statement = statements.find(({ size }) => size >= some.length)
      rows.push(...((await statement?.rows(params(some, statement.size))) ?? []))
    }
    return rows.map(attemptIn)
  }
}

/** What is left of a statement's places asks for the first once more. */
function params(delivered: readonly Delivered[], size: number): Record<string, unknown> {
  const given: Record<string, unknown> = {}
  for (let at = 0; at < size; at++) {
    const each = delivered[at] ?? delivered[0]
    given[`sender${at}`] = each?.message.sender
    given[`service${at}`] = each?.message.service
    given[`value${at}`] = each?.message.key?.value ?? each?.hash
    given[`since${at}`] = new Date(Date.now() - (each?.window ?? 0) * 1000).toISOString()
  }
  return given
}
