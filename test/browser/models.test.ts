import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { until } from '../flow/until.ts'
import type { Product } from '../flow/product.ts'
import { CASES, DRIFT, figuresOf, type Made, MODELS, VERSIONS } from '../service/control/models-made.ts'
import { screenshot } from './browser.ts'
import { button, shown, stand, SUITE, testNothingLeft } from './stand.ts'
import { absent, decide, edit, openTab, write } from './steps.ts'

const MODELS_APP = '/launchpad.html#Model-display'
const PARTS = ['measures', 'calibration', 'causes', 'confusion', 'gate', 'learning', 'drift', 'weeks'] as const
const pageOf = (version: string): string => `${MODELS_APP}&/ModelVersions('${version}')`

describe('people at the models', SUITE, () => {
  const at = stand(async (product) => {
    await firstModel(product)
    insertModels(join(product.data, 'countersign.sqlite'))
  })

  test('a controller sees every model, its figures, the weeks and the drift, and nothing to decide', async () => {
    const page = await at.browser.open('controller', MODELS_APP)
    await shown(page, VERSIONS.champion).waitFor()
    await shown(page, '0.4100').waitFor()
    await screenshot(page, 'models')
    await absent(page, 'Train challenger', 'Roll back')
    await openTab(page, 'Week by week')
    await shown(page, '2026-W11').waitFor()
    await screenshot(page, 'models-weeks')
    await openTab(page, 'Drift')
    await shown(page, 'Yield ÷ planned quantity').waitFor()
    await page.goto('about:blank')
    await page.goto(`${at.product.url}${pageOf(VERSIONS.challenger)}`)
    await shown(page, '0.4000').waitFor()
    await absent(page, 'Promote', 'Discard')
  })

  test('the page of a model tells everything that its evaluation found', async () => {
    const page = await at.browser.open('controller', pageOf(VERSIONS.champion))
    await everything(page)
    await screenshot(page, 'model', 4300)
    await shown(page, 'Better on 1,240 messages: 0.021 nats, z = 4.1').waitFor()
    assert.equal(await part(page, 'calibration').locator('circle').count(), 10)
    assert.equal(await part(page, 'causes').locator('tbody tr').count(), 8)
    await part(page, 'confusion').getByTitle('Not enough stock, taken for Waste while setting up: 5').waitFor()
    await part(page, 'gate').getByText('98.16 % – 99.88 %').waitFor()
  })

  test('all of it can be printed', async () => {
    const page = await at.browser.open('controller', pageOf(VERSIONS.champion))
    const [paper] = await Promise.all([page.context().waitForEvent('page'), button(page, 'Print').click()])
    await paper.locator('main:not([aria-busy])').waitFor()
    await paper.emulateMedia({ media: 'print' })
    // A4 without its margins, in CSS pixels.
    await paper.setViewportSize({ width: 688, height: 970 })
    await everything(paper)
    for (const each of PARTS) {
      const box = await part(paper, each).locator('table').first().boundingBox()
      assert.ok(box && box.width > 0 && box.height > 0 && box.x + box.width <= 688, `${each}: ${JSON.stringify(box)}`)
    }
    const hidden = `[...document.querySelectorAll('#paper *')].filter((each) => each.scrollHeight > each.clientHeight + 1 && getComputedStyle(each).overflowY !== 'visible').length`
    assert.equal(await paper.evaluate(hidden), 0)
    assert.equal(await paper.getByRole('button').filter({ visible: true }).count(), 0)
    assert.ok((await paper.pdf({ preferCSSPageSize: true })).length > 10_000)
    await screenshot(paper, 'model-printed', 2400)
  })

  test('an administrator promotes a challenger with a reason, goes back, and is told that nothing can be trained yet', async () => {
    const page = await at.browser.open('admin', pageOf(VERSIONS.challenger))
    await decide(page, 'Promote', { reason: 'Convincing in the shadow' })
    await shown(page, 'At work').waitFor()
    await shown(page, 'Convincing in the shadow').waitFor()
    await button(page, 'Promote').waitFor({ state: 'hidden' })
    await page.goto('about:blank')
    await page.goto(`${at.product.url}${MODELS_APP}`)
    await shown(page, VERSIONS.challenger).waitFor()
    await decide(page, 'Roll back', { reason: 'Planners complain' })
    await page.locator('tr', { hasText: VERSIONS.champion }).getByText('At work').waitFor()
    assert.equal(await stateOf(at.product, VERSIONS.challenger), 'retired')
    await button(page, 'Train challenger').click()
    await page.getByText('too little is known yet').waitFor()
  })

  test('an administrator changes how is learnt; a controller can not', async () => {
    const settings = `${MODELS_APP}&/LearningSettings(ID='1',IsActiveEntity=true)`
    const page = await at.browser.open('admin', settings)
    await edit(page)
    await write(page.locator('input[id*="::window::"]').filter({ visible: true }).first(), '5000')
    await button(page, 'Save').click()
    await button(page, 'Edit').waitFor()
    await shown(page, '5,000').waitFor()
    await screenshot(page, 'learning-settings')
    const other = await at.browser.open('controller', settings)
    await shown(other, '5,000').waitFor()
    await absent(other, 'Edit')
  })

  test('everything is there in German', async () => {
    const page = await at.browser.open('controller', pageOf(VERSIONS.champion), 'de-DE')
    await everything(page)
    await shown(page, 'Verwechslung der Ursachen').waitFor()
    await part(page, 'causes').getByText('Bestand reicht nicht').waitFor()
    await part(page, 'gate').getByText('99,02 %').waitFor()
    await shown(page, 'Genug neue Fälle').waitFor()
    await screenshot(page, 'model-german', 4300)
  })

  testNothingLeft(at)
})

const part = (page: Page, name: (typeof PARTS)[number]) => page.locator(`[data-part="${name}"]`).filter({ visible: true })

/** Sections are drawn as they come into sight: the window is made high enough for all. */
async function everything(page: Page): Promise<void> {
  const { width = 1600 } = page.viewportSize() ?? {}
  if (width > 1000) await page.setViewportSize({ width, height: 4300 })
  for (const each of PARTS) await part(page, each).locator('table').first().waitFor()
}

async function stateOf({ url }: Product, version: string): Promise<string | undefined> {
  const answer = await fetch(`${url}/odata/v4/control/ModelVersions('${version}')`, {
    headers: { authorization: `Basic ${btoa('admin:admin')}` },
  })
  return ((await answer.json()) as { status?: string }).status
}

/** The model of made history, which development begins with, is trained in the background. */
async function firstModel({ url }: Product): Promise<void> {
  await until(async () => {
    const answer = await fetch(`${url}/odata/v4/control/ModelVersions/$count`, {
      headers: { authorization: `Basic ${btoa('admin:admin')}` },
    })
    return Number(await answer.text()) > 0
  })
}

/** Puts models beside the first one, with its bytes: whichever is promoted can be loaded. */
function insertModels(file: string): void {
  const db = new DatabaseSync(file)
  db.exec('PRAGMA busy_timeout = 10000')
  const insert = (table: string, rows: readonly Made[]): void => {
    for (const row of rows) {
      const columns = Object.keys(row)
      const values = Object.values(row).map((value): SQLInputValue => (typeof value === 'boolean' ? Number(value) : value))
      db.prepare(`INSERT INTO countersign_${table} (${columns.join()}) VALUES (${columns.map(() => '?').join()})`).run(...values)
    }
  }
  const withIds = (rows: readonly Made[]): Made[] => rows.map((row) => ({ ID: randomUUID(), ...row }))
  try {
    const bytes = db.prepare('SELECT bytes, bytesHash, assessment, assessmentHash FROM countersign_ModelVersions').get() as Made
    db.exec(`UPDATE countersign_ModelVersions SET status = 'retired', isActive = 0`)
    insert(
      'ModelVersions',
      MODELS.map((row) => ({ ...row, ...bytes })),
    )
    for (const [state, plus] of [
      ['retired', 0.08],
      ['champion', 0],
      ['challenger', -0.01],
      ['dropped', 0.1],
    ] as const)
      insert('ModelFigures', withIds(figuresOf(state, plus)))
    insert('DriftEvents', withIds(DRIFT))
    insert('Cases', withIds(CASES))
  } finally {
    db.close()
  }
}
