import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, test } from 'node:test'
import { Person } from '../flow/people.ts'
import { ready, screenshot } from './browser.ts'
import { play, rowOf, WORKLIST } from './launchpad-stand.ts'
import { button, shown, stand, SUITE, testNothingLeft } from './stand.ts'
import { absent, decide, openTab, select } from './steps.ts'

/** Somebody who may approve and sign, but not both of one message. */
const BOTH = { password: 'both', roles: ['planner', 'controller'] }
const CONFIG = JSON.stringify({
  countersign: { policy: { quietTime: 2, answerWithin: 10 } },
  requires: { auth: { users: { both: BOTH } } },
})
const HOUR = 3_600_000

interface Held {
  readonly ID: string
  readonly attemptNumber: string
  readonly assignee: string | null
  readonly note: string | null
  readonly status: string
}

describe('people and their queue', SUITE, () => {
  const at = stand((product) => play(product, 60, 7), { CDS_CONFIG: CONFIG })
  const held = (filter: string) =>
    new Person(at.product.url, 'planner').read<Held>(`worklist/Suggestions?$orderby=isUndated,dueAt&$filter=${filter}`)
  const change = (statement: string, ...values: (string | null)[]) => {
    const db = new DatabaseSync(join(at.product.data, 'countersign.sqlite'))
    db.exec('PRAGMA busy_timeout = 10000')
    db.prepare(statement).run(...values)
    db.close()
  }

  test('what is overdue comes first, in red, and has a tab of its own', async () => {
    const late = (await held(`status eq 'proposed'`)).slice(-3)
    assert.equal(late.length, 3)
    const dueIn = [-2, -1, 0.5]
    for (const [index, { ID }] of late.entries())
      change(
        'UPDATE countersign_Conflicts SET dueAt = ? WHERE attempt_ID = (SELECT attempt_ID FROM countersign_Suggestions WHERE ID = ?)',
        new Date(Date.now() + (dueIn[index] ?? 0) * HOUR).toISOString(),
        ID,
      )
    const page = await at.browser.open('planner', WORKLIST)
    await rowOf(page, late[0]?.attemptNumber).waitFor()
    const numbers = await page.locator('tr.sapMListTblRow:visible td:nth-child(3)').allInnerTexts()
    assert.deepEqual(
      numbers.slice(0, 3).map((each) => each.trim()),
      late.map((each) => each.attemptNumber),
    )
    const colours = ['Error', 'Error', 'Warning']
    for (const [index, { attemptNumber }] of late.entries())
      await rowOf(page, attemptNumber)
        .locator(`.sapMObjStatus${colours[index] ?? ''}`)
        .first()
        .waitFor()
    await screenshot(page, 'worklist-overdue')
    await openTab(page, 'Overdue (2)')
    await rowOf(page, late[2]?.attemptNumber).waitFor({ state: 'hidden' })
    for (const { attemptNumber } of late.slice(0, 2)) await rowOf(page, attemptNumber).waitFor()
  })

  test('a tab with nothing in it says so in words', async () => {
    const page = await at.browser.open('planner', WORKLIST)
    await openTab(page, 'Failed (0)')
    await page.getByText('No held message fits this tab and these filters').filter({ visible: true }).first().waitFor()
    await screenshot(page, 'worklist-nothing')
  })

  test('a planner takes a message into the own hands, and finds it there', async () => {
    const [target] = (await held(`status eq 'proposed' and isOverdue eq false`)).slice(1)
    assert.ok(target)
    const page = await at.browser.open('planner', WORKLIST)
    await select(rowOf(page, target.attemptNumber))
    await decide(page, 'Assign')
    await rowOf(page, target.attemptNumber).getByText('planner', { exact: true }).waitFor()
    assert.equal((await held(`ID eq ${target.ID}`))[0]?.assignee, 'planner')
    await button(page, 'Go').click()
    await openTab(page, 'In my hands (1)')
    await rowOf(page, target.attemptNumber).waitFor()
    await screenshot(page, 'worklist-mine')
  })

  test('a planner comments, and a controller reads it', async () => {
    const [target] = (await held(`status eq 'proposed'`)).slice(-1)
    assert.ok(target)
    const page = await at.browser.open('planner', `${WORKLIST}&/Suggestions(${target.ID})`)
    await decide(page, 'Comment', { reason: 'Asked the shift leader' })
    const other = await at.browser.open('controller', `${WORKLIST}&/Suggestions(${target.ID})`)
    await openTab(other, 'Comments')
    await shown(other, 'Asked the shift leader').waitFor()
    await absent(other, 'Approve', 'Adjust', 'Reject', 'Post as sent')
    await screenshot(other, 'held-message-comment')
  })

  test('who approved is told why somebody else signs, and the controller returns it with a reason', async () => {
    const [target] = (await held(`status eq 'proposed'`)).slice(2)
    assert.ok(target)
    change(`UPDATE countersign_Suggestions SET requiredRole = 'controller' WHERE ID = ?`, target.ID)
    const own = await at.browser.open('both', `${WORKLIST}&/Suggestions(${target.ID})`)
    await decide(own, 'Approve')
    await shown(own, 'Awaiting sign-off').waitFor()
    await shown(own, 'You approved or adjusted this yourself: somebody else has to sign it').waitFor()
    await absent(own, 'Sign off')
    await screenshot(own, 'second-signature')
    const controller = await at.browser.open('controller', `${WORKLIST}&/Suggestions(${target.ID})`)
    await button(controller, 'Sign off').waitFor()
    await decide(controller, 'Return to planner', { reason: 'Count it again' })
    await shown(controller, 'To approve').waitFor()
    const [returned] = await held(`ID eq ${target.ID}`)
    assert.deepEqual([returned?.status, returned?.note], ['proposed', 'Count it again'])
  })

  test('a planner gets by with the keyboard alone', async () => {
    const page = await at.browser.open('planner', WORKLIST)
    await page.locator('tr.sapMListTblRow:visible').first().waitFor()
    const press = async (key: string): Promise<void> => {
      await ready(page)
      await page.keyboard.press(key)
    }
    const focused = async (): Promise<string> => {
      await ready(page)
      return page.evaluate(`[document.activeElement.id, document.activeElement.role, document.activeElement.tagName].join(' ')`)
    }
    const seen: string[] = []
    do {
      await press('Tab')
      seen.push(await focused())
    } while (!seen.at(-1)?.endsWith(' TR') && seen.length < 80)
    assert.ok(
      seen.every((each, index) => each !== seen[index - 1]),
      `focus goes on with every Tab: ${seen.join(', ')}`,
    )
    assert.ok(seen.at(-1)?.endsWith(' TR'), 'Tab gets to the table')
    for (const part of ['FilterField::isMine', 'btnSearch', ' tab '])
      assert.ok(
        seen.some((each) => each.includes(part)),
        `${part} is on the way: ${seen.join(', ')}`,
      )
    await press('Tab')
    assert.notEqual(await focused(), seen.at(-1), 'Tab leaves the row')
    await press('Shift+Tab')
    await press('ArrowDown')
    assert.match(await focused(), / TR$/, 'an arrow leads to the next row')
    await press('Enter')
    await page.getByText('Before and after').first().waitFor()
  })

  testNothingLeft(at)
})
