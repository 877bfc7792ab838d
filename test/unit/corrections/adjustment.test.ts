import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { adjustable, AdjustmentError, afterChanges, applyAdjustment } from '../../../srv/corrections/index.ts'
import type { FieldChange, MessagePart } from '../../../srv/domain/message.ts'
import { confirmation, goodsIssue, movement } from '../checks/world.ts'

const parts = [confirmation()]
const proposed: FieldChange[] = [{ op: 'set', part: 0, field: 'yield', from: '10', to: '9' }]
const added: FieldChange = { op: 'addMovement', part: 0, movement: movement('RM99', '1', 'KG') }

describe('what a planner may adjust', () => {
  it('are the figures of the confirmation and its movements, with labels and present values', () => {
    const fields = adjustable(parts)
    assert.deepEqual(fields[0], { field: 'yield', label: 'Yield', value: '10' })
    assert.deepEqual(
      fields.find((each) => each.field === 'movements/1/quantity'),
      { field: 'movements/1/quantity', label: 'Quantity of RM12 (261)', value: '500' },
    )
    assert.equal(
      fields.some((each) => each.field === 'order'),
      false,
    )
    assert.deepEqual(
      adjustable([goodsIssue([])]).map((each) => each.field),
      ['postingDate'],
    )
    assert.ok(adjustable([...parts, ...parts]).some((each) => each.field === 'parts/1/movements/0/batch'))
  })

  it('are the work of a confirmation, and what a document refers to and is charged to', () => {
    const worked = confirmation({ activities: [undefined, { value: '30', unit: 'MIN' }] })
    const labels = adjustable([worked]).filter((each) => each.field.startsWith('activities/'))
    assert.deepEqual(labels, [
      { field: 'activities/1/quantity', label: 'Activity 2', value: '30' },
      { field: 'activities/1/unit', label: 'Unit of activity 2', value: 'MIN' },
    ])
    const ofDocument = ['reason', 'reference', 'account'].map((each) => `movements/0/${each}`)
    const fieldsOf = (part: MessagePart) => adjustable([part]).map((each) => each.field)
    assert.deepEqual(
      ofDocument.filter((each) => fieldsOf(worked).includes(each)),
      [],
    )
    assert.deepEqual(
      ofDocument.filter((each) => fieldsOf(goodsIssue([movement('RM10', '1', 'KG')])).includes(each)),
      ofDocument,
    )
    assert.deepEqual(applyAdjustment([worked], [], [{ field: 'activities/1/quantity', value: '0' }]), [
      { op: 'set', part: 0, field: 'activities/1/quantity', from: '30', to: '0' },
    ])
    const [after] = afterChanges([worked], [{ op: 'set', part: 0, field: 'activities/1/unit', from: 'MIN', to: 'H' }])
    assert.deepEqual(after?.activities, [undefined, { value: '30', unit: 'H' }])
  })

  it('can each be set to what they are, which changes nothing', () => {
    const two = [...parts, goodsIssue([movement('RM10', '1', 'KG')])]
    const values = adjustable(two).filter((each) => each.value !== '')
    assert.deepEqual(applyAdjustment(two, [], values), [])
  })
})

describe('an adjustment', () => {
  it('overrides the proposal, adds to it, or takes it back', () => {
    assert.deepEqual(applyAdjustment(parts, proposed, [{ field: 'yield', value: ' 8.50 ' }]), [
      { op: 'set', part: 0, field: 'yield', from: '10', to: '8.5' },
    ])
    assert.deepEqual(applyAdjustment(parts, proposed, [{ field: 'movements/1/batch', value: '8' }]), [
      ...proposed,
      { op: 'set', part: 0, field: 'movements/1/batch', from: '0000000007', to: '8' },
    ])
    assert.deepEqual(applyAdjustment(parts, proposed, [{ field: 'yield', value: '10' }]), [])
  })

  it('reaches movements that the proposal adds, and later parts', () => {
    const changes = applyAdjustment(parts, [added], [{ field: 'movements/3/quantity', value: '2' }])
    assert.deepEqual(changes, [{ op: 'addMovement', part: 0, movement: movement('RM99', '2', 'KG') }])
    const later = applyAdjustment([...parts, ...parts], [], [{ field: 'parts/1/postingDate', value: '2026-07-01' }])
    assert.deepEqual(later, [{ op: 'set', part: 1, field: 'postingDate', from: '2026-07-15', to: '2026-07-01' }])
  })

  for (const [field, value, code] of [
    ['yield', 'ten', 'ADJUST_NOT_A_NUMBER'],
    ['yield', '1,5', 'ADJUST_NOT_A_NUMBER'],
    ['yield', '-1', 'ADJUST_NEGATIVE'],
    ['movements/0/quantity', '0', 'ADJUST_NEGATIVE'],
    ['yield', '1.0001', 'ADJUST_TOO_PRECISE'],
    ['yield', '', 'ADJUST_EMPTY'],
    ['postingDate', '2026-02-30', 'ADJUST_NOT_A_DATE'],
    ['postingDate', '15.07.2026', 'ADJUST_NOT_A_DATE'],
    ['movements/0/storageLocation', '171AB', 'ADJUST_TOO_LONG'],
    ['movements/9/quantity', '1', 'ADJUST_UNKNOWN_FIELD'],
    ['parts/1/yield', '1', 'ADJUST_UNKNOWN_FIELD'],
    ['activities/0/quantity', '5', 'ADJUST_UNKNOWN_FIELD'],
    ['order', '1000002', 'ADJUST_UNKNOWN_FIELD'],
    ['constructor', 'x', 'ADJUST_UNKNOWN_FIELD'],
    ['movements/0/constructor', 'x', 'ADJUST_UNKNOWN_FIELD'],
  ] as const) {
    it(`refuses ${field} = "${value}" with ${code}`, () => {
      assert.throws(
        () => applyAdjustment(parts, proposed, [{ field, value }]),
        (error) => error instanceof AdjustmentError && error.code === code && error.target === field && error.message.endsWith('.'),
      )
    })
  }

  it('names every value that it cannot take', () => {
    assert.throws(
      () =>
        applyAdjustment(
          parts,
          [],
          [
            { field: 'yield', value: 'x' },
            { field: 'scrap', value: '1' },
            { field: 'foo', value: '1' },
          ],
        ),
      (error) => error instanceof AdjustmentError && error.details.map((each) => each.target).join() === 'yield,foo',
    )
  })
})

describe('changes', () => {
  it('count movements as sent, whatever is removed or added', () => {
    const [after] = afterChanges(parts, [
      { op: 'removeMovement', part: 0, index: 0, movement: movement('RM10', '2', 'KG') },
      added,
      { op: 'set', part: 0, field: 'movements/2/quantity', from: '10', to: '11' },
      { op: 'set', part: 0, field: 'scrap', from: '', to: '1' },
    ])
    assert.deepEqual(
      after?.movements.map((each) => `${each.material} ${each.quantity.value}`),
      ['RM12 500', 'PK01 11', 'RM99 1'],
    )
    assert.deepEqual(after.scrap, { value: '1', unit: 'PC' })
  })

  it('leave the message as sent alone', () => {
    const [sent] = parts
    afterChanges(parts, [{ op: 'set', part: 0, field: 'unit', from: 'PC', to: 'BOX' }])
    assert.deepEqual(sent, confirmation())
  })
})
