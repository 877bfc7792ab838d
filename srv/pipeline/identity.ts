import { createHash } from 'node:crypto'
import type { SyncMessage } from '../domain/message.ts'

/** Letters that tell lanes apart. */
const LONGEST_LANE = 60

/** SHA-256 (hex) over method, path and raw bytes of every part: equal exactly when a message is the same message. */
export function bodyHash(message: Pick<SyncMessage, 'parts'>): string {
  const hash = createHash('sha256')
  for (const part of message.parts) {
    hash.update(`${part.method} ${part.path}\n${part.body.length}\n`)
    hash.update(part.body)
  }
  return hash.digest('hex')
}

/** SHA-256 (hex) over what a message says, whatever key it bears: equal when the same work is reported under another key. */
export function contentHash(message: Pick<SyncMessage, 'parts'>): string {
  const hash = createHash('sha256')
  for (const part of message.parts) {
    const body = part.body.toString('latin1').toLowerCase()
    hash.update(`${part.method} ${part.path}\n${part.externalKey === '' ? body : body.replaceAll(part.externalKey.toLowerCase(), '')}`)
  }
  return hash.digest('hex')
}

/**
 * Orders that a message posts to, sorted and each once: its lanes. A message without an order has a lane of its own,
 * named after the attempt.
 */
export function lanesOf(message: Pick<SyncMessage, 'parts'>, attemptID: string): string[] {
  const orders = message.parts
    .flatMap((part) => [part.order, ...part.movements.map((movement) => movement.order)])
    .filter((order) => order !== '')
    .map((order) => order.slice(0, LONGEST_LANE))
  return orders.length > 0 ? [...new Set(orders)].sort() : [`attempt:${attemptID}`]
}

/** Kinds that are judged; everything else is recorded and passed on in its turn. */
export function isJudged(kind: string): boolean {
  return kind === 'confirmation' || kind === 'materialDocument'
}
