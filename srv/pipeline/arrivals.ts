import { AttemptItems, SyncAttempts } from '#cds-models/countersign'
import { fitting } from '../database/fitting.ts'
import { insertion } from '../database/insertion.ts'
import type { Decimal, Quantity, SyncMessage } from '../domain/message.ts'
import { parseDecimal } from '../domain/quantity.ts'
import { contentHash } from './identity.ts'
import { contentOf, keptHeaders, MOST_PATH } from './storage.ts'

/** What is kept of a message that has just come. */

const insertAttempts = insertion('countersign.SyncAttempts')
const insertItems = insertion('countersign.AttemptItems')

/** A message as its attempt begins. */
export function arrivalOf(message: SyncMessage, hash: string, ID: string, number: number) {
  const first = message.parts[0]
  return fitting(SyncAttempts, {
    ID,
    number,
    status: 'received',
    sender: message.sender,
    service: message.service,
    kind: message.kind,
    isChangeSet: message.isChangeSet,
    receivedAt: new Date().toISOString(),
    keyValue: message.key?.value ?? null,
    keyKind: message.key?.kind ?? 'none',
    bodyHash: hash,
    contentHash: contentHash(message),
    deliveries: 1,
    method: message.request.method,
    path: message.request.path.slice(0, MOST_PATH),
    headers: JSON.stringify(keptHeaders(message.request.headers)),
    plant: plantOf(message),
    order: first?.order || null,
    operation: first?.operation || null,
    material: first?.material || null,
  })
}

interface Arrived {
  readonly message: SyncMessage
  readonly attempt: ReturnType<typeof arrivalOf> & Readonly<Record<string, unknown>>
  /** Under which the ERP will know each part. */
  readonly keys?: readonly string[]
}

/** Attempts and their parts, all at once. Within the open transaction. */
export async function writeArrivals(written: readonly Arrived[]): Promise<void> {
  await insertAttempts(
    written.map(({ message, attempt }) => {
      const first = message.parts[0]
      return fitting(SyncAttempts, {
        ...attempt,
        yield: decimalOf(first?.yield),
        scrap: decimalOf(first?.scrap),
        unit: first?.yield?.unit || first?.scrap?.unit || null,
        workCenter: first?.workCenter || null,
        postingDate: first?.postingDate ?? null,
        body: message.request.body,
      })
    }),
  )
  const items = written.flatMap(({ message, attempt, keys = [] }) =>
    message.parts.map((part, position) =>
      fitting(AttemptItems, {
        attempt_ID: attempt.ID,
        position,
        kind: part.kind,
        method: part.method,
        path: part.path.slice(0, 500),
        headers: JSON.stringify(keptHeaders(part.headers)),
        body: part.body,
        content: contentOf(part),
        plant: part.plant || null,
        order: part.order || null,
        operation: part.operation || null,
        material: part.material || null,
        yield: decimalOf(part.yield),
        scrap: decimalOf(part.scrap),
        rework: decimalOf(part.rework),
        unit: part.yield?.unit || part.scrap?.unit || null,
        erpKey: keys[position] ?? null,
      }),
    ),
  )
  await insertItems(items)
}

/** The plant that all parts are of; null when they name none, or several: then it is nobody's own plant. */
function plantOf(message: SyncMessage): string | null {
  const plants = new Set(message.parts.map((part) => part.plant))
  return plants.size === 1 ? message.parts[0]?.plant || null : null
}

/** What the column can hold; what the sender wrote instead of a number stays in the content of its part. */
function decimalOf(quantity: Quantity | undefined): Decimal | null {
  return quantity && parseDecimal(quantity.value) ? quantity.value.trim() : null
}
