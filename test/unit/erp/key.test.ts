import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isOurReference, withKey } from '../../../srv/erp/key.ts'

const KEY = withKey({ kind: 'confirmation', body: Buffer.from('{}') }, 'attempt 1').key

function confirmation(text: string): { text: string; key: string } {
  const { body, key } = withKey({ kind: 'confirmation', body: Buffer.from(text) }, 'attempt 1')
  return { text: body.toString(), key }
}

describe('the key of a posting', () => {
  it('is a version 5 UUID of the attempt key: the same every time, another for another', () => {
    assert.match(KEY, /^[\da-f]{8}-[\da-f]{4}-5[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
    assert.equal(withKey({ kind: 'confirmation', body: Buffer.from('{}') }, 'attempt 1').key, KEY)
    assert.notEqual(withKey({ kind: 'confirmation', body: Buffer.from('{}') }, 'attempt 2').key, KEY)
  })

  const no = '00000000-0000-0000-0000-000000000000'
  for (const [what, before, after] of [
    ['missing', '{ "OrderID" : "1", "Q": 1.10 }', `{"ExternalSystemConfirmation":"${KEY}", "OrderID" : "1", "Q": 1.10 }`],
    ['missing below d', '{"d":\n{"OrderID":"1"}}', `{"d":\n{"ExternalSystemConfirmation":"${KEY}","OrderID":"1"}}`],
    ['missing beside a d that wraps nothing', '{"d":{},"OrderID":"1"}', `{"ExternalSystemConfirmation":"${KEY}","d":{},"OrderID":"1"}`],
    [
      'missing before a d that wraps nothing',
      '{"OrderID":"1","d":{"x":1}}',
      `{"ExternalSystemConfirmation":"${KEY}","OrderID":"1","d":{"x":1}}`,
    ],
    ['missing beside a d that is no object', '{"d":[{}]}', `{"ExternalSystemConfirmation":"${KEY}","d":[{}]}`],
    ['missing in nothing', ' {} ', ` {"ExternalSystemConfirmation":"${KEY}"} `],
    [
      'empty',
      '{"a":[{"ExternalSystemConfirmation":"x"}],"ExternalSystemConfirmation" :  "" ,"b":1e2}',
      `{"a":[{"ExternalSystemConfirmation":"x"}],"ExternalSystemConfirmation" :  "${KEY}" ,"b":1e2}`,
    ],
    ['null', '{"ExternalSystemConfirmation":null}', `{"ExternalSystemConfirmation":"${KEY}"}`],
    ['all zeros', `{"ExternalSystemConfirmation":"${no}"}`, `{"ExternalSystemConfirmation":"${KEY}"}`],
  ] as const) {
    it(`is put in where it's ${what}, and every other byte stays`, () => assert.deepEqual(confirmation(before), { text: after, key: KEY }))
  }

  it("the sender's own is kept", () => {
    const own = '{"ExternalSystemConfirmation":"0050568D-1234-1EDF-8000-ABCDEF012345","t":"\\"}{"}'
    assert.deepEqual(confirmation(own), { text: own, key: '0050568D-1234-1EDF-8000-ABCDEF012345' })
  })

  it('what is no JSON object, and what is no posting of ours, stays as it is and has none', () => {
    for (const text of ['', '[]', '"x"', '{"a":', '<entry/>']) assert.deepEqual(confirmation(text), { text, key: '' })
    const body = Buffer.from('{}')
    assert.deepEqual(withKey({ kind: 'other', body }, 'attempt 1'), { body, key: '' })
  })

  it('leaves bytes alone that are no UTF-8, and texts that look like structure', () => {
    const body = Buffer.concat([Buffer.from('{"ConfirmationText":"{\\"d\\":['), Buffer.from([0xe4, 0xff]), Buffer.from('ü","n":{"d":{}}}')])
    const keyed = withKey({ kind: 'confirmation', body }, 'attempt 1').body
    assert.deepEqual(keyed, Buffer.concat([Buffer.from(`{"ExternalSystemConfirmation":"${KEY}",`), body.subarray(1)]))
  })

  it('of a material document fits into an empty reference, and gives way to a reference of the sender', () => {
    const made = withKey({ kind: 'materialDocument', body: Buffer.from('{"ReferenceDocument":"","d1":1}') }, 'attempt 1')
    assert.match(made.key, /^CS[A-Z2-7]{14}$/)
    assert.ok(isOurReference(made.key))
    assert.equal(made.body.toString(), `{"ReferenceDocument":"${made.key}","d1":1}`)
    const own = Buffer.from('{"ReferenceDocument":"LS 4711"}')
    assert.deepEqual(withKey({ kind: 'materialDocument', body: own }, 'attempt 1'), { body: own, key: 'LS 4711' })
    assert.ok(!isOurReference('LS 4711'))
  })
})
