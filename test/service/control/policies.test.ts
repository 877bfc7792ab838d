import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import cds from '@sap/cds'
import { AuditLog, AutomaticActions, Cases, KillSwitches, PhaseEvents, Policies, PolicyVersions } from '#cds-models/countersign'
import { holdAnswerFor, policyFor, stoppedBecause } from '../../../srv/pipeline/policies.ts'
import { concludeAction } from '../../../srv/pipeline/phases/actions.ts'
import { until } from '../../flow/until.ts'
import { type Control, openControl, type Row } from './stand.ts'

const EVERYWHERE = `Policies(kind='*',plant='*',IsActiveEntity=true)`
const at = (kind: string, plant: string, isActive = true) => `Policies(kind='${kind}',plant='${plant}',IsActiveEntity=${String(isActive)})`
const REASON = { reason: 'We know enough now' }

let control: Control
let number = 0

before(async () => {
  control = await openControl()
})
after(() => control.close())
beforeEach(async () => {
  await DELETE.from(Cases)
  await DELETE.from(AutomaticActions)
  await UPDATE(Policies).set({ phase: 'supervise', automaticActions: '', actFrom: 0.95 }).where({ kind: '*', plant: '*' })
})

const act = (path: string, action: string, body: Row = {}, user = 'admin', language = 'en') =>
  control.ask('POST', `${path}/ControlService.${action}`, body, user, language)

async function lastLine() {
  const [line] = await SELECT.from(AuditLog).orderBy('sequence desc').limit(1)
  assert.ok(line)
  return {
    action: line.action,
    actor: line.actor,
    reason: line.reason,
    details: JSON.parse(line.details ?? '{}') as Row & { before: Row; after: Row },
  }
}

/** A case as it is kept: held and rightly corrected, unless said otherwise. */
async function cases(count: number, values: Row = {}): Promise<void> {
  const now = new Date().toISOString()
  const row = {
    ...{ kind: 'confirmation', plant: '1710', isCurrent: true, judgedAt: now, outcomeAt: now, verdict: 'hold', rulesVerdict: 'hold' },
    ...{ hasFailed: true, outcome: 'corrected', findings: JSON.stringify([ERROR]), failure: '0.900000', isProposalRight: true },
    ...{ proposedAction: 'convertUnit', proposedConfidence: '0.9900', isAutomatic: false, labelNumber: null },
    proposal: JSON.stringify({ reasons: [], moved: [{ material: 'RM1', type: 'ROH', quantity: '1', unit: 'KG', value: '3.5' }] }),
  }
  await INSERT.into(Cases).entries(
    Array.from({ length: count }, () => ({ ID: cds.utils.uuid(), number: ++number, ...row, ...values })) as never,
  )
}
const ERROR = { check: 'unitCode', cause: 'unitOfMeasure', severity: 'error', isDecisive: true, code: 'BM/302', field: 'movements/0/unit' }
const FINE = {
  verdict: 'release',
  rulesVerdict: 'release',
  hasFailed: false,
  outcome: 'posted',
  findings: '[]',
  failure: '0.010000',
  proposal: null,
  isProposalRight: null,
}

describe('a policy', () => {
  test('is edited in a draft: a new version with its reason, the former one kept, told in the audit log, at work at once', async () => {
    const { version } = await policyFor('confirmation', '1710')
    const opened = await act(EVERYWHERE, 'draftEdit')
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
    const saved = await act(draft, 'draftActivate')
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
    await act(EVERYWHERE, 'draftEdit')
    await control.ask('PATCH', at('*', '*', false), REASON)
    await control.ask('POST', `${at('*', '*', false)}/limits`, { action: '*', materialType: '*', mostQuantity: 3 })
    const saved = await act(at('*', '*', false), 'draftActivate')
    assert.equal(saved.status, 400)
    assert.match(saved.body.error?.message ?? '', /needs its unit/)
    await control.ask('DELETE', at('*', '*', false))
  })
})

describe('a policy of one plant', () => {
  test('begins as what holds everywhere, in the phase that its messages are in, and goes again', async () => {
    const made = await control.ask('POST', 'Policies', { kind: 'confirmation', plant: '1720', ...REASON })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    const saved = await act(at('confirmation', '1720', false), 'draftActivate')
    assert.equal(saved.status, 201, JSON.stringify(saved.body))
    const { version } = await policyFor('confirmation', '1710')
    assert.deepEqual([saved.body.phase, saved.body.version], ['supervise', version + 1])
    assert.equal((await policyFor('confirmation', '1720')).version, version + 1)
    assert.equal((await control.ask('DELETE', at('confirmation', '1720'))).status, 204)
    assert.equal((await lastLine()).action, 'policyChanged')
  })

  test("stays as long as its messages would be in a higher phase without it, and the one of everything can't go", async () => {
    await control.ask('POST', 'Policies', { kind: 'confirmation', plant: '1730', ...REASON })
    await act(at('confirmation', '1730', false), 'draftActivate')
    assert.equal((await act(at('confirmation', '1730'), 'lowerPhase', { to: 'monitor', ...REASON })).status, 200)
    const gone = await control.ask('DELETE', at('confirmation', '1730'))
    assert.deepEqual([gone.status, gone.body.error?.code], [409, 'COUNTERSIGN/PHASE_WOULD_RISE'])
    assert.ok([403, 404].includes((await control.ask('DELETE', EVERYWHERE)).status))
    await DELETE.from(Policies).where({ plant: '1730' })
  })
})

describe('a phase', () => {
  const evidence = async () => (await control.ask('GET', `${EVERYWHERE}/evidence`)).body.value ?? []

  test('moves up only on evidence, and the refusal says what is missing, in the language of whoever asks', async () => {
    await cases(50)
    const refused = await act(EVERYWHERE, 'raisePhase', { to: 'automate', ...REASON })
    assert.deepEqual([refused.status, refused.body.error?.code], [409, 'COUNTERSIGN/EVIDENCE_THIN'])
    assert.match(refused.body.error?.message ?? '', /50 messages were judged in 30 days; 200 are needed/)
    assert.match(refused.body.error?.message ?? '', /Of 0 that would have gone by themselves/)
    const german = await act(EVERYWHERE, 'raisePhase', { to: 'automate', ...REASON }, 'admin', 'de')
    assert.match(german.body.error?.message ?? '', /nötig sind 200/)
    assert.equal((await policyFor('*', '*')).phase, 'supervise')
  })

  test('moves up where the evidence is there, figures and reason kept; it moves down at any time', async () => {
    await cases(120)
    await cases(100, FINE)
    await UPDATE(Policies).set({ automaticActions: 'convertUnit' }).where({ kind: '*', plant: '*' })
    const lines = await evidence()
    assert.deepEqual(
      lines.map((each) => [each.measure, each.count, each.messages, each.isMet]),
      [
        ['volume', 220, null, true],
        ['decided', 120, null, true],
        ['approvedUnchanged', 120, 120, true],
        ['automaticPrecision', 120, 120, true],
        ['automaticWrong', 0, 0, true],
        ['drift', 0, null, true],
      ],
    )
    assert.deepEqual([lines[3]?.percent, lines[3]?.low, lines[3]?.high], [100, 97, 100])
    await act(EVERYWHERE, 'draftEdit')
    const shown = await control.ask('GET', `${at('*', '*', false)}/evidence?$select=measure,text&$orderby=position&$count=true&$top=2`)
    assert.deepEqual([shown.body.value?.length, shown.body['@odata.count'], shown.body.value?.[1]?.measure], [2, 6, 'decided'])
    await control.ask('DELETE', at('*', '*', false))
    const raised = await act(EVERYWHERE, 'raisePhase', { to: 'automate', ...REASON })
    assert.equal(raised.status, 200, JSON.stringify(raised.body))
    assert.equal((await policyFor('confirmation', '1710')).phase, 'automate')
    assert.deepEqual([(await lastLine()).action, (await lastLine()).reason], ['phaseRaised', REASON.reason])
    const [event] = (await control.ask('GET', `${EVERYWHERE}/events?$orderby=at desc&$top=1`)).body.value ?? []
    assert.deepEqual([event?.fromPhase, event?.toPhase, event?.changedBy, event?.isAlert], ['supervise', 'automate', 'admin', false])
    assert.equal((JSON.parse(String(event?.figures)) as Row[]).length, 6)
    assert.equal((await act(EVERYWHERE, 'lowerPhase', { to: 'monitor', ...REASON })).status, 200)
    assert.equal((await policyFor('confirmation', '1710')).phase, 'monitor')
    const jump = await act(EVERYWHERE, 'raisePhase', { to: 'automate', ...REASON })
    assert.equal(jump.body.error?.code, 'COUNTERSIGN/NOT_THE_NEXT_PHASE')
  })

  test('does not move up while too many corrections were wrong', async () => {
    await cases(110)
    await cases(10, { isProposalRight: false, outcome: 'reversed' })
    await cases(100, FINE)
    await UPDATE(Policies).set({ automaticActions: 'convertUnit' }).where({ kind: '*', plant: '*' })
    const refused = await act(EVERYWHERE, 'raisePhase', { to: 'automate', ...REASON })
    assert.match(
      refused.body.error?.message ?? '',
      /Of 120 that would have gone by themselves, 110 were right \(91\.7 %, surely at least 85\.2 %\)/,
    )
  })

  test('falls back by itself where surely too many automatic actions are wrong, with an alert that is acknowledged', async () => {
    await UPDATE(Policies).set({ phase: 'automate', wrongAtMost: 0.02 }).where({ kind: '*', plant: '*' })
    const attempts = Array.from({ length: 60 }, () => cds.utils.uuid())
    const now = new Date().toISOString()
    await INSERT.into(AutomaticActions).entries(
      attempts.map((attempt_ID, index) => ({
        ...{ ID: cds.utils.uuid(), attempt_ID, at: now, kind: 'confirmation', plant: '1710', material: 'FG1', action_code: 'convertUnit' },
        ...(index < 55 ? { outcome: 'posted', isWrong: false } : {}),
      })) as never,
    )
    const conclude = async (index: number, outcome: 'posted' | 'refused' | 'rejected' | 'reversed') =>
      cds.tx(() => concludeAction(attempts[index] ?? '', outcome))
    await conclude(55, 'refused')
    await conclude(55, 'posted')
    await conclude(56, 'reversed')
    assert.equal((await policyFor('confirmation', '1710')).phase, 'automate', 'two of 57 may still be chance')
    await conclude(57, 'reversed')
    await conclude(0, 'reversed')
    await conclude(1, 'rejected')
    assert.equal((await policyFor('confirmation', '1710')).phase, 'supervise')
    const [event] = await SELECT.from(PhaseEvents).where({ isAlert: true })
    assert.match(
      event?.reason ?? '',
      /^5 of 58 automatic actions of the last 30 days were wrong: surely more than 2\.9 %, and 2\.0 % are allowed\.$/,
    )
    assert.deepEqual([event?.fromPhase, event?.toPhase, event?.changedBy], ['automate', 'supervise', 'countersign'])
    const [line] = await SELECT.from(AuditLog).where({ action: 'phaseFellBack' })
    assert.equal(line?.actor, 'countersign')
    assert.equal((await act(`PhaseEvents(${event?.ID ?? ''})`, 'acknowledge', {}, 'controller')).status, 403)
    const noted = await act(`PhaseEvents(${event?.ID ?? ''})`, 'acknowledge')
    assert.deepEqual([noted.status, noted.body.isAlert, noted.body.acknowledgedBy], [200, false, 'admin'])
  })
})

describe('the switch', () => {
  test('stands at every plant that is known and everywhere; turned, it is told, and holds at once', async () => {
    await INSERT.into(Policies).entries({ kind: 'confirmation', plant: '1740' })
    const all = (await control.ask('GET', 'KillSwitches?$orderby=plant')).body.value ?? []
    assert.deepEqual(
      all.map((each) => [each.plant, each.isOn]),
      [
        ['*', false],
        ['1740', false],
      ],
    )
    assert.equal((await act(`KillSwitches('1740')`, 'stop', { reason: 'Network is down' })).status, 200)
    assert.match((await stoppedBecause('1740')) ?? '', /^in plant 1740: Network is down$/)
    assert.equal(await stoppedBecause('1710'), undefined)
    const line = await lastLine()
    assert.deepEqual([line.action, line.actor, line.reason, line.details.plant], ['judgingStopped', 'admin', 'Network is down', '1740'])
    assert.equal((await act(`KillSwitches('1740')`, 'stop', { reason: 'Again' })).body.error?.code, 'COUNTERSIGN/STOPPED_ALREADY')
    assert.equal((await act(`KillSwitches('1740')`, 'resume', { reason: 'It is back' })).body.isOn, false)
    assert.equal(await stoppedBecause('1740'), undefined)
    await DELETE.from(Policies).where({ plant: '1740' })
  })

  test('turned by another process holds soon, too', async () => {
    assert.equal(await stoppedBecause('1710'), undefined)
    await cds.run(`INSERT INTO countersign_KillSwitches (plant, isOn, reason) VALUES ('*', true, 'Elsewhere')`)
    await until(async () => (await stoppedBecause('1710')) === 'everywhere: Elsewhere')
    await DELETE.from(KillSwitches)
  })
})

describe('a sender', () => {
  test('is told what is set for it, whatever the policy says; told in the audit log', async () => {
    assert.equal(await holdAnswerFor('dm', 'confirmation', '1710'), 409)
    const made = await control.ask('POST', 'SenderSettings', { sender: 'dm', holdAnswer: 202 })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    assert.equal((await act(`SenderSettings(sender='dm',IsActiveEntity=false)`, 'draftActivate')).status, 201)
    assert.deepEqual([await holdAnswerFor('dm', 'confirmation', '1710'), await holdAnswerFor('mes', 'confirmation', '1710')], [202, 409])
    const line = await lastLine()
    assert.deepEqual([line.action, line.reason, line.details.after.holdAnswer], ['senderSettingChanged', 'dm', 202])
  })
})

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
    await act(EVERYWHERE, 'draftEdit')
    const draft = at('*', '*', false)
    await control.ask('PATCH', draft, { holdFrom: 0.6, automaticActions: 'convertUnit', reason: 'Stricter' })
    const tested = await act(draft, 'backTest')
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
    assert.equal((await act(draft, 'draftActivate')).status, 200)
    const [version] = await SELECT.from(PolicyVersions).where({ kind: '*', plant: '*' }).orderBy('version desc').limit(1)
    assert.equal((JSON.parse(version?.backTest ?? '[]') as Row[]).length, 4)
    const again = await act(EVERYWHERE, 'backTest')
    assert.equal(again.body.value?.[0]?.before, 15, 'the active one is held against its version before')
  })

  test('of another content is not kept with the version', async () => {
    await act(EVERYWHERE, 'draftEdit')
    const draft = at('*', '*', false)
    await act(draft, 'backTest')
    await control.ask('PATCH', draft, { holdFrom: 0.77, reason: 'Untested' })
    assert.equal((await act(draft, 'draftActivate')).status, 200)
    const [version] = await SELECT.from(PolicyVersions).where({ kind: '*', plant: '*' }).orderBy('version desc').limit(1)
    assert.equal(version?.backTest, null)
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
  assert.deepEqual([rows[0]?.title, rows[0]?.successPercent, rows[0]?.secondsMedian], ['Rules alone', 93.8, 0])
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
        assert.equal((await act(EVERYWHERE, action, { to: 'monitor', ...REASON }, user)).status, 403)
      assert.equal((await act(EVERYWHERE, 'backTest', {}, user)).status, 403)
      assert.equal((await act(`KillSwitches('*')`, 'stop', REASON, user)).status, 403)
      assert.equal((await control.ask('POST', 'SenderSettings', { sender: 'dm', holdAnswer: 202 }, user)).status, 403)
    })

  test('a planner sees none of it', async () => assert.equal((await control.ask('GET', 'Policies', undefined, 'planner')).status, 403))
})
