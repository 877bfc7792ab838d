import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { chromium, type BrowserContext, type Page } from 'playwright-core'
import { isBuilt } from '../../app/ui5/paths.ts'
import { PATIENCE, slowDown } from './slow.ts'

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

/**
 * Signs people in with a browser of their own each, and notes every request that would leave the machine. Every step on a page, and every
 * look for something, waits by itself until the page is ready for it (`readiness.js`).
 */
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
    await bePatient(context)
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

/** From now on, whoever looks for something on a page of this browser, or does something, first waits until the page is ready. */
export async function bePatient(context: BrowserContext): Promise<void> {
  context.setDefaultTimeout(PATIENCE)
  await context.addInitScript({ path: join(import.meta.dirname, 'readiness.js') })
  await slowDown(context)
  // Nothing has to be done about what is in the way: its end is waited for anyway.
  const guard = (page: Page): Promise<void> => page.addLocatorHandler(page.locator('html[data-not-ready]'), () => Promise.resolve())
  for (const page of context.pages()) await guard(page)
  context.on('page', (page) => void guard(page).catch(() => undefined))
}

/** Resolves once the page is ready: for what doesn't wait by itself, as a key that is pressed or elements that are counted. */
export async function ready(page: Page): Promise<void> {
  // What was done last has reached the page by then; a page that is being left isn't ready anyway.
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))').catch(() => undefined)
  await page.locator('html:not([data-not-ready])').waitFor()
}

/** Keeps what the page shows as `test-results/screenshots/NAME.png`, or in another folder, as high as the page needs. */
export async function screenshot(page: Page, name: string, height = 1000, folder = SCREENSHOTS): Promise<void> {
  await mkdir(folder, { recursive: true })
  await page.setViewportSize({ width: 1600, height })
  // What a larger window brings into view is read now.
  await ready(page)
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' })
}
