import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { CaseKeys } from '../../../srv/causes/features/encoding.ts'
import { createHabits } from '../../../srv/causes/features/habits.ts'
import { labelOf, LABELS, type Sign } from '../../../srv/causes/model.ts'
import { rankedOf, rulesOf } from '../../../srv/causes/version.ts'
import { CAUSES } from '../../../srv/domain/judgement.ts'

const SIGNS: readonly Sign[] = [{ check: 'consumption', cause: 'setupWaste', severity: 'error', isDecisive: false }]
const HERE: CaseKeys = { Plant: '1710', WorkCenter: 'MACH', Material: 'FG1', Unit: 'PC', MovementType: '261', Sender: 'dm' }
const THERE: CaseKeys = { ...HERE, WorkCenter: 'PACK', Material: 'FG2' }
const rules = rulesOf(SIGNS)
const near = (a: number, b: number): void => assert.ok(Math.abs(a - b) < 1e-9, `${a} against ${b}`)

describe('habits', () => {
  it('are what the rules say before anything was learnt', () => {
    const adapted = createHabits().adapt(rules, SIGNS, HERE)
    assert.equal(adapted[0], 0)
    near(
      adapted.reduce((sum, each) => sum + each, 0),
      1,
    )
    const failure = 1 - (rules[0] ?? 0)
    for (let label = 1; label < LABELS.length; label++) near(adapted[label] ?? 0, (rules[label] ?? 0) / failure)
  })

  it('are corrected by what such failures turned out to be, most where they come from', () => {
    const habits = createHabits()
    for (let count = 0; count < 15; count++) {
      habits.learn(SIGNS, HERE, 'entryError', 1)
      habits.learn(SIGNS, THERE, 'setupWaste', 1)
    }
    assert.equal(rankedOf(rules)[0]?.cause, 'setupWaste')
    assert.equal(rankedOf(habits.adapt(rules, SIGNS, HERE))[0]?.cause, 'entryError')
    assert.equal(rankedOf(habits.adapt(rules, SIGNS, THERE))[0]?.cause, 'setupWaste')
  })

  it('follow changed habits, since old labels fade', () => {
    const habits = createHabits()
    for (let count = 0; count < 200; count++) habits.learn(SIGNS, HERE, 'entryError', 1)
    let needed = 0
    while (rankedOf(habits.adapt(rules, SIGNS, HERE))[0]?.cause === 'entryError' && needed < 400) {
      habits.learn(SIGNS, HERE, 'substitution', 1)
      needed++
    }
    assert.ok(needed < 200, `${needed} labels`)
  })

  it('take agreement for less than a cause that somebody named', () => {
    const [agreed, named] = [createHabits(), createHabits()]
    for (let count = 0; count < 5; count++) {
      agreed.learn(SIGNS, HERE, 'substitution', 0.2)
      named.learn(SIGNS, HERE, 'substitution', 1)
    }
    const share = (habits: typeof agreed): number => habits.adapt(rules, SIGNS, HERE)[labelOf('substitution')] ?? 0
    assert.ok(share(named) > share(agreed))
  })

  it('are probabilities whatever was learnt', () => {
    const sign = fc.record({
      check: fc.constantFrom('a', 'b'),
      cause: fc.constantFrom(...CAUSES),
      severity: fc.constant('error' as const),
      isDecisive: fc.constant(false),
    })
    const keys = fc.constantFrom(HERE, THERE, { ...HERE, WorkCenter: '' })
    const lesson = fc.tuple(fc.array(sign, { maxLength: 3 }), keys, fc.constantFrom(...CAUSES), fc.constantFrom(0.2, 1))
    fc.assert(
      fc.property(fc.array(lesson, { maxLength: 80 }), fc.array(sign, { maxLength: 3 }), keys, (lessons, signs, at) => {
        const habits = createHabits()
        for (const each of lessons) habits.learn(...each)
        const adapted = habits.adapt(rulesOf(signs), signs, at)
        assert.ok(adapted.every((share) => share >= 0 && share <= 1))
        near(
          adapted.reduce((sum, each) => sum + each, 0),
          1,
        )
      }),
      { numRuns: 60 },
    )
  })
})
