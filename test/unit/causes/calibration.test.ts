import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  calibrate,
  calibrateCauses,
  calibrateFailure,
  calibrationSlice,
  fitCalibrator,
  fitTemperature,
} from '../../../srv/causes/statistics/calibration.ts'
import type { Calibrator } from '../../../srv/causes/statistics/calibration.ts'
import { failureOf } from '../../../srv/causes/statistics/distribution.ts'
import { logLoss } from '../../../srv/causes/evaluation/metrics.ts'
import { reliability } from '../../../srv/causes/evaluation/reliability.ts'
import { fitIsotonic, isotonicAt } from '../../../srv/causes/statistics/isotonic.ts'
import { GOLDEN } from './golden/golden.ts'
import { assertClose, makeMessages, sumOf } from './statistics.ts'
import type { MadeMessage } from './statistics.ts'

const outcomes = fc.array(fc.record({ predicted: fc.double({ min: 0, max: 1, noNaN: true }), happened: fc.boolean() }), {
  minLength: 1,
  maxLength: 60,
})
const fitted = (messages: readonly MadeMessage[]): Calibrator =>
  fitCalibrator(
    messages.map((each) => each.said),
    messages.map((each) => each.label),
  )

/** Calibration error of P(fail) on messages that the calibrator never saw. */
function eceAfter(calibrator: Calibrator, messages: readonly MadeMessage[]): number {
  const predicted = messages.map((each) => calibrateFailure(calibrator, failureOf(each.said)))
  return reliability(
    predicted,
    messages.map((each) => each.label > 0),
  ).ece
}

describe('an isotonic curve', () => {
  it('is the one that scikit-learn fits', () => {
    const { predicted, happened, asked, answered } = GOLDEN.isotonic
    const curve = fitIsotonic(predicted, happened)
    asked.forEach((probability, at) => assertClose(isotonicAt(curve, probability), answered[at]))
  })

  it('never falls, never says never, and forgets the order of rows', () => {
    fc.assert(
      fc.property(outcomes, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2 }), (rows, asked) => {
        const curve = fitIsotonic(
          rows.map((row) => row.predicted),
          rows.map((row) => row.happened),
        )
        const answered = asked.toSorted((a, b) => a - b).map((probability) => isotonicAt(curve, probability))
        assert.ok(answered.every((value, at) => value > 0 && value < 1 && value >= (answered[at - 1] ?? 0) - 1e-12))
        const turned = rows.toReversed()
        const again = fitIsotonic(
          turned.map((row) => row.predicted),
          turned.map((row) => row.happened),
        )
        assert.deepEqual(again.at, curve.at)
        again.value.forEach((value, at) => assertClose(value, curve.value[at]))
      }),
    )
  })

  it('keeps the share of all rows that happened', () => {
    const messages = makeMessages(3_000, 1)
    const failing = messages.map((each) => failureOf(each.said))
    const curve = fitIsotonic(
      failing,
      messages.map((each) => each.label > 0),
    )
    const failures = messages.filter((each) => each.label > 0).length
    assertClose(sumOf(failing.map((probability) => isotonicAt(curve, probability))) / failures, 1, 0.01)
  })

  it('needs rows, with an outcome each', () => {
    assert.throws(() => fitIsotonic([], []), RangeError)
    assert.throws(() => fitIsotonic([0.5], []), RangeError)
  })
})

describe('a temperature', () => {
  it('is the one that scipy finds for the least log loss', () => {
    const { probas, labels, temperature, logLoss: least } = GOLDEN.temperature
    const found = fitTemperature(probas, labels)
    assertClose(found.temperature, temperature, 1e-5)
    const calibrator: Calibrator = { rows: 0, failures: 0, failure: found, causes: found }
    const shifted = probas.map((row) => calibrateCauses(calibrator, [0, ...row]))
    assertClose(
      logLoss(
        shifted,
        labels.map((label) => label + 1),
      ),
      least,
      1e-6,
    )
  })

  it('stays 1 with too few rows, and within bounds where rows leave it open', () => {
    assert.equal(fitTemperature([[0.5, 0.5]], [1]).temperature, 1)
    const sure = Array.from({ length: 50 }, () => [0.4, 0.6])
    assertClose(fitTemperature(sure, new Uint8Array(50).fill(1)).temperature, 0.2, 1e-6)
    assertClose(fitTemperature(sure, new Uint8Array(50)).temperature, 5, 1e-6)
  })
})

describe('a calibrator', () => {
  const fresh = makeMessages(20_000, 99)

  it('leaves an error of at most .03 with 1,000 messages, by temperature', () => {
    const calibrator = fitted(makeMessages(1_000, 2))
    assert.equal(calibrator.failure.kind, 'temperature')
    assert.ok(eceAfter(calibrator, fresh) <= 0.03)
  })

  it('leaves an error of at most .01 with 5,000 messages, by an isotonic curve', () => {
    const calibrator = fitted(makeMessages(5_000, 3))
    assert.equal(calibrator.failure.kind, 'isotonic')
    assert.ok(eceAfter(calibrator, fresh) <= 0.01)
  })

  it('finds how bold the model is about causes, from failures alone', () => {
    assertClose(fitted(makeMessages(20_000, 4)).causes.temperature, 1.5, 0.1)
  })

  it('brings log loss near the truth, and below what the model said', () => {
    const calibrator = fitted(makeMessages(5_000, 5))
    const labels = fresh.map((each) => each.label)
    const lossOf = (rowOf: (message: MadeMessage) => ArrayLike<number>): number => logLoss(fresh.map(rowOf), labels)
    const [best, said, after] = [
      lossOf((each) => each.truth),
      lossOf((each) => each.said),
      lossOf((each) => calibrate(calibrator, each.said)),
    ]
    assert.ok(after < said && after < best + 0.01, `${best} ${after} ${said}`)
  })

  it('answers both questions in rows that sum to one, never falling in what the model says', () => {
    const calibrators = [fitted(makeMessages(1_000, 6)), fitted(makeMessages(5_000, 7)), fitted([])]
    const weights = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 8 }).filter((row) => sumOf(row) > 0)
    fc.assert(
      fc.property(weights, fc.constantFrom(...calibrators), (row, calibrator) => {
        const proba = row.map((weight) => weight / sumOf(row))
        const causes = calibrateCauses(calibrator, proba)
        assert.equal(causes[0], 0)
        assertClose(sumOf(causes), 1)
        const joint = calibrate(calibrator, proba)
        assertClose(sumOf(joint), 1)
        const failure = failureOf(proba)
        assert.ok(joint.every((share) => share >= 0 && share <= 1))
        assert.ok(calibrateFailure(calibrator, failure) <= calibrateFailure(calibrator, (1 + failure) / 2) + 1e-12)
      }),
    )
  })

  it('survives JSON, and changes nothing without failures to learn from', () => {
    const calibrator = fitted(makeMessages(5_000, 8))
    const copy = JSON.parse(JSON.stringify(calibrator)) as Calibrator
    assert.deepEqual(copy, calibrator)
    const healthy = fitted(makeMessages(6_000, 9).map((each) => ({ ...each, label: 0 })))
    assertClose(calibrateFailure(healthy, 0.3), 0.3)
  })
})

describe('the slice for calibrating', () => {
  it('is the latest fifth to quarter of the messages', () => {
    assert.deepEqual(calibrationSlice(1_000), { from: 750, to: 1_000 })
    assert.deepEqual(calibrationSlice(1_003, 0.2), { from: 802, to: 1_003 })
    assert.throws(() => calibrationSlice(1_000, 0.5), RangeError)
  })
})

describe('reliability', () => {
  it('is what scikit-learn draws', () => {
    const { predicted, happened, mean, rate, ece } = GOLDEN.reliability
    const curve = reliability(predicted, happened)
    assert.equal(curve.bins.length, mean.length)
    curve.bins.forEach((bin, at) => {
      assertClose(bin.predicted, mean[at])
      assertClose(bin.happened, rate[at])
      assert.ok(bin.interval.lower <= bin.happened && bin.happened <= bin.interval.upper)
    })
    assertClose(curve.ece, ece)
    assert.equal(sumOf(curve.bins.map((bin) => bin.rows)), predicted.length)
  })

  it('is 0 for nothing', () => assert.deepEqual(reliability([], []), { bins: [], ece: 0 }))
})
