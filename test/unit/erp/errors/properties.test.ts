import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { ErpError } from '../../../../srv/domain/judgement.ts'
import { normalise, normaliseMessage } from '../../../../srv/erp/errors/normalise.ts'
import { errorBodies } from './arbitrary.ts'

function isWhole(error: ErpError, text: string): void {
  assert.equal(error.raw, text)
  for (const each of [error, ...error.details]) {
    assert.notEqual(each.text.trim(), '')
    assert.equal(each.code, each.code.trim())
    assert.ok(each.code.length <= 60 && each.text.length <= 1000)
    if (each.number !== '') assert.equal(each.code, `${each.class}/${each.number}`)
  }
}

const name = fc.stringMatching(/^[A-Z][A-Z0-9_]{0,9}$/)
const number = fc.stringMatching(/^\d{3}$/)
const words = fc.stringMatching(/^[A-Za-z0-9 .,:%'"&<>{}äß-]{0,39}[A-Za-z0-9.]$/).map((each) => `T${each.trim()}`)

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}

describe('whatever is said', () => {
  it('is normalised without an exception, and nothing of it is lost', () => {
    fc.assert(
      fc.property(errorBodies, ({ status, text }) => {
        const error = normalise(status, text)
        isWhole(error, text)
        if (status > 0) assert.notEqual(error.code, '')
        isWhole(normaliseMessage(text), text)
      }),
      { numRuns: 3000 },
    )
  })

  it('noise is, too', () => {
    const noise = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.json(),
      fc.json().map((each) => `{"error":${each}}`),
    )
    fc.assert(
      fc.property(fc.integer(), noise, (status, text) => isWhole(normalise(status, text), text)),
      { numRuns: 1000 },
    )
  })

  it('one message is the same message in every dialect', () => {
    fc.assert(
      fc.property(name, number, words, (id, no, message) => {
        const code = `${id}/${no}`
        const odata = { error: { code: 'SY/530', message: 'Frame', innererror: { errordetails: [{ code, message, severity: 'error' }] } } }
        const row = { TYPE: 'E', ID: id, NUMBER: no, MESSAGE: message }
        const fields = { STATUS: '51', STATXT: message, STAMID: id, STAMNO: no }
        const xml = (values: object): string =>
          Object.entries(values)
            .map(([key, value]) => `<${key}>${escaped(String(value))}</${key}>`)
            .join('')
        const bare = JSON.stringify({ code, message: { '@lang': 'en', $: message } })
        for (const text of [
          JSON.stringify(odata),
          `<m:error xmlns:m="u"><m:code>${code}</m:code><m:message>${escaped(message)}</m:message></m:error>`,
          bare,
          `Failed: ${bare}.`,
          `Collaboration execution failed: External System X has Exception: ${bare}`,
          JSON.stringify({ code: 'dm', message: `External System X has Exception: ${JSON.stringify(odata)}`, correlationId: '1' }),
          JSON.stringify({ ES_RETURN: row }),
          `<r:A.Response xmlns:r="u"><RETURN><item>${xml(row)}</item></RETURN></r:A.Response>`,
          JSON.stringify({ IDOC: { E1STATS: [fields] } }),
          `<IDOC><E1STATS SEGMENT="1">${xml(fields)}</E1STATS></IDOC>`,
        ]) {
          const error = normalise(400, text)
          assert.deepEqual([error.code, error.text, error.severity, error.isTransient], [code, message, 'error', false], text)
        }
      }),
      { numRuns: 200 },
    )
  })
})

describe('a hostile answer', () => {
  const deep = 100_000
  for (const [how, text] of [
    ...[
      '<errordetail>',
      '<',
      '<error ',
      '<a/>',
      '<title',
      '<script>',
      '<!--',
      '<![CDATA[',
      '&amp;',
      '</a>',
      'x<b/>',
      '{',
      '{"a":',
      '[',
      '{}',
      '"',
      ' has Exception:',
      ' has Exception: {"a":"',
    ].flatMap(
      (piece) =>
        [
          [`repeats ${piece}`, piece.repeat(480_000 / piece.length)],
          [`repeats ${piece} in an error`, `<error><code>A/001</code>${piece.repeat(480_000 / piece.length)}`],
        ] as const,
    ),
    ["repeats MESSAGE_V1='", JSON.stringify({ code: 'A/001', message: 'x', longtext_url: "MESSAGE_V1='".repeat(35_000) })],
    ['has a variable of quotes', JSON.stringify({ code: 'A/001', message: 'x', longtext_url: `MESSAGE_V1='${"'".repeat(450_000)}` })],
    ['is one word', 'a'.repeat(480_000)],
    ['is one list', `[${'1,'.repeat(240_000)}1]`],
    [
      'has many details',
      JSON.stringify({ error: { code: 'A', innererror: { errordetails: Array(15_000).fill({ code: 'B', message: 'C{' }) } } }),
    ],
    ['has many status records', JSON.stringify({ E1STATS: Array(10_000).fill({ STATUS: '51', STATXT: '&&&&' }) })],
    ['is nested deeply', `${'{"a":'.repeat(deep)}1${'}'.repeat(deep)}`],
    ['has a message nested deeply', `{"code":"A/001","message":${'['.repeat(deep)}${']'.repeat(deep)}}`],
    ['has a detail nested deeply', `{"RETURN":[{"TYPE":"E","ID":"A","NUMBER":"001","X":${'['.repeat(deep)}${']'.repeat(deep)}}]}`],
    ['is longer than any', `<error><code>A/001</code></error>${' '.repeat(3_000_000)}`],
  ] as const) {
    it(`is read in no time when it ${how}`, () => {
      const begin = performance.now()
      isWhole(normalise(400, text), text)
      assert.ok(performance.now() - begin < 5000)
    })
  }
})
