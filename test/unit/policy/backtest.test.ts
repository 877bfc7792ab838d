import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createBaseline } from '../../../srv/policy/baseline.ts'
import { backTest, type RecordedCase } from '../../../srv/policy/backtest.ts'
import { type Counts, evidenceFor, isTooWrong } from '../../../srv/policy/evidence.ts'
import { DEFAULT_POLICY, type Policy } from '../../../srv/policy/policy.ts'
import { evidenceWords, missingWords } from '../../../srv/policy/words.ts'
import { AUTOMATE, CANDIDATE } from '../../tools/policy/automatics.ts'

const error = { severity: 'error', cause: 'unitOfMeasure', code: 'BM/302', field: 'unit' } as const
const warning = { ...error, severity: 'warning' } as const
const recorded = (given: Partial<RecordedCase>): RecordedCase => ({
  ...{ kind: 'confirmation', findings: [], notChecked: [], broken: [], hasFailed: false, isProposalRight: false },
  ...given,
})
const doubted = (failure: number, hasFailed: boolean): RecordedCase =>
  recorded({ findings: [warning], prediction: { failure, causes: [] }, hasFailed })

/** Two fine ones, a failure that nobody saw, two errors (one of them fine after all), three doubts (one of them right). */
const PAST: readonly RecordedCase[] = [
  recorded({}),
  recorded({ prediction: { failure: 0.1, causes: [] } }),
  recorded({ hasFailed: true }),
  recorded({ findings: [error], proposal: CANDIDATE, hasFailed: true, isProposalRight: true }),
  recorded({ findings: [error], proposal: { ...CANDIDATE, confidence: 0.96 } }),
  doubted(0.6, false),
  doubted(0.75, true),
  doubted(0.85, false),
]

function told(after: Partial<Policy>, before: Partial<Policy> = {}) {
  const lines = backTest(PAST, { ...DEFAULT_POLICY, ...before }, { ...DEFAULT_POLICY, ...after })
  return Object.fromEntries(
    lines.map((each) => [each.fate, [each.before.messages, each.before.wrong, each.after.messages, each.after.wrong]]),
  )
}

describe('a back-test', () => {
  it('of the same policy changes nothing', () =>
    assert.deepEqual(told({}), { held: [2, 1, 2, 1], releasedWithNote: [3, 1, 3, 1], released: [3, 1, 3, 1], actedAlone: [0, 0, 0, 0] }))

  it('of a stricter threshold holds more: of the two, one was fine', () =>
    assert.deepEqual(told({ holdFrom: 0.7 }), {
      ...{ held: [2, 1, 4, 2], releasedWithNote: [3, 1, 1, 0], released: [3, 1, 3, 1], actedAlone: [0, 0, 0, 0] },
    }))

  it('of automate acts alone, and says what of it would have been wrong', () => {
    assert.deepEqual(told(AUTOMATE).actedAlone, [0, 0, 2, 1])
    assert.deepEqual(told({ ...AUTOMATE, actFrom: 0.97 }).actedAlone, [0, 0, 1, 0])
    assert.deepEqual(told(AUTOMATE).held, [2, 1, 0, 0])
  })

  it('of monitor lets everything go', () => {
    assert.deepEqual(told({ phase: 'monitor' }).released, [3, 1, 8, 3])
    assert.deepEqual(told({}, { phase: 'monitor' }).released, [8, 3, 3, 1])
  })

  it('knows what could not be checked', () => {
    const unchecked = [recorded({ notChecked: ['orderStatus'] }), recorded({ notChecked: ['duplicate'], broken: ['duplicate'] })]
    const held = backTest(unchecked, DEFAULT_POLICY, { ...DEFAULT_POLICY, failMode: 'closed' }).find((each) => each.fate === 'held')
    assert.deepEqual(
      [held?.before, held?.after],
      [
        { messages: 0, wrong: 0 },
        { messages: 2, wrong: 2 },
      ],
    )
  })
})

describe('evidence', () => {
  const counts: Counts = { judged: 200, decided: 100, approved: 80, passing: 75, right: 75, acted: 0, wrong: 0, alarms: 0 }
  const missing = (given: Partial<Counts>) =>
    evidenceFor('automate', { ...counts, ...given }, 0.02).flatMap((each) => (each.isMet ? [] : [each.name]))

  it('is enough where all of it is', () => assert.deepEqual(missing({}), []))
  for (const [what, given, name] of [
    ['too few messages', { judged: 199 }, 'volume'],
    ['too few decisions', { decided: 99 }, 'decided'],
    ['too few that were approved unchanged', { approved: 79 }, 'approvedUnchanged'],
    ['too few that would have gone by themselves', { passing: 74, right: 74 }, 'automaticPrecision'],
    ['one of 109 that was wrong', { decided: 120, approved: 110, passing: 109, right: 108 }, 'automaticPrecision'],
    ['too many wrong automatic actions', { acted: 60, wrong: 5 }, 'automaticWrong'],
    ['an alarm about the model', { alarms: 1 }, 'drift'],
  ] as const)
    it(`lacks something with ${what}`, () => assert.deepEqual(missing(given), [name]))

  it('bears one wrong of 110', () => assert.deepEqual(missing({ decided: 120, approved: 110, passing: 110, right: 109 }), []))
  it('for supervise asks for messages only', () => {
    assert.deepEqual(
      evidenceFor('supervise', { ...counts, decided: 0 }, 0.02).map((each) => each.name),
      ['volume'],
    )
  })

  it('calls it too wrong only where chance is no excuse', () => {
    assert.deepEqual(
      [isTooWrong(0, 0, 0.02), isTooWrong(1, 1, 0.02), isTooWrong(1, 2, 0.02), isTooWrong(4, 60, 0.02), isTooWrong(5, 60, 0.02)],
      [...[false, true, false, false, true]],
    )
  })

  it('is told in both languages, and what is missing in one sentence each', () => {
    const measures = evidenceFor('automate', { ...counts, judged: 3, alarms: 2 }, 0.02)
    assert.equal(
      missingWords(measures, 'en'),
      '3 messages were judged in 30 days; 200 are needed. 2 alarms about the model at work in 7 days; none may be there.',
    )
    assert.match(missingWords(measures, 'de'), /^3 Meldungen wurden .* nötig sind 200\. 2 Alarme/)
    for (const each of measures) assert.notEqual(evidenceWords(each, 'de').title, '')
  })
})

describe('the baseline', () => {
  it('counts what each of them held and let go, and times it', () => {
    const figures = createBaseline()
    const ended = { rules: 'hold', model: 'hold', hasFailed: true, isAutomatic: false, outcome: 'corrected', seconds: 60 }
    figures.add(ended)
    figures.add({ ...ended, outcome: 'reversed', seconds: 600 })
    figures.add({ ...ended, isAutomatic: true, seconds: 1 })
    figures.add({ ...ended, model: 'release', hasFailed: false, outcome: 'posted', seconds: 2 })
    figures.add({ ...ended, rules: undefined, model: 'release', hasFailed: true, outcome: 'refused', seconds: 4 })
    const short = figures.standings().map(({ success: _, wrongHold: _wrong, ...each }) => Object.values(each))
    assert.deepEqual(short, [
      ['rules', 4, 3, 4, 1, 0, undefined, undefined],
      ['model', 5, 4, 3, 0, 1, 2, 4],
      ['people', 2, 1, 2, 1, 0, 60, 600],
    ])
  })

  it('knows of nobody what nobody did', () =>
    assert.deepEqual(
      createBaseline()
        .standings()
        .map((each) => each.messages),
      [0, 0, 0],
    ))
})
