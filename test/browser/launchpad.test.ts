import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { screenshot } from './browser.ts'
import { rowOf, shift, WORKLIST } from './launchpad-stand.ts'
import { button, shown, SUITE, testNothingLeft } from './stand.ts'
import { write } from './steps.ts'

describe('people at the launchpad', SUITE, () => {
  const at = shift()

  test('the launchpad opens with a tile for every page that its user may open, and for no other', async () => {
    for (const [user, titles] of [
      ['admin', ['Failures', 'Audit log', 'Failure codes', 'Policies', 'Operations', 'Models', 'Monitor']],
      ['planner', ['Worklist', 'Failures', 'Monitor']],
    ] as const) {
      const home = await at.browser.open(user, '/launchpad.html')
      await shown(home, 'Monitor').waitFor()
      assert.deepEqual(await home.locator('.sapMGTHdrTxt:visible').allInnerTexts(), titles)
    }
    const page = await at.browser.open('planner', '/launchpad.html')
    await shown(page, 'Worklist').waitFor()
    await screenshot(page, 'launchpad')
    await page.getByText('Worklist', { exact: true }).click()
    await page.getByText('To approve (').waitFor()
  })

  test('a German planner reads German', async () => {
    const page = await at.browser.open('planner', WORKLIST, 'de-DE')
    await page.getByText('Zu genehmigen (').waitFor()
    await page.locator('tr.sapMListTblRow:visible').first().waitFor()
    await shown(page, 'Korrektur').waitFor()
    await screenshot(page, 'worklist-german')
  })

  test('the worklist shows every held message, the most urgent first', async () => {
    const expected = await at.held(`status eq 'proposed'`, 'isUndated,dueAt')
    assert.ok(expected.length >= 3, `${expected.length} messages are held`)
    const page = await at.browser.open('planner', WORKLIST)
    await page.getByText(`To approve (${expected.length})`).waitFor()
    await rowOf(page, expected[0]?.attemptNumber).waitFor()
    const numbers = await page.locator('tr.sapMListTblRow:visible td:nth-child(3)').allInnerTexts()
    assert.deepEqual(numbers.map(Number), expected.map((each) => Number(each.attemptNumber)).slice(0, numbers.length))
    await screenshot(page, 'worklist')
  })

  test('the planner saves a view, and finds it again when the page is opened anew', async () => {
    const [here, all] = [await at.held(`status eq 'proposed' and attempt/plant eq '1710'`), await at.held(`status eq 'proposed'`)]
    assert.ok(here.length > 0 && here.length < all.length, `${here.length} of ${all.length} messages are of the plant`)
    const page = await at.browser.open('planner', WORKLIST)
    await page.getByText(`To approve (${all.length})`).waitFor()
    const plant = page.locator('input[id*="FilterField::attempt::plant"]')
    await plant.fill('1710')
    await plant.press('Tab')
    await page.locator('.sapMToken:visible').filter({ hasText: '1710' }).first().waitFor()
    await button(page, 'Go').click()
    await page.getByText(`To approve (${here.length})`).waitFor()
    await page.getByTitle('Select View').click()
    await button(page, 'Save As').click()
    const dialog = page.getByRole('dialog', { name: 'Save View' })
    await write(dialog.getByRole('textbox'), 'My plant')
    await dialog.getByText('Apply Automatically').click()
    await screenshot(page, 'view-save')
    await button(page, 'Save').click()
    await shown(page, 'My plant').waitFor()
    // The address remembers the filter of its own; a window that starts afresh remembers only what was saved.
    await page.goto('about:blank')
    await page.goto(`${at.product.url}${WORKLIST}`)
    await page.getByText(`To approve (${all.length})`).waitFor()
    await page.getByTitle('Select View').click()
    await page.getByRole('option', { name: 'My plant' }).click()
    await page.getByText(`To approve (${here.length})`).waitFor()
    await screenshot(page, 'view-found')
  })

  test('an auditor saves a view of the audit log', async () => {
    const page = await at.browser.open('auditor', '/launchpad.html#AuditLog-display')
    await shown(page, 'Standard').waitFor()
    await page.getByTitle('Select View').click()
    await button(page, 'Save As').click()
    await write(page.getByRole('dialog', { name: 'Save View' }).getByRole('textbox'), 'Mine')
    await button(page, 'Save').click()
    await shown(page, 'Mine').waitFor()
    await page.reload()
    await shown(page, 'Standard').waitFor()
    await page.getByTitle('Select View').click()
    await page.getByRole('option', { name: 'Mine' }).waitFor()
  })

  testNothingLeft(at)
})
