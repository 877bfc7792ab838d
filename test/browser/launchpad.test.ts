import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import type { Product } from '../flow/product.ts'
import { until } from '../flow/until.ts'
import { playTraffic } from '../traffic/run.ts'
import { screenshot } from './browser.ts'
import { button, shown, stand, SUITE, testNothingLeft } from './stand.ts'

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

describe('people at the launchpad', SUITE, () => {
  const at = stand(playShift)

  const odata = async <T>(path: string, user = 'planner'): Promise<T> => {
    const answer = await fetch(`${at.product.url}/odata/v4/${path}`, { headers: { authorization: `Basic ${btoa(`${user}:${user}`)}` } })
    assert.equal(answer.status, 200, path)
    return (await answer.json()) as T
  }
  const act = async (path: string, values: object): Promise<void> => {
    const headers = { authorization: `Basic ${btoa('planner:planner')}`, 'content-type': 'application/json' }
    const answer = await fetch(`${at.product.url}/odata/v4/${path}`, { method: 'POST', headers, body: JSON.stringify(values) })
    assert.ok(answer.ok, await answer.text())
  }
  const held = async (filter: string): Promise<Held[]> =>
    (
      await odata<{ value: Held[] }>(
        `worklist/Suggestions?$expand=attempt($select=status,erpDocument)&$orderby=createdAt desc&$filter=${filter}`,
      )
    ).value
  const one = (id: string): Promise<Held> => odata<Held>(`worklist/Suggestions(${id})?$expand=attempt($select=status,erpDocument)`)

  test('the launchpad opens with a tile for the worklist and one for the audit log', async () => {
    const page = await at.browser.open('planner', '/launchpad.html')
    await page.getByText('Audit log', { exact: true }).waitFor()
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

  test('the worklist shows every held message, newest first', async () => {
    const expected = await held(`status eq 'proposed'`)
    assert.ok(expected.length >= 3, `${expected.length} messages are held`)
    const page = await at.browser.open('planner', WORKLIST)
    await page.getByText(`To approve (${expected.length})`).waitFor()
    await rowOf(page, expected[0]?.attemptNumber).waitFor()
    const numbers = await page.locator('tr.sapMListTblRow td:nth-child(3)').allInnerTexts()
    assert.deepEqual(numbers.map(Number), expected.map((each) => Number(each.attemptNumber)).slice(0, numbers.length))
    await screenshot(page, 'worklist')
  })

  test('the planner saves a view, and finds it again when the page is opened anew', async () => {
    const [here, all] = [await held(`status eq 'proposed' and attempt/plant eq '1710'`), await held(`status eq 'proposed'`)]
    assert.ok(here.length > 0 && here.length < all.length, `${here.length} of ${all.length} messages are of the plant`)
    const page = await at.browser.open('planner', WORKLIST)
    await page.getByText(`To approve (${all.length})`).waitFor()
    await page.locator('input[id*="FilterField::attempt::plant"]').fill('1710')
    await page.keyboard.press('Tab')
    await button(page, 'Go').click()
    await page.getByText(`To approve (${here.length})`).waitFor()
    await page.getByTitle('Select View').click()
    await button(page, 'Save As').click()
    const dialog = page.getByRole('dialog', { name: 'Save View' })
    await dialog.getByRole('textbox').fill('My plant')
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
    await page.getByRole('dialog', { name: 'Save View' }).getByRole('textbox').fill('Mine')
    await button(page, 'Save').click()
    await shown(page, 'Mine').waitFor()
    await page.reload()
    await shown(page, 'Standard').waitFor()
    await page.getByTitle('Select View').click()
    await page.getByRole('option', { name: 'Mine' }).waitFor()
  })

  test('the planner approves, and the page shows the message posting and posted with its document', async () => {
    const target = (
      await held(
        `status eq 'proposed' and requiredRole eq 'planner' and (action_code eq 'convertUnit' or action_code eq 'setBatch' or action_code eq 'setStorageLocation')`,
      )
    )[0]
    assert.ok(target, 'there is something that a planner can correct')
    const page = await at.browser.open('planner', WORKLIST)
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
    const page = await at.browser.open('planner', `${WORKLIST}&/Suggestions(${target.ID})`)
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
    const planner = await at.browser.open('planner', `${WORKLIST}&/Suggestions(${target.ID})`)
    await decide(planner, 'Approve')
    await shown(planner, 'Awaiting sign-off').waitFor()
    const controller = await at.browser.open('controller', WORKLIST)
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
    const page = await at.browser.open('planner', WORKLIST)
    for (const { attemptNumber } of targets) await rowOf(page, attemptNumber).getByRole('checkbox').click()
    await decide(page, 'Approve')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await rowOf(page, targets[0]?.attemptNumber).waitFor({ state: 'hidden' })
    for (const { ID } of targets) assert.equal((await one(ID)).decidedBy, 'planner')
  })

  test('the controller reads the whole story in the audit log', async () => {
    const story = (await held(`status eq 'approved' and attempt/status eq 'posted'`))[0]
    assert.ok(story?.attempt.erpDocument, 'something was approved and posted')
    const page = await at.browser.open('controller', `/launchpad.html#AuditLog-display?attemptNumber=${story.attemptNumber}`)
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

  test('a planner sees why, and says what it really was', async () => {
    // What people have decided is what later messages are compared with.
    for (const { ID } of await held(`status eq 'proposed'`))
      await act(`worklist/Suggestions(${ID})/WorklistService.rejectSuggestion`, { reason: 'Miscounted' })
    await play(at.product, 60, 9)
    const set = `worklist/Suggestions?$filter=status eq 'proposed' and neighbours/any() and influences/any()`
    const expand = `$expand=influences($orderby=rank),neighbours($orderby=rank;$expand=decision)&$orderby=createdAt desc&$top=1`
    const [target] = (await odata<{ value: Explained[] }>(`${set}&${expand}`)).value
    assert.ok(target, 'something is held that looks like what came before')
    const page = await at.browser.open('planner', `${WORKLIST}&/Suggestions(${target.ID})`)
    await page.setViewportSize({ width: 1600, height: 3000 })
    for (const text of ['Causes', 'Rules alone', 'Model alone', 'On the shortlist']) await shown(page, text).waitFor()
    for (const text of ['Likely causes', 'What spoke for it', 'Similar cases']) await page.getByText(text).last().waitFor()
    for (const { words } of target.influences) await page.getByText(words.slice(0, 40)).filter({ visible: true }).first().waitFor()
    const like = target.neighbours.find((each) => each.decision)
    const link = page.getByRole('link', { name: like?.attemptNumber ?? '', exact: true })
    assert.equal(await link.getAttribute('href'), `#Suggestion-approve&/Suggestions(${like?.decision?.ID ?? ''})`)
    await screenshot(page, 'causes', 3000)
    await button(page, 'Set cause').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('combobox').fill('Waste while setting up')
    await page.keyboard.press('Tab')
    await screenshot(page, 'cause-set')
    await dialog.getByRole('button', { name: 'Set cause' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await shown(page, 'Cause set').waitFor()
    const said = await odata<Explained>(`worklist/Suggestions(${target.ID})`)
    assert.deepEqual([said.personCause, said.personCauseBy], ['setupWaste', 'planner'])
    await link.click()
    await page
      .getByText(like?.attemptNumber ?? '', { exact: true })
      .filter({ visible: true })
      .first()
      .waitFor()
  })

  test('a planner looks at a message that was released, and says that nothing is wrong', async () => {
    const drawn = await odata<{ value: { ID: string; number: string }[] }>(`worklist/SpotChecks?$orderby=isOpen desc,judgedAt desc`)
    const [first] = drawn.value
    assert.ok(first, 'something was drawn')
    const page = await at.browser.open('planner', WORKLIST)
    await page.getByText(`Spot checks (${String(drawn.value.length)})`).click()
    await rowOf(page, first.number).getByRole('checkbox').click()
    await screenshot(page, 'spot-checks')
    await button(page, 'Nothing is wrong').click()
    await until(async () => (await odata<{ personCause: string | null }>(`worklist/SpotChecks(${first.ID})`)).personCause === 'none')
    await rowOf(page, first.number).waitFor({ state: 'hidden' })
    await page.goto(`${at.product.url}${WORKLIST}&/SpotChecks(${first.ID})`)
    await shown(page, 'Nothing was wrong').waitFor()
    await screenshot(page, 'spot-check')
  })

  testNothingLeft(at)
})

interface Explained {
  readonly ID: string
  readonly personCause: string | null
  readonly personCauseBy: string | null
  readonly influences: readonly { readonly words: string }[]
  readonly neighbours: readonly { readonly attemptNumber: string; readonly decision: { readonly ID: string } | null }[]
}

/** A shift of 120 messages, of which some are held, and all others are drawn for people to look at. */
async function playShift(product: Product): Promise<void> {
  const settings = `${product.url}/odata/v4/control/LearningSettings`
  const headers = { authorization: `Basic ${btoa('admin:admin')}`, 'content-type': 'application/json' }
  for (const [method, path, body] of [
    ['POST', `(ID='1',IsActiveEntity=true)/ControlService.draftEdit`, {}],
    ['PATCH', `(ID='1',IsActiveEntity=false)`, { spotCheckPercent: 100 }],
    ['POST', `(ID='1',IsActiveEntity=false)/ControlService.draftActivate`, {}],
  ] as const) {
    const answer = await fetch(`${settings}${path}`, { method, headers, body: JSON.stringify(body) })
    assert.ok(answer.ok, await answer.text())
  }
  await play(product, 120, 7)
}

async function play({ url, s4Url, s4AdminUrl }: Product, messages: number, seed: number): Promise<void> {
  await playTraffic({
    messages,
    seed,
    senders: 3,
    isDirect: false,
    countersignUrl: url,
    s4Url,
    s4AdminUrl,
    patience: 120,
    tell: () => undefined,
  })
}

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
