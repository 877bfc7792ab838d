import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fuzzFacade } from '../tools/fuzz/facade.ts'
import { fuzzNormaliser } from '../tools/fuzz/normaliser.ts'

/** The bounded form of `npm run fuzz`: the same requests at every run. */

describe('whatever is sent', { timeout: 240_000 }, () => {
  test('an answer of the ERP is read without losing a word', () => {
    assert.equal(fuzzNormaliser({ count: 3000, seed: 1 }).failure, undefined)
  })

  test('is answered in the dialect of its sender, is on record, and is posted once at most', async () => {
    const { failures, books, sent } = await fuzzFacade({ count: 200, seed: 1 })
    assert.deepEqual(failures, [])
    assert.deepEqual(books.complaints, [])
    assert.ok(books.kept >= sent * 0.8, `${books.kept} attempts of ${sent} requests`)
    assert.ok((books.states.posted ?? 0) > 0 && (books.states.held ?? 0) > 0, JSON.stringify(books.states))
  })
})
