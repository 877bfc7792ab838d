import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { until } from '../flow/until.ts'
import { ready } from './browser.ts'
import { button, stand, SUITE } from './stand.ts'

const PAGES = [
  { user: 'planner', intent: 'Suggestion-approve', shows: 'To approve (' },
  { user: 'planner', intent: 'Conflict-triage', shows: 'Groups of failures' },
  { user: 'auditor', intent: 'AuditLog-display', shows: 'Audit lines' },
  { user: 'auditor', intent: 'Model-display', shows: 'Learning settings' },
  { user: 'auditor', intent: 'FailureCode-manage', shows: 'Failure codes (' },
] as const

describe('what browsers are told and asked', SUITE, () => {
  const at = stand(() => Promise.resolve())
  let foreign: Server
  let foreignUrl: string
  before(async () => {
    // To a browser 127.0.0.1 is another site than localhost.
    foreign = createServer((request, response) => {
      const target = new URL(request.url ?? '', foreignUrl).searchParams.get('to') ?? ''
      response.writeHead(200, { 'content-type': 'text/html' }).end(`<form method="post" enctype="text/plain" action="${target}">
        <input name='{"messages":[],"x":"' value='"}'><button>Win a prize</button></form>`)
    }).listen(0, '127.0.0.1')
    await once(foreign, 'listening')
    foreignUrl = `http://127.0.0.1:${String((foreign.address() as AddressInfo).port)}`
  })
  after(() => {
    foreign.close()
    foreign.closeAllConnections()
  })

  for (const { user, intent, shows } of PAGES)
    test(`nothing on the page ${intent} is against the policy that it came with`, async () => {
      const page = await at.browser.open(user, '/launchpad.html')
      const against = violationsOf(page)
      await page.goto(`${at.product.url}/launchpad.html#${intent}`)
      await page.reload()
      await page.getByText(shows).filter({ visible: true }).first().waitFor()
      await ready(page)
      assert.deepEqual(against, [])
    })

  test('a script that somebody slips into a page is not run', async () => {
    const page = await at.browser.open('planner', '/launchpad.html')
    const against = violationsOf(page)
    await page.evaluate(`{
      const script = document.createElement('script')
      script.textContent = 'window.isTricked = true'
      document.body.append(script)
      document.body.insertAdjacentHTML('beforeend', '<img src="/nothing.png" onerror="window.isTricked = true">')
    }`)
    // Asked from here: a page under this policy can't wait for a script's text itself.
    await until(() => page.evaluate<boolean>(`[...document.images].some((each) => each.complete)`))
    assert.equal(await page.evaluate(`'isTricked' in window`), false)
    assert.equal(against.length, 2, against.join('\n'))
  })

  test('a form on a page of another site does nothing in the name of who is signed in', async () => {
    const page = await at.browser.open('planner', '/launchpad.html')
    for (const door of ['/odata/v4/triage/resubmitSelected', '/sap/opu/odata/sap/API_PROD_ORDER_CONFIRMATION_2_SRV/ProdnOrdConf2']) {
      await page.goto(`${foreignUrl}/?to=${encodeURIComponent(at.product.url + door)}`)
      const [answer] = await Promise.all([page.waitForResponse((each) => each.url().endsWith(door)), button(page, 'Win a prize').click()])
      assert.equal(answer.status(), 403)
      assert.match(await answer.text(), /COUNTERSIGN\/FOREIGN_SITE/)
    }
  })
})

/** What the policy of this page forbids, as it happens. */
function violationsOf(page: Page): string[] {
  const said: string[] = []
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) said.push(message.text())
  })
  return said
}
