import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { Person } from '../flow/people.ts'
import type { Product } from '../flow/product.ts'
import { until } from '../flow/until.ts'
import { failures } from '../landscape/failures/index.ts'
import { S4Admin } from '../traffic/admin.ts'
import { V2Client } from '../traffic/client.ts'
import { guid } from '../traffic/random.ts'
import { ready, screenshot } from './browser.ts'
import { button, shown, stand, SUITE, testNothingLeft } from './stand.ts'
import { absent, answer } from './steps.ts'

const AUDIT = '/launchpad.html#AuditLog-display'

interface Entry {
  readonly attempt_ID: string
  readonly attemptNumber: string
  readonly erpDocument: string
  readonly leaf: { readonly position: string } | null
}

describe('an auditor at the audit log', SUITE, () => {
  const at = stand(postAndReject)

  const posted = async (): Promise<Entry> => {
    const rows = await new Person(at.product.url, 'auditor').read<Entry>(`audit/AuditLog?$filter=action eq 'posted'&$expand=leaf`)
    assert.ok(rows[0])
    return rows[0]
  }

  test('sees where each entry is sealed, and what proves it', async () => {
    await until(async () => (await posted()).leaf)
    const page = await at.browser.open('auditor', AUDIT)
    const { erpDocument } = await posted()
    await shown(page, erpDocument).waitFor()
    await screenshot(page, 'audit-log')
    await shown(page, erpDocument).click()
    await page.getByText('Fingerprint of this entry').first().waitFor()
    await screenshot(page, 'audit-entry', 1300)
  })

  test('is led from an entry to the held message that it is about, if it is about one', async () => {
    const pageOf = async (action: string): Promise<Page> => {
      const [entry] = await new Person(at.product.url, 'auditor').read<{ ID: string }>(`audit/AuditLog?$filter=action eq '${action}'`)
      assert.ok(entry)
      const page = await at.browser.open('auditor', `${AUDIT}&/AuditLog(${entry.ID})`)
      await page.getByText('Fingerprint of this entry').first().waitFor()
      await ready(page)
      return page
    }
    await button(await pageOf('rejected'), 'Open held message').waitFor()
    await absent(await pageOf('posted'), 'Open held message')
  })

  test('verifies the log with one button, and is told in plain words', async () => {
    const page = await at.browser.open('auditor', AUDIT)
    await button(page, 'Verify').click()
    await page.getByRole('button', { name: 'Verify now' }).click()
    await page.getByText(/^The log is whole: \d+ entries in \d+ seals/).waitFor()
    await screenshot(page, 'audit-verified')
  })

  test('takes the list away as it is filtered', async () => {
    const { attemptNumber } = await posted()
    const page = await at.browser.open('auditor', `${AUDIT}?attemptNumber=${attemptNumber}&action=posted`)
    await shown(page, (await posted()).erpDocument).waitFor()
    const lines = (await taken(page, 'This list as CSV')).toString().trim().split('\r\n')
    assert.equal(lines.length, 2)
    assert.match(lines[0] ?? '', /,Sealed position,Seal,/)
    assert.ok(lines[1]?.includes((await posted()).erpDocument))
    assert.equal((await taken(page, 'This list as Excel (XLSX)')).subarray(0, 2).toString(), 'PK')
    assert.match((await taken(page, 'Latest seal, to be kept elsewhere')).toString(), /"root": "[0-9a-f]{64}"/)
  })

  test('follows a document back to its message', async () => {
    const { attemptNumber, erpDocument, attempt_ID } = await posted()
    const page = await at.browser.open('auditor', AUDIT)
    await page
      .locator('a', { hasText: new RegExp(`^${attemptNumber}$`) })
      .filter({ visible: true })
      .first()
      .click()
    await page.getByText('Fingerprint of the input').filter({ visible: true }).first().waitFor()
    await screenshot(page, 'audit-lineage', 1400)
    assert.equal(await shown(page, 'Erase payload').count(), 0)
    const [raw] = await Promise.all([page.context().waitForEvent('page'), button(page, 'Raw message').click()])
    await raw.getByText('"OrderID"').waitFor()
    const file = page.waitForEvent('download')
    await shown(page, 'Lineage as JSON').click()
    const { attempts, ...lineage } = JSON.parse((await readFile(await (await file).path())).toString()) as {
      erpDocument: string
      attempts: { message: { ID: string } }[]
    }
    assert.equal(lineage.erpDocument, erpDocument)
    assert.deepEqual(
      attempts.map((each) => each.message.ID),
      [attempt_ID],
    )
  })

  test('reads German where the browser does', async () => {
    const page = await at.browser.open('auditor', AUDIT, 'de-DE')
    await button(page, 'Nachweisen').click()
    await page.getByRole('button', { name: 'Jetzt prüfen' }).click()
    await page.getByText(/^Das Protokoll ist unversehrt/).waitFor()
    await screenshot(page, 'audit-verified-german')
  })

  test('an administrator erases a payload, and the log is as whole as before', async () => {
    const { attempt_ID } = await posted()
    const page = await at.browser.open('admin', `${AUDIT}&/SyncAttempts(${attempt_ID})`)
    await shown(page, 'Erase payload').click()
    await answer(page, 'Erase payload', { reason: 'Asked for by the person' })
    const auditor = new Person(at.product.url, 'auditor')
    await until(async () => {
      const [attempt] = await auditor.read<{ erasedAt: string | null }>(`audit/SyncAttempts?$filter=ID eq ${attempt_ID}`)
      return attempt?.erasedAt
    })
    await shown(page, 'Erase payload').waitFor({ state: 'hidden' })
    await screenshot(page, 'audit-erased')
    const [told] = await auditor.read<{ actor: string; reason: string }>(`audit/AuditLog?$filter=action eq 'payloadErased'`)
    assert.deepEqual([told?.actor, told?.reason], ['admin', 'Asked for by the person'])
  })

  testNothingLeft(at)
})

/** One message that the ERP takes, and one that a planner rejects. */
async function postAndReject({ url, s4AdminUrl }: Product): Promise<void> {
  const today = new Date().toISOString().slice(0, 10)
  const failure = failures.find((each) => each.code === 'RU/494')
  assert.ok(failure)
  const dm = new V2Client(url, 'dm', 'dm')
  for (const isHealed of [true, false]) {
    const index = isHealed ? 1 : 2
    const { rows, message } = failure.arrange({ index, today, key: guid('audit', String(index), 1) }, isHealed)
    for (const each of rows) await new S4Admin(s4AdminUrl).put(each.set, each.rows)
    const answer = await dm.post(message.service, message.path, JSON.stringify(message.body))
    assert.equal(answer.status, isHealed ? 201 : 409, answer.text)
  }
  const planner = new Person(url, 'planner')
  const [held] = await planner.read<{ ID: string }>(`worklist/Suggestions?$filter=status eq 'proposed'`)
  assert.ok(held)
  assert.ok((await planner.decide(held.ID, 'rejectSuggestion', { reason: 'The order is done with' })) < 300)
}

/** Content of the file that an entry of the download menu brings. */
async function taken(page: Page, name: string): Promise<Buffer> {
  await shown(page, 'Download').click()
  const file = page.waitForEvent('download')
  await shown(page, name).click()
  return readFile(await (await file).path())
}
