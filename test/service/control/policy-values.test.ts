import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { AUTOMATABLE } from '../../../srv/policy/automatic.ts'
import { at, beginAnew, EVERYWHERE, openPolicies, REASON, type Policed } from './policies-stand.ts'

let control: Policed

before(async () => {
  control = await openPolicies()
})
after(() => control.close())
beforeEach(beginAnew)

describe('what a policy may say', () => {
  for (const [what, values, target, text] of [
    ['no reason', { holdFrom: 0.95 }, 'in/reason', undefined],
    ['a probability above one', { holdFrom: 1.5, ...REASON }, 'in/holdFrom', undefined],
    ['holding before a note', { holdFrom: 0.4, noteFrom: 0.5, ...REASON }, 'in/holdFrom', /lower probability/],
    ['acting on less than is proposed', { actFrom: 0.6, suggestFrom: 0.7, ...REASON }, 'in/actFrom', /at least the confidence/],
    ['more by itself than a controller signs', { automaticUpTo: 20000, ...REASON }, 'in/automaticUpTo', /controller signs/],
    ['rejecting by itself', { automaticActions: 'convertUnit,reject', ...REASON }, 'in/automaticActions', /reject can't be left to itself/],
    ['an unknown reason for a controller', { controllerFor: 'weather', ...REASON }, 'in/controllerFor', /no weather to sign/],
    ['an unknown check', { strictChecks: 'astrology', ...REASON }, 'in/strictChecks', /no check astrology/],
    ['an unknown time zone', { timeZone: 'Europe/Walldorf', ...REASON }, 'in/timeZone', /no time zone/],
    ['another fail mode', { failMode: 'ajar', ...REASON }, 'in/failMode', /open or closed/],
    ['another answer', { holdAnswer: 418, ...REASON }, 'in/holdAnswer', /409 or 202/],
    ['another system of record', { quantitiesBy: 'rumour', ...REASON }, 'in/quantitiesBy', /shopFloor or erp/],
  ] as const)
    test(`is not ${what}`, async () => {
      const saved = await control.edit(EVERYWHERE, values)
      assert.equal(saved.status, 400, JSON.stringify(saved.body))
      assert.equal(saved.body.error?.target, target)
      if (text) assert.match(saved.body.error.message, text)
      assert.equal((await control.ask('DELETE', at('*', '*', false))).status, 204)
    })

  test('is not a limit without its unit', async () => {
    await control.act(EVERYWHERE, 'draftEdit')
    await control.ask('PATCH', at('*', '*', false), REASON)
    await control.ask('POST', `${at('*', '*', false)}/limits`, { action: '*', materialType: '*', mostQuantity: 3 })
    const saved = await control.act(at('*', '*', false), 'draftActivate')
    assert.equal(saved.status, 400)
    assert.match(saved.body.error?.message ?? '', /needs its unit/)
    await control.ask('DELETE', at('*', '*', false))
  })

  test('may leave to itself what the page offers, and nothing else', async () => {
    const offered = (await control.ask('GET', 'AutomaticChoices?$select=code&$orderby=code')).body.value ?? []
    const all = (await control.ask('GET', 'Corrections?$select=code')).body.value ?? []
    assert.deepEqual(offered.map((each) => each.code), [...AUTOMATABLE].sort()) // prettier-ignore
    assert.equal((await control.ask('GET', 'AutomaticChoices/$count')).body, offered.length)
    for (const { code } of all) {
      const saved = await control.edit(EVERYWHERE, { automaticActions: code, ...REASON })
      assert.equal(saved.status, offered.some((each) => each.code === code) ? 200 : 400, String(code))
      await control.ask('DELETE', at('*', '*', false))
    }
  })
})
