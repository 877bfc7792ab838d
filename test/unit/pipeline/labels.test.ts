import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { labelOf } from '../../../srv/pipeline/learn/labels.ts'

describe('what a case teaches', () => {
  it('is nothing as long as nothing is known', () => {
    assert.equal(labelOf({ wasHeld: false }), undefined)
    assert.equal(labelOf({ wasHeld: true, proposedCause: 'setupWaste' }), undefined)
  })

  it('is that it was fine when it was released and posted', () => {
    assert.deepEqual(labelOf({ outcome: 'posted', wasHeld: false }), { hasFailed: false, cause: undefined, source: 'posted', weight: 1 })
  })

  it('is that holding was wrong when a person posts it unchanged', () => {
    const label = labelOf({ outcome: 'posted', wasHeld: true, action: 'postAsIs', proposedCause: 'setupWaste' })
    assert.deepEqual(label, { hasFailed: false, cause: undefined, source: 'decision', weight: 0.5 })
  })

  for (const action of ['waitAndRetry', 'requestBackflush'] as const)
    it(`is that holding was right when ${action} was the correction`, () => {
      const label = labelOf({ outcome: 'posted', wasHeld: true, action, proposedCause: 'lateReceipt' })
      assert.deepEqual(label, { hasFailed: true, cause: 'lateReceipt', source: 'decision', weight: 0.5 })
    })

  for (const outcome of ['corrected', 'rejected', 'retried'] as const)
    it(`is the cause of the correction when it was ${outcome}`, () => {
      const label = labelOf({ outcome, wasHeld: true, proposedCause: 'entryError' })
      assert.deepEqual(label, { hasFailed: true, cause: 'entryError', source: 'decision', weight: 0.5 })
    })

  it('is the cause of the refusal, and that it failed where nobody knows the refusal', () => {
    assert.deepEqual(labelOf({ outcome: 'refused', wasHeld: false, erpCause: 'lock' }), {
      hasFailed: true,
      cause: 'lock',
      source: 'erp',
      weight: 1,
    })
    assert.equal(labelOf({ outcome: 'refused', wasHeld: false })?.cause, 'unknown')
  })

  it('is that it failed when it was taken back, though nobody said why', () => {
    assert.deepEqual(labelOf({ outcome: 'reversed', wasHeld: false }), { hasFailed: true, cause: 'unknown', source: 'reversal', weight: 1 })
  })

  it('is what a person says, whatever else is known', () => {
    for (const outcome of [undefined, 'posted', 'corrected', 'refused', 'rejected', 'reversed', 'retried'] as const) {
      const known = { outcome, wasHeld: true, erpCause: 'lock', proposedCause: 'period' } as const
      assert.deepEqual(labelOf({ ...known, personCause: 'setupWaste' }), {
        hasFailed: true,
        cause: 'setupWaste',
        source: 'person',
        weight: 3,
      })
      assert.deepEqual(labelOf({ ...known, personCause: 'none' }), { hasFailed: false, cause: undefined, source: 'person', weight: 3 })
    }
  })
})
