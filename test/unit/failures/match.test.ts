import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { FailureCode } from '../../../srv/failures/failure.ts'
import { matcherOf } from '../../../srv/failures/match.ts'
import { delivered, entry, errorOf } from './delivered.ts'

const idOf = (entries: FailureCode[], code: string, text: string) => matcherOf(entries).name(errorOf(code, text)).failure?.id

describe('the entry that fits best', () => {
  for (const [what, entries, code, text, id] of [
    [
      'code and text before code',
      [entry('code', { code: 'Z/001' }), entry('both', { code: 'Z/001', textPattern: 'Mixer & hot' })],
      'Z/001',
      'Mixer 7 hot',
      'both',
    ],
    ['code before text', [entry('text', { textPattern: 'Mixer & hot' }), entry('code', { code: 'Z/001' })], 'Z/001', 'Mixer 7 hot', 'code'],
    ['text before status', [entry('status', { code: '400' }), entry('text', { textPattern: 'Mixer & hot' })], '400', 'Mixer 7 hot', 'text'],
    [
      'a code in another language before none',
      [entry('code', { code: 'Z/001', textPattern: 'Mixer & hot' })],
      'z/001',
      'Mischer 7 heiß',
      'code',
    ],
    [
      'a code without text before one in other words',
      [entry('a', { code: 'Z/001', textPattern: 'Mixer & hot' }), entry('b', { code: 'Z/001' })],
      'Z/001',
      'Mixer 7 cold',
      'b',
    ],
    ['own before delivered', [entry('a', { code: 'Z/001' }), entry('b', { code: 'Z/001', origin: 'own' })], 'Z/001', '', 'b'],
    [
      'delivered text before own status',
      [entry('a', { code: '400', origin: 'own' }), entry('b', { textPattern: 'Mixer & hot' })],
      '400',
      'Mixer 7 hot',
      'b',
    ],
    [
      'the longer text',
      [entry('a', { textPattern: 'Mixer & hot' }), entry('b', { textPattern: 'Mixer & very hot' })],
      '',
      'Mixer 7 very hot',
      'b',
    ],
    [
      'what the text begins with',
      [entry('a', { textPattern: 'Mixer & is very hot' }), entry('b', { textPattern: 'Oven & hot' })],
      '',
      'Oven 7 of mixer 8 is very hot',
      'b',
    ],
    [
      'a cause before none',
      [entry('a', { code: 'Z/001', cause: 'unknown' }), entry('b', { textPattern: 'Mixer & hot' })],
      'Z/001',
      'Mixer 7 hot',
      'b',
    ],
    [
      'what was named before what was only seen',
      [entry('a', { code: 'Z/001', cause: 'unknown', origin: 'seen' }), entry('b', { textPattern: 'Mixer & hot', origin: 'own' })],
      'Z/001',
      'Mixer 7 hot',
      'b',
    ],
    [
      'another code with this text is another message',
      [entry('a', { code: 'Y/001', textPattern: 'Mixer & hot' })],
      'Z/001',
      'Mixer 7 hot',
      undefined,
    ],
    ['a text whose code got lost', [entry('a', { code: 'Y/001', textPattern: 'Mixer & hot' })], '400', 'Mixer 7 hot', 'a'],
    ['a status in other words', [entry('a', { code: '403', textPattern: 'CSRF token' })], '403', 'Forbidden', undefined],
    ['words within words', [entry('a', { textPattern: 'Mixer hot' })], '', 'Premixer hotter', undefined],
    ['our own words', [entry('a', { textPattern: 'Mixer & hot' })], 'COUNTERSIGN/MIXER', 'Mixer 7 hot', undefined],
  ] as const)
    it(what, () => {
      assert.equal(idOf([...entries], code, text), id)
      assert.equal(idOf([...entries].reverse(), code, text), id)
    })

  it('is looked for in the details where the error itself is only a frame', () => {
    const matcher = matcherOf(delivered())
    const details = [errorOf('M7/060', 'fine', { severity: 'info' }), errorOf('M7/053', 'Posting only possible in periods')]
    const named = matcher.name(errorOf('RU/505', 'Error in goods movement', { details }))
    assert.deepEqual([named.failure?.id, named.said.code, named.cause], ['31', 'M7/053', 'period'])
    assert.equal(matcher.name(errorOf('RU/505', 'Error in goods movement')).failure?.id, '43')
  })

  it('decides nothing where its code has several meanings and the text is none of them', () => {
    const entries = [
      entry('a', { code: 'Z/001', textPattern: 'Mixer & hot' }),
      entry('b', { code: 'Z/001', textPattern: 'Oven & cold', cause: 'masterData' }),
    ]
    assert.equal(matcherOf(entries).name(errorOf('Z/001', 'Mischer 7 heiß')).isDecisive, false)
    assert.equal(matcherOf(entries).name(errorOf('Z/001', 'Oven 7 cold')).isDecisive, true)
  })

  it('may wait when the catalogue or the answer says so', () => {
    const matcher = matcherOf(delivered())
    assert.equal(matcher.name(errorOf('CO/469', '')).isTransient, true)
    assert.equal(matcher.name(errorOf('RU/494', '')).isTransient, false)
    assert.equal(matcher.name(errorOf('ZMES/001', 'x', { isTransient: true })).isTransient, true)
  })

  it('is found fast and without a throw, whatever the text', () => {
    const matcher = matcherOf([...delivered(), entry('mean', { textPattern: `${'a&'.repeat(120)}b` })])
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ maxLength: 20 }), (text, code) => void matcher.name(errorOf(code, text))),
    )
    const begin = performance.now()
    for (const text of ['a'.repeat(1_000_000), ' '.repeat(1_000_000), 'order closed '.repeat(100_000), '&'.repeat(1_000_000)])
      matcher.name(errorOf('', text))
    assert.ok(performance.now() - begin < 2000)
  })
})
