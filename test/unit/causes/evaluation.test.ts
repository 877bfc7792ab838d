import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { evaluate } from '../../../srv/causes/evaluation/evaluation.ts'
import type { Evaluation } from '../../../srv/causes/evaluation/evaluation.ts'
import { costOf } from '../../../srv/causes/evaluation/cost.ts'
import { brier, logLoss } from '../../../srv/causes/evaluation/metrics.ts'
import type { Judged } from '../../../srv/causes/evaluation/metrics.ts'
import { GOLDEN } from './golden/golden.ts'
import { assertClose, makeMessages, sumOf } from './statistics.ts'

const judged: readonly Judged[] = [
  { label: 0, proba: [0.8, 0.1, 0.1], passes: true, shortlist: [1] },
  { label: 0, proba: [0.4, 0.4, 0.2], passes: false },
  { label: 1, proba: [0.1, 0.6, 0.3], passes: false, shortlist: [1] },
  { label: 1, proba: [0.2, 0.3, 0.5], passes: false, shortlist: [2] },
  { label: 2, proba: [0.7, 0.2, 0.1], passes: true, shortlist: [1, 2] },
]

describe('losses', () => {
  it('are those of scikit-learn and numpy', () => {
    const { probas, labels, logLoss: loss, brier: score } = GOLDEN.losses
    assertClose(logLoss(probas, labels), loss)
    assertClose(brier(probas, labels), score)
  })

  it('are finite for what was said to be impossible, and 0 for no rows', () => {
    assertClose(logLoss([[1, 0]], [1]), -Math.log(1e-4))
    assert.equal(brier([[1, 0]], [1]), 2)
    assert.deepEqual([logLoss([], []), brier([], [])], [0, 0])
  })

  it('are least for the truth', () => {
    const messages = makeMessages(20_000, 71)
    const labels = messages.map((each) => each.label)
    for (const loss of [logLoss, brier]) {
      const [truth, said] = [messages.map((each) => each.truth), messages.map((each) => each.said)].map((rows) => loss(rows, labels))
      assert.ok((truth ?? NaN) < (said ?? NaN))
    }
  })
})

describe('an evaluation', () => {
  const all = evaluate(judged, 3)

  it('counts every figure as by hand', () => {
    assert.deepEqual([all.rows, all.failures], [5, 3])
    assertClose(all.accuracy, 2 / 5 + 1 / 5)
    assert.deepEqual(
      all.causes.top.map((each) => each.share),
      [1 / 3, 1, 1],
    )
    assert.deepEqual(all.causes.confusion, [
      [0, 0, 0],
      [0, 1, 1],
      [0, 1, 0],
    ])
    const [first, second] = all.causes.byCause
    assert.deepEqual([first?.label, first?.recall.share, first?.precision.share, first?.coverage.share], [1, 0.5, 0.5, 0.5])
    assert.deepEqual([second?.label, second?.recall.share, second?.precision.share, second?.coverage.share], [2, 0, 0, 1])
    assertClose(all.shortlist.coverage.share, 2 / 3)
    assertClose(all.shortlist.meanSize, 4 / 3)
    assert.deepEqual([all.gate.passed.share, all.gate.precision.share, all.gate.precision.of], [0.4, 0.5, 2])
    assertClose(all.failure.brier, (0.04 + 0.36 + 0.01 + 0.04 + 0.49) / 5)
    assertClose(all.failure.logLoss, -(Math.log(0.8) + Math.log(0.4) + Math.log(0.9) + Math.log(0.8) + Math.log(0.3)) / 5)
    assertClose(all.causes.logLoss, -(Math.log(2 / 3) + Math.log(3 / 8) + Math.log(1 / 3)) / 3)
  })

  it('states how sure each share is', () => {
    for (const { share, interval } of [...all.causes.top, all.gate.precision, all.shortlist.coverage]) {
      assert.ok(interval.lower <= share && share <= interval.upper && interval.upper - interval.lower > 0.5)
    }
  })

  it('splits total loss into failing and causes', () => {
    const messages = makeMessages(2_000, 72).map(({ truth, label }) => ({ proba: truth, label }))
    const { logLoss: total, failure, causes, failures, rows } = evaluate(messages, 7)
    assertClose(total, failure.logLoss + (causes.logLoss * failures) / rows, 2e-3)
  })

  it('adds up: each failure is once in the confusion and once in a recall', () => {
    const message = fc.record({
      label: fc.nat(3),
      proba: fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 }),
      passes: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(message), (rows) => {
        const some = rows.map((row) => ({ ...row, proba: row.proba.map((each) => each / sumOf(row.proba)) }))
        const { failures, causes, gate, logLoss: loss } = evaluate(some, 4)
        assert.equal(sumOf(causes.confusion.flat()), failures)
        assert.equal(sumOf(causes.byCause.map((each) => each.recall.of)), failures)
        assert.equal(sumOf(causes.byCause.map((each) => each.precision.of)), failures)
        assert.ok(causes.top.every((each, at) => each.share >= (causes.top[at - 1]?.share ?? 0)))
        assert.equal(gate.precision.of, some.filter((row) => row.passes).length)
        assert.ok(Number.isFinite(loss))
      }),
    )
  })

  it('survives JSON, of no messages too', () => {
    for (const rows of [judged, []]) {
      const made = evaluate(rows, 3, { wrongHold: 1, letThrough: 9 })
      assert.deepEqual(JSON.parse(JSON.stringify(made)) as Evaluation, made)
    }
  })
})

describe('the cost of decisions', () => {
  it('counts what a threshold at break-even would have cost', () => {
    const cost = costOf([0.05, 0.3, 0.9, 0.01], [false, false, true, true], { wrongHold: 2, letThrough: 18 })
    assert.deepEqual(cost, {
      holdAt: 0.1,
      wrongHolds: 1,
      lettingThrough: 1,
      perMessage: (2 + 18) / 4,
      holdingNothing: 36 / 4,
      holdingAll: 4 / 4,
    })
  })

  it('is no higher than holding nothing or all, where probabilities are true', () => {
    const messages = makeMessages(20_000, 73)
    for (const letThrough of [0.2, 1, 5, 50, 500]) {
      const cost = costOf(
        messages.map((each) => 1 - (each.truth[0] ?? 0)),
        messages.map((each) => each.label > 0),
        { wrongHold: 1, letThrough },
      )
      assert.ok(cost.perMessage <= Math.min(cost.holdingNothing, cost.holdingAll) * 1.001)
    }
  })

  it('takes costs that are none only one at a time', () => {
    for (const costs of [
      { wrongHold: 0, letThrough: 0 },
      { wrongHold: -1, letThrough: 2 },
    ]) {
      assert.throws(() => costOf([], [], costs), RangeError)
    }
  })
})
