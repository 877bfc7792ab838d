import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { until } from '../flow/until.ts'
import { screenshot } from './browser.ts'
import { rowOf, shift, WORKLIST } from './launchpad-stand.ts'
import { button, shown, SUITE, testNothingLeft } from './stand.ts'
import { openTab, select } from './steps.ts'

const focused = (page: Page) => page.evaluate<string>(`document.activeElement.tagName + ' ' + document.activeElement.innerText`)
const FOLD = 1000

describe('what a planner sees', SUITE, () => {
  const at = shift()
  const page = (ID: string, user = 'planner', locale?: string) => at.browser.open(user, `${WORKLIST}&/Suggestions(${ID})`, locale)

  test('the shell says who is signed in', async () => {
    for (const user of ['planner', 'controller']) {
      const home = await at.browser.open(user, '/launchpad.html')
      await shown(home, 'Monitor').waitFor()
      await home.locator('#userActionsMenuHeaderButton, #meAreaHeaderButton').first().click()
      await shown(home, user).waitFor()
    }
  })

  test('lists offer what the own role may do, and nothing else', async () => {
    const offered = { Approve: 'planner', Reject: 'planner', 'Sign off': 'controller', 'Return to planner': 'controller' }
    for (const user of ['planner', 'controller', 'auditor']) {
      const list = await at.browser.open(user, WORKLIST)
      await list.locator('tr.sapMListTblRow:visible').first().waitFor()
      if (user !== 'auditor') await button(list, 'Assign').waitFor()
      const buttons = Object.keys(offered) as (keyof typeof offered)[]
      for (const name of buttons) assert.equal(await button(list, name).count(), offered[name] === user ? 1 : 0, `${user}: ${name}`)
      if (user === 'auditor') assert.equal(await button(list, 'Assign').count(), 0)
      await screenshot(list, `worklist-${user}`)
    }
  })

  test('the page of a message says once, above the fold, why it is held', async () => {
    const [held] = await at.held(`status eq 'proposed' and action_code eq 'setStorageLocation'`)
    assert.ok(held)
    const item = await page(held.ID)
    const said = item.getByText(held.reason.slice(0, 40)).filter({ visible: true })
    await said.first().waitFor()
    await screenshot(item, 'held-message-reason', FOLD)
    const places = (await Promise.all((await said.all()).map((each) => each.boundingBox()))).map((box) => box?.y ?? FOLD)
    assert.equal(places.filter((y) => y < FOLD).length, 1, places.join(', '))
  })

  test('fields and evidence have names, in German, too', async () => {
    const [held] = await at.held(`status eq 'proposed' and action_code eq 'adjustQuantity' and contains(reason,'the ERP itself')`)
    assert.ok(held)
    const item = await page(held.ID, 'planner', 'de-DE')
    await item.setViewportSize({ width: 1600, height: 2000 })
    await item.getByText('Erwartet laut: ERP').first().waitFor()
    await button(item, 'Anpassen').click()
    await item.getByRole('dialog').getByText('Alle anderen Werte').click()
    await item.getByRole('dialog').getByText('Leistung 1: Menge').first().waitFor()
    assert.equal(await item.getByRole('dialog').getByText('activities/').count(), 0)
    await screenshot(item, 'adjust-german', 2000)
  })

  test('what a later proposal replaced is not among what was decided', async () => {
    const [held] = await at.held(`status eq 'proposed' and action_code eq 'setBatch'`)
    assert.ok(held)
    const { attempt_ID } = await at.odata<{ attempt_ID: string }>(`worklist/Suggestions(${held.ID})?$select=attempt_ID`)
    await at.act(`triage/Conflicts(${attempt_ID})/TriageService.resubmit`, {})
    await until(async () => (await at.one(held.ID)).status === 'superseded')
    const list = await at.browser.open('planner', WORKLIST)
    await openTab(list, 'Done (0)')
    await openTab(list, 'Superseded (1)')
    await list.locator('tr.sapMListTblRow:visible').getByText(held.attemptNumber, { exact: true }).waitFor()
    await screenshot(list, 'worklist-superseded')
  })

  test('who decides by the keyboard goes on with the next row, and on the page with what can be done next; nothing is due any more', async () => {
    const [first, second] = await at.held(`status eq 'proposed' and requiredRole eq 'planner'`, 'isUndated,dueAt')
    assert.ok(first && second)
    const list = await at.browser.open('planner', WORKLIST)
    await select(rowOf(list, first.attemptNumber))
    await button(list, 'Reject').focus()
    await list.keyboard.press('Enter')
    const dialog = list.getByRole('dialog')
    await dialog.getByRole('textbox').fill('Counted twice')
    await dialog.getByRole('button', { name: 'Reject', exact: true }).press('Enter')
    await list.getByRole('dialog', { name: '1 of 1 done' }).getByRole('button', { name: 'Close' }).press('Enter')
    await until(async () => (await focused(list)).startsWith('TR'))
    assert.match(await focused(list), new RegExp(`\\b${second.attemptNumber}\\b`))
    await list.keyboard.press('Enter')
    await shown(list, 'Before and after').waitFor()
    await shown(list, 'Due').waitFor()
    await button(list, 'Reject').press('Enter')
    await dialog.getByRole('textbox').fill('Counted twice')
    await dialog.getByRole('button', { name: 'Reject', exact: true }).press('Enter')
    await dialog.waitFor({ state: 'hidden' })
    await until(async () => (await focused(list)).startsWith('BUTTON'))
    await shown(list, 'Due').waitFor({ state: 'hidden' })
    await screenshot(list, 'decided')
  })

  testNothingLeft(at)
})
