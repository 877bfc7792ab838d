import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { ready, screenshot } from './browser.ts'
import { decideOn, read, rowOf } from './control-stand.ts'
import { play } from './launchpad-stand.ts'
import { button, shown, stand, SUITE, testNothingLeft } from './stand.ts'
import { absent, choose, decide, edit, openTab, write } from './steps.ts'

const POLICIES = '/launchpad.html#Policy-manage'
const EVERYTHING = `${POLICIES}&/Policies(kind='*',plant='*',IsActiveEntity=true)`

interface Policy {
  readonly version: number
  readonly phase: string
  readonly holdFrom: string
  readonly controllerFor: string
  readonly reason: string
}

describe('an administrator at the policies', SUITE, () => {
  const at = stand((product) => play(product, 80, 7))
  const policy = () => read<Policy>(at.product, `Policies(kind='*',plant='*',IsActiveEntity=true)`)

  test('edits a policy, tests it against the recorded past, and puts it to work', async () => {
    const page = await at.browser.open('admin', '/launchpad.html')
    await shown(page, 'Policies').click()
    await rowOf(page, 'All messages').waitFor()
    assert.match(await page.title(), /Policies$/)
    await screenshot(page, 'policies')
    await rowOf(page, 'All messages').click()
    await button(page, 'Edit').waitFor()
    await everything(page)
    await screenshot(page, 'policy', 3000)
    await edit(page)
    await fill(page, 'holdFrom', '0.7')
    await fill(page, 'reason', 'Too much slips through')
    await everything(page)
    await button(page, 'Back-test').click()
    await shown(page, 'Corrected by itself').waitFor()
    await screenshot(page, 'policy-back-test', 3000)
    const tested = await read<{ measure: string; messages: number }[]>(at.product, `BackTestRows?$filter=kind eq '*' and plant eq '*'`)
    assert.deepEqual(tested.map((row) => row.measure).sort(), ['actedAlone', 'held', 'released', 'releasedWithNote'])
    assert.ok(tested.every((row) => row.messages > 0))
    assert.equal((await policy()).version, 1)
    await button(page, 'Save').click()
    await button(page, 'Edit').waitFor()
    const { version, holdFrom, reason } = await policy()
    assert.deepEqual([version, holdFrom, reason], [2, '0.7000', 'Too much slips through'])
    await rowOf(page, 'Too much slips through').waitFor()
    await screenshot(page, 'policy-history', 3000)
    await shown(page, 'Show More').click()
    const changed = rowOf(page, 'Held from a probability of failure of')
    await changed.waitFor()
    assert.match(await changed.innerText(), /admin[^]*0\.9000[^]*0\.7000/)
    await screenshot(page, 'policy-changes', 3600)
  })

  test('discards what he has edited, and the policy stays as it was', async () => {
    const before = await policy()
    const page = await at.browser.open('admin', EVERYTHING)
    await edit(page)
    await fill(page, 'holdFrom', '0.6')
    await button(page, 'Discard Draft').click()
    await page.getByRole('dialog').or(page.locator('.sapMPopover:visible')).getByRole('button', { name: 'Discard' }).click()
    await button(page, 'Edit').waitFor()
    assert.deepEqual(await policy(), before)
  })

  test('says in which cases a controller signs, by their names', async () => {
    const page = await at.browser.open('admin', EVERYTHING)
    await everything(page)
    await edit(page)
    await page.getByRole('combobox', { name: 'Needs a controller' }).click()
    await page.getByRole('option', { name: 'High value' }).filter({ visible: true }).first().click()
    await ready(page)
    await page.keyboard.press('Delete')
    await page.getByRole('option', { name: 'High value' }).filter({ visible: true }).waitFor({ state: 'hidden' })
    await fill(page, 'reason', 'Value is looked at elsewhere')
    await screenshot(page, 'policy-cases', 3000)
    await button(page, 'Save').click()
    await button(page, 'Edit').waitFor()
    await shown(page, 'Closed period, Financial status, Reversal, Reversed before').waitFor()
    assert.deepEqual((await policy()).controllerFor.split(',').sort(), ['closedPeriod', 'finance', 'reversal', 'reversedBefore'])
  })

  test('raises a phase that lacks evidence, and reads what is missing', async () => {
    const page = await at.browser.open('admin', EVERYTHING)
    await button(page, 'Raise phase').click()
    const dialog = page.getByRole('dialog')
    await choose(dialog.getByRole('combobox').first(), 'Automate')
    await write(dialog.locator('textarea'), 'It does well')
    await screenshot(page, 'phase-raise')
    await dialog.getByRole('button', { name: 'Raise phase' }).click()
    await page.getByText('The evidence is too thin').first().waitFor()
    await screenshot(page, 'phase-evidence-missing')
    assert.equal((await policy()).phase, 'supervise')
  })

  test('lowers a phase, and the move stands under it with its reason', async () => {
    const page = await at.browser.open('admin', EVERYTHING)
    await everything(page)
    await decide(page, 'Lower phase', { choice: 'Monitor', reason: 'Inventory week' })
    await rowOf(page, 'Inventory week').waitFor()
    assert.equal((await policy()).phase, 'monitor')
    const all = await at.browser.open('admin', POLICIES)
    await rowOf(all, 'All messages').waitFor()
    await openTab(all, 'Moves of phases')
    await rowOf(all, 'Inventory week').waitFor()
    await screenshot(all, 'phase-moves')
  })

  test('stops judging everywhere, which every page of the policies says, and resumes it', async () => {
    const page = await at.browser.open('admin', POLICIES)
    await rowOf(page, 'All messages').waitFor()
    await openTab(page, 'Stop judging')
    await rowOf(page, 'Everywhere').waitFor()
    assert.equal(await page.locator('.sapMCb:visible').count(), 0, 'one plant at a time')
    await decideOn(page, 'Everywhere', 'Stop', 'The model is out of order')
    await page.getByText('Judging is stopped everywhere').filter({ visible: true }).first().waitFor()
    await rowOf(page, 'The model is out of order').waitFor()
    await screenshot(page, 'stopped')
    assert.equal((await stopped())[0]?.reason, 'The model is out of order')
    const other = await at.browser.open('controller', EVERYTHING)
    await other.getByText('Judging is stopped everywhere').filter({ visible: true }).first().waitFor()
    await screenshot(other, 'stopped-policy')
    const home = await at.browser.open('admin', '/launchpad.html')
    await home.getByText('Judging is stopped: everywhere').waitFor()
    await screenshot(home, 'stopped-launchpad')
    await decideOn(page, 'Everywhere', 'Resume', 'It works again')
    await page.getByText('Judging is stopped everywhere').filter({ visible: true }).first().waitFor({ state: 'hidden' })
    assert.deepEqual(await stopped(), [])
  })

  test('sees what rules, the model and people would have made of the messages', async () => {
    const page = await at.browser.open('admin', POLICIES)
    await openTab(page, 'Rules, model, people')
    await rowOf(page, 'Rules alone').waitFor()
    await screenshot(page, 'baseline')
  })

  test('an auditor finds nothing to change', async () => {
    const page = await at.browser.open('auditor', EVERYTHING)
    await shown(page, 'What is held').waitFor()
    await absent(page, 'Edit', 'Delete', 'Back-test', 'Raise phase', 'Lower phase')
    await page.goto('about:blank')
    await page.goto(`${at.product.url}${POLICIES}`)
    await rowOf(page, 'All messages').waitFor()
    await openTab(page, 'Stop judging')
    await rowOf(page, 'Everywhere').waitFor()
    await absent(page, 'Stop', 'Resume', 'Create')
  })

  test('everything is there in German', async () => {
    const page = await at.browser.open('admin', POLICIES, 'de-DE')
    await rowOf(page, 'Alle Meldungen').click()
    await shown(page, 'Was angehalten wird').waitFor()
    await everything(page)
    await shown(page, 'Wer recht hat').waitFor()
    await screenshot(page, 'policy-german', 3000)
  })

  testNothingLeft(at)

  const stopped = () => read<{ reason: string }[]>(at.product, 'KillSwitches?$filter=isOn eq true')
})

/** Sections are read as they come into sight: the window is made high enough for all. */
async function everything(page: Page): Promise<void> {
  await page.setViewportSize({ width: 1600, height: 3000 })
  await ready(page)
}

async function fill(page: Page, field: string, value: string): Promise<void> {
  await write(page.locator(`input[id*="::${field}::"], textarea[id*="::${field}::"]`).filter({ visible: true }).first(), value)
}
