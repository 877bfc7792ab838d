import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { inspect } from '../../../srv/checks/index.ts'
import { backTest, type RecordedCase } from '../../../srv/policy/backtest.ts'
import { DEFAULT_POLICY, type Policy, tolerating } from '../../../srv/policy/policy.ts'
import { type Facts, hasUntestable, reinspect, tellChecksTheSame } from '../../../srv/policy/reinspect.ts'
import { rm } from '../checks/scene.ts'
import { withOrder, world } from '../checks/world.ts'

const policy = (bent: Partial<Policy>): Policy => ({ ...DEFAULT_POLICY, ...bent })

/** As a case keeps them: bodies left out, through JSON. */
function kept(facts: Facts): Facts {
  const parts = facts.parts.map(({ body: _body, headers: _headers, ...part }) => part)
  return JSON.parse(JSON.stringify({ ...facts, parts })) as Facts
}

function found({ parts, context }: Facts, under: Policy) {
  return inspect({ parts }, context, tolerating(under, context.orders[0])).flatMap((each) => each.findings)
}

/** 15 % more of one component than the bill of material needs. */
const ODD: Facts = { parts: [rm('2.3')], context: world() }
const codes = (findings: readonly { readonly code: string }[] | undefined) => findings?.map((each) => each.code)
const OVER = 'COUNTERSIGN/OVER_CONSUMPTION'

describe('checks that are made anew', () => {
  it('of the same facts find what they found then', () => {
    const then = found(ODD, policy({ consumptionTolerance: '10' }))
    const anew = reinspect(kept(ODD), then, policy({ consumptionTolerance: '10' }), policy({ consumptionTolerance: '20' }))
    assert.deepEqual(codes(anew?.before), codes(then))
  })

  it('find more under a narrower tolerance, and less under a wider one', () => {
    assert.deepEqual(codes(found(ODD, DEFAULT_POLICY)), [])
    const narrower = reinspect(kept(ODD), [], DEFAULT_POLICY, policy({ consumptionTolerance: '10' }))
    assert.deepEqual([codes(narrower?.before), codes(narrower?.after)], [[], [OVER]])
    const then = found(ODD, policy({ consumptionTolerance: '10' }))
    const wider = reinspect(kept(ODD), then, policy({ consumptionTolerance: '10' }), DEFAULT_POLICY)
    assert.deepEqual([codes(wider?.before), codes(wider?.after)], [[OVER], []])
  })

  it('go by the tolerance of an order type and a material', () => {
    const own = policy({ tolerances: [{ orderType: 'YBM1', material: 'FG100', percent: '10' }] })
    assert.deepEqual(codes(reinspect(kept(ODD), [], DEFAULT_POLICY, own)?.after), [OVER])
    const other = policy({ tolerances: [{ orderType: 'YBM1', material: 'FG200', percent: '10' }] })
    assert.deepEqual(codes(reinspect(kept(ODD), [], DEFAULT_POLICY, other)?.after), [])
  })

  it('go by the other customs of the plant, too', () => {
    const told: Facts = { parts: [rm('2')], context: withOrder({ userStatuses: ['WAIT'] }) }
    const blocked = reinspect(kept(told), [], DEFAULT_POLICY, policy({ blockingUserStatuses: ['WAIT'] }))
    assert.deepEqual([blocked?.before.length, blocked?.after.map((each) => each.check)], [0, ['userStatus']])
  })

  it('leave alone what neither policy has a say in', () => {
    const other = { check: 'unitCode', severity: 'warning', cause: 'unitOfMeasure', code: 'BM/302', field: 'movements/0/unit' } as const
    const anew = reinspect(kept(ODD), [other], DEFAULT_POLICY, policy({ consumptionTolerance: '10' }))
    assert.deepEqual([codes(anew?.before), codes(anew?.after)], [['BM/302'], ['BM/302', OVER]])
  })

  it('say nothing of facts that they can not read', () => {
    const broken = { parts: ODD.parts, context: { ...world(), orders: [{ id: '1000001' }] } } as unknown as Facts
    assert.equal(reinspect(broken, [], DEFAULT_POLICY, policy({ consumptionTolerance: '10' })), undefined)
  })
})

describe('a back-test of another tolerance', () => {
  it('counts what would be found', () => {
    const after = policy({ consumptionTolerance: '10', strictChecks: ['consumption'] })
    const anew = reinspect(kept(ODD), [], DEFAULT_POLICY, after)
    assert.ok(anew)
    const odd: RecordedCase = {
      ...{ kind: 'confirmation', findings: [], notChecked: [], broken: [], hasFailed: false, isProposalRight: false },
      anew,
    }
    const [held] = backTest([odd], DEFAULT_POLICY, after)
    assert.deepEqual([held?.before, held?.after], [{ messages: 0, wrong: 0 }, { messages: 1, wrong: 1 }]) // prettier-ignore
  })

  it('is needed only where the checks are told something else', () => {
    assert.ok(tellChecksTheSame(policy({ holdFrom: 0.5, consumptionTolerance: '20.00' }), DEFAULT_POLICY))
    for (const bent of [{ consumptionTolerance: '10' }, { strictChecks: ['consumption'] }, { allowPreviousPeriod: true }] as const)
      assert.ok(!tellChecksTheSame(policy(bent), DEFAULT_POLICY))
  })

  it('admits what it can not show: another clock, and repetitions from longer ago', () => {
    assert.ok(hasUntestable(DEFAULT_POLICY, policy({ timeZone: 'Europe/Berlin' })))
    assert.ok(hasUntestable(DEFAULT_POLICY, policy({ duplicateWindow: 90_000 })))
    assert.ok(!hasUntestable(DEFAULT_POLICY, policy({ duplicateWindow: 60, timeZone: 'UTC', consumptionTolerance: '1' })))
  })
})
