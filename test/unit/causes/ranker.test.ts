import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { assess } from '../../../srv/causes/assess.ts'
import { fitModel } from '../../../srv/causes/fit.ts'
import { createRanker } from '../../../srv/causes/index.ts'
import type { LabelledCase, Version } from '../../../srv/causes/index.ts'
import type { FitOptions } from '../../../srv/causes/model.ts'
import { CAUSES } from '../../../srv/domain/judgement.ts'
import type { Prediction } from '../../../srv/domain/judgement.ts'
import { makeHistory, makeMessages } from '../../landscape/history.ts'
import { findingOf, messageOf } from './samples.ts'

const options = { family: 'exact', seed: 7, trees: 20 } as const
async function versionOf(cases: readonly LabelledCase[], wanted: FitOptions, latest: readonly LabelledCase[] = []): Promise<Version> {
  const model = await fitModel(cases, wanted)
  return { model, assessment: assess(model, latest) }
}
const made = await versionOf(makeHistory(1, 400), { ...options, origin: 'made' })
const heldOut = makeMessages(2, 300)

function rankerWith(model?: Version): ReturnType<typeof createRanker> {
  const ranker = createRanker()
  ranker.use(model)
  return ranker
}

function assertSound({ causes, failure }: Prediction): void {
  assert.ok(causes.length > 0 && causes.length <= 8)
  assert.ok(Math.abs(causes.reduce((sum, each) => sum + each.probability, 0) - 1) < 1e-9)
  assert.ok(causes.every((each, at) => each.probability > 0 && each.probability <= (causes[at - 1]?.probability ?? 1)))
  assert.ok(failure >= 0 && failure <= 1)
}

describe('ranking causes', () => {
  it('answers with probabilities that sum to one, with a model and without', () => {
    const findings = fc.array(
      fc
        .record({
          cause: fc.constantFrom(...CAUSES),
          isDecisive: fc.boolean(),
          severity: fc.constantFrom('error' as const, 'warning' as const),
        })
        .map(({ cause, ...more }) => findingOf(cause, more)),
      { maxLength: 6 },
    )
    const rankers = [rankerWith(), rankerWith(made)]
    fc.assert(
      fc.property(findings, (some) => {
        for (const ranker of rankers) assertSound(ranker.rank(messageOf(undefined, some)))
      }),
    )
  })

  it('answers from the prior until there is a model, and again when it is taken away', () => {
    const ranker = createRanker()
    const message = messageOf(undefined, [findingOf('stockDeficit')])
    assert.deepEqual([ranker.version, ranker.rank(message).modelVersion], ['prior-1', 'prior-1'])
    ranker.use(made)
    assert.deepEqual([ranker.version, ranker.rank(message).modelVersion], [made.model.facts.version, made.model.facts.version])
    ranker.use(undefined)
    assert.deepEqual([ranker.version, ranker.rank(message).modelVersion], ['prior-1', 'prior-1'])
  })

  it('lets a decisive finding decide without the model', () => {
    const { causes, modelVersion } = rankerWith(made).rank(messageOf(undefined, [findingOf('orderStatus', { isDecisive: true })]))
    assert.equal(modelVersion, 'prior-1')
    assert.equal(causes[0]?.cause, 'orderStatus')
    assert.ok(causes[0].probability >= 0.9)
  })

  it('is clearly better with a trained model than without, where no rule decides', () => {
    const open = heldOut.filter((each) => each.cause !== null && !each.findings.some((finding) => finding.isDecisive))
    const hits = (model?: Version): number => {
      const ranker = rankerWith(model)
      return open.filter((each) => ranker.rank(each).causes[0]?.cause === each.cause).length / open.length
    }
    assert.ok(open.length >= 50, `${open.length} messages`)
    assert.ok(hits(made) >= hits() + 0.1, `${hits(made)} against ${hits()}`)
  })

  it('says which features spoke for the first cause, with value and unit', () => {
    const message = heldOut.find((each) => each.cause === 'lateReceipt')
    assert.ok(message)
    const { influences, causes } = rankerWith(made).rank(message)
    assert.equal(causes[0]?.cause, 'lateReceipt')
    assert.ok(influences.length > 2 && influences.length <= 8)
    assert.deepEqual(
      influences.slice(-2).map((each) => each.feature),
      ['base', 'rest'],
    )
    assert.ok(Math.abs(influences.reduce((sum, each) => sum + each.contribution, 0) - causes[0].probability) < 1e-9)
    const stock = influences.find((each) => each.feature.startsWith('stockTo'))
    assert.ok(stock && stock.contribution > 0 && stock.unit === '×')
  })

  it('keeps a model of made history out of the probability of failure', () => {
    for (const message of heldOut.slice(0, 40))
      assert.ok(Math.abs(rankerWith(made).rank(message).failure - rankerWith().rank(message).failure) < 1e-12)
  })

  it('lets a model of recorded outcomes move the probability of failure', async () => {
    const recorded = rankerWith(await versionOf(makeHistory(1, 400), { ...options, origin: 'recorded' }, makeHistory(3, 200)))
    const open = heldOut.filter((each) => !each.findings.some((finding) => finding.isDecisive))
    const mean = (ranker: ReturnType<typeof rankerWith>, isFailing: boolean): number => {
      const some = open.filter((each) => (each.cause !== null) === isFailing)
      return some.reduce((sum, each) => sum + ranker.rank(each).failure, 0) / some.length
    }
    assert.ok(mean(recorded, true) > mean(rankerWith(), true))
    assert.ok(mean(recorded, true) > mean(recorded, false) + 0.1)
  })

  it('keeps a model silent that learnt from fewer than 100 failures', async () => {
    const young = await versionOf(makeHistory(1, 60), { family: 'histogram', seed: 1, trees: 2, origin: 'recorded' }, makeHistory(3, 60))
    assert.equal(rankerWith(young).rank(messageOf()).modelVersion, 'prior-1')
  })

  it('never throws: a broken model is answered for by the prior, which says so', () => {
    const message = messageOf(undefined, [findingOf('setupWaste')])
    const broken: Partial<Version['model']>[] = [
      { distribution: () => Float64Array.of(NaN) },
      { distribution: () => { throw new Error('lost') } }, // prettier-ignore
      { explainOdds: () => { throw new Error('lost') } }, // prettier-ignore
    ]
    for (const each of broken) {
      const prediction = rankerWith({ ...made, model: { ...made.model, ...each } }).rank(message)
      assertSound(prediction)
      assert.deepEqual(prediction, rankerWith().rank(message))
    }
  })
})
