import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { normalise, normaliseMessage } from '../../../../srv/erp/errors/normalise.ts'

function json(error: unknown): string {
  return JSON.stringify({ error })
}

describe('errors of the ERP', () => {
  for (const [status, code, isTransient] of [
    [423, 'XX/000', true],
    [429, 'XX/000', true],
    [429, '/IWFND/CM_MGW/429', true],
    [503, '', true],
    [503, '/IWFND/CM_MGW/503', true],
    [503, 'M7/021', true],
    [500, '/IWBEP/CX_MGW_TECH_EXCEPTION', true],
    [500, 'M7/021', false],
    [400, 'RU/494', false],
    [400, 'CO/469', false],
    [0, 'CO/469', false],
  ] as const) {
    it(`an answer ${isTransient ? 'says' : "doesn't say"} that waiting may help with ${code || 'nothing said'} under ${status}`, () => {
      assert.equal(normalise(status, json({ code, message: 'x' })).isTransient, isTransient)
      const inside = json({
        code: '/IWBEP/CX_MGW_BUSI_EXCEPTION',
        message: 'x',
        innererror: { errordetails: [{ code, message: 'x', severity: 'error' }] },
      })
      assert.equal(normalise(status, inside).isTransient, isTransient)
    })
  }

  it('a row that is locked says so itself, whatever the status', () => {
    const row = { TYPE: 'E', ID: 'ZZ', NUMBER: '001', MESSAGE: 'Busy' }
    const text = JSON.stringify({
      RETURN: [
        { ...row, NUMBER: '002' },
        { ...row, FLG_LOCKED: 'X' },
      ],
    })
    const { code, isTransient, details } = normalise(200, text)
    assert.deepEqual([code, isTransient], ['ZZ/001', true])
    assert.deepEqual(
      details.map((each) => each.isTransient),
      [false, true],
    )
  })

  it('which row, field and confirmation a detail is about can be read in its raw form', () => {
    const row = { TYPE: 'E', ID: 'ZZ', NUMBER: '001', MESSAGE: 'x', ROW: '2', FIELD: 'YIELD', CONF_NO: '0000000815', CONF_CNT: '00000001' }
    const [detail] = normalise(200, JSON.stringify({ ET_DETAIL_RETURN: { item: row } })).details
    assert.deepEqual(JSON.parse(detail?.raw ?? ''), row)
  })

  for (const code of ['RU/100', 'CO_MES_INT/037', 'M7/060', 'MIGO/012', 'RM/186']) {
    it(`${code} is no error in any dialect`, () => {
      const [messageClass = '', number = ''] = code.split('/')
      for (const text of [
        JSON.stringify({ code, message: 'Done', severity: 'info' }),
        JSON.stringify({ code, message: { '@lang': 'en', $: 'Done' } }),
        json({ code, message: { value: 'Done' } }),
        `<error><code>${code}</code><message>Done</message></error>`,
        JSON.stringify({ RETURN: [{ TYPE: 'S', ID: messageClass, NUMBER: number, MESSAGE: 'Done' }] }),
        JSON.stringify({ RETURN: { TYPE: '', ID: messageClass, NUMBER: number, MESSAGE: 'Done' } }),
        JSON.stringify({ E1STATS: { STATUS: '53', STAMID: messageClass, STAMNO: number, STATXT: 'Done' } }),
      ]) {
        const error = normaliseMessage(text)
        assert.deepEqual([error.code, error.text], [code, 'Done'])
        assert.match(error.severity, /^(success|info)$/)
      }
    })
  }

  it('without an HTTP status there is none for a code', () => {
    assert.deepEqual([normaliseMessage('Something').code, normaliseMessage('Something').text], ['', 'Something'])
    assert.deepEqual([normaliseMessage(' ').text, normaliseMessage(' ').raw], ['Nothing was said', ' '])
  })

  it('what is too long to be a code is none, and no text is longer than can be kept', () => {
    const error = normalise(400, json({ code: 'x'.repeat(61), message: 'y'.repeat(5000) }))
    assert.deepEqual([error.code, error.text.length], ['400', 1000])
  })
})
