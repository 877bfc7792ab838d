import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { Person } from '../flow/people.ts'
import { screenshot } from './browser.ts'
import { insertTraffic } from './made-traffic.ts'
import { button, shown, stand, SUITE, testNothingLeft } from './stand.ts'

const MONITOR = '/launchpad.html#SyncAttempt-monitor'
const BY_HOUR = 'groupby((hour),aggregate(answerMedian with min as half,messages with sum as messages))&$orderby=hour'

describe('people at the monitor', SUITE, () => {
  const at = stand(({ data }) => insertTraffic(join(data, 'countersign.sqlite')))
  const count = async (filter: string, user = 'planner'): Promise<number> => {
    const $apply = `filter(${filter})/aggregate(messages with sum as messages)`
    const rows = await new Person(at.product.url, user).read<{ messages: number | null }>(
      `monitor/Attempts?$apply=${encodeURIComponent($apply)}`,
    )
    return rows[0]?.messages ?? 0
  }

  test('a planner sees a bad hour, and finds the messages behind it and why they failed', async () => {
    const page = await at.browser.open('planner', '/launchpad.html')
    await shown(page, 'Monitor').click()
    await shown(page, 'Messages by day and outcome').waitFor()
    await shown(page, `Messages (${(await count(lastDays(7))).toLocaleString('en')})`).waitFor()
    await points(page).first().waitFor()
    await screenshot(page, 'monitor-flow', 1300)
    await button(page, 'Answers of the ERP').click()
    await shown(page, 'How long the ERP takes to answer, by hour').waitFor()
    await shown(page, `Messages (${String(await count(lastDays(2)))})`).waitFor()
    const all = await new Person(at.product.url, 'planner').read<{ hour: string; half: number | null; messages: number }>(
      `monitor/Attempts?$apply=${encodeURIComponent(`filter(${lastDays(2)})/`)}${BY_HOUR}`,
    )
    // An hour without an answer has no column.
    const hours = all.flatMap(({ half, messages }) => (half === null ? [] : [{ half, messages }]))
    const worst = hours.reduce((one, other) => (other.half > one.half ? other : one))
    assert.ok(worst.half > 4)
    await points(page).first().waitFor()
    const found = shown(page, `Messages (${String(worst.messages)})`)
    // The chart moves a little while the page is laid out: a click may miss.
    for (let isFound = false; !isFound; isFound = await found.isVisible()) {
      await points(page).nth(hours.indexOf(worst)).click({ force: true })
      await found.waitFor({ timeout: 5000 }).catch(() => undefined)
    }
    await screenshot(page, 'monitor-bad-hour', 1300)
    await rows(page).first().getByText('Refused by the ERP').waitFor()
    await rows(page).first().getByRole('link', { name: 'Status of the order' }).click()
    await shown(page, 'Order closed: no confirmation possible').waitFor()
  })

  test('a click on a plant leaves its messages', async () => {
    const page = await at.browser.open('controller', `${MONITOR}&/Waiting`)
    await shown(page, `Messages (${(await count("status eq 'held'")).toLocaleString('en')})`).waitFor()
    await page.locator('.sapSuiteIBC').getByText('1720', { exact: true }).filter({ visible: true }).first().click()
    await button(page, 'Go').click()
    const left = await count("status eq 'held' and plant eq '1720'")
    await shown(page, `Messages (${left.toLocaleString('en')})`).waitFor()
    assert.deepEqual(await plantsIn(page), ['1720'])
    await screenshot(page, 'monitor-plant', 1300)
  })

  test('each page has its chart and its list, and leads to the others', async () => {
    const page = await at.browser.open('admin', `${MONITOR}&/Waiting`)
    await shown(page, 'What waits, for whom and how long').waitFor()
    await points(page).first().waitFor()
    await shown(page, `Messages (${String(await count("status eq 'held'"))})`).waitFor()
    await screenshot(page, 'monitor-waiting', 1300)
    for (const [name, title, filter] of [
      ['Failures', 'Failures by cause', `failures eq 1 and ${lastDays(7)}`],
      ['Right the first time', 'Right the first time, by day', lastDays(14)],
      ['Time to solve', 'How long it takes to solve a failure, by week', `failures eq 1 and ${lastDays(28)}`],
    ] as const) {
      await button(page, name).click()
      await shown(page, title).waitFor()
      await shown(page, `Messages (${(await count(filter)).toLocaleString('en')})`).waitFor()
      await points(page).first().waitFor()
      await screenshot(page, `monitor-${name.toLowerCase().replaceAll(' ', '-')}`, 1300)
    }
  })

  test('a supervisor sees his own plant and nothing of others', async () => {
    const page = await at.browser.open('supervisor', MONITOR)
    await shown(page, `Messages (${(await count(lastDays(7), 'supervisor')).toLocaleString('en')})`).waitFor()
    assert.deepEqual(await plantsIn(page), ['1710'])
    assert.equal(await page.getByText('1720', { exact: true }).filter({ visible: true }).count(), 0)
    assert.ok((await count(lastDays(7), 'supervisor')) < (await count(lastDays(7))))
  })

  test('a German reads German, and is told in words that nothing fits', async () => {
    const page = await at.browser.open('planner', MONITOR, 'de-DE')
    for (const text of ['Meldungen nach Tag und Ergebnis', 'Antworten des ERP', 'Auf Anhieb richtig']) await shown(page, text).waitFor()
    await points(page).first().waitFor()
    await shown(page, 'Vom ERP abgelehnt').waitFor()
    await screenshot(page, 'monitor-german', 1300)
    const nothing = await at.browser.open('planner', `/launchpad.html#SyncAttempt-monitor?day=2001-01-01`, 'de-DE')
    await shown(nothing, 'Keine Meldung passt zu diesen Filtern. Längeren Zeitraum wählen oder Filter entfernen.').waitFor()
    await screenshot(nothing, 'monitor-nothing')
  })

  test('an auditor takes the list away as a spreadsheet', async () => {
    const page = await at.browser.open('auditor', `${MONITOR}&/Waiting`)
    await rows(page).first().waitFor()
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('button[id$="-export-internalSplitBtn-textButton"]').filter({ visible: true }).first().click(),
    ])
    assert.match(file.suggestedFilename(), /\.xlsx$/)
    assert.equal((await readFile(await file.path())).subarray(0, 2).toString(), 'PK')
  })

  testNothingLeft(at)
})

const rows = (page: Page) => page.locator('tbody tr.sapMListTblRow:visible')
const points = (page: Page) => page.locator('.v-datapoint').filter({ visible: true })

async function plantsIn(page: Page): Promise<string[]> {
  await rows(page).first().waitFor()
  const texts = await rows(page).allInnerTexts()
  return [...new Set(texts.flatMap((text) => /\b17[12]0\b/.exec(text) ?? []))]
}

/** As the pages begin: today and the days before it. */
function lastDays(days: number): string {
  const day = (ago: number): string => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10)
  return `day ge ${day(days - 1)} and day le ${day(0)}`
}
