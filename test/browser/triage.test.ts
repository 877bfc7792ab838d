import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { screenshot } from './browser.ts'
import { button, shown, SUITE, testNothingLeft } from './stand.ts'
import { decide, openTab, passing } from './steps.ts'
import { BAG, bags, EACH, ORDERS, rows, TRIAGE } from './triage-stand.ts'

describe('people and failures of one cause', SUITE, () => {
  const at = bags()

  test('the launchpad leads to the failures, one line for all of one cause', async () => {
    const page = await at.browser.open('planner', '/launchpad.html')
    await page.getByText('Failures', { exact: true }).first().click()
    await page.getByText('Groups (1)').waitFor()
    const row = rows(page).first()
    for (const text of ['Unit of measure', 'Master data', at.material, String(ORDERS * EACH)])
      await row.getByText(text, { exact: true }).first().waitFor()
    await row.getByText(/^in \d+ (hours|day)/).waitFor()
    await screenshot(page, 'triage-groups')
  })

  test('a German planner reads German', async () => {
    const page = await at.browser.open('planner', TRIAGE, 'de-DE')
    await page.getByText('Gruppen (1)').waitFor()
    await rows(page).first().getByText('Stammdaten').waitFor()
    await screenshot(page, 'triage-groups-german')
    const group = await at.groupPage('planner', 'de-DE')
    await button(group, 'Alle erneut versuchen').waitFor()
    await screenshot(group, 'triage-group-german')
  })

  test('the page of a group says what is wrong and what usually helps', async () => {
    const page = await at.groupPage('planner')
    for (const text of ['What is wrong', 'How it comes about', 'What usually helps']) await shown(page, text).waitFor()
    await page.getByText('Nothing of this has been tried again.').waitFor()
    await screenshot(page, 'triage-group', 1300)
  })

  test('a message is cancelled with a reason', async () => {
    const target = (await at.failures()).at(-1)
    assert.ok(target)
    const page = await at.browser.open('planner', `${TRIAGE}&/Conflicts(${target.ID})`)
    await decide(page, 'Cancel message', { reason: 'Booked by hand' })
    await shown(page, 'Rejected').waitFor()
    await button(page, 'Cancel message').waitFor({ state: 'hidden' })
    assert.deepEqual(await at.failures(`ID eq ${target.ID} and isOpen eq true`), [])
  })

  test('once the cause is gone, all of the group is tried again, visibly, and posted', async () => {
    const open = (await at.failures(`material eq '${at.material}' and isOpen eq true and queue eq 'masterData'`)).length
    const all = (await at.failures(`material eq '${at.material}' and isOpen eq true`)).length
    assert.ok(open > 10)
    await at.admin.put('A_ProductUnitsOfMeasure', [
      { Product: at.material, AlternativeUnit: 'BAG', QuantityNumerator: String(BAG), QuantityDenominator: '1', BaseUnit: 'PC' },
    ])
    const page = await at.groupPage('planner')
    await Promise.all([
      passing(page.getByText(`${String(all)} messages are being tried again`)),
      decide(page, 'Try all again', { reason: 'The bag is known now' }),
    ])
    await page
      .getByText(/^\d+ of \d+$/)
      .first()
      .waitFor()
    await screenshot(page, 'triage-trying')
    await page
      .getByText(`${String(all)} of ${String(all)}`)
      .first()
      .waitFor()
    await rows(page).getByText('Posted', { exact: true }).first().waitFor()
    await button(page, 'Try all again').waitFor({ state: 'hidden' })
    await screenshot(page, 'triage-tried')
    assert.deepEqual(await at.failures(), [])

    const list = await at.browser.open('planner', TRIAGE)
    await openTab(list, 'Resubmissions')
    await list
      .getByText(`${String(all)} of ${String(all)}`)
      .first()
      .waitFor()
    await screenshot(list, 'triage-resubmissions')
    await openTab(list, 'Groups')
    await list.getByText('Nothing fails that fits these filters.').waitFor()
    await screenshot(list, 'triage-nothing')
    await openTab(list, 'Resubmissions')
    await rows(list).first().locator('td').nth(1).click()
    await list.getByText('Document, or why not').first().waitFor()
    await rows(list).getByText('Posted', { exact: true }).first().waitFor()
    await screenshot(list, 'triage-resubmission')
  })

  test('the queues tell how they do', async () => {
    const page = await at.browser.open('controller', TRIAGE)
    await openTab(page, 'Queues')
    await rows(page).getByText('Master data', { exact: true }).waitFor()
    await rows(page)
      .getByText(/^(\d+ (h|min|s) ?)+$/)
      .first()
      .waitFor()
    await screenshot(page, 'triage-queues')
  })

  testNothingLeft(at)
})
