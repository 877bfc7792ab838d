import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { deflateRawSync } from 'node:zlib'
import { Policies, PolicyVersions } from '#cds-models/countersign'
import { rm } from '../../unit/checks/scene.ts'
import { world } from '../../unit/checks/world.ts'
import { at, beginAnew, cases, ERROR, EVERYWHERE, FINE, openPolicies, type Policed } from './policies-stand.ts'
import type { Row } from './stand.ts'

let control: Policed

before(async () => {
  control = await openPolicies()
})
after(() => control.close())
beforeEach(beginAnew)

describe('a back-test', () => {
  test('says side by side what the policy at work and the draft make of the past, and is kept with the version', async () => {
    await UPDATE(Policies).set({ phase: 'automate', holdFrom: 0.9, noteFrom: 0.5 }).where({ kind: '*', plant: '*' })
    await cases(10)
    await cases(5, { isProposalRight: false })
    await cases(20, FINE)
    const warned = {
      ...FINE,
      findings: JSON.stringify([{ ...ERROR, severity: 'warning' }]),
      failure: '0.700000',
      verdict: 'releaseWithNote',
    }
    await cases(3, warned)
    await cases(2, { ...warned, hasFailed: true, outcome: 'refused' })
    await control.act(EVERYWHERE, 'draftEdit')
    const draft = at('*', '*', false)
    await control.ask('PATCH', draft, { holdFrom: 0.6, automaticActions: 'convertUnit', reason: 'Stricter' })
    const tested = await control.act(draft, 'backTest')
    assert.equal(tested.status, 200, JSON.stringify(tested.body))
    assert.deepEqual(
      tested.body.value?.map((each) => [each.measure, each.before, each.wrongBefore, each.after, each.wrongAfter]),
      [
        ['held', 15, 0, 5, 3],
        ['releasedWithNote', 5, 2, 0, 0],
        ['released', 20, 0, 20, 0],
        ['actedAlone', 0, 0, 15, 5],
      ],
    )
    const shown = (await control.ask('GET', `${draft}/backTests?$orderby=position`)).body.value ?? []
    assert.deepEqual(
      shown.map((each) => [each.measure, each.more, each.moreWrong, each.criticality]),
      [
        ['held', -10, 3, 1],
        ['releasedWithNote', -5, -2, 3],
        ['released', 0, 0, 0],
        ['actedAlone', 15, 5, 1],
      ],
    )
    assert.equal((await control.act(draft, 'draftActivate')).status, 200)
    const [version] = await SELECT.from(PolicyVersions).where({ kind: '*', plant: '*' }).orderBy('version desc').limit(1)
    assert.equal((JSON.parse(version?.backTest ?? '[]') as Row[]).length, 4)
    const again = await control.act(EVERYWHERE, 'backTest')
    assert.equal(again.body.value?.[0]?.before, 15, 'the active one is held against its version before')
  })

  test('of another content is not kept with the version', async () => {
    await control.act(EVERYWHERE, 'draftEdit')
    const draft = at('*', '*', false)
    await control.act(draft, 'backTest')
    await control.ask('PATCH', draft, { holdFrom: 0.77, reason: 'Untested' })
    assert.equal((await control.act(draft, 'draftActivate')).status, 200)
    const [version] = await SELECT.from(PolicyVersions).where({ kind: '*', plant: '*' }).orderBy('version desc').limit(1)
    assert.equal(version?.backTest, null)
  })

  test('of another tolerance makes the checks anew of what is kept, and says of how many messages nothing is kept any more', async () => {
    const parts = [rm('2.3')].map(({ body: _body, headers: _headers, ...part }) => part)
    const evidence = deflateRawSync(JSON.stringify({ parts, context: world(), findings: [], sender: 'dm' }))
    await cases(4, { ...FINE, evidence })
    await cases(2, FINE)
    await control.act(EVERYWHERE, 'draftEdit')
    const draft = at('*', '*', false)
    await control.ask('PATCH', draft, { strictChecks: 'consumption', reason: 'Stricter' })
    await control.ask('POST', `${draft}/tolerances`, { orderType: 'YBM1', percent: 10 })
    const tested = await control.act(draft, 'backTest')
    assert.deepEqual(
      tested.body.value?.map((each) => [each.measure, each.before, each.wrongBefore, each.after, each.wrongAfter, each.more]),
      [
        ['held', 0, 0, 4, 4, 4],
        ['releasedWithNote', 0, 0, 0, 0, 0],
        ['released', 6, 0, 2, 0, -4],
        ['actedAlone', 0, 0, 0, 0, 0],
        ['checkedAnew', null, null, 4, null, null],
        ['checkedThen', null, null, 2, null, null],
      ],
    )
    const query = '$orderby=position&$expand=measureText($select=name)&$filter=before eq null'
    const said = await control.ask('GET', `${draft}/backTests?${query}`, undefined, 'admin', 'de')
    assert.deepEqual(
      said.body.value?.map((each) => [(each.measureText as Row).name, each.after, each.more]),
      [
        ['Davon neu geprüft, mit dem Geänderten', 4, null],
        ['Davon nicht neu geprüft: ihr Inhalt ist gelöscht', 2, null],
      ],
    )
    await control.ask('PATCH', draft, { timeZone: 'Europe/Berlin' })
    const [last] = (await control.act(draft, 'backTest')).body.value?.slice(-1) ?? []
    assert.deepEqual([last?.measure, last?.after], ['notTested', 6])
    await control.ask('DELETE', draft)
  })
})

test('the baseline holds rules, model and people against each other', async () => {
  await cases(8)
  await cases(2, { outcome: 'reversed', isProposalRight: false })
  await cases(5, FINE)
  await cases(1, { ...FINE, rulesVerdict: 'hold' })
  const rows = (await control.ask('GET', 'Baseline')).body.value ?? []
  assert.deepEqual(
    rows.map((each) => [each.opinion, each.messages, each.successes, each.holds, each.wrongHolds, each.missed]),
    [
      ['rules', 16, 15, 11, 1, 0],
      ['model', 16, 16, 10, 0, 0],
      ['people', 10, 8, 10, 2, null],
    ],
  )
  assert.deepEqual([rows[0]?.title, rows[0]?.successPercent, rows[0]?.secondsMedian, rows[0]?.medianText], ['Rules alone', 93.8, 0, '0 s'])
})
