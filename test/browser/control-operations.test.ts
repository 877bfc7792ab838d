import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { until } from '../flow/until.ts'
import { S4Admin } from '../traffic/admin.ts'
import { screenshot } from './browser.ts'
import { decideOn, read, rowOf, sendFailing } from './control-stand.ts'
import { button, shown, stand, SUITE, testNothingLeft } from './stand.ts'
import { absent, decide, openTab, tab, write } from './steps.ts'

const OPERATIONS = '/launchpad.html#DeadLetter-manage'
const UNKNOWN = 'ZPP_MES/017'

interface Letter {
  readonly ID: string
  readonly attemptNumber: string
  readonly order: string
  readonly status: string
  readonly next: string
}

describe('an administrator at the operations', SUITE, () => {
  const at = stand(async (product) => {
    for (const index of [1, 2, 3]) assert.equal(await sendFailing(product, UNKNOWN, index), 400)
  })
  const letters = (filter: string): Promise<Letter[]> =>
    read(at.product, `DeadLetters?$orderby=attemptNumber&$filter=${encodeURIComponent(filter)}`)

  test('finds what lies dead, what is wrong with it and what to do next', async () => {
    const page = await at.browser.open('admin', '/launchpad.html')
    await shown(page, 'Operations').click()
    await tab(page, 'Dead letters (3)').waitFor()
    await shown(page, 'Put it right, then try again').waitFor()
    await screenshot(page, 'dead-letters')
    const [first] = await letters('isDead eq true')
    await rowOf(page, first?.order ?? '').click()
    await shown(page, 'How it comes about').waitFor()
    await button(page, 'Discard').waitFor()
    await screenshot(page, 'dead-letter')
  })

  test('tries a dead letter again once the cause is gone, and it is posted', async () => {
    const [first] = await letters('isDead eq true')
    assert.ok(first)
    const where = { ManufacturingOrder: first.order }
    await new S4Admin(at.product.s4AdminUrl).change([{ set: 'A_ProductionOrder_2', where, values: { ManufacturingOrderType: 'YBM1' } }])
    const page = await at.browser.open('admin', OPERATIONS)
    await decideOn(page, first.order, 'Try again', 'The card has been scanned')
    await until(async () => (await letters(`ID eq ${first.ID}`))[0]?.status === 'posted')
    await page.goto('about:blank')
    await page.goto(`${at.product.url}${OPERATIONS}&/DeadLetters(${first.ID})`)
    await shown(page, 'Nothing more').waitFor()
    await absent(page, 'Try again')
  })

  test('discards a dead letter with a reason, and it is gone from the list', async () => {
    const [, second] = await letters('isDead eq true')
    assert.ok(second)
    const page = await at.browser.open('admin', `${OPERATIONS}&/DeadLetters(${second.ID})`)
    await decide(page, 'Discard', { reason: 'Booked by hand' })
    await shown(page, 'Nothing more').waitFor()
    await button(page, 'Discard').waitFor({ state: 'hidden' })
    assert.deepEqual(
      (await letters(`ID eq ${second.ID}`)).map((each) => [each.status, each.next]),
      [['rejected', 'done']],
    )
    const left = String((await letters('isDead eq true')).length)
    await tab(await at.browser.open('admin', OPERATIONS), `Dead letters (${left})`).waitFor()
  })

  test('sees who sends what, lets a sender in and shuts it out again', async () => {
    const page = await at.browser.open('admin', OPERATIONS)
    await openTab(page, 'Senders')
    await rowOf(page, 'dm').getByText('May call everything').waitFor()
    await screenshot(page, 'senders')
    await openTab(page, 'Who may call what')
    await shown(page, 'Wide: every service, or every method').waitFor()
    await button(page, 'Create').click()
    const dialog = page.getByRole('dialog')
    for (const [index, value] of ['mes-2', 'API_MATERIAL_DOCUMENT_SRV', 'post'].entries())
      await write(dialog.getByRole('textbox').or(dialog.getByRole('combobox')).nth(index), value)
    await dialog.getByRole('button', { name: 'Continue' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await button(page, 'Create').click()
    await shown(page, 'Just this').waitFor()
    await screenshot(page, 'sender-rule')
    const rules = () => read<{ method: string }[]>(at.product, `SenderRules?$filter=sender eq 'mes-2'`)
    assert.deepEqual(
      (await rules()).map((rule) => rule.method),
      ['POST'],
    )
    await button(page, 'Delete').click()
    await page.locator('.sapMDialog:visible').getByRole('button', { name: 'Delete' }).click()
    await until(async () => (await rules()).length === 0)
  })

  test('sees how the lines do', async () => {
    const page = await at.browser.open('admin', OPERATIONS)
    await openTab(page, 'Destinations')
    await rowOf(page, 'Postings').getByText('Fine').waitFor()
    await screenshot(page, 'destinations')
  })

  test('an auditor finds nothing to decide', async () => {
    const page = await at.browser.open('auditor', OPERATIONS)
    await tab(page, 'Dead letters (1)').waitFor()
    await shown(page, 'Put it right, then try again').waitFor()
    await absent(page, 'Try again', 'Discard')
    await openTab(page, 'Who may call what')
    await shown(page, 'dm').waitFor()
    await absent(page, 'Create', 'Delete')
  })

  test('everything is there in German', async () => {
    const page = await at.browser.open('admin', OPERATIONS, 'de-DE')
    await tab(page, 'Liegengeblieben (1)').waitFor()
    await shown(page, 'Richtigstellen, dann erneut versuchen').waitFor()
    await screenshot(page, 'dead-letters-german')
    await openTab(page, 'Gegenstellen')
    await shown(page, 'In Ordnung').waitFor()
  })

  testNothingLeft(at)
})
