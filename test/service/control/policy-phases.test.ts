import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import cds from '@sap/cds'
import { AuditLog, AutomaticActions, KillSwitches, PhaseEvents, Policies } from '#cds-models/countersign'
import { policyFor, stoppedBecause } from '../../../srv/pipeline/policies.ts'
import { concludeAction } from '../../../srv/pipeline/phases/actions.ts'
import { until } from '../../flow/until.ts'
import { at, beginAnew, cases, EVERYWHERE, FINE, lastLine, openPolicies, REASON, type Policed } from './policies-stand.ts'
import type { Row } from './stand.ts'

let control: Policed

before(async () => {
  control = await openPolicies()
})
after(() => control.close())
beforeEach(beginAnew)

describe('a phase', () => {
  const evidence = async () => (await control.ask('GET', `${EVERYWHERE}/evidence`)).body.value ?? []

  test('moves up only on evidence, and the refusal says what is missing, in the language of whoever asks', async () => {
    await cases(50)
    const refused = await control.act(EVERYWHERE, 'raisePhase', { to: 'automate', ...REASON })
    assert.deepEqual([refused.status, refused.body.error?.code], [409, 'COUNTERSIGN/EVIDENCE_THIN'])
    assert.match(refused.body.error?.message ?? '', /50 messages were judged in 30 days; 200 are needed/)
    assert.match(refused.body.error?.message ?? '', /Of 0 that would have gone by themselves/)
    const german = await control.act(EVERYWHERE, 'raisePhase', { to: 'automate', ...REASON }, 'admin', 'de')
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
    await control.act(EVERYWHERE, 'draftEdit')
    const shown = await control.ask('GET', `${at('*', '*', false)}/evidence?$select=measure,text&$orderby=position&$count=true&$top=2`)
    assert.deepEqual([shown.body.value?.length, shown.body['@odata.count'], shown.body.value?.[1]?.measure], [2, 6, 'decided'])
    await control.ask('DELETE', at('*', '*', false))
    const raised = await control.act(EVERYWHERE, 'raisePhase', { to: 'automate', ...REASON })
    assert.equal(raised.status, 200, JSON.stringify(raised.body))
    assert.equal((await policyFor('confirmation', '1710')).phase, 'automate')
    assert.deepEqual([(await lastLine()).action, (await lastLine()).reason], ['phaseRaised', REASON.reason])
    const [event] = (await control.ask('GET', `${EVERYWHERE}/events?$orderby=at desc&$top=1`)).body.value ?? []
    assert.deepEqual([event?.fromPhase, event?.toPhase, event?.changedBy, event?.isAlert], ['supervise', 'automate', 'admin', false])
    assert.equal((JSON.parse(String(event?.figures)) as Row[]).length, 6)
    const query = '$orderby=at desc&$top=1&$select=figuresText,plantText'
    const [words] = (await control.ask('GET', `${EVERYWHERE}/events?${query}`, undefined, 'auditor', 'de')).body.value ?? []
    assert.equal(words?.plantText, 'Überall')
    assert.match(String(words.figuresText), /^220 Meldungen wurden in 30 Tagen beurteilt; nötig sind 200\.\n/)
    assert.equal((await control.act(EVERYWHERE, 'lowerPhase', { to: 'monitor', ...REASON })).status, 200)
    assert.equal((await policyFor('confirmation', '1710')).phase, 'monitor')
    const jump = await control.act(EVERYWHERE, 'raisePhase', { to: 'automate', ...REASON })
    assert.equal(jump.body.error?.code, 'COUNTERSIGN/NOT_THE_NEXT_PHASE')
  })

  test('does not move up while too many corrections were wrong', async () => {
    await cases(110)
    await cases(10, { isProposalRight: false, outcome: 'reversed' })
    await cases(100, FINE)
    await UPDATE(Policies).set({ automaticActions: 'convertUnit' }).where({ kind: '*', plant: '*' })
    const refused = await control.act(EVERYWHERE, 'raisePhase', { to: 'automate', ...REASON })
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
    assert.equal((await control.act(`PhaseEvents(${event?.ID ?? ''})`, 'acknowledge', {}, 'controller')).status, 403)
    const noted = await control.act(`PhaseEvents(${event?.ID ?? ''})`, 'acknowledge')
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
    assert.equal((await control.act(`KillSwitches('1740')`, 'stop', { reason: 'Network is down' })).status, 200)
    assert.match((await stoppedBecause('1740')) ?? '', /^in plant 1740: Network is down$/)
    assert.equal(await stoppedBecause('1710'), undefined)
    const line = await lastLine()
    assert.deepEqual([line.action, line.actor, line.reason, line.details.plant], ['judgingStopped', 'admin', 'Network is down', '1740'])
    assert.equal((await control.act(`KillSwitches('1740')`, 'stop', { reason: 'Again' })).body.error?.code, 'COUNTERSIGN/STOPPED_ALREADY')
    assert.equal((await control.act(`KillSwitches('1740')`, 'resume', { reason: 'It is back' })).body.isOn, false)
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
