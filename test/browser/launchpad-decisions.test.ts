import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { screenshot } from './browser.ts'
import { rowOf, shift, WORKLIST } from './launchpad-stand.ts'
import { button, shown, SUITE, testNothingLeft } from './stand.ts'
import { answer, decide, openTab, select, write } from './steps.ts'

describe('people who decide', SUITE, () => {
  const at = shift()

  test('the planner approves, and the page shows the message posting and posted with its document', async () => {
    const target = (
      await at.held(
        `status eq 'proposed' and requiredRole eq 'planner' and (action_code eq 'convertUnit' or action_code eq 'setBatch' or action_code eq 'setStorageLocation')`,
      )
    )[0]
    assert.ok(target, 'there is something that a planner can correct')
    const page = await at.browser.open('planner', WORKLIST)
    await rowOf(page, target.attemptNumber).click()
    await page.getByText('Before and after').first().waitFor()
    await button(page, 'Approve').waitFor()
    await page.setViewportSize({ width: 1600, height: 2200 })
    await page.getByText('Likely causes (').filter({ visible: true }).first().waitFor()
    for (const text of ['Observation', 'What it is about']) await shown(page, text).waitFor()
    await screenshot(page, 'held-message', 2200)
    await screenshot(page, 'held-message-top')
    await button(page, 'Approve').click()
    await write(page.getByRole('dialog').getByRole('textbox'), 'Counted on the line')
    await screenshot(page, 'approve')
    await answer(page, 'Approve')
    await shown(page, 'Approved').waitFor()
    await shown(page, 'Posted').waitFor()
    const posted = await at.one(target.ID)
    assert.equal(posted.attempt.status, 'posted')
    assert.ok(posted.attempt.erpDocument)
    await shown(page, posted.attempt.erpDocument).waitFor()
    await screenshot(page, 'posted', 2200)
  })

  test('the planner adjusts a proposed value, and the suggestion stays open', async () => {
    const target = (await at.held(`status eq 'proposed' and action_code eq 'adjustQuantity'`))[0]
    assert.ok(target, 'there is a proposed quantity')
    const { value: changes } = await at.odata<{ value: { proposed: string }[] }>(`worklist/Suggestions(${target.ID})/changes`)
    const page = await at.browser.open('planner', `${WORKLIST}&/Suggestions(${target.ID})`)
    await button(page, 'Adjust').click()
    const dialog = page.getByRole('dialog')
    const value = (changes[0]?.proposed ?? '').replace(/\d/, (digit) => String((Number(digit) % 9) + 1))
    await write(dialog.getByRole('textbox').first(), value)
    await write(dialog.getByRole('textbox').last(), 'Weighed again')
    await screenshot(page, 'adjust')
    await answer(page, 'Save')
    const after = await at.odata<{ value: { proposed: string }[] }>(`worklist/Suggestions(${target.ID})/changes`)
    assert.equal(Number(after.value[0]?.proposed), Number(value))
    assert.equal((await at.one(target.ID)).status, 'proposed')
    await page
      .getByText(after.value[0]?.proposed ?? '')
      .first()
      .waitFor()
  })

  test('a value that cannot be taken is refused beside its field, in the language of the planner', async () => {
    const target = (await at.held(`status eq 'proposed' and action_code eq 'adjustQuantity'`))[0]
    assert.ok(target, 'there is a proposed quantity')
    const page = await at.browser.open('planner', `${WORKLIST}&/Suggestions(${target.ID})`, 'de-DE')
    await button(page, 'Anpassen').click()
    const dialog = page.getByRole('dialog')
    await write(dialog.getByRole('textbox').first(), 'zehn')
    await dialog.getByRole('button', { name: 'Sichern' }).click()
    await page.getByText('„zehn“ ist keine Zahl; bitte in der Form 12.5 schreiben').filter({ visible: true }).first().waitFor()
    assert.equal(await dialog.getByRole('textbox').first().getAttribute('aria-invalid'), 'true')
    await screenshot(page, 'adjust-refused-german')
    assert.equal((await at.one(target.ID)).status, 'proposed')
  })

  test('the controller signs what needs it, after the planner', async () => {
    const target = (await at.held(`status eq 'proposed' and requiredRole eq 'controller'`))[0]
    assert.ok(target, 'there is something for the controller')
    const planner = await at.browser.open('planner', `${WORKLIST}&/Suggestions(${target.ID})`)
    await decide(planner, 'Approve')
    await shown(planner, 'Awaiting sign-off').waitFor()
    const controller = await at.browser.open('controller', WORKLIST)
    await openTab(controller, 'Awaiting sign-off (')
    await rowOf(controller, target.attemptNumber).click()
    await shown(controller, 'Before and after').waitFor()
    await decide(controller, 'Sign off')
    await shown(controller, 'Approved').waitFor()
    assert.equal((await at.one(target.ID)).status, 'approved')
    await screenshot(controller, 'signed-off')
  })

  test('several messages are approved at once, and what did not go says why', async () => {
    const targets = (await at.held(`status eq 'proposed' and requiredRole eq 'planner'`, 'isUndated,dueAt')).slice(0, 3)
    assert.equal(targets.length, 3)
    const page = await at.browser.open('planner', WORKLIST)
    await select(...targets.map(({ attemptNumber }) => rowOf(page, attemptNumber)))
    const [decided, ...others] = targets
    await at.act(`worklist/Suggestions(${decided?.ID ?? ''})/WorklistService.rejectSuggestion`, { reason: 'Counted twice' })
    await decide(page, 'Approve')
    const told = page.getByRole('dialog', { name: '2 of 3 done' })
    await told.getByText(`Message ${decided?.attemptNumber ?? ''}: not done`).waitFor()
    await told.getByText('This has been decided already: refresh to see what became of it').first().waitFor()
    for (const { attemptNumber } of others) await told.getByText(`Message ${attemptNumber}: approved`).waitFor()
    await screenshot(page, 'approve-several')
    await told.getByRole('button', { name: 'Close' }).click()
    for (const { attemptNumber } of targets) await rowOf(page, attemptNumber).waitFor({ state: 'hidden' })
    for (const { ID } of others) assert.equal((await at.one(ID)).decidedBy, 'planner')
    assert.equal((await at.one(decided?.ID ?? '')).status, 'rejected')
  })

  test('several messages are not rejected without a reason', async () => {
    const targets = (await at.held(`status eq 'proposed'`, 'isUndated,dueAt')).slice(0, 2)
    const page = await at.browser.open('planner', WORKLIST)
    await select(...targets.map(({ attemptNumber }) => rowOf(page, attemptNumber)))
    await button(page, 'Reject').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Reject', exact: true }).click()
    await page.getByText('Please give a reason').first().waitFor()
    await answer(page, 'Reject', { reason: 'The order is done with' })
    await page.getByRole('dialog', { name: '2 of 2 done' }).getByRole('button', { name: 'Close' }).click()
    for (const { ID } of targets) assert.equal((await at.one(ID)).status, 'rejected')
  })

  test('the controller reads the whole story in the audit log', async () => {
    const story = (await at.held(`status eq 'approved' and attempt/status eq 'posted'`))[0]
    assert.ok(story?.attempt.erpDocument, 'something was approved and posted')
    const page = await at.browser.open('controller', `/launchpad.html#AuditLog-display?attemptNumber=${story.attemptNumber}`)
    await page.getByText('Correction proposed').first().waitFor()
    for (const step of ['Received', 'Judged', 'Approved', 'Posting begins', 'Posted']) await shown(page, step).waitFor()
    await shown(page, story.attempt.erpDocument).waitFor()
    await screenshot(page, 'audit')
    await page.getByText('Correction proposed').first().click()
    await page.getByText('On what basis').first().waitFor()
    await page.setViewportSize({ width: 1600, height: 2400 })
    for (const step of ['Received', 'Judged', 'Posted'])
      await page.locator('tr.sapMListTblRow:visible').getByText(step, { exact: true }).first().waitFor()
    await screenshot(page, 'audit-line', 2400)
  })

  testNothingLeft(at)
})
