import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import type { Product } from '../flow/product.ts'
import { failures } from '../landscape/failures/index.ts'
import { S4Admin } from '../traffic/admin.ts'
import { V2Client } from '../traffic/client.ts'
import { guid } from '../traffic/random.ts'
import { screenshot } from './browser.ts'
import { button, shown, stand, SUITE, tab, testNothingLeft } from './stand.ts'

const CONTROL = '/launchpad.html#FailureCode-manage'
const UNKNOWN = 'ZPP_MES/017'

interface Code {
  readonly origin: string
  readonly cause_code: string
  readonly queue_code: string
  readonly isEdited: boolean
}

describe('an administrator at the failure codes', SUITE, () => {
  const at = stand(sayUnknown)

  const codeOf = async (filter: string): Promise<Code | undefined> => {
    const path = `${at.product.url}/odata/v4/control/FailureCodes?$filter=${encodeURIComponent(filter)}`
    const answer = await fetch(path, { headers: { authorization: `Basic ${btoa('admin:admin')}` } })
    assert.equal(answer.status, 200)
    return ((await answer.json()) as { value: Code[] }).value[0]
  }

  test('sees every failure, and names the one that nobody knew', async () => {
    const page = await at.browser.open('admin', CONTROL)
    await shown(page, 'CO/469').waitFor()
    await screenshot(page, 'failure-codes', 1200)
    await tab(page, 'Unknown').click()
    await shown(page, UNKNOWN).waitFor()
    await screenshot(page, 'failure-codes-unknown')
    await shown(page, UNKNOWN).click()
    await button(page, 'Edit').waitFor()
    await screenshot(page, 'failure-code', 1100)
    await edit(page)
    await choose(page, 'cause_code', 'Status of the order')
    await choose(page, 'queue_code', 'Planner')
    await screenshot(page, 'failure-code-edit', 1100)
    await button(page, 'Save').click()
    await button(page, 'Edit').waitFor()
    const named = await codeOf(`code eq '${UNKNOWN}'`)
    assert.deepEqual([named?.origin, named?.cause_code, named?.queue_code], ['own', 'orderStatus', 'planner'])
  })

  test('edits what was delivered, and takes it back', async () => {
    const page = await at.browser.open('admin', `${CONTROL}&/FailureCodes(ID='34',IsActiveEntity=true)`)
    await edit(page)
    await choose(page, 'queue_code', 'Controller')
    await button(page, 'Save').click()
    await button(page, 'Restore delivered').click()
    await shown(page, 'Planner').waitFor()
    const code = await codeOf(`ID eq '34'`)
    assert.deepEqual([code?.queue_code, code?.isEdited], ['planner', false])
  })

  test('adds a value map, and looks at the targets of the queues', async () => {
    const page = await at.browser.open('admin', CONTROL)
    await tab(page, 'Value maps').click()
    await shown(page, 'MATL').waitFor()
    await screenshot(page, 'value-maps')
    await button(page, 'Create').click()
    await page.getByRole('dialog').waitFor()
    await page.getByRole('dialog').getByRole('textbox').nth(0).fill('1710')
    await page.getByRole('dialog').getByRole('textbox').nth(1).fill('DUST')
    await page.getByRole('dialog').getByRole('button', { name: 'Continue' }).click()
    await page.locator('input[id*="::erp::"]').filter({ visible: true }).first().fill('0001')
    await button(page, 'Create').click()
    await button(page, 'Edit').waitFor()
    await screenshot(page, 'value-map')
    await page.goBack()
    await tab(page, 'Queue targets').click()
    await shown(page, 'Warehouse').waitFor()
    await screenshot(page, 'queue-targets')
  })

  test('an auditor finds nothing to change', async () => {
    const page = await at.browser.open('auditor', CONTROL)
    await shown(page, 'CO/469').click()
    await shown(page, 'What usually helps').waitFor()
    await page.waitForLoadState('networkidle')
    for (const name of ['Edit', 'Delete', 'Create', 'Restore delivered']) assert.equal(await button(page, name).count(), 0, name)
  })

  test('everything is there in German', async () => {
    const page = await at.browser.open('admin', CONTROL, 'de-DE')
    await shown(page, 'Von anderen gesperrt').waitFor()
    await tab(page, 'Wertabbildungen').waitFor()
    await shown(page, 'CO/469').click()
    await shown(page, 'Was meist hilft').waitFor()
    await screenshot(page, 'failure-code-german', 1100)
  })

  testNothingLeft(at)
})

/** The ERP says something that nobody knows: a check of the customer's own. */
async function sayUnknown({ url, s4AdminUrl }: Product): Promise<void> {
  const failure = failures.find((each) => each.code === UNKNOWN)
  assert.ok(failure)
  const today = new Date().toISOString().slice(0, 10)
  const { rows, message } = failure.arrange({ index: 1, today, key: guid('control', 'unknown', 1) })
  const admin = new S4Admin(s4AdminUrl)
  for (const each of rows) await admin.put(each.set, each.rows)
  const answer = await new V2Client(url, 'dm', 'dm').post(message.service, message.path, JSON.stringify(message.body))
  assert.equal(answer.status, 400)
}

/** Chooses from a list of fixed values by writing its text. */
/** Fiori puts the cursor into the first field as soon as that is there: whoever types before is interrupted. */
async function edit(page: Page): Promise<void> {
  await button(page, 'Edit').click()
  await page.locator('input:focus, textarea:focus').waitFor()
}

async function choose(page: Page, field: string, text: string): Promise<void> {
  const input = page.locator(`input[role="combobox"][id*="::${field}::"]`).filter({ visible: true }).first()
  await input.fill('')
  await input.pressSequentially(text)
  await input.press('Tab')
  await page.waitForLoadState('networkidle')
}
