import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MessagePart } from '../../../srv/domain/message.ts'
import { messageOf } from '../../../srv/intake/odata/message.ts'
import { readTarget } from '../../../srv/intake/odata/target.ts'

const ROOT = '/sap/opu/odata/sap'
const PROD = `${ROOT}/API_PROD_ORDER_CONFIRMATION_2_SRV`
const PROC = `${ROOT}/API_PROC_ORDER_CONFIRMATION_2_SRV`
const MDOC = `${ROOT}/API_MATERIAL_DOCUMENT_SRV/A_MaterialDocumentHeader`

function read(path: string, body: unknown = ''): MessagePart {
  const headers = { 'content-type': 'application/json' }
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
  const [part] = messageOf('dm', { target: readTarget('POST', path, headers), headers, body: bytes }).parts
  assert.ok(part)
  return part
}
const confirm = (body: object): MessagePart => read(`${PROD}/ProdnOrdConf2`, { OrderID: '1', ...body })
const issue = (item: object): MessagePart['movements'][number] | undefined => read(MDOC, { to_MaterialDocumentItem: [item] }).movements[0]

test('a process order is confirmed by phase, with items of its own and no rework', () => {
  const part = read(`${PROC}/ProcOrdConf2`, {
    OrderID: '000000700001',
    OrderOperation: '20',
    ConfirmationYieldQuantity: '5',
    ConfirmationReworkQuantity: '1',
    ConfirmationUnit: 'L',
    to_ProcOrdConfMatlDocItm: { results: [{ Material: 'RM1', GoodsMovementType: '261', QuantityInEntryUnit: '2', EntryUnit: 'KG' }] },
    to_ProdnOrdConfMatlDocItm: [{ Material: 'NOT_ITS_OWN' }],
  })
  assert.deepEqual(
    [part.kind, part.orderCategory, part.order, part.operation, part.path],
    ['confirmation', 'process', '700001', '0020', 'ProcOrdConf2'],
  )
  assert.deepEqual([part.yield, part.rework], [{ value: '5', unit: 'L' }, undefined])
  assert.deepEqual(
    part.movements.map((each) => each.material),
    ['RM1'],
  )
})

test('the cancellation of a process order confirmation names what it takes back, its proposals are reads', () => {
  const part = read(`${PROC}/CancelProcOrdConf?ConfirmationGroup='0000000301'&ConfirmationCount='2'`)
  assert.deepEqual([part.kind, part.orderCategory, part.document, part.isReversal], ['cancellation', 'process', '301/2', true])
  for (const name of ['GetConfProposal', 'GetGdsMvtProposal'])
    assert.equal(readTarget('POST', `${PROC}/${name}?OrderID='1'&OrderOperation='0010'`, {}).isRead, true)
})

test('the other service of each name is not meant', () => {
  assert.equal(readTarget('POST', `${PROC}/ProdnOrdConf2`, {}).kind, 'other')
  assert.equal(readTarget('POST', `${PROD}/ProcOrdConf2`, {}).kind, 'other')
})

test('work is read by its position in the operation, with the unit of each', () => {
  const part = confirm({
    OpConfirmedWorkQuantity1: '12.500',
    OpWorkQuantityUnit1: 'MIN',
    OpConfirmedWorkQuantity3: 2,
    WorkQuantityUnit3ISOCode: 'HUR',
    OpWorkQuantityUnit4: 'MIN',
    Personnel: '00004711',
  })
  assert.deepEqual(part.activities, [{ value: '12.500', unit: 'MIN' }, undefined, { value: '2', unit: 'H' }])
  assert.equal(part.personnel, '4711')
})

test('a confirmation of scrap alone, or of work alone, is an ordinary confirmation', () => {
  const scrap = confirm({ ConfirmationScrapQuantity: '3', ConfirmationUnit: 'PC', VarianceReasonCode: '0001' })
  assert.deepEqual(
    [scrap.kind, scrap.yield, scrap.scrap, scrap.activities],
    ['confirmation', undefined, { value: '3', unit: 'PC' }, undefined],
  )
  const work = confirm({ OpConfirmedWorkQuantity2: '10', OpWorkQuantityUnit2: 'MIN' })
  assert.deepEqual([work.kind, work.yield, work.scrap], ['confirmation', undefined, undefined])
  assert.deepEqual(work.activities, [undefined, { value: '10', unit: 'MIN' }])
  assert.equal(work.personnel, undefined)
})

test('a movement tells what it refers to, what it is posted to, until when it may be used and how many pieces have a number', () => {
  const movement = issue({
    Material: '7',
    GoodsMovementType: '201',
    CostCenter: '0000010101',
    GLAccount: '400000',
    ShelfLifeExpirationDate: '/Date(1735689600000)/',
    to_SerialNumbers: { results: [{ SerialNumber: '1' }, { SerialNumber: '2' }] },
  })
  assert.deepEqual([movement?.reference, movement?.account, movement?.expiresOn, movement?.serialNumbers], ['', '10101', '2025-01-01', 2])
  assert.deepEqual(
    [issue({ GoodsMovementRefDocType: 'F', WBSElement: 'P-1.2' })].map((each) => [each?.reference, each?.account]),
    [['F', 'P-1.2']],
  )
  const [receipt] = confirm({
    to_ProdnOrdConfMatlDocItm: [{ GoodsMovementType: '101', GoodsMovementRefDocType: 'F', ShelfLifeExpirationDate: '2030-12-31' }],
  }).movements
  assert.deepEqual(
    [receipt?.reference, receipt?.expiresOn, receipt && 'account' in receipt, receipt && 'serialNumbers' in receipt],
    ['F', '2030-12-31', false, false],
  )
})

for (const text of ['1,5', '1.234,5', 'ten', '5 PC', '½', '1.2.3', '--1', '0x10', '\ud800', '٣'])
  test(`a quantity of ${JSON.stringify(text)} is kept for a check to tell`, () => {
    const part = confirm({
      ConfirmationYieldQuantity: ` ${text}`,
      ConfirmationUnit: 'PC',
      OpConfirmedWorkQuantity1: text,
      to_ProdnOrdConfMatlDocItm: [{ QuantityInEntryUnit: text, EntryUnit: 'KG' }],
    })
    assert.deepEqual(part.yield, { value: text, unit: 'PC' })
    assert.deepEqual(part.activities, [{ value: text, unit: '' }])
    assert.deepEqual(part.movements[0]?.quantity, { value: text, unit: 'KG' })
  })

const UNITS: readonly [unit: object, expected: string, why: string][] = [
  [{ ConfirmationUnit: 'PC' }, 'PC', 'the unit alone'],
  [{ ConfirmationUnitSAPCode: 'ST' }, 'ST', 'the internal code alone'],
  [{ ConfirmationUnitISOCode: 'PCE' }, 'PC', 'the ISO code alone, as the unit that it usually stands for'],
  [{ ConfirmationUnitISOCode: 'PCE', ConfirmationUnitSAPCode: 'ST' }, 'ST', 'the internal code before the ISO code'],
  [{ ConfirmationUnit: 'G', ConfirmationUnitSAPCode: 'KG' }, 'KG', 'the internal code where it contradicts the unit'],
  [{ ConfirmationUnit: 'PC', ConfirmationUnitSAPCode: 'ST', ConfirmationUnitISOCode: 'PCE' }, 'PC', 'the unit as reads answer it'],
  [{ ConfirmationUnit: 'G', ConfirmationUnitISOCode: 'KGM' }, 'G', 'the unit before the ISO code'],
  [{ ConfirmationUnit: '', ConfirmationUnitSAPCode: null, ConfirmationUnitISOCode: 'KGM' }, 'KG', 'what is not empty'],
]

for (const [unit, expected, why] of UNITS)
  test(`of the forms of a unit counts ${why}`, () => {
    assert.equal(confirm({ ConfirmationYieldQuantity: '1', ...unit }).yield?.unit, expected)
  })

test('the unit of an item counts in the same way', () => {
  assert.equal(issue({ QuantityInEntryUnit: '1', EntryUnit: 'G', EntryUnitSAPCode: 'KG' })?.quantity.unit, 'KG')
  assert.equal(issue({ QuantityInEntryUnit: '1', EntryUnitISOCode: 'KGM' })?.quantity.unit, 'KG')
})
