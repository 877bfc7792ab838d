import type { OrderCategory } from '../../domain/message.ts'
import { isAll, rowAt, rowsWhere } from '../api/address.ts'
import { CONFIRMATION } from '../api/confirmation.ts'
import { MATERIAL_DOCUMENT, plainItems } from '../api/material-document.ts'
import type { Answer, Reader } from '../reader.ts'

/** Reads in one `$batch`. */
const AT_ONCE = 50
/** Most that a batch may take, in milliseconds. */
const WITHIN = 30_000

/** Where documents of a kind stand, and how they say that they were taken back; undefined where there is no such document. */
interface Ledger {
  readonly service: string
  readonly ask: (number: readonly [string, string]) => string
  readonly isReversed: (answer: Answer) => boolean | undefined
}

/**
 * Confirmations by the flag that their cancellation leaves on them; material documents by that of their items, so that one cancelled item is enough.
 * All are read by their own key: by what it reverses no document is indexed. A number doesn't say whether the order was a process order: what the
 * production orders' service doesn't know, the other one is asked.
 */
export async function reversedAmong(reader: Reader, documents: readonly string[]): Promise<readonly string[]> {
  const all = [...new Set(documents)]
  const goods = all.filter(isMaterialDocument)
  const confirmed = all.filter((each) => !isMaterialDocument(each))
  const moved = await lookInto(reader, GOODS, goods)
  const produced = await lookInto(reader, confirmations('production'), confirmed)
  const left = confirmed.filter((each) => !produced.has(each))
  const processed = await lookInto(reader, confirmations('process'), left)
  return all.filter((each) => moved.get(each) ?? produced.get(each) ?? processed.get(each))
}

/** By year and number; the count of a confirmation has eight digits at most. */
function isMaterialDocument(number: string): boolean {
  return /^\d{4}\/\w{9,10}$/.test(number)
}

function confirmations(category: OrderCategory): Ledger {
  const { service, rows } = CONFIRMATION[category]
  return {
    service,
    ask: ([group, count]) => rowAt(rows, { ConfirmationGroup: group, ConfirmationCount: count }),
    isReversed: (answer) => answer.as(rows).map((row) => row.IsReversed === true)[0],
  }
}

const GOODS: Ledger = {
  service: MATERIAL_DOCUMENT,
  ask: ([year, document]) => rowsWhere(plainItems, isAll({ MaterialDocumentYear: year, MaterialDocument: document })),
  isReversed: (answer) => {
    const items = answer.as(plainItems)
    return items.length === 0 ? undefined : items.some((item) => item.GoodsMovementIsCancelled === true)
  },
}

/** What the ledger says of each document that it has; batch after batch, so that postings aren't kept waiting. */
async function lookInto(reader: Reader, { service, ask, isReversed }: Ledger, documents: readonly string[]): Promise<Map<string, boolean>> {
  const found = new Map<string, boolean>()
  for (let from = 0; from < documents.length; from += AT_ONCE) {
    const some = documents.slice(from, from + AT_ONCE)
    const answers = await reader
      .batch(
        service,
        some.map((each) => ask(keyOf(each))),
        performance.now() + WITHIN,
      )
      .catch(() => [])
    for (const [index, answer] of answers.entries()) {
      const known = sayOf(() => isReversed(answer))
      if (known !== undefined) found.set(some[index] ?? '', known)
    }
  }
  return found
}

function keyOf(number: string): [string, string] {
  const [first = '', second = ''] = number.split('/')
  return [first, second]
}

/** A single read that the ERP refused says nothing. */
function sayOf(read: () => boolean | undefined): boolean | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
