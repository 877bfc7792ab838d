import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { CAUSES, QUEUES } from '../../../srv/domain/judgement.ts'
import { groupOf, queueOf } from '../../../srv/failures/catalogue.ts'
import { generalised, patternOf, prepare } from '../../../srv/failures/pattern.ts'

const SUBJECT = { plant: '1710', material: 'RM100', order: '1000510' }

describe('who solves it', () => {
  it('every cause has a queue', () => {
    for (const cause of CAUSES) assert.ok(QUEUES.includes(queueOf(cause)), cause)
  })

  it('the entry says it as long as the cause is its own', () => {
    const failure = { cause: 'stockDeficit', queue: 'planner' } as const
    assert.equal(queueOf('stockDeficit', failure), 'planner')
    assert.equal(queueOf('unitOfMeasure', failure), 'masterData')
    assert.equal(queueOf('stockDeficit'), 'warehouse')
  })
})

describe('what belongs together', () => {
  for (const [code, cause, material, order] of [
    ['COUNTERSIGN/UNIT_NOT_CONVERTIBLE', 'unitOfMeasure', 'RM100', ''],
    ['M7/018', 'batchMissing', 'RM100', ''],
    ['M7/021', 'stockDeficit', 'RM100', ''],
    ['M8/147', 'accountAssignment', 'RM100', ''],
    ['RU/494', 'orderStatus', '', '1000510'],
    ['COUNTERSIGN/OPERATION_SEQUENCE', 'operationSequence', '', '1000510'],
    ['CO/469', 'lock', '', '1000510'],
    ['M3/897', 'lock', 'RM100', ''],
    ['M7/053', 'period', '', ''],
    ['403', 'authorisation', '', ''],
    ['503', 'overload', '', ''],
    ['MM_IM_ODATA_API_MDOC/011', 'interface', '', ''],
    ['COUNTERSIGN/REASON_UNKNOWN', 'scrapReason', '', ''],
    ['ZMES/042', 'unknown', '', ''],
  ] as const)
    it(`${code} ${cause}: ${material || order || 'neither material nor order'}`, () => {
      const group = groupOf({ code, cause }, SUBJECT)
      assert.deepEqual([group.material, group.order], [material, order])
      assert.equal(group.groupID, [code, cause, '1710', material, order].join('|'))
    })

  it('a group fits its column, whatever the message says', () => {
    const long = 'x'.repeat(500)
    assert.ok(groupOf({ code: long, cause: 'wrongStorageLocation' }, { plant: long, material: long, order: long }).groupID.length <= 250)
  })
})

describe('the text of a message', () => {
  for (const [pattern, text, fits] of [
    ['Order & closed', 'Order 1000510 closed', true],
    ['Order & closed', 'ORDER  1000510\nCLOSED', true],
    ['Order & closed', 'Error: Order 1000510 closed (RU 494)', true],
    ['Order & closed', 'closed Order 1000510', false],
    ['Order & closed', 'Order 1000510 enclosed', false],
    ['Enter &batch&', 'Enter a batch', true],
    ['Enter &batch&', 'Enter subbatches', true],
    ['Period &1 and &2', 'Period 10 and 9', true],
    ['', 'anything', true],
  ] as const)
    it(`"${pattern}" ${fits ? 'fits' : "doesn't fit"} "${text}"`, () => assert.equal(patternOf(pattern).find(prepare(text)) >= 0, fits))

  for (const [text, pattern] of [
    ['Order 1000510 is stuck in MIX01', 'Order & is stuck in &'],
    ['Batch "B 1" & more', 'Batch & more'],
    ['1 2 3', '&'],
  ] as const)
    it(`"${text}" will be known as "${pattern}"`, () => assert.equal(generalised(text), pattern))
})
