import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { Policies, PolicyVersions } from '#cds-models/countersign'
import { holdAnswerFor, policyFor } from '../../../srv/pipeline/policies.ts'
import { at, beginAnew, EVERYWHERE, lastLine, openPolicies, REASON, type Policed } from './policies-stand.ts'
import type { Row } from './stand.ts'

let control: Policed

before(async () => {
  control = await openPolicies()
})
after(() => control.close())
beforeEach(beginAnew)

describe('a policy', () => {
  test('is edited in a draft: a new version with its reason, the former one kept, told in the audit log, at work at once', async () => {
    const { version } = await policyFor('confirmation', '1710')
    const opened = await control.act(EVERYWHERE, 'draftEdit')
    assert.equal(opened.status, 201, JSON.stringify(opened.body))
    assert.equal(opened.body.reason, null)
    const draft = at('*', '*', false)
    assert.equal(
      (
        await control.ask('PATCH', draft, {
          holdFrom: 0.8,
          automaticActions: 'convertUnit, setBatch',
          phase: 'automate',
          reason: 'Less is held',
        })
      ).status,
      200,
    )
    assert.equal(
      (await control.ask('POST', `${draft}/limits`, { action: 'convertUnit', materialType: 'ROH', mostQuantity: 5, unit: 'KG' })).status,
      201,
    )
    assert.equal((await control.ask('POST', `${draft}/tolerances`, { orderType: 'PP01', percent: 7 })).status, 201)
    const saved = await control.act(draft, 'draftActivate')
    assert.equal(saved.status, 200, JSON.stringify(saved.body))
    assert.deepEqual([saved.body.version, saved.body.phase, saved.body.changedBy], [version + 1, 'supervise', 'admin'])
    const now = await policyFor('confirmation', '1710')
    assert.deepEqual(
      [now.version, now.holdFrom, now.phase, now.automaticActions],
      [version + 1, 0.8, 'supervise', ['convertUnit', 'setBatch']],
    )
    assert.deepEqual(now.limits, [{ action: 'convertUnit', materialType: 'ROH', mostQuantity: { value: '5.000', unit: 'KG' } }])
    assert.deepEqual(now.tolerances, [{ orderType: 'PP01', material: '*', percent: '7.00' }])
    const line = await lastLine()
    assert.deepEqual([line.action, line.actor, line.reason], ['policyChanged', 'admin', 'Less is held'])
    assert.deepEqual([line.details.before.holdFrom, line.details.after.holdFrom], [0.9, 0.8])
    const versions = await SELECT.from(PolicyVersions).where({ kind: '*', plant: '*' }).orderBy('version')
    const [former, latest] = versions.slice(-2)
    assert.deepEqual([former?.version, latest?.version, latest?.reason], [version, version + 1, 'Less is held'])
    assert.equal((JSON.parse(former?.content ?? '{}') as Row).holdFrom, 0.9)
    assert.equal((JSON.parse(latest?.content ?? '{}') as Row).holdFrom, 0.8)
  })
})

describe('what people read of a policy', () => {
  const said = async (path: string, names: string, language: string) => {
    const { status, body } = await control.ask(
      'GET',
      `${path}${path.includes('?') ? '&' : '?'}$select=${names}`,
      undefined,
      'auditor',
      language,
    )
    assert.equal(status, 200, JSON.stringify(body))
    return body.value ?? [body]
  }

  test('is "everywhere" where its plant is all of them, on every list and in a draft', async () => {
    for (const [language, word] of [
      ['en', 'Everywhere'],
      ['de', 'Überall'],
    ] as const) {
      assert.deepEqual(
        (await said(`Policies?$filter=plant eq '*'`, 'plantText', language)).map((row) => row.plantText),
        [word],
      )
      const switches = await said('KillSwitches?$orderby=plant', 'plant,plantText', language)
      assert.equal(switches[0]?.plantText, word)
      assert.ok(switches.slice(1).every((row) => row.plantText === row.plant))
    }
    for (const [plant, text] of [
      ['*', 'Everywhere'],
      ['1720', '1720'],
    ] as const) {
      const made = await control.ask('POST', 'Policies', { kind: 'confirmation', plant, ...REASON })
      assert.deepEqual([made.status, made.body.plantText], [201, text])
      await control.ask('DELETE', at('confirmation', plant, false))
    }
  })

  test('is of its back-test whether that is of what is at work', async () => {
    await control.act(EVERYWHERE, 'draftEdit')
    const draft = at('*', '*', false)
    await control.ask('PATCH', draft, { holdFrom: 0.76, ...REASON })
    await control.act(draft, 'backTest')
    const [tested] = (await control.ask('GET', `${draft}/backTests?$select=about`)).body.value ?? []
    assert.equal(tested?.about, 'Not what is at work now')
    assert.equal((await control.act(draft, 'draftActivate')).status, 200)
    const [then] = await said(`${EVERYWHERE}/backTests`, 'about', 'de')
    assert.equal(then?.about, 'Was gilt')
  })
})

describe('a policy of one plant', () => {
  test('begins as what holds everywhere, in the phase that its messages are in, and goes again', async () => {
    const made = await control.ask('POST', 'Policies', { kind: 'confirmation', plant: '1720', ...REASON })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    const saved = await control.act(at('confirmation', '1720', false), 'draftActivate')
    assert.equal(saved.status, 201, JSON.stringify(saved.body))
    const { version } = await policyFor('confirmation', '1710')
    assert.deepEqual([saved.body.phase, saved.body.version], ['supervise', version + 1])
    assert.equal((await policyFor('confirmation', '1720')).version, version + 1)
    assert.equal((await control.ask('DELETE', at('confirmation', '1720'))).status, 204)
    assert.equal((await lastLine()).action, 'policyChanged')
  })

  test("stays as long as its messages would be in a higher phase without it, and the one of everything can't go", async () => {
    await control.ask('POST', 'Policies', { kind: 'confirmation', plant: '1730', ...REASON })
    await control.act(at('confirmation', '1730', false), 'draftActivate')
    assert.equal((await control.act(at('confirmation', '1730'), 'lowerPhase', { to: 'monitor', ...REASON })).status, 200)
    const gone = await control.ask('DELETE', at('confirmation', '1730'))
    assert.deepEqual([gone.status, gone.body.error?.code], [409, 'COUNTERSIGN/PHASE_WOULD_RISE'])
    assert.ok([403, 404].includes((await control.ask('DELETE', EVERYWHERE)).status))
    await DELETE.from(Policies).where({ plant: '1730' })
  })
})

describe('a sender', () => {
  test('is told what is set for it, whatever the policy says; told in the audit log', async () => {
    assert.equal(await holdAnswerFor('dm', 'confirmation', '1710'), 409)
    const made = await control.ask('POST', 'SenderSettings', { sender: 'dm', holdAnswer: 202 })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    assert.equal((await control.act(`SenderSettings(sender='dm',IsActiveEntity=false)`, 'draftActivate')).status, 201)
    assert.deepEqual([await holdAnswerFor('dm', 'confirmation', '1710'), await holdAnswerFor('mes', 'confirmation', '1710')], [202, 409])
    const line = await lastLine()
    assert.deepEqual([line.action, line.reason, line.details.after.holdAnswer], ['senderSettingChanged', 'dm', 202])
  })
})

describe('who may do what', () => {
  for (const user of ['controller', 'auditor'])
    test(`${user} reads all and changes nothing`, async () => {
      for (const set of [
        'Policies',
        'PolicyVersions',
        'PhaseEvidence',
        'PhaseEvents',
        'AutomaticActions',
        'KillSwitches',
        'SenderSettings',
        'Baseline',
        'BackTestRows',
      ])
        assert.equal((await control.ask('GET', set, undefined, user)).status, 200, set)
      assert.equal((await control.edit(EVERYWHERE, { holdFrom: 0.8, ...REASON }, user)).status, 403)
      for (const action of ['raisePhase', 'lowerPhase'])
        assert.equal((await control.act(EVERYWHERE, action, { to: 'monitor', ...REASON }, user)).status, 403)
      assert.equal((await control.act(EVERYWHERE, 'backTest', {}, user)).status, 403)
      assert.equal((await control.act(`KillSwitches('*')`, 'stop', REASON, user)).status, 403)
      assert.equal((await control.ask('POST', 'SenderSettings', { sender: 'dm', holdAnswer: 202 }, user)).status, 403)
    })

  test('a planner sees none of it', async () => assert.equal((await control.ask('GET', 'Policies', undefined, 'planner')).status, 403))
})
