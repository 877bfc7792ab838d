import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import type { Product } from '../flow/product.ts'
import { failures } from '../landscape/failures/index.ts'
import { S4Admin } from '../traffic/admin.ts'
import { V2Client } from '../traffic/client.ts'
import { guid } from '../traffic/random.ts'
import { screenshot } from './browser.ts'
import { button, shown, stand, SUITE, testNothingLeft } from './stand.ts'
import { absent, choose, edit, openTab, tab, write } from './steps.ts'

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
    await openTab(page, 'Unknown')
    await shown(page, UNKNOWN).waitFor()
    await screenshot(page, 'failure-codes-unknown')
    await shown(page, UNKNOWN).click()
    await button(page, 'Edit').waitFor()
    await screenshot(page, 'failure-code', 1100)
    await edit(page)
    await choose(field(page, 'cause_code'), 'Status of the order')
    await choose(field(page, 'queue_code'), 'Planner')
    await screenshot(page, 'failure-code-edit', 1100)
    await button(page, 'Save').click()
    await button(page, 'Edit').waitFor()
    const named = await codeOf(`code eq '${UNKNOWN}'`)
    assert.deepEqual([named?.origin, named?.cause_code, named?.queue_code], ['own', 'orderStatus', 'planner'])
  })

  test('edits what was delivered, and takes it back', async () => {
    const page = await at.browser.open('admin', `${CONTROL}&/FailureCodes(ID='34',IsActiveEntity=true)`)
    await edit(page)
    await choose(field(page, 'queue_code'), 'Controller')
    await button(page, 'Save').click()
    await button(page, 'Restore delivered').click()
    await shown(page, 'Planner').waitFor()
    const code = await codeOf(`ID eq '34'`)
    assert.deepEqual([code?.queue_code, code?.isEdited], ['planner', false])
  })

  test('adds a value map, and looks at the targets of the queues', async () => {
    const page = await at.browser.open('admin', CONTROL)
    await openTab(page, 'Value maps')
    await shown(page, 'MATL').waitFor()
    await screenshot(page, 'value-maps')
    await button(page, 'Create').click()
    const dialog = page.getByRole('dialog')
    for (const [index, value] of ['1710', 'DUST'].entries()) await write(dialog.getByRole('textbox').nth(index), value)
    await dialog.getByRole('button', { name: 'Continue' }).click()
    await write(page.locator('input[id*="::erp::"]').filter({ visible: true }).first(), '0001')
    await button(page, 'Create').click()
    await button(page, 'Edit').waitFor()
    await screenshot(page, 'value-map')
    await page.goBack()
    await openTab(page, 'Queue targets')
    await shown(page, 'Warehouse').waitFor()
    await screenshot(page, 'queue-targets')
  })

  test('an auditor finds nothing to change', async () => {
    const page = await at.browser.open('auditor', CONTROL)
    await shown(page, 'CO/469').click()
    await shown(page, 'What usually helps').waitFor()
    await absent(page, 'Edit', 'Delete', 'Create', 'Restore delivered')
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

/** The list of a field that is edited. */
const field = (page: Page, name: string) => page.locator(`input[role="combobox"][id*="::${name}::"]`).filter({ visible: true }).first()
