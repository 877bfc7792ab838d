import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { until } from '../flow/until.ts'
import { screenshot } from './browser.ts'
import { button, shown, SUITE, testNothingLeft } from './stand.ts'
import { decide, openTab, passing, select } from './steps.ts'
import { bags, EACH, ORDERS, rows, TODAY, TRIAGE } from './triage-stand.ts'

describe('people and single failures', SUITE, () => {
  const at = bags()

  test('several messages are taken into the own hands at once, and found there', async () => {
    const page = await at.browser.open('planner', TRIAGE)
    await openTab(page, 'Messages')
    await page.getByText(`Messages (${String(ORDERS * EACH)})`).waitFor()
    await select(rows(page).nth(0), rows(page).nth(1))
    await screenshot(page, 'triage-messages')
    await button(page, 'Assign').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Assign' }).waitFor()
    assert.equal(await dialog.getByRole('combobox').or(dialog.getByRole('textbox')).first().inputValue(), 'planner')
    await dialog.getByRole('button', { name: 'Assign' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await rows(page).nth(1).getByText('planner', { exact: true }).waitFor()
    assert.equal((await at.failures('isMine eq true')).length, 2)
    await Promise.all([passing(page.getByText('2 messages are being tried again')), decide(page, 'Try again', { reason: 'Just to see' })])
    const again = await until(async () => {
      const [row] = await at.planner.read<{ total: number; held: number; finishedAt: string | null }>('triage/Resubmissions')
      return row?.finishedAt ? row : undefined
    })
    assert.deepEqual([again.total, again.held], [2, 2])
    assert.equal((await at.failures('isMine eq true')).length, 2)
  })

  test('a failure is commented and forwarded, and its page and history show it', async () => {
    const [, , target] = await at.failures()
    assert.ok(target)
    const page = await at.browser.open('planner', `${TRIAGE}&/Conflicts(${target.ID})`)
    await decide(page, 'Comment', { reason: 'The bag is new' })
    await page.getByText('The bag is new').first().waitFor()
    await decide(page, 'Forward', { choice: 'Integration', reason: 'Is it in the map?' })
    await shown(page, 'Integration').waitFor()
    await page.setViewportSize({ width: 1600, height: 1800 })
    for (const text of ['Forwarded', 'Commented', 'Is it in the map?']) await shown(page, text).waitFor()
    await screenshot(page, 'triage-message', 1800)
    assert.equal((await at.failures(`ID eq ${target.ID}`))[0]?.queue, 'integration')
  })

  test('a held message leads to the worklist, and from there back', async () => {
    const [target] = await at.failures()
    assert.ok(target)
    const page = await at.browser.open('planner', `${TRIAGE}&/Conflicts(${target.ID})`)
    await button(page, 'Open held message').click()
    await shown(page, 'Before and after').or(shown(page, 'Proposal')).first().waitFor()
    for (const text of ['Queue', 'Due', 'Master data']) await shown(page, text).waitFor()
    await screenshot(page, 'worklist-queue')
    await button(page, 'Open failure').click()
    await page.waitForURL(/Conflict-triage/)
    await button(page, 'Open held message').waitFor()
    await shown(page, target.attemptNumber).waitFor()
  })

  test('the end of the period leads to what it lacks', async () => {
    const page = await at.browser.open('controller', TRIAGE)
    await openTab(page, 'Period end')
    await rows(page).getByText(TODAY.slice(0, 7), { exact: true }).first().waitFor()
    await screenshot(page, 'triage-periods')
    await rows(page).first().locator('td').nth(1).click()
    await page.getByText(`Open failures (${String((await at.failures()).length)})`).waitFor()
    for (const queue of ['Master data', 'Integration']) await rows(page).getByText(queue, { exact: true }).first().waitFor()
    await screenshot(page, 'triage-period', 1300)
  })

  testNothingLeft(at)
})
