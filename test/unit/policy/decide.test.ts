import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { CHECKS } from '../../../srv/checks/index.ts'
import type { Finding, Prediction, SignatoryRole, Verdict } from '../../../srv/domain/judgement.ts'
import { decide, ESSENTIAL_CHECKS, type Judgement } from '../../../srv/policy/decide.ts'
import { correctionValue, messageValue, requiredRole, valueOf } from '../../../srv/policy/impact.ts'
import { DEFAULT_POLICY, type Policy } from '../../../srv/policy/policy.ts'
import { bend, confirmation, movement, quantity, withMaterial, world } from '../checks/world.ts'

function finding(bent: Partial<Finding> = {}): Finding {
  return {
    check: 'x',
    code: 'X/1',
    cause: 'stockDeficit',
    isDecisive: true,
    severity: 'error',
    part: 0,
    field: '',
    text: 'Something is wrong.',
    evidence: [],
    ...bent,
  }
}
const warning = finding({ severity: 'warning' })
const predicted = (failure: number): { prediction: Prediction } => ({
  prediction: { modelVersion: '1', failure, causes: [{ cause: 'setupWaste', probability: 1 }], influences: [] },
})

const rows: readonly (readonly [string, Partial<Judgement>, Partial<Policy>, Verdict, RegExp])[] = [
  ['nothing found', {}, {}, 'release', /No objections/],
  ['nothing found, an improbable failure', predicted(0.49), {}, 'release', /No objections/],
  ['an error', { findings: [finding()] }, {}, 'hold', /^Something is wrong\.$/],
  ['several errors', { findings: [warning, finding(), finding()] }, {}, 'hold', /and 1 more/],
  ['an error, in automate', { findings: [finding()] }, { phase: 'automate' }, 'hold', /wrong/],
  ['an error, in monitor', { findings: [finding()] }, { phase: 'monitor' }, 'release', /^Monitored: Something is wrong/],
  ['nothing found, in monitor', {}, { phase: 'monitor' }, 'release', /^Monitored\.$/],
  ['a certain failure, in monitor', predicted(1), { phase: 'monitor' }, 'release', /^Monitored/],
  [
    'nothing judged, in monitor and fail-closed',
    { notChecked: ['orderStatus'] },
    { phase: 'monitor', failMode: 'closed' },
    'release',
    /^Monitored/,
  ],
  ['a warning', { findings: [warning] }, {}, 'releaseWithNote', /wrong/],
  [
    'a warning and a probable failure',
    { findings: [warning], ...predicted(0.9) },
    {},
    'hold',
    /90 % probability, most likely because of setupWaste/,
  ],
  ['a warning and a failure just below', { findings: [warning], ...predicted(0.89) }, {}, 'releaseWithNote', /wrong/],
  ['a probable failure that only the model sees', predicted(0.99), {}, 'releaseWithNote', /99 %/],
  ['a probable failure that only the model sees, where it may hold', predicted(0.99), { holdOnModelAlone: true }, 'hold', /99 %/],
  ['a possible failure', predicted(0.5), {}, 'releaseWithNote', /50 %/],
  ['essential checks not made, fail-open', { notChecked: ['orderStatus', 'duplicate'] }, {}, 'releaseWithNote', /^Not judged: orderStatus/],
  ['essential checks not made, fail-closed', { notChecked: ['stockAvailable'] }, { failMode: 'closed' }, 'hold', /^Not judged/],
  [
    'another check not made, fail-closed',
    { notChecked: ['duplicate'] },
    { failMode: 'closed' },
    'releaseWithNote',
    /^Not checked: duplicate/,
  ],
  ['another check broke, fail-open', { notChecked: ['duplicate'], broken: ['duplicate'] }, {}, 'releaseWithNote', /^Not judged: duplicate/],
  ['another check broke, fail-closed', { notChecked: ['duplicate'], broken: ['duplicate'] }, { failMode: 'closed' }, 'hold', /^Not judged/],
  ['an error although others were not made', { findings: [finding()], notChecked: ['orderStatus'] }, {}, 'hold', /wrong/],
  ['a cancellation', { kind: 'cancellation' }, {}, 'release', /unjudged/],
  ['a kind that nobody knows, fail-closed', { kind: 'other', notChecked: ['orderStatus'] }, { failMode: 'closed' }, 'release', /unjudged/],
]

describe('decide', () => {
  for (const [name, judgement, policy, verdict, reason] of rows) {
    it(`${name}: ${verdict}`, () => {
      const decision = decide({ kind: 'confirmation', findings: [], notChecked: [], ...judgement }, { ...DEFAULT_POLICY, ...policy })
      assert.equal(decision.verdict, verdict)
      assert.match(decision.reason, reason)
    })
  }

  it('calls only checks essential that exist', () => {
    assert.deepEqual(
      ESSENTIAL_CHECKS.filter((name) => !CHECKS.some((each) => each.name === name)),
      [],
    )
  })
})

describe('who signs', () => {
  const none = { kind: 'confirmation' as const, isReversal: false, findings: [], changes: [], value: '0' }
  const cases: readonly (readonly [string, Parameters<typeof requiredRole>[0], SignatoryRole])[] = [
    ['a small correction', { ...none, value: '9999.99' }, 'planner'],
    ['a valuable correction', { ...none, value: '10000' }, 'controller'],
    ['a closed period', { ...none, findings: [finding({ code: 'M7/053', cause: 'timeZone' })] }, 'controller'],
    [
      'another posting date',
      { ...none, changes: [{ op: 'set', part: 0, field: 'postingDate', from: '', to: '2026-07-01' }] },
      'controller',
    ],
    ['a reversal', { ...none, isReversal: true }, 'controller'],
    ['a cancellation', { ...none, kind: 'cancellation' }, 'controller'],
    ['accounts that are not determined', { ...none, findings: [finding({ cause: 'accountAssignment' })] }, 'controller'],
    ['a closed order', { ...none, findings: [finding({ code: 'RU/494' })] }, 'controller'],
  ]
  for (const [name, impact, role] of cases) it(`${name}: ${role}`, () => assert.equal(requiredRole(impact, DEFAULT_POLICY), role))
})

describe('what a message is worth', () => {
  // RM10 2 KG, RM12 0.5 KG, PK01 10 PC at 3.50 each, and 10 FG100 at 20.
  it('adds up movements and yield at their prices, in decimal', () => {
    assert.equal(messageValue([confirmation()], world()), '243.75')
  })

  it('does not count a receipt twice', () => {
    const part = confirmation({ movements: [movement('FG100', '10', 'PC', { movementType: '101' })] })
    assert.equal(messageValue([part], world()), '200')
  })

  it('counts nothing for what has no price', () => {
    assert.equal(
      messageValue(
        [confirmation({ movements: [] })],
        withMaterial('FG100', ({ price: _, ...each }) => each),
      ),
      '0',
    )
  })

  it('values a correction by what changes', () => {
    const before = [bend('RM10', { quantity: quantity('20', 'KG') })]
    assert.equal(correctionValue(before, [confirmation()], world()), '63')
    assert.equal(correctionValue([confirmation()], before, world()), '63')
    assert.equal(correctionValue(before, before, world()), '0')
    assert.equal(correctionValue([confirmation()], [bend('RM10', { quantity: quantity('2000', 'G') })], world()), '0')
    assert.equal(valueOf('RM10', quantity('-500', 'G'), world()).toFixed(), '1.75')
  })
})
