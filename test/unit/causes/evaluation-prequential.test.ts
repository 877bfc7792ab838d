import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import fc from 'fast-check'
import { alwaysFine, sameAsLast, unchanging } from '../../../srv/causes/evaluation/baselines.ts'
import { evaluate } from '../../../srv/causes/evaluation/evaluation.ts'
import { learningCurve, prequential } from '../../../srv/causes/evaluation/prequential.ts'
import type { Observed, Predictor } from '../../../srv/causes/evaluation/prequential.ts'
import { makeMessages } from './statistics.ts'

interface Message {
  readonly number: number
  readonly order: string
}

/** Orders go wrong and stay wrong for a while; labels are known `delay` later. */
function stream(count: number, delay = 0): Observed<Message>[] {
  return Array.from({ length: count }, (_, number) => ({
    at: number,
    knownAt: number + delay,
    message: { number, order: `order ${number % 5}` },
    label: number % 5 === 1 && number % 40 < 30 ? 2 : 0,
  }))
}

describe('prequential evaluation', () => {
  it('tells no predictor a label that was not yet known', async () => {
    const times = fc.array(fc.record({ wait: fc.nat(3), delay: fc.nat(10) }), { maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(times, async (gaps) => {
        let now = 0
        const observed = gaps.map(({ wait, delay }, number) => {
          now += wait
          return { at: now, knownAt: now + delay, message: number, label: number % 3 }
        })
        const told: number[] = []
        const watcher: Predictor<number> = {
          predict(number) {
            const { at } = observed[number] ?? { at: NaN }
            assert.deepEqual(
              told.toSorted((a, b) => a - b),
              observed.flatMap((each) => (each.knownAt < at ? [each.message] : [])),
            )
            return { proba: [1, 0, 0] }
          },
          learn(number, label) {
            assert.equal(label, observed[number]?.label)
            told.push(number)
            return undefined
          },
        }
        const { watcher: rows } = await prequential(observed, { watcher })
        assert.deepEqual(
          rows.map((row) => row.label),
          observed.map((each) => each.label),
        )
      }),
    )
  })

  it('waits for a predictor that learns in its own time', async () => {
    let learnt = 0
    const slow: Predictor<Message> = {
      predict({ number }) {
        assert.equal(learnt, number)
        return { proba: [1, 0, 0] }
      },
      async learn() {
        await setImmediate()
        learnt++
      },
    }
    await prequential(stream(20), { slow })
  })

  it('refuses a stream that is out of order of time', async () => {
    const [first, second] = stream(2)
    assert.ok(first && second)
    await assert.rejects(prequential([second, first], {}), RangeError)
    await assert.rejects(prequential([{ ...first, knownAt: -1 }], {}), RangeError)
  })

  it('shows baselines side by side: what was the same as last time, what never learns', async () => {
    const rows = await prequential(stream(2_000), {
      fine: alwaysFine(3),
      last: sameAsLast<Message>(3, ({ order }) => order),
      rules: unchanging(() => ({ proba: [0.5, 0.25, 0.25] })),
    })
    const [fine, last, rules] = [rows.fine, rows.last, rows.rules].map((each) => evaluate(each, 3))
    assert.ok(fine && last && rules)
    assert.ok(last.logLoss < fine.logLoss && fine.logLoss < rules.logLoss)
    assert.ok(last.accuracy > 0.94 && last.gate.precision.share > 0.9)
    assert.equal(fine.gate.passed.share, 1)
    assert.equal(fine.accuracy, 0.85)
  })

  it('believes baselines less, the later labels are known', async () => {
    const loss = async (delay: number): Promise<number> => {
      const { last } = await prequential(stream(2_000, delay), { last: sameAsLast<Message>(3, ({ order }) => order) })
      return evaluate(last, 3).logLoss
    }
    assert.ok((await loss(0)) < (await loss(15)))
  })

  it('draws how a predictor gets better', async () => {
    const observed = makeMessages(3_000, 81).map((message, at) => ({ at, knownAt: at, message, label: message.label }))
    let seen = 0
    const learner: Predictor<(typeof observed)[number]['message']> = {
      predict: ({ said }) => ({ proba: said.map((share) => (share * seen + 1 / 7) / (seen + 1)) }),
      learn() {
        seen++
        return undefined
      },
    }
    const { learner: rows } = await prequential(observed, { learner })
    const curve = learningCurve(rows, 1_000)
    assert.deepEqual(
      curve.map(({ from, to }) => [from, to]),
      [
        [0, 1_000],
        [1_000, 2_000],
        [2_000, 3_000],
      ],
    )
    assert.equal(curve[0]?.topCause.of, rows.slice(0, 1_000).filter((row) => row.label > 0).length)
    assert.equal(learningCurve(rows.slice(0, 1_400), 1_000).length, 1)
    assert.throws(() => learningCurve(rows, 0), RangeError)
  })
})
