import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { chromium } from 'playwright-core'
import { CHROMIUM, needUi5, SKIP } from '../../browser/browser.ts'
import { booked } from '../../faults/desk.ts'
import { Browser, type Page } from './browser.ts'
import { type Running, start } from './programs.ts'
import { addressOfRouter, type Name, PEOPLE, type Stand } from './stand.ts'

const MACHINES = '/sap/opu/odata/sap/API_PROD_ORDER_CONFIRMATION_2_SRV/'

/** What people and machines meet at the approuter: signing in and out, who may do what, protection against foreign pages. */
export function testRouter(stand: () => Stand, skip: string | false): void {
  describe('through the approuter', { timeout: 600_000, skip }, () => {
    let router: Running
    before(async () => {
      router = await start(await stand().router(), addressOfRouter)
    })
    after(() => router.end())

    const signedIn = async (name: Name): Promise<Browser> => {
      const browser = new Browser(stand().certificate)
      await browser.signIn(`${router.url}/launchpad.html`, name)
      return browser
    }
    const csrfToken = async (browser: Browser): Promise<string> => {
      const { headers } = await browser.ask(`${router.url}/odata/v4/control/`, { headers: { 'x-csrf-token': 'Fetch' } })
      return String(headers['x-csrf-token'])
    }

    test('who opens it signs in at the identity provider, and comes to where they wanted to go', async () => {
      const browser = new Browser(stand().certificate)
      const page = await browser.signIn(`${router.url}/#Suggestion-approve`, 'paula')
      assert.deepEqual([page.url, page.status], [`${router.url}/launchpad.html#Suggestion-approve`, 200])
      assert.match(page.text, /launchpad\.js/)
      for (const path of ['launchpad.js', 'worklist/webapp/manifest.json', 'common/webapp/textsOf.js', 'ui5/status'])
        assert.equal((await browser.ask(`${router.url}/${path}`)).status, 200, path)
    })

    test('a page says what a browser may do with it, as Countersign itself does', async () => {
      const { headers } = await (await signedIn('paula')).ask(`${router.url}/launchpad.html`)
      const own = (await fetch(`${stand().countersign.url}/health`, { headers: { 'x-forwarded-proto': 'https' } })).headers
      for (const name of [
        ...['content-security-policy', 'strict-transport-security', 'x-content-type-options', 'referrer-policy', 'x-frame-options'],
        ...['cross-origin-opener-policy', 'cross-origin-resource-policy'],
      ])
        assert.equal(headers[name], own.get(name), name)
      assert.equal(headers['x-powered-by'], undefined)
    })

    const nowhere = 'Suggestions(00000000-0000-4000-8000-000000000000)/WorklistService.approve'
    for (const [name, allowed, refused] of [
      ['paula', ['GET', 'worklist/Suggestions?$top=1'], ['GET', 'audit/AuditLog?$top=1']],
      ['sven', ['GET', 'worklist/Suggestions?$top=1'], ['GET', 'control/FailureCodes?$top=1']],
      ['carla', ['GET', 'audit/AuditLog?$top=1'], ['POST', 'control/FailureCodes']],
      ['anton', ['GET', 'control/FailureCodes?$top=1'], ['POST', `worklist/${nowhere}`]],
      ['ada', ['POST', 'control/FailureCodes'], ['GET', 'worklist/Suggestions?$top=1']],
    ] as const)
      test(`${PEOPLE[name].roles.join()}: may ${allowed.join(' ')}, and may not ${refused.join(' ')}`, async () => {
        const browser = await signedIn(name)
        const headers = { 'content-type': 'application/json', 'x-csrf-token': await csrfToken(browser) }
        const ask = ([method, path]: readonly [string, string]): Promise<Page> =>
          browser.ask(`${router.url}/odata/v4/${path}`, { method, headers, ...(method === 'POST' ? { body: '{}' } : {}) })
        const [may, mayNot] = [await ask(allowed), await ask(refused)]
        assert.ok([200, 201].includes(may.status), `${may.status}: ${may.text}`)
        assert.equal(mayNot.status, 403, mayNot.text)
        assert.doesNotMatch(String(mayNot.headers['x-csrf-token']), /required/i)
      })

    test('nothing is changed without the token that only our own pages can read', async () => {
      const browser = await signedIn('ada')
      const url = `${router.url}/odata/v4/control/FailureCodes`
      const post = (token: Record<string, string>): Promise<Page> =>
        browser.ask(url, { method: 'POST', headers: { 'content-type': 'application/json', ...token }, body: '{}' })
      const without = await post({})
      assert.deepEqual([without.status, without.headers['x-csrf-token']], [403, 'Required'])
      assert.equal((await post({ 'x-csrf-token': 'made-up' })).status, 403)
      const other = await csrfToken(await signedIn('ada'))
      assert.equal((await post({ 'x-csrf-token': other })).status, 403)
      const { status, text } = await post({ 'x-csrf-token': await csrfToken(browser) })
      assert.equal(status, 201, text)
    })

    test('who signs out is out: the session is worth nothing, and signing in begins anew', async () => {
      const browser = await signedIn('paula')
      const read = `${router.url}/odata/v4/worklist/Suggestions?$top=1`
      const asScript = { headers: { 'x-requested-with': 'XMLHttpRequest' } }
      assert.equal((await browser.ask(read, asScript)).status, 200)
      const kept = browser.copy()
      const page = await browser.open(`${router.url}/logout`)
      assert.match(page.text, /Who are you\?/, 'the identity provider asks again')
      for (const each of [browser, kept]) assert.equal((await each.ask(read, asScript)).status, 401)
    })

    test('a machine passes with its token, and is asked for one', async () => {
      const without = await fetch(`${router.url}${MACHINES}`)
      assert.deepEqual([without.status, without.headers.get('www-authenticate')?.slice(0, 6)], [401, 'Bearer'])
      const key = randomUUID()
      const answer = await stand().confirm(router.url, key)
      assert.equal(answer.status, 201, await answer.text())
      assert.ok((await booked(stand())).includes(key))
    })

    test(
      'in Chromium: a planner signs in and opens the worklist from the launchpad; nothing there breaks the policy of the page',
      { skip: SKIP },
      async () => {
        await needUi5()
        const folder = await mkdtemp(join(tmpdir(), 'countersign-chromium-'))
        const options = { executablePath: CHROMIUM ?? '', args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic'] }
        const context = await chromium.launchPersistentContext(folder, { ...options, ignoreHTTPSErrors: true, locale: 'en-US' })
        context.setDefaultTimeout(120_000)
        try {
          const page = context.pages()[0] ?? (await context.newPage())
          const broken: string[] = []
          page.on('console', (said) => /Content Security Policy/i.test(said.text()) && broken.push(said.text()))
          page.on('pageerror', (error) => broken.push(error.message))
          await page.goto(`${router.url}/`)
          await page.locator('input[name=username]').fill('paula')
          await page.getByRole('button', { name: 'Sign in' }).click()
          const answered = page.waitForResponse((each) => each.url().includes('/odata/v4/worklist/$batch') && each.ok())
          await page.getByText('Worklist', { exact: true }).first().click()
          await answered
          assert.match(page.url(), /#Suggestion-approve/)
          assert.deepEqual(broken, [])
        } finally {
          await context.close()
          await rm(folder, { recursive: true, force: true, maxRetries: 3 })
        }
      },
    )
  })
}
