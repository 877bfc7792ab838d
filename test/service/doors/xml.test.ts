import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { normalise } from '../../../srv/erp/errors/normalise.ts'
import { type Stand, CONFIRMATIONS, TOKEN, errorOf, send, startStand } from '../intake/stand.ts'

/** XML that reads files, asks other machines or grows without end, wherever XML can come in: from senders, and in the errors of an ERP. */

const laughs = (form: (entity: string) => string): string => {
  const entities = Array.from({ length: 10 }, (_, level) => `<!ENTITY l${level + 1} "${`&l${level};`.repeat(10)}">`).join('')
  return `<?xml version="1.0"?><!DOCTYPE error [<!ENTITY l0 "ha">${entities}]>${form('&l10;')}`
}
const error = (text: string): string =>
  `<error xmlns="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata"><code>RU/494</code><message>${text}</message></error>`
const HOSTILE: Readonly<Record<string, string>> = {
  'a billion laughs': laughs(error),
  'a file of ours': `<!DOCTYPE error [<!ENTITY x SYSTEM "file:///etc/passwd">]>${error('&x;')}`,
  'another machine': `<!DOCTYPE error [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>${error('&x;')}`,
  'a declaration in lower case': `<!doctype error [<!ENTITY x "gotcha">]>${error('&x;')}`,
  'a parameter entity': `<!DOCTYPE error [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]>${error('fine')}`,
  'a large entity many times': `<!DOCTYPE error [<!ENTITY x "${'a'.repeat(50_000)}">]>${error('&x;'.repeat(20_000))}`,
  'elements without end': '<a>'.repeat(100_000),
  'attributes without end': `<error ${Array.from({ length: 20_000 }, (_, at) => `a${at}="1"`).join(' ')}/>`,
  'names that mean something to JavaScript':
    '<error><__proto__><isAdmin>true</isAdmin></__proto__><constructor><prototype><isAdmin>true</isAdmin></prototype></constructor></error>',
}

describe('in an error of the ERP', () => {
  for (const [what, xml] of Object.entries(HOSTILE))
    test(`${what} is only a text`, () => {
      const start = performance.now()
      const said = normalise(400, xml)
      assert.ok(performance.now() - start < 2000)
      const words = JSON.stringify({ ...said, raw: '' })
      assert.doesNotMatch(words, /root:|gotcha|haha/)
      assert.ok(words.length < 20_000, String(words.length))
      assert.equal(({} as { isAdmin?: unknown }).isAdmin, undefined)
    })
})

describe('from a sender', () => {
  let stand: Stand
  before(async () => {
    stand = await startStand()
  })
  after(() => stand.close())

  for (const [what, xml] of Object.entries(HOSTILE))
    test(`${what} is refused unread`, async () => {
      for (const type of ['application/atom+xml', 'application/xml', 'text/xml', '']) {
        const answer = await send(stand.url, 'POST', `${CONFIRMATIONS}/ProdnOrdConf2`, { ...TOKEN, 'content-type': type }, xml)
        assert.equal(answer.status, 415)
        assert.match(type === '' || TOKEN.accept ? answer.body.toString() : errorOf(answer).code, /COUNTERSIGN\/(ATOM|CONTENT_TYPE)/)
      }
      assert.deepEqual(stand.intake.submitted, [])
      assert.deepEqual(stand.logged, [])
    })
})
