import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { createRanker, libraryForest } from '../../../srv/causes/index.ts'
import type { CauseModel } from '../../../srv/causes/index.ts'
import { CAUSES } from '../../../srv/domain/judgement.ts'
import type { Prediction } from '../../../srv/domain/judgement.ts'
import { makeHistory, makeMessages } from '../../landscape/history.ts'
import { findingOf, messageOf } from './samples.ts'

const options = { seed: 7, trees: 20 } as const
const made = libraryForest.fit(makeHistory(1, 400), { ...options, origin: 'made' })
const heldOut = makeMessages(2, 300)

function rankerWith(model?: CauseModel): ReturnType<typeof createRanker> {
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
    assert.deepEqual([ranker.version, ranker.rank(message).modelVersion], [made.version, made.version])
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
    const hits = (model?: CauseModel): number => {
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
    assert.ok(influences.length > 0 && influences.length <= 6)
    const stock = influences.find((each) => each.feature.startsWith('stockTo'))
    assert.ok(stock && stock.contribution > 0 && stock.unit === '×')
  })

  it('keeps a model of made history out of the probability of failure', () => {
    for (const message of heldOut.slice(0, 40)) assert.equal(rankerWith(made).rank(message).failure, rankerWith().rank(message).failure)
  })

  it('lets a model of recorded outcomes move the probability of failure', () => {
    const recorded = rankerWith(libraryForest.fit(makeHistory(1, 400), { ...options, origin: 'recorded' }))
    const message = messageOf((draft) => (draft.isLocked = true))
    assert.ok(recorded.rank(message).failure > rankerWith().rank(message).failure)
  })

  it('keeps a model silent that learnt from fewer than 100 failures', () => {
    const young = libraryForest.fit(makeHistory(1, 60), { seed: 1, trees: 2, origin: 'recorded' })
    assert.equal(rankerWith(young).rank(messageOf()).modelVersion, 'prior-1')
  })

  it('never throws: a broken model is answered for by the prior, which says so', () => {
    const message = messageOf(undefined, [findingOf('setupWaste')])
    const broken: Partial<CauseModel>[] = [
      { predictProba: () => ({ healthy: NaN, causes: new Map() }) },
      { predictProba: () => { throw new Error('lost') } }, // prettier-ignore
      { explain: () => { throw new Error('lost') } }, // prettier-ignore
    ]
    for (const each of broken) {
      const prediction = rankerWith({ ...made, ...each }).rank(message)
      assertSound(prediction)
      assert.deepEqual(prediction, rankerWith().rank(message))
    }
  })
})
