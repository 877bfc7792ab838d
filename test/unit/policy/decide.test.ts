import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { CHECKS } from '../../../srv/checks/index.ts'
import type { SignatoryRole } from '../../../srv/domain/judgement.ts'
import { decide, ESSENTIAL_CHECKS } from '../../../srv/policy/decide.ts'
import { correctionValue, messageValue, requiredRole, valueOf } from '../../../srv/policy/impact.ts'
import { DEFAULT_POLICY, type Policy, tolerating } from '../../../srv/policy/policy.ts'
import { DECISIONS, finding } from '../../tools/policy/decisions.ts'
import { bend, confirmation, movement, quantity, withMaterial, world } from '../checks/world.ts'

describe('decide', () => {
  for (const [name, judgement, policy, verdict, reason] of DECISIONS) {
    it(`${name}: ${verdict}`, () => {
      const decision = decide({ kind: 'confirmation', findings: [], notChecked: [], ...judgement }, { ...DEFAULT_POLICY, ...policy })
      assert.equal(decision.verdict, verdict)
      assert.match(decision.reason, reason)
      assert.equal(decision.policyVersion, DEFAULT_POLICY.version)
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

  const listed: readonly (readonly [string, Parameters<typeof requiredRole>[0], Partial<Policy>, SignatoryRole])[] = [
    ['what was taken back before', { ...none, wasReversedBefore: true }, {}, 'controller'],
    ['what was taken back before, where that is not listed', { ...none, wasReversedBefore: true }, { controllerFor: ['value'] }, 'planner'],
    ['a valuable correction, where value is not listed', { ...none, value: '10000' }, { controllerFor: ['reversal'] }, 'planner'],
    ['a closed period, where that is not listed', { ...none, findings: [finding({ cause: 'period' })] }, { controllerFor: [] }, 'planner'],
    [
      'a closed order, where the shop floor is right about it',
      { ...none, findings: [finding({ code: 'RU/494' })] },
      { financeBy: 'shopFloor' },
      'planner',
    ],
    ['a reversal, where the shop floor is right about finance', { ...none, isReversal: true }, { financeBy: 'shopFloor' }, 'controller'],
  ]
  for (const [name, impact, policy, role] of listed)
    it(`${name}: ${role}`, () => assert.equal(requiredRole(impact, { ...DEFAULT_POLICY, ...policy }), role))
})

describe('tolerance', () => {
  const policy: Policy = {
    ...DEFAULT_POLICY,
    tolerances: [
      { orderType: '*', material: '*', percent: '10' },
      { orderType: 'PP01', material: '*', percent: '5' },
      { orderType: '*', material: 'FG100', percent: '2' },
      { orderType: 'PP01', material: 'FG200', percent: '1' },
    ],
  }
  for (const [type, material, percent] of [
    ['PP02', 'FG1', '10'],
    ['PP01', 'FG1', '5'],
    ['PP02', 'FG100', '2'],
    ['PP01', 'FG100', '2'],
    ['PP01', 'FG200', '1'],
  ] as const)
    it(`of ${type} and ${material} is ${percent} %`, () =>
      assert.equal(tolerating(policy, { type, material }).consumptionTolerance, percent))

  it('is that of the plant where no order is known, or none is set', () => {
    assert.equal(tolerating(policy, undefined).consumptionTolerance, '20')
    assert.equal(tolerating(DEFAULT_POLICY, { type: 'PP01', material: 'FG1' }).consumptionTolerance, '20')
  })
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
