import type { Page } from 'playwright-core'
import { button } from '../../browser/stand.ts'
import { choose, edit, write } from '../../browser/steps.ts'

/** Asks for a row that is there, as the person who looks: its key, or another of its elements. */
type First = (path: string, element?: string) => Promise<string>

/** A page as one of its people sees it. */
export interface View {
  /** File name without its ending. */
  readonly name: string
  readonly user: string
  /** In the launchpad, `#` and what follows. */
  readonly at: string | ((first: First) => Promise<string>)
  readonly locale?: string
  /** Pixels; 1000 if empty. */
  readonly height?: number
  /** Each tab gets a picture of its own. */
  readonly isEveryTab?: boolean
  /** What is done before the picture is taken. */
  readonly act?: (page: Page) => Promise<void>
}

const ALL_MESSAGES = `#Policy-manage&/Policies(kind='*',plant='*',IsActiveEntity=true)`
const LIST = { isEveryTab: true } as const
const GERMAN = { locale: 'de-DE' } as const

/** The page of a held message. */
const held = (filter: string) => async (first: First) =>
  `#Suggestion-approve&/Suggestions(${await first(`worklist/Suggestions?$filter=${filter}`)})`
const HELD = held(`status eq 'proposed' and confidence lt 0.9 and neighbours/any()`)

/** Every page of every app. */
export const VIEWS: readonly View[] = [
  ...['planner', 'supervisor', 'controller', 'admin', 'auditor'].map((user): View => ({ name: `launchpad-${user}`, user, at: '' })),

  { name: 'worklist', user: 'planner', at: '#Suggestion-approve', ...LIST },
  { name: 'worklist-german', user: 'planner', at: '#Suggestion-approve', ...GERMAN, ...LIST },
  { name: 'worklist-supervisor', user: 'supervisor', at: '#Suggestion-approve' },
  { name: 'worklist-controller', user: 'controller', at: '#Suggestion-approve' },
  { name: 'held', user: 'planner', at: HELD, height: 3600 },
  { name: 'held-german', user: 'planner', at: HELD, ...GERMAN, height: 3600 },
  { name: 'held-decisive', user: 'planner', at: held(`status eq 'proposed' and confidence gt 0.9`), height: 3600 },
  { name: 'to-sign', user: 'controller', at: held(`status eq 'awaitingSignOff'`), height: 3600 },
  {
    name: 'spot-check',
    user: 'planner',
    at: async (first) => `#Suggestion-approve&/SpotChecks(${await first('worklist/SpotChecks?$filter=isOpen eq true')})`,
    height: 1400,
  },

  { name: 'failures', user: 'planner', at: '#Conflict-triage', ...LIST },
  { name: 'failures-german', user: 'planner', at: '#Conflict-triage', ...GERMAN },
  {
    name: 'failure-group',
    user: 'planner',
    at: async (first) =>
      `#Conflict-triage&/ConflictGroups('${twice(await first('triage/ConflictGroups?$filter=open gt 1&$orderby=open desc', 'groupID'))}')`,
    height: 1400,
  },
  {
    name: 'failure',
    user: 'planner',
    at: async (first) => `#Conflict-triage&/Conflicts(${await first('triage/Conflicts?$filter=isOpen eq true')})`,
    height: 1800,
  },
  {
    name: 'failure-period',
    user: 'controller',
    at: async (first) =>
      `#Conflict-triage&/Periods(plant='1710',period='${await first(`triage/Periods?$filter=plant eq '1710'&$orderby=period desc`, 'period')}')`,
    height: 1400,
  },

  { name: 'audit', user: 'auditor', at: '#AuditLog-display' },
  { name: 'audit-german', user: 'auditor', at: '#AuditLog-display', ...GERMAN },
  {
    name: 'audit-entry',
    user: 'auditor',
    at: async (first) => `#AuditLog-display&/AuditLog(${await first(`audit/AuditLog?$filter=action eq 'judged' and status eq 'held'`)})`,
    height: 2200,
  },
  {
    name: 'audit-lineage',
    user: 'auditor',
    at: async (first) => `#AuditLog-display&/SyncAttempts(${await first(`audit/AuditLog?$filter=action eq 'signedOff'`, 'attempt_ID')})`,
    height: 2800,
  },

  { name: 'models', user: 'controller', at: '#Model-display', ...LIST },
  {
    name: 'model',
    user: 'controller',
    at: async (first) => `#Model-display&/ModelVersions('${await first('control/ModelVersions?$select=version', 'version')}')`,
    height: 3400,
  },
  { name: 'learning-settings', user: 'admin', at: `#Model-display&/LearningSettings(ID='1',IsActiveEntity=true)`, height: 1400 },

  { name: 'failure-codes', user: 'admin', at: '#FailureCode-manage', ...LIST },
  { name: 'failure-code', user: 'admin', at: `#FailureCode-manage&/FailureCodes(ID='34',IsActiveEntity=true)`, height: 1400 },
  { name: 'policies', user: 'admin', at: '#Policy-manage', ...LIST },
  { name: 'policies-german', user: 'admin', at: '#Policy-manage', ...GERMAN },
  { name: 'policy', user: 'admin', at: ALL_MESSAGES, height: 3400 },
  { name: 'policy-back-test', user: 'admin', at: ALL_MESSAGES, height: 3400, act: backTest },
  { name: 'phase-evidence', user: 'admin', at: ALL_MESSAGES, height: 1200, act: raisePhase },
  { name: 'operations', user: 'admin', at: '#DeadLetter-manage', ...LIST },
  {
    name: 'dead-letter',
    user: 'admin',
    at: async (first) => `#DeadLetter-manage&/DeadLetters(${await first('control/DeadLetters?$filter=isDead eq true')})`,
    height: 1200,
  },

  { name: 'monitor-flow', user: 'controller', at: '#SyncAttempt-monitor', height: 1300 },
  ...['Failures', 'Right', 'Waiting', 'Answers', 'Solving'].map((page): View => ({
    name: `monitor-${page.toLowerCase()}`,
    user: 'controller',
    at: `#SyncAttempt-monitor&/${page}`,
    height: 1300,
  })),
  { name: 'monitor-german', user: 'controller', at: '#SyncAttempt-monitor', ...GERMAN, height: 1300 },
]

/** As Fiori writes keys into an address. */
function twice(key: string): string {
  return encodeURIComponent(encodeURIComponent(key))
}

/** What these show is there after judging was stopped. */
export const STOPPED: readonly View[] = [
  { name: 'stopped-launchpad', user: 'admin', at: '' },
  { name: 'stopped-policies', user: 'admin', at: '#Policy-manage' },
]

/** Edits a threshold and asks what that would have made of the recorded messages; the draft is thrown away with the product. */
async function backTest(page: Page): Promise<void> {
  await edit(page)
  for (const [field, value] of [
    ['holdFrom', '0.7'],
    ['reason', 'Too much slips through'],
  ] as const)
    await write(page.locator(`input[id*="::${field}::"], textarea[id*="::${field}::"]`).filter({ visible: true }).first(), value)
  await button(page, 'Back-test').click()
  await page.getByText('Corrected by itself', { exact: true }).filter({ visible: true }).first().waitFor()
}

async function raisePhase(page: Page): Promise<void> {
  await button(page, 'Raise phase').click()
  const dialog = page.getByRole('dialog')
  await choose(dialog.getByRole('combobox').first(), 'Automate')
  await write(dialog.locator('textarea'), 'It does well')
  await dialog.getByRole('button', { name: 'Raise phase' }).click()
  await page.getByText('The evidence is too thin').first().waitFor()
}
