import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Person } from '../flow/people.ts'
import { until } from '../flow/until.ts'
import { screenshot } from './browser.ts'
import { button, shown, SUITE, testNothingLeft } from './stand.ts'
import { absent, choose, openTab, select, write } from './steps.ts'
import { bags, rows, TRIAGE } from './triage-stand.ts'

describe('what people arrange for themselves', SUITE, () => {
  const at = bags()

  test('who asked to be told of a queue is told, acknowledges it, and gets from there to the failures', async () => {
    const [target] = (await at.failures()).slice(-2)
    assert.ok(target)
    const page = await at.browser.open('planner', TRIAGE)
    await openTab(page, 'Alert rules')
    await button(page, 'Create').click()
    await shown(page, 'Tell me of failures with all of this').waitFor()
    await choose(page.getByRole('combobox', { name: 'Queue' }).filter({ visible: true }).first(), 'Quality')
    await button(page, 'Create').click()
    await until(async () => (await at.planner.read('triage/AlertRules?$filter=IsActiveEntity eq true')).length > 0)
    await screenshot(page, 'triage-alert-rule')
    const path = `triage/Conflicts(${target.ID})/TriageService.forward`
    assert.equal(await at.planner.status('POST', path, { queue: 'quality', note: 'Is the lot blocked?' }), 200)

    const list = await at.browser.open('planner', TRIAGE)
    await openTab(list, 'My alerts')
    await rows(list).getByText('Unit of measure', { exact: true }).waitFor()
    await select(rows(list).first())
    await button(list, 'Acknowledge').click()
    await until(async () => (await at.planner.read('triage/Alerts?$filter=acknowledgedAt ne null')).length > 0)
    await screenshot(list, 'triage-alerts')
    await rows(list).getByRole('link', { name: target.attemptNumber }).click()
    await shown(list, target.attemptNumber).waitFor()
    // Sections that are out of sight have no content yet.
    await list.setViewportSize({ width: 1600, height: 1300 })
    const order = list.locator('a[href*="A_ProductionOrder_2"]').filter({ visible: true }).first()
    await order.waitFor()
    assert.match(
      (await order.getAttribute('href')) ?? '',
      new RegExp(`^${at.product.s4Url}/.*\\('${(await order.textContent()) ?? ''}'\\)`),
    )
    // Not as plain text, too.
    assert.equal(
      await list
        .getByText((await order.textContent()) ?? '', { exact: true })
        .filter({ visible: true })
        .count(),
      1,
    )
    await screenshot(list, 'triage-message-links', 1300)
    const again = await at.browser.open('planner', TRIAGE)
    await openTab(again, 'My alerts')
    await rows(again).getByRole('link').first().click()
    await shown(again, 'What usually helps').waitFor()
  })

  test('a planner says who stands in, who then finds those failures among the own', async () => {
    const mine = async () => (await controller.read(`triage/Conflicts?$filter=isMine eq true and isOpen eq true`)).length
    const controller = new Person(at.product.url, 'controller')
    const own = 2
    for (const { ID } of (await at.failures()).slice(0, own))
      assert.equal(await at.planner.status('POST', `triage/Conflicts(${ID})/TriageService.assign`, { assignee: 'planner' }), 200)
    assert.equal(await mine(), 0)
    const page = await at.browser.open('planner', TRIAGE)
    await openTab(page, 'Substitutions')
    await button(page, 'Create').click()
    const field = (name: string) =>
      page.getByRole('combobox', { name }).or(page.getByRole('textbox', { name })).filter({ visible: true }).first()
    await field('Whose messages').waitFor()
    await write(field('Who stands in'), 'controller')
    // Saving it draws the form anew, and takes along what is being typed meanwhile.
    await shown(page, 'controller').waitFor()
    await write(field('Last day'), 'Dec 31, 2999')
    await screenshot(page, 'triage-substitution')
    await button(page, 'Create').click()
    await until(async () => (await mine()) === own)
    const list = await at.browser.open('controller', `${TRIAGE}?isMine=true`)
    await openTab(list, 'Messages')
    await rows(list)
      .nth(own - 1)
      .getByText('planner', { exact: true })
      .first()
      .waitFor()
    await screenshot(list, 'triage-standing-in')
  })

  test('an auditor is offered nothing but reading', async () => {
    const page = await at.groupPage('auditor')
    const [target] = await at.failures()
    const message = await at.browser.open('auditor', `${TRIAGE}&/Conflicts(${target?.ID ?? ''})`)
    await shown(message, 'History').waitFor()
    await shown(message, 'What usually helps').waitFor()
    for (const each of [page, message])
      await absent(each, 'Try all again', 'Try again', 'Assign', 'Forward', 'Comment', 'Cancel message', 'Map reason')
    const list = await at.browser.open('auditor', TRIAGE)
    for (const name of ['Substitutions', 'Alert rules']) {
      await openTab(list, name)
      await rows(list).first().waitFor()
      await absent(list, 'Create', 'Delete')
    }
  })

  testNothingLeft(at)
})
