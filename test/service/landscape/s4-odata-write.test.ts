import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { RunningS4 } from '../../landscape/s4/listen.ts'
import { at, send, startWorkshop } from './workshop.ts'

describe('writing to the local S/4', () => {
  let s4: RunningS4
  before(async () => {
    s4 = await startWorkshop()
  })
  after(() => s4.close())

  const countOf = (set: string): number => s4.books.find(set).length
  const detailOf = (json: unknown): unknown => at(json, 'error', 'innererror', 'errordetails', 0)

  test('a create answers 201 with location, the row, children as the handler shows them and the success message', async () => {
    const body =
      '{"Title":"New","Quantity":1.10,"StartedAt":"/Date(1767225600000)/","Duration":"PT5M","Priority":3,"IsOpen":true,"to_Part":{"results":[{"Material":"000000000000004711","Quantity":"2.0"}]}}'
    const { status, headers, json } = await send(s4, 'POST', '/Jobs', body)
    assert.equal(status, 201)
    const id = String(at(json, 'd', 'JobID'))
    assert.equal(headers.get('location'), `${s4.url}/sap/opu/odata/sap/ZWORKSHOP_SRV/Jobs('${id}')`)
    assert.equal(at(json, 'd', '__metadata', 'uri'), headers.get('location'))
    assert.equal(headers.get('etag'), at(json, 'd', '__metadata', 'etag'))
    assert.deepEqual(at(json, 'd', 'to_Part'), { results: [] })
    assert.deepEqual(JSON.parse(headers.get('sap-message') ?? ''), {
      code: 'RU/100',
      message: 'Saved – ok',
      severity: 'info',
      target: '',
      details: [],
    })
    const stored = s4.books.one('Jobs', { JobID: id })
    assert.deepEqual(
      [stored?.Quantity, stored?.StartedAt, stored?.Duration, stored?.IsOpen],
      ['1.10', '2026-01-01T00:00:00.000Z', 'PT00H05M00S', 1],
    )
    assert.equal(s4.books.one('Parts', { JobID: id })?.Material, '4711')
  })

  const accepted: readonly [what: string, body: unknown][] = [
    ['children as a plain array', { to_Part: [{ Material: 'X' }] }],
    ['children deferred', { to_Part: { __deferred: { uri: 'x' } } }],
    ['a body wrapped in d, metadata ignored', { d: { __metadata: { type: 'ZWORKSHOP_SRV.JobType' }, Title: 'x' } }],
    ['a padded number of more digits than the property has', { JobID: '000000000000000000012' }],
    ['a decimal as text with zeros', { Quantity: '0000000000010.1000' }],
    ['a decimal with exponent', '{"Quantity":1.5e2}'],
    ['an ISO date and a date with offset', { StartedAt: '2026-01-01T00:00:00', SentAt: '/Date(1767225600000+0060)/' }],
    ['nulls', { StartedAt: null, Quantity: null, Title: null }],
  ]
  for (const [what, body] of accepted) {
    test(`accepted: ${what}`, async () => {
      const { status, text } = await send(s4, 'POST', '/Jobs', body)
      assert.equal(status, 201, text)
    })
  }

  const refused: readonly [what: string, body: unknown, target: string][] = [
    ['an unknown property', { Colour: 'red' }, 'Colour'],
    ['an unknown property of a child', { to_Part: [{ Colour: 'red' }] }, 'to_Part/Colour'],
    ['a text that is too long', { Title: 'x'.repeat(21) }, 'Title'],
    ['a number for a text', { Title: 5 }, 'Title'],
    ['a word for a decimal', { Quantity: 'ten' }, 'Quantity'],
    ['too many decimals', { Quantity: '1.2345' }, 'Quantity'],
    ['too many digits', { Quantity: '12345678901' }, 'Quantity'],
    ['a text for a boolean', { IsOpen: 'true' }, 'IsOpen'],
    ['a fraction for an integer', '{"Priority":1.5}', 'Priority'],
    ['an integer out of range', { Priority: 40000 }, 'Priority'],
    ['no date', { StartedAt: 'tomorrow' }, 'StartedAt'],
    ['no time', { Duration: '15:51' }, 'Duration'],
    ['no GUID', { Ref: 'abc' }, 'Ref'],
    ['a text for children', { to_Part: 'x' }, 'to_Part'],
  ]
  for (const [what, body, target] of refused) {
    test(`refused with its target: ${what}`, async () => {
      const before = countOf('Jobs')
      const { status, json } = await send(s4, 'POST', '/Jobs', body)
      assert.deepEqual([status, at(detailOf(json), 'target')], [400, target])
      assert.equal(countOf('Jobs'), before)
    })
  }

  const unreadable = ['{"Title":', '', '[]', '5', '"x"', `{"to_Part":${'['.repeat(100_000)}${']'.repeat(100_000)}}`]
  for (const body of unreadable) {
    test(`an unreadable body is a 400: ${body.slice(0, 20)}`, async () => {
      assert.equal((await send(s4, 'POST', '/Jobs', body)).status, 400)
    })
  }

  test('other content types, sets, methods are refused in error form', async () => {
    assert.equal((await send(s4, 'POST', '/Jobs', '<entry/>', { 'content-type': 'application/atom+xml' })).status, 415)
    assert.equal((await send(s4, 'POST', '/Parts', {})).status, 501)
    assert.equal((await send(s4, 'DELETE', "/Jobs('9')", undefined, { 'if-match': '*' })).status, 501)
    assert.equal((await send(s4, 'PUT', "/Jobs('9')", {})).status, 405)
    assert.equal((await send(s4, 'POST', '/$metadata', {})).status, 405)
  })

  test('a refusal has the generic outer code, the messages in errordetails, and leaves nothing behind', async () => {
    const before = countOf('Jobs')
    const { status, json } = await send(s4, 'POST', '/Jobs', { Title: 'refused' })
    assert.equal(status, 400)
    assert.equal(countOf('Jobs'), before)
    assert.deepEqual(
      [at(json, 'error', 'code'), at(json, 'error', 'message')],
      ['ZWORKSHOP/014', { lang: 'en', value: 'Processing failed' }],
    )
    const inner = at(json, 'error', 'innererror') as Record<string, unknown>
    assert.deepEqual(Object.keys(inner), ['application', 'transactionid', 'timestamp', 'Error_Resolution', 'errordetails'])
    assert.equal(at(inner, 'application', 'service_id'), 'ZWORKSHOP_SRV')
    assert.match(String(inner.timestamp), /^\d{14}\.\d{7}$/)
    assert.deepEqual(detailOf(json), {
      ContentID: '',
      code: 'M7/021',
      message: 'Deficit of 10 KG : it’s FG1',
      longtext_url:
        "/sap/opu/odata/iwbep/message_text;o=LOCAL/T100_longtexts(MSGID='M7',MSGNO='021',MESSAGE_V1='10',MESSAGE_V2='KG',MESSAGE_V3='it''s%20FG1',MESSAGE_V4='')/$value",
      propertyref: '',
      severity: 'error',
      transition: false,
      target: 'Quantity',
    })
    assert.equal(at(inner, 'errordetails', 1, 'severity'), 'info')
  })

  test('a fault of the program is a 500 in error form with nothing booked', async (context) => {
    context.mock.method(console, 'error', () => undefined)
    const before = countOf('Jobs')
    const { status, json } = await send(s4, 'POST', '/Jobs', { Title: 'broken' })
    assert.deepEqual([status, typeof at(json, 'error', 'code'), countOf('Jobs')], [500, 'string', before])
  })

  test('a change needs the current ETag, by PATCH, MERGE or tunnelled through POST', async () => {
    const created = await send(s4, 'POST', '/Jobs', { Title: 'old' })
    const path = `/Jobs('${String(at(created.json, 'd', 'JobID'))}')`
    const etag = created.headers.get('etag') ?? ''
    assert.equal((await send(s4, 'PATCH', path, { Title: 'new' })).status, 428)
    assert.equal((await send(s4, 'PATCH', path, { Title: 'new' }, { 'if-match': `W/"'0'"` })).status, 412)
    assert.equal((await send(s4, 'PATCH', path, { Colour: 'x' }, { 'if-match': etag })).status, 400)
    const changed = await send(s4, 'POST', path, { Title: 'new' }, { 'if-match': etag, 'x-http-method': 'MERGE' })
    assert.deepEqual([changed.status, changed.headers.get('etag')], [204, `W/"'20260102000000'"`])
    assert.equal((await send(s4, 'MERGE', path, { Title: 'newer' }, { 'if-match': '*' })).status, 204)
    assert.equal(s4.books.one('Jobs', { JobID: path.slice(7, -2) })?.Title, 'newer')
  })

  test('function imports take literals from the query and answer complex values, entities or lists', async () => {
    const query = "JobID='000009'&At=datetime'2026-01-01T00:00:00'&Amount=10.50M&Ref=guid'AB4EF2A1-0C1B-4C7C-9E36-000000000001'"
    const { status, json } = await send(s4, 'POST', `/CloseJob?${query}`)
    assert.equal(status, 200)
    assert.deepEqual(JSON.parse(String(at(json, 'd', 'CloseJob', 'Text'))), {
      JobID: '9',
      At: '2026-01-01T00:00:00.000Z',
      Amount: '10.50',
      Ref: 'ab4ef2a1-0c1b-4c7c-9e36-000000000001',
    })
    assert.equal(at(json, 'd', 'CloseJob', '__metadata', 'type'), 'ZWORKSHOP_SRV.Receipt')
    assert.equal(at((await send(s4, 'POST', "/FindJob?JobID='9'")).json, 'd', 'Title'), "O'Hara")
    assert.equal(at((await send(s4, 'GET', '/Receipts')).json, 'd', 'results', 0, 'Amount'), '1.50')
    assert.equal((await send(s4, 'POST', '/CloseJob')).status, 400)
    assert.equal((await send(s4, 'POST', '/CloseJob?JobID=9')).status, 400)
    assert.equal((await send(s4, 'GET', "/CloseJob?JobID='9'")).status, 405)
  })
})
