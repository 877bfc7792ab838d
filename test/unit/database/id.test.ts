import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newID } from '../../../srv/database/id.ts'

test('is a UUID of version 7 that begins with its moment', () => {
  const before = Date.now()
  const id = newID()
  assert.match(id, /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
  const moment = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)
  assert.ok(moment >= before && moment <= Date.now())
})

test('two are never the same', () => {
  assert.equal(new Set(Array.from({ length: 10_000 }, newID)).size, 10_000)
})
