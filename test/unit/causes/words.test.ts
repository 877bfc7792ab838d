import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { extractFeatures } from '../../../srv/causes/features/features.ts'
import type { Evidenced } from '../../../srv/causes/features/features.ts'
import { FEATURE_SCHEMA } from '../../../srv/causes/features/schema.ts'
import { wordsOf } from '../../../srv/causes/explain/words.ts'
import type { Locale } from '../../../srv/causes/explain/words.ts'
import type { MessagePart } from '../../../srv/domain/message.ts'
import type { Draft, DraftComponent } from '../../landscape/history/draft.ts'
import { healthyDraft } from '../../landscape/history/draft.ts'
import { randomOf } from '../../landscape/history/random.ts'
import { written } from '../../landscape/history/written.ts'
import { findingOf, messageOf } from './samples.ts'

/** What is said of a feature with the value that the message gives it. */
function said(feature: string, evidenced: Evidenced, locale: Locale = 'en', known: Record<string, number> = {}): string {
  const at = FEATURE_SCHEMA.features.findIndex((each) => each.name === feature)
  const value = String(Number((extractFeatures(evidenced, known)[at] ?? 0).toPrecision(4)))
  return wordsOf({ feature, value, unit: FEATURE_SCHEMA.features[at]?.unit ?? '', contribution: 0.2 }, evidenced, locale)
}

/** 10 of 100 pieces; component C0 changed, 0.1 kg a piece. */
const withComponent = (change: Partial<DraftComponent>, more: (draft: Draft) => void = () => undefined): Evidenced =>
  messageOf((draft) => {
    Object.assign(draft.components[0] ?? {}, { perPiece: 0.1, ...change })
    more(draft)
  })
const byBom = (draft: Draft): void => void (draft.hasProposal = false)

function changed(evidenced: Evidenced, change: (part: MessagePart) => Partial<MessagePart>): Evidenced {
  return { ...evidenced, parts: evidenced.parts.map((part) => ({ ...part, ...change(part) })) }
}

describe('consumption in words', () => {
  it('names what was issued, what was expected, for how much, and by whom', () => {
    const message = withComponent({ factor: 2.4 }, byBom)
    assert.equal(said('consumptionMax', message), '2.4 kg of C0 issued where the BOM expects 1 kg for 10 pieces')
    assert.equal(said('consumptionMax', message, 'de'), '2,4 kg C0 entnommen, wo die Stückliste 1 kg für 10 Stück vorsieht')
    assert.equal(
      said('consumptionMax', withComponent({ factor: 2.4 })),
      '2.4 kg of C0 issued where the ERP itself would issue 1 kg for 10 pieces',
    )
  })

  it('compares in the unit that was sent', () => {
    const message = withComponent({ factor: 2.4, sentUnit: 'G', isConverted: true }, byBom)
    assert.equal(said('consumptionMax', message), '2,400 g of C0 issued where the BOM expects 1,000 g for 10 pieces')
  })

  it('says when a known factor explains it, and when none does', () => {
    const slipped = withComponent({ factor: 1000 }, byBom)
    const line = '1,000 kg of C0 issued where the BOM expects 1 kg for 10 pieces'
    assert.equal(said('factorDistance', slipped), `${line}; 1,000 g = 1 kg is a known factor`)
    assert.equal(said('consumptionMax', slipped), `${line}; 1,000 g = 1 kg is a known factor`)
    assert.equal(said('consumptionSlip', slipped), `${line}; about 1,000 times, as a slipped decimal point makes it`)
    assert.match(said('factorDistance', withComponent({ factor: 2.4 }, byBom)), /; 1,000 g = 1 kg does not explain it$/)
    assert.match(said('consumptionSlip', withComponent({ factor: 2.4 }, byBom)), /; 2.4 times, not like a slipped decimal point$/)
    assert.equal(said('factorDistance', withComponent({}, byBom)), '1 kg of C0 issued where the BOM expects 1 kg for 10 pieces')
  })

  it('counts pieces and keeps every digit of large quantities', () => {
    const pieces = { unit: 'PC', sentUnit: 'PC', other: { unit: 'BOX', factor: 24 } }
    assert.match(
      said('consumptionMax', withComponent({ ...pieces, factor: 24 }, byBom)),
      /^24 pieces of C0 .* expects 1 piece for 10 pieces; 24 pieces = 1 box is/,
    )
    const large = changed(withComponent({}, byBom), (part) => ({
      movements: part.movements.slice(0, 1).map((each) => ({ ...each, quantity: { value: '12345678901234567.123', unit: 'KG' } })),
    }))
    assert.match(said('consumptionMax', large), /^12,345,678,901,234,567.123 kg of C0/)
    assert.match(said('consumptionMax', large, 'de'), /^12.345.678.901.234.567,123 kg C0/)
  })

  it('summarises all components', () => {
    const message = withComponent({ factor: 2.4 })
    assert.equal(said('consumptionMedian', message), '2 components compared, the middle at 1.7 times what was expected')
    assert.equal(said('consumptionSpread', message), 'Components from 1 times (C1) to 2.4 times (C0) what was expected')
    assert.equal(said('overConsumedShare', message), '1 of 2 components issued more than 5 % above what was expected')
  })

  it('names foreign and missing components', () => {
    const foreign = withComponent({ isListed: false })
    assert.equal(said('foreignComponent', foreign), '1 kg of C0 issued, which order 1 does not list')
    const missing = withComponent({ isSent: false })
    assert.equal(said('missingShare', missing), '1 kg of C0 expected but not issued (1 of 2 components missing)')
    const instead = withComponent({ isListed: false }, (draft) => Object.assign(draft.components[1] ?? {}, { isSent: false }))
    assert.equal(said('foreignToMissing', instead), '1 kg of C0 issued while 20 kg of C1 are missing')
  })

  it('tells that nothing can be compared rather than that all is well', () => {
    const silent = changed(messageOf(), () => ({ movements: [] }))
    for (const feature of ['consumptionMax', 'consumptionSpread', 'factorDistance', 'missingShare', 'foreignComponent'])
      assert.equal(said(feature, silent), 'No issue that could be compared with what was expected')
  })
})

describe('stock, units and master data in words', () => {
  it('sets stock against need, here, elsewhere and on hold', () => {
    const message = withComponent({ factor: 20, here: 0.25, elsewhere: 2, quality: 0.5 })
    assert.equal(said('stockToNeed', message), '5 kg of C0 in stock in L1 where 20 kg are to be issued')
    assert.equal(said('stockToExpected', message), '5 kg of C0 in stock in L1 where 1 kg were expected')
    assert.equal(said('elsewhereToNeed', message), '40 kg of C0 in stock elsewhere in plant 1710 where 20 kg are to be issued')
    assert.equal(said('qualityToNeed', message), '10 kg of C0 in quality inspection or blocked where 20 kg are to be issued')
    const unread: Evidenced = { ...message, context: { ...message.context, unread: [{ source: 'stock', reason: 'late' }] } }
    assert.equal(said('stockToNeed', unread), 'No issue that could be compared with stock')
  })

  it('names unit and material that are wrong', () => {
    assert.equal(said('unitDiffers', withComponent({ sentUnit: 'G', isConverted: true })), '1,000 g of C0 where kg is the usual unit')
    const strange = changed(messageOf(), (part) => ({
      movements: part.movements.slice(0, 1).map((each) => ({ ...each, quantity: { value: '1,5', unit: 'XYZ' } })),
    }))
    assert.equal(said('unitUnknown', strange), '1,5 XYZ of C0: the unit cannot be converted')
    assert.equal(said('batchMissing', withComponent({ isBatchManaged: true })), 'C0 needs a batch, and none is named')
    assert.equal(said('locationUnknown', withComponent({ isLocationKnown: false })), 'C0 in L1: not set up there')
    assert.equal(said('materialMissing', withComponent({ isInPlant: false }), 'de'), 'C0: kein solches Material im Werk')
  })

  it('vouches for no more than was read', () => {
    assert.equal(said('materialBlocked', messageOf()), 'No material is blocked')
    const message = messageOf()
    const unread: Evidenced = { ...message, context: { ...message.context, materials: [] } }
    assert.equal(said('materialBlocked', unread), 'No material is blocked, as far as could be read')
    assert.equal(said('orderLocked', { ...message, context: { ...message.context, orders: [] } }), 'No order was read')
  })
})

describe('yields, dates and repetitions in words', () => {
  it('sets the yield against plan, rest and tolerance', () => {
    const message = messageOf((draft) => Object.assign(draft, { confirmed: 20, yield: 98 }))
    assert.equal(said('yieldToRemaining', message), '98 pieces confirmed where 80 pieces are left to confirm')
    assert.equal(said('yieldToPlanned', message), '98 pieces confirmed where order 1 plans 100 pieces')
    assert.equal(said('toleranceExcess', message), '118 pieces in all, 13 pieces above 100 pieces planned + 5 % tolerance')
    assert.equal(said('predecessorGap', message), 'Operation 0020 comes to 118 pieces where operation 0010 yielded 100 pieces')
    assert.equal(
      said(
        'finalShortfall',
        messageOf((draft) => (draft.isFinal = true)),
      ),
      'The final confirmation leaves 90 pieces of 100 pieces open',
    )
  })

  it('names order and operation of a flag that is raised', () => {
    assert.equal(
      said(
        'orderLocked',
        messageOf((draft) => (draft.isLocked = true)),
      ),
      'Order 1 is locked',
    )
    assert.equal(
      said(
        'operationEnded',
        messageOf((draft) => (draft.operation.isConfirmed = true)),
      ),
      'Operation 0020 is finally confirmed or closed',
    )
    assert.equal(said('finalConfirmation', messageOf()), 'No final confirmation')
  })

  it('counts days from the open period, and earlier messages', () => {
    assert.equal(
      said(
        'periodDays',
        messageOf((draft) => (draft.periodDays = -3)),
      ),
      'Posting date 2026-02-26, 3 days before the open period 2026-03 began',
    )
    assert.equal(
      said(
        'periodDays',
        messageOf((draft) => (draft.periodDays = 1)),
        'de',
      ),
      'Buchungsdatum 2026-03-02, 1 Tag nach Beginn der offenen Periode 2026-03',
    )
    const again = messageOf((draft) => (draft.earlier = [{ hours: 2.5, yield: 10, scrap: 0, sameBody: false, status: 'posted' }]))
    assert.equal(said('sameQuantity', again), '1 earlier message has the same order, operation and quantities')
    assert.equal(said('hoursSinceSame', again), 'The latest message with the same quantities came 2.5 hours before')
    assert.equal(said('hoursSinceSame', messageOf()), 'No earlier message with the same quantities')
  })

  it('tells the part of several that made the feature what it is', () => {
    const [small, large] = [messageOf(), messageOf((draft) => (draft.yield = 400))]
    const both = { ...small, parts: [...small.parts, ...large.parts] }
    assert.equal(said('yieldToPlanned', both), '400 pieces confirmed where order 1 plans 100 pieces')
    assert.match(said('toleranceExcess', both), /^400 pieces in all, 295 pieces above/)
  })
})

describe('what was learnt and found, in words', () => {
  it('names plant, sender and the like with their rate and number', () => {
    const message = { ...messageOf(), sender: 'dm' }
    assert.match(said('rateOfPlant', message, 'en', { rateOfPlant: 0.1234 }), /^12.3 % of the earlier messages of plant 1710 failed/)
    assert.match(said('rateOfSender', message, 'de', { rateOfSender: 0.5 }), /^Absender dm: 50 % der früheren Meldungen schlugen fehl/)
    assert.equal(
      said('seenWorkCenter', message, 'en', { seenWorkCenter: Math.log10(1 + 42) }),
      '42 earlier messages of work centre W1 with a known end',
    )
    assert.equal(
      said('seenUnit', message, 'en', { seenUnit: Math.log10(1 + 2861) }),
      'About 2,900 earlier messages of unit PC with a known end',
    )
    assert.equal(said('seenSender', messageOf()), 'The message names no sender')
  })

  it('lets a check speak for itself, gravest first, and counts findings', () => {
    const findings = [
      findingOf('setupWaste', { check: 'consumption', severity: 'warning', text: 'A little too much.' }),
      findingOf('setupWaste', { check: 'consumption', text: 'Far too much of C0.' }),
    ]
    const message = messageOf(undefined, findings)
    assert.equal(wordsOf({ feature: 'consumption', value: '1.4', unit: 'KG', contribution: 0.3 }, message, 'en'), 'Far too much of C0')
    assert.equal(said('quantityFindings', message), '2 findings about quantities, units and components')
  })

  it('tells where a prediction begins and what is left over', () => {
    const part = { value: '', unit: '', contribution: 0.1 }
    assert.equal(wordsOf({ ...part, feature: 'base' }, messageOf(), 'en'), 'What is usual, before anything is known of the message')
    assert.equal(wordsOf({ ...part, feature: 'rest' }, messageOf(), 'en'), 'All else together, and how far rules and model agree')
  })

  it('names what it has no words for with value and unit', () => {
    const influence = { feature: 'moonPhase', value: '0.5', unit: 'share', contribution: 0.1 }
    assert.equal(wordsOf(influence, messageOf(), 'en'), 'moonPhase: 0.5 share')
    assert.equal(wordsOf({ ...influence, value: 'full', unit: '' }, messageOf(), 'de'), 'moonPhase: full')
  })
})

describe('words for any message', () => {
  it('are whole sentences in both languages for every feature, the same every time', () => {
    const drafts = fc.record({
      seed: fc.nat(),
      factor: fc.constantFrom(0, 0.001, 0.5, 1, 2.4, 1000),
      yield: fc.constantFrom(0, 1, 99, 5000),
      flags: fc.record({ isSent: fc.boolean(), isListed: fc.boolean(), isInPlant: fc.boolean(), isConverted: fc.boolean() }),
      isRead: fc.boolean(),
    })
    fc.assert(
      fc.property(drafts, ({ seed, factor, yield: made, flags, isRead }) => {
        const draft = healthyDraft(randomOf(seed))
        Object.assign(draft, { yield: made })
        Object.assign(draft.components[0] ?? {}, { factor, ...flags })
        const { parts, context } = written(draft)
        const nothing = { orders: [], materials: [], stock: [], expected: [], reasons: [] }
        const message: Evidenced = { parts, context: isRead ? context : { ...context, ...nothing }, findings: [] }
        for (const { name } of FEATURE_SCHEMA.features)
          for (const locale of ['en', 'de'] as const) {
            const sentence = said(name, message, locale)
            assert.match(sentence, /^\S.*\S$/, name)
            assert.doesNotMatch(sentence, /[{}|]|undefined|NaN|Infinity|\[object|  /, name)
            assert.equal(said(name, message, locale), sentence)
          }
      }),
      { numRuns: 25 },
    )
  })
})
