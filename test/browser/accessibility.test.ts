import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { Person } from '../flow/people.ts'
import { ready } from './browser.ts'
import { shift } from './launchpad-stand.ts'
import { SUITE, testNothingLeft } from './stand.ts'

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
/** What WCAG 2.2 asks for at levels A and AA, and what axe-core holds to be good practice. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What SAPUI5 1.136 draws itself and lets no page mend: the rule, which elements, and why it stays. */
const OWN: readonly { readonly rule: string; readonly html: RegExp; readonly why: string }[] = [
  {
    rule: 'label-content-name-mismatch',
    html: /id="userActionsMenuHead/,
    why: 'the shell shows initials on the button of the profile and names it in full, "Profile of …"',
  },
  {
    rule: 'label-content-name-mismatch',
    html: /id="__tile\d+"/,
    why: 'the shell names a tile by title, subtitle and kind; the glyph of its icon counts as shown text that the name lacks',
  },
  {
    rule: 'aria-input-field-name',
    html: /Segmented button gro/,
    why: 'the switch between fewer and more columns, which a table draws by itself, has a role description and named buttons, but no name',
  },
  {
    rule: 'label-content-name-mismatch',
    html: /class="sapMLIB sapMLIB-CTX /,
    why: 'the button that brings more rows is named "More" and shows how many there are as well, which describes it',
  },
  {
    rule: 'aria-input-field-name',
    html: /class="sapSuiteIBC"/,
    why: 'a visual filter of bars says what it is, but takes no name; its title stands right above',
  },
  {
    rule: 'label-content-name-mismatch',
    html: /class="sapSuiteIBCBarInteractionArea"/,
    why: 'a bar of a visual filter is named by what it stands for and its value, which are shown in two elements without a space',
  },
  {
    rule: 'aria-input-field-name',
    html: /^<g class="v-m-(legendGroup|timeAxis)/,
    why: 'legend and axes of a chart of sap.viz have a role and no name; the table beneath tells the same',
  },
  {
    rule: 'aria-required-children',
    html: /^<g class="v-m-timeAxis/,
    why: 'the time axis of a chart of sap.viz is called a list although nothing in it can be chosen; the table beneath tells the same',
  },
  {
    rule: 'aria-toggle-field-name',
    html: /^<g class="v-legend-element/,
    why: 'entries of the legend of a chart of sap.viz have a role and no name; the table beneath tells the same',
  },
]

interface Finding {
  readonly rule: string
  readonly impact: string
  readonly html: string
}

describe('people who can not see, or use no mouse', SUITE, () => {
  const at = shift()
  const windows = new Map<string, Page>()

  /** A page for `user`, drawn to its end; each has one window, as each costs a browser. */
  const visit = async (user: string, path: string, needed: string): Promise<Page> => {
    const known = windows.get(user)
    const page = known ?? (await at.browser.open(user, path))
    windows.set(user, page)
    await page.setViewportSize({ width: 1600, height: 2600 })
    if (known) {
      // Else the pages that were left would stay in the document.
      await page.goto('about:blank')
      await page.goto(`${at.product.url}${path}`)
    }
    await page.locator(needed).filter({ visible: true }).first().waitFor()
    await ready(page)
    return page
  }

  const one = async (user: string, path: string): Promise<Readonly<Record<string, string>>> => {
    const [row] = await new Person(at.product.url, user).read<Record<string, string>>(path)
    assert.ok(row, path)
    return row
  }
  const [TILE, ROW, OBJECT] = ['.sapUshellTile', '.sapMListTblRow', '.sapUxAPObjectPageSection']

  const PAGES: readonly [name: string, user: string, needed: string, path: () => string | Promise<string>][] = [
    ['the launchpad', 'planner', TILE, () => ''],
    ['the worklist', 'planner', ROW, () => '#Suggestion-approve'],
    [
      'a held message',
      'planner',
      OBJECT,
      async () =>
        `#Suggestion-approve&/Suggestions(${(await one('planner', `worklist/Suggestions?$filter=status eq 'proposed' and influences/any()`)).ID ?? ''})`,
    ],
    [
      'a spot check',
      'planner',
      OBJECT,
      async () => `#Suggestion-approve&/SpotChecks(${(await one('planner', 'worklist/SpotChecks')).ID ?? ''})`,
    ],
    ['the failures', 'planner', ROW, () => '#Conflict-triage'],
    ['a failure', 'planner', OBJECT, async () => `#Conflict-triage&/Conflicts(${(await one('planner', 'triage/Conflicts')).ID ?? ''})`],
    ['the failure codes', 'admin', ROW, () => '#FailureCode-manage'],
    ['the policies', 'admin', ROW, () => '#Policy-manage'],
    ['the operations', 'admin', '.sapMITB, .sapMListTblRow, .sapMIllustratedMessage', () => '#DeadLetter-manage'],
    ['the models', 'controller', ROW, () => '#Model-display'],
    [
      'a model',
      'controller',
      OBJECT,
      async () => `#Model-display&/ModelVersions('${(await one('controller', 'control/ModelVersions?$select=version')).version ?? ''}')`,
    ],
    ['the monitor', 'controller', ROW, () => '#SyncAttempt-monitor'],
    ['the audit log', 'auditor', ROW, () => '#AuditLog-display'],
    ['an entry of it', 'auditor', OBJECT, async () => `#AuditLog-display&/AuditLog(${(await one('auditor', POSTED)).ID ?? ''})`],
    [
      'where a document comes from',
      'auditor',
      OBJECT,
      async () => `#AuditLog-display&/SyncAttempts(${(await one('auditor', POSTED)).attempt_ID ?? ''})`,
    ],
  ]

  for (const [name, user, needed, path] of PAGES)
    test(`on the page of ${name}, nothing serious is in their way`, async () => {
      const page = await visit(user, `/launchpad.html${await path()}`, needed)
      const findings = await findingsOn(page)
      assert.deepEqual(
        findings.filter((finding) => !OWN.some(({ rule, html }) => rule === finding.rule && html.test(finding.html))),
        [],
      )
    })

  testNothingLeft(at)
})

const POSTED = `audit/AuditLog?$filter=action eq 'posted'`

/** What axe-core finds serious or critical. It is run as the page's own, since its content policy lets no script in from elsewhere. */
async function findingsOn(page: Page): Promise<Finding[]> {
  await page.evaluate(await readFile(AXE, 'utf8'))
  const run = `axe.run(document, { resultTypes: ['violations'], runOnly: ${JSON.stringify(TAGS)} }).then(({ violations }) =>
    violations.flatMap(({ id, impact, nodes }) => nodes.map(({ html }) => ({ rule: id, impact, html }))))`
  const found = await page.evaluate<Finding[]>(run)
  return found.filter(({ impact }) => impact === 'serious' || impact === 'critical')
}
