import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { chromium, type BrowserContext, type Page } from 'playwright-core'
import { isBuilt } from '../../app/ui5/paths.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const SCREENSHOTS = join(ROOT, 'test-results/screenshots')
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Program file of a Chromium, `CHROMIUM` first; undefined where there is none. */
export const CHROMIUM: string | undefined = [process.env.CHROMIUM ?? '', ...PATHS].find((path) => path !== '' && existsSync(path))

/** Why browser tests are skipped here, or false. */
export const SKIP: string | false =
  CHROMIUM === undefined && 'skipped: there is no Chromium here (apt-get install chromium, or set CHROMIUM)'

/** Builds the SAPUI5 runtime where there is none yet: minutes, once per machine. */
export async function needUi5(): Promise<void> {
  if (!isBuilt()) await promisify(execFile)(process.execPath, [join(ROOT, 'app/ui5/build.ts')], { maxBuffer: 1 << 24 })
}

/** Signs people in with a browser of their own each, and notes every request that would leave the machine. */
export class Browser {
  readonly #url: string
  readonly #profiles: { readonly context: BrowserContext; readonly folder: string }[] = []
  /** Addresses asked for outside the product, and what broke in the pages. */
  readonly foreign: string[] = []
  readonly broken: string[] = []

  constructor(url: string) {
    this.#url = url
  }

  /** A window of `user`, whose password is the same, at `path` of the product. */
  async open(user: string, path: string, locale = 'en-US'): Promise<Page> {
    const folder = await mkdtemp(join(tmpdir(), 'countersign-browser-'))
    const context = await chromium.launchPersistentContext(folder, {
      executablePath: CHROMIUM ?? '',
      args: FLAGS,
      locale,
      viewport: { width: 1600, height: 1000 },
      httpCredentials: { username: user, password: user, send: 'always' },
    })
    this.#profiles.push({ context, folder })
    context.setDefaultTimeout(90_000)
    context.on('request', (request) => {
      const { origin, protocol } = new URL(request.url())
      if (protocol.startsWith('http') && origin !== new URL(this.#url).origin) this.foreign.push(request.url())
    })
    const page = context.pages()[0] ?? (await context.newPage())
    page.on('pageerror', (error) => this.broken.push(error.message))
    await page.goto(`${this.#url}${path}`)
    return page
  }

  /** Ends every window; its folder goes too. */
  async close(): Promise<void> {
    for (const { context, folder } of this.#profiles) {
      await context.close()
      await rm(folder, { recursive: true, force: true, maxRetries: 3 })
    }
  }
}

/** Keeps what the page shows as `test-results/screenshots/NAME.png`, or in another folder, as high as the page needs. */
export async function screenshot(page: Page, name: string, height = 1000, folder = SCREENSHOTS): Promise<void> {
  await mkdir(folder, { recursive: true })
  await page.setViewportSize({ width: 1600, height })
  // What a larger window brings into view is read now.
  await page.waitForLoadState('networkidle')
  await page.locator('.sapUiLocalBusyIndicator:visible').first().waitFor({ state: 'hidden' })
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' })
}
