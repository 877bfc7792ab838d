import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { Person } from '../flow/people.ts'
import { startProduct, type Product } from '../flow/product.ts'
import { until } from '../flow/until.ts'
import { S4Admin } from '../traffic/admin.ts'
import { V2Client } from '../traffic/client.ts'
import { bodyOf } from '../traffic/confirmation.ts'
import type { LogRow } from '../traffic/log-file.ts'
import { createPlant, LOG_PLANT, plantOf } from '../traffic/log-plant.ts'
import { guid } from '../traffic/random.ts'
import { send } from '../traffic/sender.ts'
import { Browser, needUi5, screenshot, SKIP } from './browser.ts'

interface Failure {
  readonly ID: string
  readonly attemptNumber: string
  readonly assignee: string | null
  readonly queue: string
}

const TRIAGE = '/launchpad.html#Conflict-triage'
const ORDERS = 4
const EACH = 5
const TODAY = new Date().toISOString().slice(0, 10)
/** One bag holds five pieces; nobody has told the S/4. */
const BAG = 5

describe('people and failures', { skip: SKIP, timeout: 900_000 }, () => {
  let product: Product
  let browser: Browser
  let planner: Person
  let admin: S4Admin
  let material: string
  const endings: (() => Promise<void>)[] = []

  before(async () => {
    await needUi5()
    product = await startProduct()
    endings.unshift(() => product.stop())
    browser = new Browser(product.url)
    endings.unshift(() => browser.close())
    planner = new Person(product.url, 'planner')
    admin = new S4Admin(product.s4AdminUrl)
    material = await failForOneUnit(product, admin)
  })

  after(async () => {
    for (const end of endings) await end()
  })

  const failures = (filter = 'isOpen eq true'): Promise<Failure[]> =>
    planner.read<Failure>(`triage/Conflicts?$orderby=attemptNumber&$filter=${filter}`)
  const group = async (): Promise<string> =>
    (await planner.read<{ groupID: string }>(`triage/ConflictGroups?$filter=material eq '${material}'`))[0]?.groupID ?? ''
  const groupPage = async (user: string, locale = 'en-US'): Promise<Page> => {
    const page = await browser.open(user, `${TRIAGE}&/ConflictGroups('${encodeURIComponent(encodeURIComponent(await group()))}')`, locale)
    await page.locator('tbody tr.sapMListTblRow:visible').first().waitFor()
    return page
  }

  test('the launchpad leads to the failures, one line for all of one cause', async () => {
    const page = await browser.open('planner', '/launchpad.html')
    await page.getByText('Failures', { exact: true }).first().click()
    await page.getByText('Groups (1)').waitFor()
    const row = rows(page).first()
    for (const text of ['Unit of measure', 'Master data', material, String(ORDERS * EACH)])
      await row.getByText(text, { exact: true }).first().waitFor()
    await row.getByText(/^in \d+ (hours|day)/).waitFor()
    await screenshot(page, 'triage-groups')
  })

  test('a German planner reads German', async () => {
    const page = await browser.open('planner', TRIAGE, 'de-DE')
    await page.getByText('Gruppen (1)').waitFor()
    await rows(page).first().getByText('Stammdaten').waitFor()
    await screenshot(page, 'triage-groups-german')
    const group = await groupPage('planner', 'de-DE')
    await button(group, 'Alle erneut versuchen').waitFor()
    await screenshot(group, 'triage-group-german')
  })

  test('the page of a group says what is wrong and what usually helps', async () => {
    const page = await groupPage('planner')
    for (const text of ['What is wrong', 'How it comes about', 'What usually helps']) await shown(page, text).waitFor()
    await page.getByText('Nothing of this has been tried again.').waitFor()
    await screenshot(page, 'triage-group', 1300)
  })

  test('several messages are taken into the own hands at once, and found there', async () => {
    const page = await browser.open('planner', TRIAGE)
    await tab(page, 'Messages').click()
    await page.getByText(`Messages (${String(ORDERS * EACH)})`).waitFor()
    for (const index of [0, 1]) await rows(page).nth(index).getByRole('checkbox').click()
    await screenshot(page, 'triage-messages')
    await button(page, 'Assign').click()
    const dialog = page.getByRole('dialog')
    assert.equal(await dialog.getByRole('combobox').or(dialog.getByRole('textbox')).first().inputValue(), 'planner')
    await dialog.getByRole('button', { name: 'Assign' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await rows(page).nth(1).getByText('planner', { exact: true }).waitFor()
    assert.equal((await failures('isMine eq true')).length, 2)
    await button(page, 'Try again').click()
    await answer(page, 'Try again', 'Just to see')
    await page.getByText('2 messages are being tried again').waitFor()
    const again = await until(async () => {
      const [row] = await planner.read<{ total: number; held: number; finishedAt: string | null }>('triage/Resubmissions')
      return row?.finishedAt ? row : undefined
    })
    assert.deepEqual([again.total, again.held], [2, 2])
    assert.equal((await failures('isMine eq true')).length, 2)
  })

  test('a failure is commented and forwarded, and its page and history show it', async () => {
    const [, , target] = await failures()
    assert.ok(target)
    const page = await browser.open('planner', `${TRIAGE}&/Conflicts(${target.ID})`)
    await button(page, 'Comment').click()
    await answer(page, 'Comment', 'The bag is new')
    await page.getByText('The bag is new').first().waitFor()
    await button(page, 'Forward').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('combobox').first().fill('Integration')
    await page.keyboard.press('Tab')
    await answer(page, 'Forward', 'Is it in the map?')
    await shown(page, 'Integration').waitFor()
    await page.setViewportSize({ width: 1600, height: 1800 })
    for (const text of ['Forwarded', 'Commented', 'Is it in the map?']) await shown(page, text).waitFor()
    await screenshot(page, 'triage-message', 1800)
    assert.equal((await failures(`ID eq ${target.ID}`))[0]?.queue, 'integration')
  })

  test('who asked to be told of a queue is told, acknowledges it, and gets from there to the failures', async () => {
    const [target] = (await failures()).slice(-2)
    assert.ok(target)
    const page = await browser.open('planner', TRIAGE)
    await tab(page, 'Alert rules').click()
    await button(page, 'Create').click()
    await shown(page, 'Tell me of failures with all of this').waitFor()
    const queue = page.getByRole('combobox', { name: 'Queue' }).filter({ visible: true }).first()
    await queue.fill('Quality')
    await page.keyboard.press('Tab')
    await button(page, 'Create').click()
    await until(async () => (await planner.read('triage/AlertRules?$filter=IsActiveEntity eq true')).length > 0)
    await screenshot(page, 'triage-alert-rule')
    const path = `triage/Conflicts(${target.ID})/TriageService.forward`
    assert.equal(await planner.status('POST', path, { queue: 'quality', note: 'Is the lot blocked?' }), 200)

    const list = await browser.open('planner', TRIAGE)
    await tab(list, 'My alerts').click()
    await rows(list).getByText('Unit of measure', { exact: true }).waitFor()
    await rows(list).first().getByRole('checkbox').click()
    await button(list, 'Acknowledge').click()
    await until(async () => (await planner.read('triage/Alerts?$filter=acknowledgedAt ne null')).length > 0)
    await screenshot(list, 'triage-alerts')
    await rows(list).getByRole('link', { name: target.attemptNumber }).click()
    await shown(list, target.attemptNumber).waitFor()
    // Sections that are out of sight have no content yet.
    await list.setViewportSize({ width: 1600, height: 1300 })
    const order = list.locator('a[href*="A_ProductionOrder_2"]').filter({ visible: true }).first()
    await order.waitFor()
    assert.match((await order.getAttribute('href')) ?? '', new RegExp(`^${product.s4Url}/.*\\('${(await order.textContent()) ?? ''}'\\)`))
    // Not as plain text, too.
    assert.equal(
      await list
        .getByText((await order.textContent()) ?? '', { exact: true })
        .filter({ visible: true })
        .count(),
      1,
    )
    await screenshot(list, 'triage-message-links', 1300)
    const again = await browser.open('planner', TRIAGE)
    await tab(again, 'My alerts').click()
    await rows(again).getByRole('link').first().click()
    await shown(again, 'What usually helps').waitFor()
  })

  test('the end of the period leads to what it lacks', async () => {
    const page = await browser.open('controller', TRIAGE)
    await tab(page, 'Period end').click()
    await rows(page).getByText(TODAY.slice(0, 7), { exact: true }).first().waitFor()
    await screenshot(page, 'triage-periods')
    await rows(page).first().locator('td').nth(1).click()
    await page.getByText(`Open failures (${String((await failures()).length)})`).waitFor()
    for (const queue of ['Quality', 'Master data', 'Integration']) await rows(page).getByText(queue, { exact: true }).first().waitFor()
    await screenshot(page, 'triage-period', 1300)
  })

  test('a planner says who stands in, who then finds those failures among the own', async () => {
    const mine = async () => (await controller.read(`triage/Conflicts?$filter=isMine eq true and isOpen eq true`)).length
    const controller = new Person(product.url, 'controller')
    const own = (await failures('isMine eq true and isOpen eq true')).length
    assert.deepEqual([own > 0, await mine()], [true, 0])
    const page = await browser.open('planner', TRIAGE)
    await tab(page, 'Substitutions').click()
    await button(page, 'Create').click()
    const field = (name: string) =>
      page.getByRole('combobox', { name }).or(page.getByRole('textbox', { name })).filter({ visible: true }).first()
    await field('Whose messages').waitFor()
    await field('Who stands in').fill('controller')
    await field('Last day').fill('Dec 31, 2999')
    await page.keyboard.press('Tab')
    await screenshot(page, 'triage-substitution')
    await button(page, 'Create').click()
    await until(async () => (await mine()) === own)
    const list = await browser.open('controller', `${TRIAGE}?isMine=true`)
    await tab(list, 'Messages').click()
    await rows(list)
      .nth(own - 1)
      .getByText('planner', { exact: true })
      .first()
      .waitFor()
    await screenshot(list, 'triage-standing-in')
  })

  test('a held message leads to the worklist, and from there back', async () => {
    const [target] = await failures()
    assert.ok(target)
    const page = await browser.open('planner', `${TRIAGE}&/Conflicts(${target.ID})`)
    await button(page, 'Open held message').click()
    await shown(page, 'Before and after').or(shown(page, 'Proposal')).first().waitFor()
    for (const text of ['Queue', 'Due', 'Master data']) await shown(page, text).waitFor()
    await screenshot(page, 'worklist-queue')
    await button(page, 'Open failure').click()
    await page.waitForURL(/Conflict-triage/)
    await button(page, 'Open held message').waitFor()
    await shown(page, target.attemptNumber).waitFor()
  })

  test('an auditor is offered nothing but reading', async () => {
    const page = await groupPage('auditor')
    const [target] = await failures()
    const message = await browser.open('auditor', `${TRIAGE}&/Conflicts(${target?.ID ?? ''})`)
    await shown(message, 'History').waitFor()
    await shown(message, 'What usually helps').waitFor()
    for (const name of ['Try all again', 'Try again', 'Assign', 'Forward', 'Comment', 'Cancel message', 'Map reason'])
      for (const each of [page, message]) assert.equal(await button(each, name).count(), 0, name)
    const list = await browser.open('auditor', TRIAGE)
    for (const name of ['Substitutions', 'Alert rules']) {
      await tab(list, name).click()
      await rows(list).first().waitFor()
      for (const forbidden of ['Create', 'Delete']) assert.equal(await button(list, forbidden).count(), 0, `${name}: ${forbidden}`)
    }
  })

  test('a message is cancelled with a reason', async () => {
    const target = (await failures()).at(-1)
    assert.ok(target)
    const page = await browser.open('planner', `${TRIAGE}&/Conflicts(${target.ID})`)
    await button(page, 'Cancel message').click()
    await answer(page, 'Cancel message', 'Booked by hand')
    await shown(page, 'Rejected').waitFor()
    await button(page, 'Cancel message').waitFor({ state: 'hidden' })
    assert.deepEqual(await failures(`ID eq ${target.ID} and isOpen eq true`), [])
  })

  test('once the cause is gone, all of the group is tried again, visibly, and posted', async () => {
    const open = (await failures(`material eq '${material}' and isOpen eq true and queue eq 'masterData'`)).length
    const all = (await failures(`material eq '${material}' and isOpen eq true`)).length
    assert.ok(open > 10)
    await admin.put('A_ProductUnitsOfMeasure', [
      { Product: material, AlternativeUnit: 'BAG', QuantityNumerator: String(BAG), QuantityDenominator: '1', BaseUnit: 'PC' },
    ])
    const page = await groupPage('planner')
    await button(page, 'Try all again').click()
    await answer(page, 'Try all again', 'The bag is known now')
    await page.getByText(`${String(all)} messages are being tried again`).waitFor()
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
    assert.deepEqual(await failures(), [])

    const list = await browser.open('planner', TRIAGE)
    await tab(list, 'Resubmissions').click()
    await list
      .getByText(`${String(all)} of ${String(all)}`)
      .first()
      .waitFor()
    await screenshot(list, 'triage-resubmissions')
    await tab(list, 'Groups').click()
    await list.getByText('Nothing fails that fits these filters.').waitFor()
    await screenshot(list, 'triage-nothing')
    await tab(list, 'Resubmissions').click()
    await rows(list).first().locator('td').nth(1).click()
    await list.getByText('Document, or why not').first().waitFor()
    await rows(list).getByText('Posted', { exact: true }).first().waitFor()
    await screenshot(list, 'triage-resubmission')
  })

  test('the queues tell how they do', async () => {
    const page = await browser.open('controller', TRIAGE)
    await tab(page, 'Queues').click()
    await rows(page).getByText('Master data', { exact: true }).waitFor()
    await rows(page)
      .getByText(/^(\d+ (h|min|s) ?)+$/)
      .first()
      .waitFor()
    await screenshot(page, 'triage-queues')
  })

  test('no request leaves the machine and nothing breaks in the pages', () => {
    assert.deepEqual(browser.foreign, [])
    assert.deepEqual(browser.broken, [])
  })
})

/** Messages of some orders that are held for a unit that nobody maintained; answers the material. */
async function failForOneUnit(product: Product, admin: S4Admin): Promise<string> {
  const made = { activity: 'Fill', resource: 'Filler', part: 'Bagged', orderQuantity: 300, minutes: 5, worker: '', reportType: 'S' }
  const outcome = { completed: 1, rejected: 0, isRework: false }
  const log: LogRow[] = Array.from({ length: ORDERS }, (_, index) => ({
    line: index + 2,
    case: `case ${String(index)}`,
    ...made,
    ...outcome,
  }))
  const plant = plantOf(log, 0, TODAY)
  await createPlant(admin, plant)
  const dm = new V2Client(product.url, 'dm', 'dm')
  let material = ''
  for (const order of plant.orders.values())
    for (let step = 1; step <= EACH; step++) {
      const [component] = order.components
      assert.ok(component)
      material = component.material
      const at = {
        order: order.id,
        orderType: 'YBM1',
        plant: LOG_PLANT,
        operation: '0010',
        workCenter: order.operations[0]?.workCenter ?? '',
      }
      const made = { yield: `${String(step * BAG)}.000`, scrap: '0.000', unit: 'PC', reason: '', isFinal: false, postingDate: TODAY }
      const when = { start: new Date(Date.parse(TODAY) + step * 60_000), minutes: 5, worker: '', text: '' }
      const from = { material, plant: LOG_PLANT, storageLocation: component.storageLocation, batch: '', unit: 'BAG' }
      const reserved = { reservation: order.reservation, reservationItem: '1', quantity: `${String(step)}.000` }
      const body = bodyOf({ ...at, ...made, ...when, consumptions: [{ ...from, ...reserved }] }, guid('bagged', order.id, step))
      const verdict = await send(dm, body)
      assert.equal(verdict.state, 'held', verdict.text)
    }
  return material
}

function rows(page: Page) {
  return page.locator('tbody tr.sapMListTblRow:visible')
}

function tab(page: Page, name: string) {
  return page.getByRole('option', { name }).or(page.getByRole('tab', { name })).first()
}

/** Fills the last text of a dialog and presses its button. */
async function answer(page: Page, name: string, text: string): Promise<void> {
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').last().fill(text)
  await dialog.getByRole('button', { name, exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
}

/** Visible only: pages that were left stay in the document. */
function shown(page: Page, text: string) {
  return page.getByText(text, { exact: true }).filter({ visible: true }).first()
}

function button(page: Page, name: string) {
  return page.getByRole('button', { name, exact: true }).filter({ visible: true }).first()
}
