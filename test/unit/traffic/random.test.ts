import assert from 'node:assert/strict'
import { test } from 'node:test'
import { guid, Random } from '../../traffic/random.ts'

test('the same seed words give the same chance, others another', () => {
  const numbers = (...seed: (string | number)[]) => {
    const random = new Random(...seed)
    return [
      random.next(),
      random.int(1, 6),
      random.share(0.9, 1.1),
      random.chance(0.5),
      random.shuffled([1, 2, 3, 4, 5]),
      random.pick(['a', 'b', 'c']),
    ]
  }
  assert.deepEqual(numbers('x', 7), numbers('x', 7))
  assert.notDeepEqual(numbers('x', 7), numbers('x', 8))
})

test('numbers stay within their bounds', () => {
  const random = new Random('bounds')
  for (let time = 0; time < 500; time++) {
    const whole = random.int(3, 5)
    assert.ok(whole >= 3 && whole <= 5)
    const share = Number(random.share(0.95, 1.05))
    assert.ok(share >= 0.95 && share <= 1.05)
  }
  const nothing: readonly string[] = []
  assert.equal(random.pick(nothing), undefined)
})

test('a key is a GUID of its own for every index', () => {
  const keys = Array.from({ length: 300 }, (_, index) => guid('traffic', 7, 0, index))
  assert.equal(new Set(keys).size, 300)
  for (const key of keys) assert.match(key, /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  assert.equal(guid('traffic', 7, 0, 3), keys[3])
})
