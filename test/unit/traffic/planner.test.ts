import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decisionOf, foundOutAfter, HABITS, spotCheckOf } from '../../traffic/weeks/planner.ts'

const numbers = Array.from({ length: 4000 }, (_, index) => index)
const wrong = (index: number) => ({ index, cause: 'lateReceipt' as const })
const held = { cause: 'stockDeficit', action: 'waitAndRetry' }

const isNear = (count: number, share: number): void =>
  assert.ok(Math.abs(count / numbers.length - share) < 0.03, `${count} of ${numbers.length}`)

test('the same seed and message give the same decision, another seed others', () => {
  const all = (seed: string) => numbers.slice(0, 50).map((index) => decisionOf(wrong(index), held, seed))
  assert.deepEqual(all('7'), all('7'))
  assert.notDeepEqual(all('7'), all('8'))
})

test('the planner is silent, wrong and late as often as documented, and takes for the truth only what looks alike', () => {
  const deeds = numbers.map((index) => decisionOf(wrong(index), held, '7'))
  const said = deeds.filter((each) => each.said !== undefined)
  isNear(deeds.length - said.length, HABITS.silent)
  isNear(said.filter((each) => each.said !== 'lateReceipt').length, HABITS.wrong)
  isNear(said.filter((each) => each.after > 0).length, HABITS.late * (1 - HABITS.silent))
  assert.deepEqual([...new Set(said.map((each) => each.said))].sort(), [
    'lateReceipt',
    'stockDeficit',
    'unitOfMeasure',
    'wrongStorageLocation',
  ])
})

test('right messages are posted, right proposals approved, known values set, and the rest goes back to the shop floor', () => {
  const values = [{ field: 'movements/0/quantity', value: '1' }]
  const deed = (sent: Parameters<typeof decisionOf>[0], cause = 'stockDeficit', action = 'waitAndRetry') =>
    decisionOf(sent, { cause, action }, '7').deed
  assert.equal(deed({ index: 1 }), 'postAsSent')
  assert.equal(deed({ ...wrong(1), values }, 'lateReceipt'), 'approve')
  assert.equal(deed({ ...wrong(1), values }), 'adjust')
  assert.equal(deed({ ...wrong(1), values }, 'duplicate', 'markDuplicate'), 'rejectSuggestion')
  assert.equal(deed(wrong(1)), 'rejectSuggestion')
})

test('of a healthy message that was drawn it is said that nothing was wrong, most of the time', () => {
  const said = numbers.map((index) => spotCheckOf({ index }, '7'))
  isNear(said.filter((each) => each === 'none').length, 1 - HABITS.silent - HABITS.wrong)
})

test('what was booked wrongly is found out one to three days later, or never', () => {
  const days = numbers.map((index) => foundOutAfter({ index }, '7'))
  isNear(days.filter((each) => each !== undefined).length, HABITS.takenBack)
  assert.deepEqual([...new Set(days)].sort(), [1, 2, 3, undefined])
})
