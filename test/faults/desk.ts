import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { FaultPlan } from '../landscape/s4/faults.ts'
import { type Answer, V2Client } from '../traffic/client.ts'
import { confirmation, type FaultMessage } from '../tools/faults/messages.ts'
import { type FaultOrder, makeOrders } from '../tools/faults/orders.ts'

/** What tests of single faults ask of a running product. */

interface Urls {
  readonly url: string
  readonly s4AdminUrl: string
}

const PATIENT = { retries: 60, longestWait: 500 }
const IMPATIENT = { retries: 0, longestWait: 0 }

/** Orders in the S/4 with which nothing is wrong. */
export async function openOrders(product: Pick<Urls, 's4AdminUrl'>, count: number): Promise<FaultOrder[]> {
  const { orders, rows } = makeOrders(count, new Date().toISOString().slice(0, 10))
  for (const each of rows) await admin(product, 'PUT', 'rows', each)
  return orders
}

/** A message with which nothing is wrong. */
export function report(order: FaultOrder | undefined, quantity: number, key: string = randomUUID()): FaultMessage {
  assert.ok(order)
  return confirmation(order, key, '0010', quantity, true)
}

/** Delivers until an answer is final. */
export async function deliver({ url }: Pick<Urls, 'url'>, message: FaultMessage): Promise<Answer> {
  return post(new V2Client(url, 'dm', 'dm', PATIENT), message)
}

/** Delivers once, with a session that is fetched before. */
export async function deliverOnce({ url }: Pick<Urls, 'url'>, message: FaultMessage): Promise<Answer> {
  return post(new V2Client(url, 'dm', 'dm', IMPATIENT), message)
}

export function post(client: V2Client, { service, path, body, headers }: FaultMessage): Promise<Answer> {
  return client.request('POST', service, path, body, headers)
}

/** Keys of the confirmations in the S/4's books, in the order of booking. */
export async function booked(product: Pick<Urls, 's4AdminUrl'>): Promise<string[]> {
  const { confirmations } = (await admin(product, 'GET', 'documents')) as { confirmations: { externalKey: string }[] }
  return confirmations.map((each) => each.externalKey)
}

export async function setFaults(product: Pick<Urls, 's4AdminUrl'>, plan: FaultPlan): Promise<void> {
  await admin(product, 'PUT', 'faults', plan)
}

/** What a V2 error says. */
export function errorOf(answer: Answer): { code: string; text: string } {
  const error = (answer.body as { error?: { code?: string; message?: { value?: string } } } | undefined)?.error
  return { code: error?.code ?? '', text: error?.message?.value ?? '' }
}

/** Why a test can't run here, in one line; never in CI, where what it needs has to be there. */
export function skipWithout(isThere: boolean, what: string): string | false {
  assert.ok(isThere || process.env.CI !== 'true', `${what} is missing, and CI skips nothing`)
  return isThere ? false : `${what} is missing`
}

async function admin({ s4AdminUrl }: Pick<Urls, 's4AdminUrl'>, method: string, path: string, body?: unknown): Promise<unknown> {
  const init = body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(`${s4AdminUrl}/admin/${path}`, { method, ...init })
  assert.ok(response.ok, `${method} /admin/${path} answered ${response.status}`)
  return response.json()
}
