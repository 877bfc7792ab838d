import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startS4 } from '../../landscape/s4/server.ts'
import { makeMessages } from '../../tools/faults/messages.ts'
import { makeOrders } from '../../tools/faults/orders.ts'
import { V2Client } from '../../traffic/client.ts'

interface Posting {
  readonly position: number
  readonly externalKey?: string
  readonly headerText?: string
  readonly confirmation?: string
}

test('the books tell in which order postings of all kinds were booked, and how often what went wrong', async (context) => {
  const s4 = await startS4()
  context.after(() => s4.close())
  const { orders, rows } = makeOrders(2, new Date().toISOString().slice(0, 10))
  for (const { set, rows: own } of rows) for (const row of own) s4.books.upsert(set, row)
  const fault = { method: 'POST', fault: 'http503', body: 'none', times: 2 }
  await fetch(`${s4.adminUrl}/admin/faults`, { method: 'PUT', body: JSON.stringify({ next: [fault] }) })
  const client = new V2Client(s4.url, 'DM', 'dm', { retries: 3, longestWait: 5 })
  const messages = makeMessages(20, orders, 1).filter((each) => each.isRight)
  for (const { service, path, body, headers } of messages)
    assert.equal((await client.request('POST', service, path, body, headers)).status, 201)

  const answer = await (await fetch(`${s4.adminUrl}/admin/documents`)).json()
  const { confirmations, materialDocuments } = answer as { confirmations: Posting[]; materialDocuments: Posting[] }
  const own = [...confirmations, ...materialDocuments.filter((each) => each.confirmation === undefined)]
  const names = own.sort((a, b) => a.position - b.position).map((each) => each.externalKey ?? each.headerText)
  assert.deepEqual(
    names,
    messages.map((each) => each.inBooks),
  )
  assert.ok(materialDocuments.length > 0)
  assert.deepEqual(await (await fetch(`${s4.adminUrl}/admin/faults/happened`)).json(), { http503: 2 })
})
