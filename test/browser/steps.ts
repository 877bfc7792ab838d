import assert from 'node:assert/strict'
import type { Locator, Page } from 'playwright-core'
import { until } from '../flow/until.ts'
import { ready } from './browser.ts'
import { PATIENCE } from './slow.ts'
import { button } from './stand.ts'

/** The first visible tab whose name holds this text, or where there is no room for it, the entry of the menu that it is in. */
export function tab(page: Page, name: string): Locator {
  return page.getByRole('tab', { name }).or(page.getByRole('option', { name })).filter({ visible: true }).first()
}

/** Opens a tab, and sees that it is open. */
export async function openTab(page: Page, name: string): Promise<void> {
  await insist(`open ${name}`, async () => {
    await tab(page, name).click()
    await ready(page)
    return (await tab(page, name).getAttribute('aria-selected')) === 'true'
  })
}

/** Selects rows by their boxes, and sees that they are selected. */
export async function select(...rows: readonly Locator[]): Promise<void> {
  for (const row of rows)
    await insist('select a row', async () => {
      if ((await row.getAttribute('aria-selected')) === 'true') return true
      await row.locator('.sapMCb, .sapMRb').first().click()
      await ready(row.page())
      return (await row.getAttribute('aria-selected')) === 'true'
    })
}

/** Writes into a field and leaves it, and sees that what was written stands there, be it formatted. */
export async function write(field: Locator, text: string): Promise<void> {
  await insist(`write ${text}`, async () => {
    await field.fill(text)
    await field.press('Tab')
    await ready(field.page())
    const stands = await field.inputValue()
    return stands === text || (stands !== '' && Number(stands.replaceAll(',', '')) === Number(text))
  })
}

/** Chooses an entry of a field's list, once that is there, leaves the field, and sees that the entry stands there and is known. */
export async function choose(field: Locator, text: string): Promise<void> {
  const page = field.page()
  const entry = page.locator('.sapMPopover:visible').getByText(text, { exact: true }).filter({ visible: true }).first()
  await insist(`choose ${text}`, async () => {
    await field.press('F4')
    await ready(page)
    // A long list is only there in parts.
    if (!(await entry.isVisible())) await field.fill(text)
    await ready(page)
    if (await entry.isVisible()) await entry.click()
    await field.press('Tab')
    await ready(page)
    return (await field.inputValue()) === text && (await field.getAttribute('aria-invalid')) !== 'true'
  })
}

/** What a decision may ask for. */
interface Asked {
  /** Chosen from the first list of the dialog. */
  readonly choice?: string
  /** Written into its last text. */
  readonly reason?: string
}

/** Presses a button, gives what its dialog asks for, presses the button of the dialog, and sees it close. */
export async function decide(page: Page, action: string, asked: Asked = {}): Promise<void> {
  await button(page, action).click()
  await answer(page, action, asked)
}

/** Gives what the dialog on the screen asks for, presses its button, and sees it close. */
export async function answer(page: Page, action: string, { choice, reason }: Asked = {}): Promise<void> {
  const decides = page.getByRole('button', { name: action, exact: true })
  // What comes of it may be told in a dialog, too.
  const dialog = page.getByRole('dialog').filter({ has: decides })
  if (choice !== undefined) await choose(dialog.getByRole('combobox').first(), choice)
  if (reason !== undefined) await write(dialog.getByRole('textbox').last(), reason)
  await dialog.locator(decides).click()
  await dialog.waitFor({ state: 'hidden' })
}

/** Sees what is only there for moments: it is looked for from now on and often, whether the page is ready or not. */
export async function passing(what: Locator): Promise<void> {
  await until(() => what.first().isVisible())
}

/** Sees that none of these buttons is on the page, once that is ready. */
export async function absent(page: Page, ...names: readonly string[]): Promise<void> {
  await ready(page)
  for (const name of names) assert.equal(await button(page, name).count(), 0, name)
}

/** Begins to edit: Fiori puts the cursor into the first field as soon as that is there, and whoever types before is interrupted. */
export async function edit(page: Page): Promise<void> {
  await button(page, 'Edit').click()
  await page.locator('input:focus, textarea:focus').waitFor()
}

/** Does a step until it has its effect. @throws when it never has */
async function insist(what: string, step: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE
  while (!(await step())) if (Date.now() > end) throw new Error(`Tried in vain to ${what}`)
}
