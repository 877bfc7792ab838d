import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { Browser } from '../../browser/browser.ts'
import { ready, screenshot } from '../../browser/browser.ts'
import { Desk } from '../../traffic/weeks/desk.ts'
import type { View } from './pages.ts'

/** What is there when a page has been drawn. */
const DRAWN = '.sapUshellTile, .sapMListTbl, .sapUxAPObjectPageSection, .sapMIllustratedMessage'

/** Opens pages and keeps pictures of them; each person has one window for each language. */
export class Camera {
  readonly #url: string
  readonly #browser: Browser
  readonly #folder: string
  readonly #windows = new Map<string, Page>()

  constructor(url: string, browser: Browser, folder: string) {
    this.#url = url
    this.#browser = browser
    this.#folder = folder
  }

  /** Takes the pictures of a view; answers their names. @throws when the page doesn't come to rest */
  async take(view: View): Promise<string[]> {
    const { name, height = 1000, isEveryTab = false, act } = view
    const page = await this.#open(view)
    await page.setViewportSize({ width: 1600, height })
    await page.locator(DRAWN).filter({ visible: true }).first().waitFor()
    await ready(page)
    await act?.(page)
    if (!isEveryTab) return [await this.#keep(page, name, height)]
    const tabs = page.locator('.sapMITBHead:visible, .sapMITH:visible').first().getByRole('tab')
    const names: string[] = []
    for (let index = 0; index < (await tabs.count()); index++) {
      const one = tabs.nth(index)
      if (!(await one.isVisible())) continue
      await one.click()
      const title = ((await one.innerText()).split(/[\n(]/)[0] ?? '')
        .trim()
        .toLowerCase()
        .replaceAll(/[^\p{L}\d]+/gu, '-')
      names.push(await this.#keep(page, `${name}-${String(index + 1)}-${title}`, height))
    }
    return names
  }

  /** The page anew: those that were left would stay in the document. */
  async #open({ user, locale = 'en-US', at }: View): Promise<Page> {
    const path = `/launchpad.html${await this.#resolved(user, at)}`
    const key = `${user} ${locale}`
    const known = this.#windows.get(key)
    if (!known) {
      const page = await this.#browser.open(user, path, locale)
      this.#windows.set(key, page)
      return page
    }
    await known.goto('about:blank')
    await known.goto(this.#url + path)
    return known
  }

  async #resolved(user: string, at: View['at']): Promise<string> {
    if (typeof at === 'string') return at
    return at(async (path, element = 'ID') => {
      const [row] = await new Desk(this.#url, user).rows<Readonly<Record<string, string>>>(path)
      const value = row?.[element]
      if (value === undefined) throw new Error(`There is nothing at ${path}`)
      return value
    })
  }

  async #keep(page: Page, name: string, height: number): Promise<string> {
    await screenshot(page, name, height, this.#folder)
    return join(this.#folder, `${name}.png`)
  }
}
