import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fieldsOf, listOf, namedIn, NotUnderstood, oneOf, textOf } from '../../../srv/dm/values.ts'

test('the names that a text mentions are found as whole words, else the text stands for itself', () => {
  assert.deepEqual(namedIn('Record 0010 (Torque), then 0030.', ['0010', '0020', '0030', '']), ['0010', '0030'])
  assert.deepEqual(namedIn('User W1 lacks CRANE-2.', ['CRANE', 'CRANE-2']), ['CRANE-2'])
  assert.deepEqual(namedIn('Something is missing', ['0010']), ['Something is missing'])
})

test('whatever comes, it is read or not understood, nothing else', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      for (const read of [fieldsOf, listOf, textOf, (each: unknown) => oneOf(each, ['A'])]) {
        try {
          read(value)
        } catch (error) {
          assert.ok(error instanceof NotUnderstood)
        }
      }
    }),
  )
})
