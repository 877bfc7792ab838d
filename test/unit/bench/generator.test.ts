import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { makeStream, posterior } from '../../bench/causes/generator.ts'
import { MADE_FEATURES, SCENES } from '../../bench/causes/scenes.ts'

const COUNT = 30_000
const stream = makeStream(5, COUNT)
const { width, classes, labels } = stream
const posteriors = Array.from(labels, (_, row) => posterior(stream.rows.subarray(row * width, (row + 1) * width)))

describe('the made stream', () => {
  it('is the same for the same seed, and another for another', () => {
    assert.deepEqual(makeStream(3, 200), makeStream(3, 200))
    assert.notDeepEqual(makeStream(3, 200).rows, makeStream(4, 200).rows)
    assert.deepEqual(makeStream(3, 200).rows, makeStream(3, 300).rows.slice(0, 200 * width))
  })

  it('has 24 features, ten causes, and nine healthy messages of ten', () => {
    assert.deepEqual([width, MADE_FEATURES.length, classes], [24, 24, 11])
    const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
    assert.ok(Math.abs(sum(SCENES.map(({ prior }) => prior)) - 1) < 1e-12)
    for (const { modes } of SCENES) assert.ok(Math.abs(sum(modes.map(({ weight }) => weight)) - 1) < 1e-12)
    for (const [label, { prior }] of SCENES.entries()) {
      const share = labels.filter((each) => each === label).length / COUNT
      assert.ok(Math.abs(share - prior) < 4 * Math.sqrt(prior / COUNT), `label ${label}: ${share} instead of ${prior}`)
    }
  })

  it('has a posterior that sums to one', () => {
    for (const shares of posteriors) assert.ok(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) < 1e-12)
  })

  it("has Bayes' posterior: of what is given p, p happens, for every label and every p", () => {
    for (let label = 0; label < classes; label++) {
      for (const [from, to] of [
        [0, 0.01],
        [0.01, 0.1],
        [0.1, 0.3],
        [0.3, 0.6],
        [0.6, 0.9],
        [0.9, 1.01],
      ] as const) {
        const held = posteriors.flatMap((shares, row) => {
          const share = shares[label] ?? 0
          return share >= from && share < to ? [{ share, isIt: labels[row] === label }] : []
        })
        const expected = held.reduce((sum, { share }) => sum + share, 0)
        const variance = held.reduce((sum, { share }) => sum + share * (1 - share), 0)
        const happened = held.filter(({ isIt }) => isIt).length
        assert.ok(
          Math.abs(happened - expected) <= 4 * Math.sqrt(variance) + 1,
          `label ${label}, ${from} to ${to}: ${happened}, ${expected} expected`,
        )
      }
    }
  })

  it('cannot be beaten: any posterior that is drawn away from it, or mixes in another row, loses more', () => {
    const loss = (answer: (row: number) => Float64Array): number =>
      labels.reduce((sum, label, row) => sum - Math.log(Math.max(1e-12, answer(row)[label] ?? 0)), 0) / COUNT
    const best = loss((row) => posteriors[row] ?? new Float64Array())
    const tempered = (power: number) => (row: number) => {
      const raised = (posteriors[row] ?? new Float64Array()).map((share) => share ** power)
      const total = raised.reduce((sum, share) => sum + share, 0)
      return raised.map((share) => share / total)
    }
    for (const power of [0.8, 1.25]) assert.ok(loss(tempered(power)) > best)
    const mixed = loss((row) =>
      (posteriors[row] ?? new Float64Array()).map((share, label) => 0.95 * share + 0.05 * (SCENES[label]?.prior ?? 0)),
    )
    assert.ok(mixed > best)
  })

  it('is as hard as it was meant to be', () => {
    const loss = labels.reduce((sum, label, row) => sum - Math.log(posteriors[row]?.[label] ?? 0), 0) / COUNT
    assert.ok(loss > 0.15 && loss < 0.175, `log loss of Bayes ${loss}`)
    const failed = [...labels.keys()].filter((row) => (labels[row] ?? 0) > 0)
    const right = failed.filter((row) => {
      const causes = (posteriors[row] ?? new Float64Array()).slice(1)
      return causes.indexOf(Math.max(...causes)) + 1 === labels[row]
    })
    assert.ok(Math.abs(right.length / failed.length - 0.915) < 0.02, `top-1 cause of Bayes ${right.length / failed.length}`)
  })
})
