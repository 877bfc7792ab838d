import assert from 'node:assert/strict'
import { test } from 'node:test'
import { durationWords } from '../../../srv/domain/duration.ts'

test('a duration is said in the units that people read, two at most', () => {
  const said: readonly (readonly [number, string])[] = [
    [0, '0 s'],
    [0.004, '4 ms'],
    [0.353, '353 ms'],
    [4.376, '4.4 s'],
    [48.2, '48 s'],
    [91, '2 min'],
    [3571, '1 h'],
    [7500, '2 h 5 min'],
    [86_380, '1 d'],
    [273_600, '3 d 4 h'],
  ]
  for (const [seconds, words] of said) assert.equal(durationWords(seconds, 'en'), words)
  assert.equal(durationWords(4.376, 'de'), '4,4 s')
})
