import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { personalHash, personalValues, replacePersonal } from '../../../srv/audit/personal.ts'

test('values of persons are found by their fields, in changes, facts and texts, however deep', () => {
  const told = {
    changes: [
      { op: 'set', field: 'personnel', from: '00004711', to: '00004712' },
      { op: 'set', field: 'yield', from: '1', to: '2' },
    ],
    conflicts: [
      { text: 'Person 4713 lacks certificate WELD for operation 0010 of order 1000001.', evidence: [{ name: 'person', value: '4713' }] },
    ],
    message: { EnteredByExternalUser: 'MILLER', to_Items: { results: [{ GoodsRecipientName: 'Mr Smith', Material: 'FG1' }] } },
    refusal: 'Personnel number 00004714 is locked',
  }
  assert.deepEqual(personalValues(told).sort(), ['00004711', '00004712', '00004714', '4713', 'MILLER', 'Mr Smith'])
  const text = JSON.stringify(replacePersonal(told, () => '…'))
  for (const value of personalValues(told)) assert.ok(!text.includes(value), value)
  for (const kept of ['WELD', '1000001', 'FG1', '"from":"1"']) assert.ok(text.includes(kept), kept)
})

test('what names nobody stays as it is', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      if (personalValues(value).length === 0)
        assert.deepEqual(
          replacePersonal(value, () => '…'),
          value,
        )
    }),
  )
  assert.deepEqual(personalValues('A person has to decide about 5 pieces; personnel is short'), [])
})

test('the same person has another hash in another message', () => {
  assert.equal(personalHash('4711', 'aa'.repeat(32)), personalHash('4711', 'aa'.repeat(32)))
  assert.notEqual(personalHash('4711', 'aa'.repeat(32)), personalHash('4711', 'bb'.repeat(32)))
})
