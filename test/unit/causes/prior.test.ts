import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { priorCauses, priorFailure, priorInfluences } from '../../../srv/causes/prior.ts'
import { CAUSES } from '../../../srv/domain/judgement.ts'
import type { Cause, Finding } from '../../../srv/domain/judgement.ts'
import { findingOf } from './samples.ts'

const findings = fc.array(
  fc
    .record({
      cause: fc.constantFrom(...CAUSES),
      check: fc.constantFrom('a', 'b', 'c', 'erp'),
      isDecisive: fc.boolean(),
      severity: fc.constantFrom('error' as const, 'warning' as const),
      part: fc.nat(3),
    })
    .map(({ cause, ...more }) => findingOf(cause, more)),
  { maxLength: 12 },
)
const probabilityOf = (some: readonly Finding[], cause: Cause): number =>
  priorCauses(some).find((each) => each.cause === cause)?.probability ?? NaN

describe('the prior over causes', () => {
  it('is positive for every cause and sums to one, whatever was found', () => {
    fc.assert(
      fc.property(findings, (some) => {
        const causes = priorCauses(some)
        assert.deepEqual(
          causes.map((each) => each.cause),
          [...CAUSES],
        )
        assert.ok(causes.every((each) => each.probability > 0))
        assert.ok(Math.abs(causes.reduce((sum, each) => sum + each.probability, 0) - 1) < 1e-9)
      }),
    )
  })

  it('puts the cause of the only decisive finding at 90 % or more, whatever else was found', () => {
    fc.assert(
      fc.property(findings, fc.constantFrom(...CAUSES), (some, cause) => {
        const others = some.map((each) => ({ ...each, isDecisive: false }))
        assert.ok(probabilityOf([...others, findingOf(cause, { isDecisive: true })], cause) >= 0.9)
      }),
    )
  })

  it('shares 90 % or more between the causes of several decisive findings', () => {
    const both = [findingOf('period', { isDecisive: true }), findingOf('orderStatus', { isDecisive: true })]
    assert.ok(probabilityOf(both, 'period') + probabilityOf(both, 'orderStatus') >= 0.9)
    assert.ok(probabilityOf(both, 'period') > 0.2)
  })

  it('raises what looks alike together with what was found', () => {
    assert.ok(probabilityOf([findingOf('stockDeficit')], 'lateReceipt') > probabilityOf([], 'lateReceipt'))
    assert.ok(probabilityOf([findingOf('stockDeficit')], 'period') < probabilityOf([], 'period'))
  })

  it('adds up findings of different checks, and counts many of one check once', () => {
    const one = [findingOf('setupWaste', { check: 'consumption', severity: 'warning' })]
    const again = [...one, ...one.map((each) => ({ ...each, part: 1 }))]
    const other = [...one, findingOf('setupWaste', { check: 'erp', severity: 'warning' })]
    assert.equal(probabilityOf(again, 'setupWaste'), probabilityOf(one, 'setupWaste'))
    assert.ok(probabilityOf(other, 'setupWaste') > probabilityOf(one, 'setupWaste'))
  })

  it('names the findings that spoke for the first cause, largest first', () => {
    const measured = findingOf('stockDeficit', {
      check: 'stockAvailable',
      evidence: [
        { name: 'material', value: 'C0' },
        { name: 'short', value: '2.5', unit: 'KG' },
      ],
    })
    const [first, second] = priorInfluences([findingOf('period', { severity: 'warning' }), measured], 'stockDeficit')
    assert.equal(first?.feature, 'stockAvailable')
    assert.deepEqual([first.value, first.unit], ['2.5', 'KG'])
    assert.ok(first.contribution > 0)
    assert.ok(second && second.contribution < 0)
  })
})

describe('the prior of failure', () => {
  it('is low without findings, and never falls with one more', () => {
    assert.ok(priorFailure([]) < 0.05)
    fc.assert(
      fc.property(findings, fc.constantFrom(...CAUSES), (some, cause) => {
        const before = priorFailure(some)
        const after = priorFailure([...some, findingOf(cause)])
        assert.ok(before >= 0 && after <= 1 && after >= before - 1e-12)
      }),
    )
  })

  it('is 90 % or more with an error, and stays below one half with a warning', () => {
    assert.ok(priorFailure([findingOf('stockDeficit')]) >= 0.9)
    assert.ok(priorFailure([findingOf('accountAssignment', { severity: 'warning' })]) < 0.5)
  })
})
