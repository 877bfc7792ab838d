import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { normalise } from '../../../srv/erp/errors/normalise.ts'

const LONG_TEXT =
  "/sap/opu/odata/iwbep/message_text;o=LOCAL/T100_longtexts(MSGID='M7',MSGNO='021',MESSAGE_V1='SL%20Unrestricted',MESSAGE_V2='10',MESSAGE_V3='O''Hara',MESSAGE_V4='')/$value"

function json(error: unknown): string {
  return JSON.stringify({ error })
}

const wrapper = { code: 'MM_IM_ODATA_API_MDOC/014', message: { lang: 'en', value: 'Material Document processing failed' } }

describe('errors of the ERP', () => {
  it('the first detail of severity error is the error, not the frame around it', () => {
    const text = json({
      ...wrapper,
      innererror: {
        errordetails: [
          { code: 'M7/060', message: 'Just so you know', severity: 'info' },
          { code: 'M7/021', message: 'Deficit of SL Unrestricted-use 10 KG', longtext_url: LONG_TEXT, severity: 'error' },
          { code: 'M7/022', message: 'Reservation exceeded', severity: 'warning' },
          { code: '/IWBEP/CX_MGW_BUSI_EXCEPTION', message: 'An exception was raised', severity: 'error' },
        ],
      },
    })
    const error = normalise(400, text)
    assert.equal(error.code, 'M7/021')
    assert.equal(error.class, 'M7')
    assert.equal(error.number, '021')
    assert.equal(error.text, 'Deficit of SL Unrestricted-use 10 KG')
    assert.deepEqual(error.variables, ['SL Unrestricted', '10', "O'Hara"])
    assert.equal(error.isTransient, false)
    assert.equal(error.raw, text)
    assert.deepEqual(
      error.details.map((each) => [each.code, each.severity]),
      [
        ['M7/060', 'info'],
        ['M7/021', 'error'],
        ['M7/022', 'warning'],
        ['/IWBEP/CX_MGW_BUSI_EXCEPTION', 'error'],
      ],
    )
  })

  it('without details the frame is the error, and its class may hold slashes', () => {
    const error = normalise(403, json({ code: '/IWFND/MED/170', message: { value: 'No service found' } }))
    assert.deepEqual([error.code, error.class, error.number, error.text], ['/IWFND/MED/170', '/IWFND/MED', '170', 'No service found'])
  })

  for (const [how, message] of [
    ['a text', 'Order 1000510 closed'],
    ['an object', { lang: 'en', value: 'Order 1000510 closed' }],
    ['a list', [{ lang: 'en', value: 'Order 1000510 closed' }]],
    ['what Cloud Integration makes of it', { '@lang': 'en', $: 'Order 1000510 closed' }],
  ] as const) {
    it(`a message may be ${how}`, () => {
      const error = normalise(400, json({ code: 'RU/494', message }))
      assert.deepEqual([error.code, error.text], ['RU/494', 'Order 1000510 closed'])
    })
  }

  it('Cloud Integration leaves the frame out', () => {
    const error = normalise(400, JSON.stringify({ code: 'RU/494', message: { '@lang': 'en', $: 'Order 1000510 closed' } }))
    assert.deepEqual([error.code, error.text], ['RU/494', 'Order 1000510 closed'])
  })

  it('reads XML, with prefix or without, entities included', () => {
    const xml =
      '<?xml version="1.0"?><m:error xmlns:m="x"><m:code>SY/530</m:code><m:message xml:lang="en">Failed &amp; rolled back</m:message><m:innererror>' +
      '<m:errordetails><m:errordetail><m:code>BS/013</m:code><m:message>System status TECO is active (ORD 1000510)</m:message><m:severity>error</m:severity></m:errordetail>' +
      '<m:errordetail><m:code>RU/505</m:code><m:message>see &#x22;COGI&#34;</m:message><m:severity>info</m:severity></m:errordetail></m:errordetails></m:innererror></m:error>'
    const error = normalise(400, xml)
    assert.deepEqual([error.code, error.text], ['BS/013', 'System status TECO is active (ORD 1000510)'])
    assert.deepEqual(
      error.details.map((each) => each.text),
      ['System status TECO is active (ORD 1000510)', 'see "COGI"'],
    )
    const plain = normalise(500, xml.replace(/<m:innererror>.*<\/m:innererror>/, '').replaceAll('m:', ''))
    assert.deepEqual([plain.code, plain.text], ['SY/530', 'Failed & rolled back'])
  })

  it('a page says what its title says, and has the status for a code', () => {
    const html = '<html><head><title>Logon  Error Message</title></head><body><h1>Long story</h1></body></html>'
    const error = normalise(401, html)
    assert.deepEqual([error.code, error.class, error.text, error.raw], ['401', '', 'Logon Error Message', html])
    assert.equal(normalise(403, 'CSRF token validation failed').text, 'CSRF token validation failed')
    assert.equal(normalise(503, '').text, 'HTTP 503 without a text')
  })

  for (const [status, code, isTransient] of [
    [400, 'CO/469', true],
    [400, 'M3/897', true],
    [400, 'M3/024', true],
    [400, 'M7/112', true],
    [423, 'XX/000', true],
    [429, 'XX/000', true],
    [429, '/IWFND/CM_MGW/429', true],
    [503, '', true],
    [503, '/IWFND/CM_MGW/503', true],
    [503, 'M7/021', true],
    [500, '/IWBEP/CX_MGW_TECH_EXCEPTION', true],
    [500, 'M7/021', false],
    [400, 'RU/494', false],
  ] as const) {
    it(`waiting ${isTransient ? 'may help' : "doesn't help"} with ${code || 'nothing said'} under ${status}`, () => {
      assert.equal(normalise(status, json({ code, message: 'x' })).isTransient, isTransient)
      const inside = json({
        code: '/IWBEP/CX_MGW_BUSI_EXCEPTION',
        message: 'x',
        innererror: { errordetails: [{ code, message: 'x', severity: 'error' }] },
      })
      assert.equal(normalise(status, inside).isTransient, isTransient)
    })
  }

  it('never throws and never loses what was said, whatever is said', () => {
    const anything = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.json().map((each) => `{"error":${each}}`),
      fc.json().map((each) => `{"error":{"code":${each},"message":${each},"innererror":{"errordetails":[${each}]}}}`),
      fc
        .array(
          fc.constantFrom(
            '<error>',
            '</error>',
            '<code>',
            '</code>',
            '<errordetail>',
            '</errordetail>',
            '<m:error/>',
            '&#99999999;',
            '&#x110000;',
            '&amp;',
            'x',
          ),
        )
        .map((each) => each.join('')),
    )
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 599 }), anything, (status, text) => {
        const error = normalise(status, text)
        assert.equal(error.raw, text)
        assert.ok(error.code.length > 0 && error.text.length > 0)
      }),
      { numRuns: 500 },
    )
  })

  it('a hostile megabyte is read in no time', () => {
    const begin = performance.now()
    for (const piece of ['<errordetail>', '<', '<error ', "MESSAGE_V1='", '<title', '<script>'])
      normalise(400, `<error>${piece.repeat(1_000_000 / piece.length)}`)
    assert.ok(performance.now() - begin < 2000)
  })
})
