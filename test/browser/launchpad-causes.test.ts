import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { until } from '../flow/until.ts'
import { screenshot } from './browser.ts'
import { play, rowOf, shift, WORKLIST } from './launchpad-stand.ts'
import { button, shown, SUITE, testNothingLeft } from './stand.ts'
import { choose, openTab, select } from './steps.ts'

describe('people who say what was wrong', SUITE, () => {
  const at = shift()

  test('a planner sees why, and says what it really was', async () => {
    // What people have decided is what later messages are compared with.
    for (const { ID } of await at.held(`status eq 'proposed'`))
      await at.act(`worklist/Suggestions(${ID})/WorklistService.rejectSuggestion`, { reason: 'Miscounted' })
    await play(at.product, 60, 9)
    const set = `worklist/Suggestions?$filter=status eq 'proposed' and neighbours/any() and influences/any()`
    const expand = `$expand=influences($orderby=rank),neighbours($orderby=rank;$expand=decision)&$orderby=createdAt desc&$top=1`
    const [target] = (await at.odata<{ value: Explained[] }>(`${set}&${expand}`)).value
    assert.ok(target, 'something is held that looks like what came before')
    const page = await at.browser.open('planner', `${WORKLIST}&/Suggestions(${target.ID})`)
    await page.setViewportSize({ width: 1600, height: 3000 })
    for (const text of ['Causes', 'Rules alone', 'Model alone', 'On the shortlist']) await shown(page, text).waitFor()
    for (const text of ['Likely causes', 'What spoke for it', 'Similar cases']) await page.getByText(text).last().waitFor()
    for (const { words } of target.influences) await page.getByText(words.slice(0, 40)).filter({ visible: true }).first().waitFor()
    const like = target.neighbours.find((each) => each.decision)
    const link = page.getByRole('link', { name: like?.attemptNumber ?? '', exact: true })
    assert.equal(await link.getAttribute('href'), `#Suggestion-approve&/Suggestions(${like?.decision?.ID ?? ''})`)
    await screenshot(page, 'causes', 3000)
    await button(page, 'Set cause').click()
    const dialog = page.getByRole('dialog')
    await choose(dialog.getByRole('combobox'), 'Waste while setting up')
    await screenshot(page, 'cause-set')
    await dialog.getByRole('button', { name: 'Set cause' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await shown(page, 'Cause set').waitFor()
    const said = await at.odata<Explained>(`worklist/Suggestions(${target.ID})`)
    assert.deepEqual([said.personCause, said.personCauseBy], ['setupWaste', 'planner'])
    // On this page the cause that was just set is still being drawn, which may take a click on the link back.
    const past = await at.browser.open('planner', `${WORKLIST}&/Suggestions(${like?.decision?.ID ?? ''})`)
    await shown(past, like?.attemptNumber ?? '').waitFor()
  })

  test('a planner looks at a message that was released, and says that nothing is wrong', async () => {
    const drawn = await at.odata<{ value: { ID: string; number: string }[] }>(`worklist/SpotChecks?$orderby=isOpen desc,judgedAt desc`)
    const [first] = drawn.value
    assert.ok(first, 'something was drawn')
    const page = await at.browser.open('planner', WORKLIST)
    await openTab(page, `Spot checks (${String(drawn.value.length)})`)
    await select(rowOf(page, first.number))
    await screenshot(page, 'spot-checks')
    await button(page, 'Nothing is wrong').click()
    await until(async () => (await at.odata<{ personCause: string | null }>(`worklist/SpotChecks(${first.ID})`)).personCause === 'none')
    await rowOf(page, first.number).waitFor({ state: 'hidden' })
    await page.goto('about:blank')
    await page.goto(`${at.product.url}${WORKLIST}&/SpotChecks(${first.ID})`)
    await shown(page, 'Nothing was wrong').waitFor()
    await screenshot(page, 'spot-check')
  })

  testNothingLeft(at)
})

interface Explained {
  readonly ID: string
  readonly personCause: string | null
  readonly personCauseBy: string | null
  readonly influences: readonly { readonly words: string }[]
  readonly neighbours: readonly { readonly attemptNumber: string; readonly decision: { readonly ID: string } | null }[]
}
