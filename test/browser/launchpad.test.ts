import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { playTraffic } from '../traffic/run.ts'
import { startProduct, type Product } from '../flow/product.ts'
import { Browser, needUi5, screenshot, SKIP } from './browser.ts'

interface Held {
  readonly ID: string
  readonly attemptNumber: string
  readonly reason: string
  readonly requiredRole: string
  readonly status: string
  readonly decidedBy: string | null
  readonly attempt: { readonly status: string; readonly erpDocument: string | null }
}

const WORKLIST = '/launchpad.html#Suggestion-approve'

describe('people at the launchpad', { skip: SKIP, timeout: 900_000 }, () => {
  let product: Product
  let browser: Browser
  const endings: (() => Promise<void>)[] = []

  before(async () => {
    await needUi5()
    product = await startProduct()
    endings.unshift(() => product.stop())
    browser = new Browser(product.url)
    endings.unshift(() => browser.close())
    await playTraffic({
      messages: 120,
      seed: 7,
      senders: 3,
      isDirect: false,
      countersignUrl: product.url,
      s4Url: product.s4Url,
      s4AdminUrl: product.s4AdminUrl,
      patience: 120,
      tell: () => undefined,
    })
  })

  after(async () => {
    for (const end of endings) await end()
  })

  const odata = async <T>(path: string, user = 'planner'): Promise<T> => {
    const answer = await fetch(`${product.url}/odata/v4/${path}`, { headers: { authorization: `Basic ${btoa(`${user}:${user}`)}` } })
    assert.equal(answer.status, 200, path)
    return (await answer.json()) as T
  }
  const held = async (filter: string): Promise<Held[]> =>
    (
      await odata<{ value: Held[] }>(
        `worklist/Suggestions?$expand=attempt($select=status,erpDocument)&$orderby=createdAt desc&$filter=${filter}`,
      )
    ).value
  const one = (id: string): Promise<Held> => odata<Held>(`worklist/Suggestions(${id})?$expand=attempt($select=status,erpDocument)`)

  test('the launchpad opens with a tile for the worklist and one for the audit log', async () => {
    const page = await browser.open('planner', '/launchpad.html')
    await page.getByText('Audit log', { exact: true }).waitFor()
    await screenshot(page, 'launchpad')
    await page.getByText('Worklist', { exact: true }).click()
    await page.getByText('To approve (').waitFor()
  })

  test('a German planner reads German', async () => {
    const page = await browser.open('planner', WORKLIST, 'de-DE')
    await page.getByText('Zu genehmigen (').waitFor()
    await page.locator('tr.sapMListTblRow:visible').first().waitFor()
    await shown(page, 'Korrektur').waitFor()
    await screenshot(page, 'worklist-german')
  })

  test('the worklist shows every held message, newest first', async () => {
    const expected = await held(`status eq 'proposed'`)
    assert.ok(expected.length >= 3, `${expected.length} messages are held`)
    const page = await browser.open('planner', WORKLIST)
    await page.getByText(`To approve (${expected.length})`).waitFor()
    await rowOf(page, expected[0]?.attemptNumber).waitFor()
    const numbers = await page.locator('tr.sapMListTblRow td:nth-child(3)').allInnerTexts()
    assert.deepEqual(numbers.map(Number), expected.map((each) => Number(each.attemptNumber)).slice(0, numbers.length))
    await screenshot(page, 'worklist')
  })

  test('the planner approves, and the page shows the message posting and posted with its document', async () => {
    const target = (
      await held(
        `status eq 'proposed' and requiredRole eq 'planner' and (action_code eq 'convertUnit' or action_code eq 'setBatch' or action_code eq 'setStorageLocation')`,
      )
    )[0]
    assert.ok(target, 'there is something that a planner can correct')
    const page = await browser.open('planner', WORKLIST)
    await rowOf(page, target.attemptNumber).click()
    await page.getByText('Before and after').first().waitFor()
    await button(page, 'Approve').waitFor()
    await page.setViewportSize({ width: 1600, height: 2200 })
    for (const text of ['Likely causes', 'Observation', 'What it is about']) await shown(page, text).waitFor()
    await screenshot(page, 'held-message', 2200)
    await screenshot(page, 'held-message-top')
    await button(page, 'Approve').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').fill('Counted on the line')
    await screenshot(page, 'approve')
    await dialog.getByRole('button', { name: 'Approve' }).click()
    await shown(page, 'Approved').waitFor()
    await shown(page, 'Posted').waitFor()
    const posted = await one(target.ID)
    assert.equal(posted.attempt.status, 'posted')
    assert.ok(posted.attempt.erpDocument)
    await shown(page, posted.attempt.erpDocument).waitFor()
    await screenshot(page, 'posted', 2200)
  })

  test('the planner adjusts a proposed value, and the suggestion stays open', async () => {
    const target = (await held(`status eq 'proposed' and action_code eq 'adjustQuantity'`))[0]
    assert.ok(target, 'there is a proposed quantity')
    const { value: changes } = await odata<{ value: { proposed: string }[] }>(`worklist/Suggestions(${target.ID})/changes`)
    const page = await browser.open('planner', `${WORKLIST}&/Suggestions(${target.ID})`)
    await button(page, 'Adjust').click()
    const dialog = page.getByRole('dialog')
    const value = (changes[0]?.proposed ?? '').replace(/\d/, (digit) => String((Number(digit) % 9) + 1))
    await dialog.getByRole('textbox').first().fill(value)
    await dialog.getByRole('textbox').last().fill('Weighed again')
    await screenshot(page, 'adjust')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.waitFor({ state: 'hidden' })
    const after = await odata<{ value: { proposed: string }[] }>(`worklist/Suggestions(${target.ID})/changes`)
    assert.equal(Number(after.value[0]?.proposed), Number(value))
    assert.equal((await one(target.ID)).status, 'proposed')
    await page
      .getByText(after.value[0]?.proposed ?? '')
      .first()
      .waitFor()
  })

  test('the controller signs what needs it, after the planner', async () => {
    const target = (await held(`status eq 'proposed' and requiredRole eq 'controller'`))[0]
    assert.ok(target, 'there is something for the controller')
    const planner = await browser.open('planner', `${WORKLIST}&/Suggestions(${target.ID})`)
    await decide(planner, 'Approve')
    await shown(planner, 'Awaiting sign-off').waitFor()
    const controller = await browser.open('controller', WORKLIST)
    await controller.getByText('Awaiting sign-off (').click()
    await rowOf(controller, target.attemptNumber).click()
    await shown(controller, 'Before and after').waitFor()
    await decide(controller, 'Sign off')
    await shown(controller, 'Approved').waitFor()
    assert.equal((await one(target.ID)).status, 'approved')
    await screenshot(controller, 'signed-off')
  })

  test('several messages are approved at once', async () => {
    const targets = (await held(`status eq 'proposed' and requiredRole eq 'planner'`)).slice(0, 2)
    assert.equal(targets.length, 2)
    const page = await browser.open('planner', WORKLIST)
    for (const { attemptNumber } of targets) await rowOf(page, attemptNumber).getByRole('checkbox').click()
    await decide(page, 'Approve')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await rowOf(page, targets[0]?.attemptNumber).waitFor({ state: 'hidden' })
    for (const { ID } of targets) assert.equal((await one(ID)).decidedBy, 'planner')
  })

  test('the controller reads the whole story in the audit log', async () => {
    const story = (await held(`status eq 'approved' and attempt/status eq 'posted'`))[0]
    assert.ok(story?.attempt.erpDocument, 'something was approved and posted')
    const page = await browser.open('controller', `/launchpad.html#AuditLog-display?attemptNumber=${story.attemptNumber}`)
    await page.getByText('Correction proposed').first().waitFor()
    for (const step of ['Received', 'Judged', 'Approved', 'Posting begins', 'Posted']) await shown(page, step).waitFor()
    await shown(page, story.attempt.erpDocument).waitFor()
    await screenshot(page, 'audit')
    await page.getByText('Correction proposed').first().click()
    await page.getByText('On what basis').first().waitFor()
    await page.setViewportSize({ width: 1600, height: 1600 })
    for (const step of ['Received', 'Judged', 'Posted'])
      await page.locator('tr.sapMListTblRow:visible').getByText(step, { exact: true }).first().waitFor()
    await screenshot(page, 'audit-line', 1600)
  })

  test('no request leaves the machine and nothing breaks in the pages', () => {
    assert.deepEqual(browser.foreign, [])
    assert.deepEqual(browser.broken, [])
  })
})

function rowOf(page: Page, attemptNumber: string | undefined) {
  return page
    .locator('tr.sapMListTblRow:visible')
    .filter({ has: page.locator('td:nth-child(3)').getByText(attemptNumber ?? '', { exact: true }) })
}

/** Presses the button of a decision, and again in the dialog that asks for a note. */
async function decide(page: Page, name: string): Promise<void> {
  await button(page, name).click()
  await page.getByRole('dialog').getByRole('button', { name, exact: true }).click()
}

/** Visible only: pages that were left stay in the document. */
function shown(page: Page, text: string) {
  return page.getByText(text, { exact: true }).filter({ visible: true }).first()
}

function button(page: Page, name: string) {
  return page.getByRole('button', { name, exact: true }).filter({ visible: true }).first()
}
