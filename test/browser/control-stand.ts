import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import type { Product } from '../flow/product.ts'
import { failures } from '../landscape/failures/index.ts'
import { S4Admin } from '../traffic/admin.ts'
import { V2Client } from '../traffic/client.ts'
import { guid } from '../traffic/random.ts'
import { decide, select } from './steps.ts'

/** What a controller reads at a path of the control service: one row, or the list of a set. */
export async function read<T>({ url }: Product, path: string): Promise<T> {
  const answer = await fetch(`${url}/odata/v4/control/${path}`, { headers: { authorization: `Basic ${btoa('controller:controller')}` } })
  const body = (await answer.json()) as { value?: unknown; error?: { message: string } }
  assert.equal(answer.status, 200, body.error?.message)
  return (body.value ?? body) as T
}

/** Sends a message that fails as the catalogue says; answers the status that its sender gets. */
export async function sendFailing({ url, s4AdminUrl }: Product, code: string, index: number): Promise<number> {
  const failure = failures.find((each) => each.code === code)
  assert.ok(failure)
  const today = new Date().toISOString().slice(0, 10)
  const { rows, message } = failure.arrange({ index, today, key: guid('control', code, index) })
  const admin = new S4Admin(s4AdminUrl)
  for (const each of rows) await admin.put(each.set, each.rows)
  return (await new V2Client(url, 'dm', 'dm').post(message.service, message.path, JSON.stringify(message.body))).status
}

/** Rows of the tables on the screen that show this text in a cell of its own. */
export function rowOf(page: Page, text: string) {
  return page
    .locator('tbody tr.sapMListTblRow:visible')
    .filter({ has: page.getByText(text, { exact: true }) })
    .first()
}

/** Selects a row, presses a button of its table, gives a reason, and presses the button of the dialog. */
export async function decideOn(page: Page, row: string, action: string, reason: string): Promise<void> {
  await select(rowOf(page, row))
  await decide(page, action, { reason })
}
