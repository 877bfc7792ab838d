import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { extractFeatures, FEATURE_SCHEMA } from '../../../srv/causes/index.ts'
import type { Evidenced } from '../../../srv/causes/index.ts'
import type { FeatureName } from '../../../srv/causes/features/schema.ts'
import type { Draft } from '../../landscape/history/draft.ts'
import { makeMessages } from '../../landscape/history.ts'
import { findingOf, messageOf } from './samples.ts'

const read = (evidenced: Evidenced, name: FeatureName): number =>
  extractFeatures(evidenced)[FEATURE_SCHEMA.features.findIndex((each) => each.name === name)] ?? NaN
const first = (draft: Draft): Draft['components'][number] => {
  const [component] = draft.components
  assert.ok(component)
  return component
}

describe('the feature schema', () => {
  it('keeps its hash until somebody means to change it', () => {
    assert.equal(FEATURE_SCHEMA.version, 3)
    assert.equal(FEATURE_SCHEMA.hash, '64270ebe379c3d4bfac75a32badab5bdc8b5b3a3ef54acdbb4f8bf3b3ed8e1e7')
  })

  it('says of every feature its name, range, missing value and meaning', () => {
    assert.equal(new Set(FEATURE_SCHEMA.features.map((each) => each.name)).size, FEATURE_SCHEMA.features.length)
    for (const each of FEATURE_SCHEMA.features) {
      assert.ok(each.min <= each.missing && each.missing <= each.max, each.name)
      assert.ok(each.meaning.length > 10 && each.name.length <= 60, each.name)
    }
  })
})

describe('features', () => {
  const cases: [FeatureName, number, (draft: Draft) => void][] = [
    ['yieldToRemaining', 10, (draft) => (draft.yield = 1000)],
    ['yieldSlip', 0, (draft) => (draft.yield = 1000)],
    ['toleranceExcess', 0.15, (draft) => (draft.yield = 120)],
    ['finalShortfall', 0.9, (draft) => (draft.isFinal = true)],
    ['scrapShare', 0.2, (draft) => (draft.scrap = 2.5)],
    ['consumptionMax', 1.5, (draft) => (first(draft).factor = 1.5)],
    ['consumptionMin', 0.5, (draft) => (first(draft).factor = 0.5)],
    ['consumptionMedian', 1.25, (draft) => (first(draft).factor = 1.5)],
    ['consumptionMax', 1.5, (draft) => ((first(draft).factor = 1.5), (draft.hasProposal = false))],
    ['overConsumedShare', 0.5, (draft) => (first(draft).factor = 1.5)],
    ['factorDistance', 0, (draft) => (first(draft).factor = 1000)],
    ['consumptionSlip', 0, (draft) => (first(draft).factor = 10)],
    ['consumptionMax', 1, (draft) => ((first(draft).isConverted = true), (first(draft).sentUnit = 'G'))],
    ['unitDiffers', 1, (draft) => ((first(draft).isConverted = true), (first(draft).sentUnit = 'G'))],
    ['unitUnknown', 1, (draft) => (first(draft).sentUnit = 'ROL')],
    ['foreignComponent', 1, (draft) => (first(draft).isListed = false)],
    ['missingShare', 0.5, (draft) => (first(draft).isSent = false)],
    ['stockToNeed', 0.4, (draft) => (first(draft).here = 0.4)],
    ['stockToExpected', 0.8, (draft) => Object.assign(first(draft), { here: 0.4, factor: 2 })],
    ['elsewhereToNeed', 3, (draft) => Object.assign(first(draft), { here: 0.4, elsewhere: 3 })],
    ['qualityToNeed', 2, (draft) => Object.assign(first(draft), { here: 0.4, quality: 2 })],
    ['batchMissing', 1, (draft) => (first(draft).isBatchManaged = true)],
    ['materialMissing', 1, (draft) => (first(draft).isInPlant = false)],
    ['materialBlocked', 1, (draft) => (first(draft).isBlocked = true)],
    ['locationUnknown', 1, (draft) => (first(draft).isLocationKnown = false)],
    ['locationBlocked', 1, (draft) => (first(draft).isLocationBlocked = true)],
    ['serialRequired', 1, (draft) => (first(draft).hasSerialNumbers = true)],
    ['periodDays', -3, (draft) => (draft.periodDays = -3)],
    ['daysAhead', 1, (draft) => (draft.ageDays = -1)],
    ['orderNotReleased', 1, (draft) => (draft.status = 'created')],
    ['orderEnded', 1, (draft) => (draft.status = 'closed')],
    ['orderLocked', 1, (draft) => (draft.isLocked = true)],
    ['operationEnded', 1, (draft) => (draft.operation.isConfirmed = true)],
    ['operationNotReady', 1, (draft) => (draft.operation.isReleased = false)],
    ['predecessorGap', 0.06, (draft) => (draft.operation.predecessorYield = 4)],
    ['firstConfirmation', 0, (draft) => (draft.confirmed = 20)],
    ['sameQuantity', 1, (draft) => (draft.earlier = [{ hours: 2, yield: 10, scrap: 0, sameBody: false, status: 'posted' }])],
    ['hoursSinceSame', 2, (draft) => (draft.earlier = [{ hours: 2, yield: 10, scrap: 0, sameBody: false, status: 'posted' }])],
    ['sameQuantity', 0, (draft) => (draft.earlier = [{ hours: 2, yield: 10, scrap: 0, sameBody: true, status: 'refused' }])],
    ['reasonUnknown', 1, (draft) => Object.assign(draft, { scrap: 1, reason: 'SETUP' })],
    ['reasonMissing', 1, (draft) => (draft.scrap = 1)],
  ]
  for (const [name, value, change] of cases) {
    it(`${name} is ${value} when ${change.toString().replace(/^\(draft\) => /, '')}`, () => {
      assert.ok(Math.abs(read(messageOf(change), name) - value) < 1e-9, String(read(messageOf(change), name)))
    })
  }

  it('count findings by group', () => {
    const message = messageOf(undefined, [findingOf('period'), findingOf('stockDeficit'), findingOf('lateReceipt')])
    assert.equal(read(message, 'supplyFindings'), 2)
    assert.equal(read(message, 'dateFindings'), 1)
  })

  it('of a change set show the most suspicious part', () => {
    const [calm, wild] = [messageOf(), messageOf((draft) => (first(draft).factor = 3))]
    const both = {
      ...calm,
      parts: [...calm.parts, ...wild.parts],
      context: { ...calm.context, expected: [...calm.context.expected, ...calm.context.expected.map((each) => ({ ...each, part: 1 }))] },
    }
    assert.equal(read(both, 'consumptionMax'), 3)
  })

  it('are the missing values where nothing is known', () => {
    const { parts, context } = messageOf()
    const empty = {
      ...context,
      orders: [],
      materials: [],
      stock: [],
      expected: [],
      reasons: [],
      unread: (['orders', 'materials', 'stock', 'expected'] as const).map((source) => ({ source, reason: '' })),
    }
    const features = extractFeatures({ parts, context: empty, findings: [] })
    const told = FEATURE_SCHEMA.features.filter((each, at) => features[at] !== each.missing).map((each) => each.name)
    assert.deepEqual(told, ['unread'])
  })

  it('carry no identifiers: another order number, plant and material name change nothing', () => {
    const rename = (evidenced: Evidenced): Evidenced => {
      const { parts, context } = evidenced
      const text = JSON.stringify({ parts, context })
        .replaceAll('"1710"', '"1720"')
        .replaceAll('"C0"', '"ZZ"')
        .replaceAll('"MADE"', '"YY"')
        .replaceAll('"order":"1"', '"order":"77"')
        .replaceAll('"id":"1"', '"id":"77"')
      return { ...(JSON.parse(text) as Evidenced), findings: evidenced.findings }
    }
    for (const message of makeMessages(3, 60)) assert.deepEqual(extractFeatures(rename(message)), extractFeatures(message))
  })

  it('are finite and within range, whatever a message says', () => {
    const numbers = fc.constantFrom(
      '0',
      '-1',
      '1',
      '0.001',
      '99999999999999999999',
      '1e400',
      'NaN',
      'Infinity',
      '',
      'abc',
      '.5',
      '007',
      '-0',
    )
    const flags = fc.boolean()
    const world = fc.record({
      made: numbers,
      scrap: numbers,
      sent: numbers,
      planned: numbers,
      confirmed: numbers,
      required: numbers,
      stock: numbers,
      factor: numbers,
      day: fc.constantFrom('2026-02-30', '', 'x', '2026-03-01', '9999-12-31'),
      isFixed: flags,
      hasProposal: flags,
    })
    fc.assert(
      fc.property(world, ({ made, scrap, sent, planned, confirmed, required, stock, factor, day, isFixed, hasProposal }) => {
        const { parts, context, findings } = messageOf()
        const spoiled: Evidenced = {
          findings,
          parts: parts.map((part) => ({
            ...part,
            yield: { value: made, unit: 'PC' },
            scrap: { value: scrap, unit: 'X' },
            postingDate: day,
            movements: part.movements.map((each) => ({ ...each, quantity: { value: sent, unit: 'G' } })),
          })),
          context: {
            ...context,
            today: day,
            readAt: day,
            orders: context.orders.map((order) => ({
              ...order,
              planned,
              confirmedYield: confirmed,
              overDeliveryTolerance: factor,
              operations: order.operations.map((each) => ({ ...each, plannedQuantity: planned, confirmedYield: confirmed })),
              components: order.components.map((each) => ({ ...each, required, isFixedQuantity: isFixed })),
            })),
            materials: context.materials.map((each) => ({ ...each, units: [{ unit: 'G', numerator: factor, denominator: required }] })),
            stock: context.stock.map((each) => ({ ...each, quantity: stock })),
            expected: hasProposal ? context.expected.map((each) => ({ ...each, quantity: { value: required, unit: 'G' } })) : [],
          },
        }
        for (const [at, value] of extractFeatures(spoiled).entries()) {
          const feature = FEATURE_SCHEMA.features[at]
          assert.ok(feature && Number.isFinite(value) && value >= feature.min && value <= feature.max, `${feature?.name} ${value}`)
        }
      }),
    )
  })
})
