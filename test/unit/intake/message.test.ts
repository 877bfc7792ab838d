import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SyncMessage } from '../../../srv/domain/message.ts'
import { propertyOf } from '../../../srv/intake/odata/fields.ts'
import { confirm, MDOC, read } from './read.ts'

const BODY = `{
  "OrderID": "000001000510", "OrderOperation": "10", "Sequence": "0", "Plant": "1710", "WorkCenter": "ASSEMBLY", "Material": "000000000000004711",
  "ConfirmationYieldQuantity": "1.10", "ConfirmationScrapQuantity": 2.50, "ConfirmationReworkQuantity": null, "ConfirmationUnit": "PC",
  "VarianceReasonCode": "0001", "FinalConfirmationType": "X", "PostingDate": "/Date(1735689600000)/", "ZZ_Customer": {"deep": [1, 2.10]},
  "ExternalSystemConfirmation": "6F9619FF-8B86-D011-B42D-00C04FC964FF",
  "to_ProdnOrdConfMatlDocItm": {"results": [
    {"Material": "000RM1", "Plant": "1710", "StorageLocation": "171A", "Batch": "0000000008", "GoodsMovementType": "261", "OrderID": "1000510",
     "Reservation": "0000000077", "ReservationItem": "0002", "QuantityInEntryUnit": "3.000", "EntryUnit": "KG"},
    {"Material": "42", "ReservationItem": "0", "QuantityInEntryUnit": 5, "EntryUnitSAPCode": "ST"}
  ]}}`

test('a confirmation is read in our words, its bytes untouched', () => {
  const message = confirm(BODY, { 'x-csrf-token': 'secret', cookie: 'SAP=1', authorization: 'Basic x', 'if-match': '*' })
  const [part] = message.parts
  assert.ok(part)
  assert.equal(part.body.toString(), BODY)
  assert.equal(message.request.body.toString(), BODY)
  const { body: _, headers, ...content } = part
  assert.deepEqual(headers, { 'content-type': 'application/json', 'if-match': '*' })
  assert.deepEqual(message.session, { token: 'secret', cookie: 'SAP=1' })
  assert.deepEqual(message.key, { kind: 'external', value: '6f9619ff-8b86-d011-b42d-00c04fc964ff' })
  assert.deepEqual(content, {
    kind: 'confirmation',
    method: 'POST',
    path: 'ProdnOrdConf2',
    plant: '1710',
    order: '1000510',
    operation: '0010',
    material: '4711',
    workCenter: 'ASSEMBLY',
    yield: { value: '1.10', unit: 'PC' },
    scrap: { value: '2.50', unit: 'PC' },
    reason: '0001',
    isFinal: true,
    isReversal: false,
    postingDate: '2025-01-01',
    externalKey: '6f9619ff-8b86-d011-b42d-00c04fc964ff',
    orderCategory: 'production',
    movements: [
      {
        material: '000RM1',
        plant: '1710',
        storageLocation: '171A',
        batch: '0000000008',
        movementType: '261',
        order: '1000510',
        reservation: '77',
        reservationItem: '2',
        reason: '',
        quantity: { value: '3.000', unit: 'KG' },
        reference: '',
      },
      {
        material: '42',
        plant: '',
        storageLocation: '',
        batch: '',
        movementType: '',
        order: '',
        reservation: '',
        reservationItem: '',
        reason: '',
        quantity: { value: '5', unit: 'ST' },
        reference: '',
      },
    ],
  })
})

test('children come as results or as a plain array, the whole with or without d', () => {
  const item = { Material: '1', QuantityInEntryUnit: '1' }
  for (const children of [{ results: [item] }, [item]]) {
    for (const wrap of [(body: unknown) => body, (body: unknown) => ({ d: body })]) {
      assert.equal(confirm(wrap({ OrderID: '1', to_ProdnOrdConfMatlDocItm: children })).parts[0]?.movements.length, 1)
    }
  }
  assert.deepEqual(confirm({ OrderID: '1', to_ProdnOrdConfMatlDocItm: { __deferred: { uri: 'x' } } }).parts[0]?.movements, [])
})

test('a d beside other members wraps nothing', () => {
  const [part] = confirm({ d: {}, OrderID: '1', to_ProdnOrdConfMatlDocItm: [{ Material: '1', EntryUnit: 'XXX' }] }).parts
  assert.deepEqual([part?.order, part?.movements[0]?.quantity.unit], ['1', 'XXX'])
})

test('a material document takes order, plant and reason from its items', () => {
  const message = read(`${MDOC}/A_MaterialDocumentHeader`, {
    PostingDate: '2025-02-28T00:00:00',
    ReferenceDocument: 'DM-1',
    to_MaterialDocumentItem: [
      {
        Material: '7',
        Plant: '1720',
        ManufacturingOrder: '000000000012',
        GoodsMovementType: '551',
        GoodsMovementReasonCode: '0003',
        EntryUnit: 'KG',
        QuantityInEntryUnit: '0.5',
      },
    ],
  })
  const [part] = message.parts
  assert.deepEqual(
    [part?.kind, part?.order, part?.plant, part?.reason, part?.postingDate, part?.externalKey],
    ['materialDocument', '12', '1720', '0003', '2025-02-28', ''],
  )
  assert.deepEqual([part?.movements[0]?.quantity, part?.movements[0]?.reason], [{ value: '0.5', unit: 'KG' }, '0003'])
  assert.equal(message.key, undefined)
})

const VALUES: readonly [name: string, value: unknown, read: (message: SyncMessage) => unknown, expected: unknown][] = [
  ['OrderOperation', '0000', (message) => message.parts[0]?.operation, ''],
  ['OrderOperation', 'A10', (message) => message.parts[0]?.operation, 'A10'],
  ['ConfirmationYieldQuantity', '-.5', (message) => message.parts[0]?.yield?.value, '-0.5'],
  ['ConfirmationYieldQuantity', '1e2', (message) => message.parts[0]?.yield?.value, '100'],
  ['ConfirmationYieldQuantity', '10.00000', (message) => message.parts[0]?.yield?.value, '10.00000'],
  ['ConfirmationYieldQuantity', '', (message) => message.parts[0]?.yield, undefined],
  ['ConfirmationYieldQuantity', null, (message) => message.parts[0]?.yield, undefined],
  ['ConfirmationYieldQuantity', ' ', (message) => message.parts[0]?.yield, undefined],
  ['PostingDate', '2025-03-01', (message) => message.parts[0]?.postingDate, '2025-03-01'],
  ['PostingDate', '2025-03-01T23:59:59.123Z', (message) => message.parts[0]?.postingDate, '2025-03-01'],
  ['PostingDate', '/Date(1740787200000+0060)/', (message) => message.parts[0]?.postingDate, '2025-03-01'],
  ['PostingDate', null, (message) => message.parts[0]?.postingDate, undefined],
  ['IsFinalConfirmation', true, (message) => message.parts[0]?.isFinal, true],
  ['FinalConfirmationType', '1', (message) => message.parts[0]?.isFinal, true],
  ['FinalConfirmationType', '', (message) => message.parts[0]?.isFinal, false],
  ['IsReversal', true, (message) => message.parts[0]?.isReversal, true],
  [
    'ExternalSystemConfirmation',
    '00000000-0000-0000-0000-000000000000',
    (message) => [message.parts[0]?.externalKey, message.key],
    ['', undefined],
  ],
  [
    'ExternalSystemConfirmation',
    "guid'6f9619ff8b86d011b42d00c04fc964ff'",
    (message) => message.key?.value,
    '6f9619ff-8b86-d011-b42d-00c04fc964ff',
  ],
]

for (const [name, value, of, expected] of VALUES) {
  test(`${name} ${JSON.stringify(value)} is read as ${JSON.stringify(expected)}`, () => {
    assert.deepEqual(of(confirm({ OrderID: '1', [name]: value })), expected)
  })
}

test('targets of errors are SAP properties', () => {
  assert.equal(propertyOf('confirmation', 'yield'), 'ConfirmationYieldQuantity')
  assert.equal(propertyOf('confirmation', 'movements/2/quantity'), 'to_ProdnOrdConfMatlDocItm/2/QuantityInEntryUnit')
  assert.equal(propertyOf('materialDocument', 'movements/0/reason'), 'to_MaterialDocumentItem/0/GoodsMovementReasonCode')
  assert.equal(propertyOf('materialDocument', 'movements/1'), 'to_MaterialDocumentItem/1')
  assert.equal(propertyOf('statusChange', 'order'), 'order')
  assert.equal(propertyOf('confirmation', 'activities/0/quantity'), 'OpConfirmedWorkQuantity1')
  assert.equal(propertyOf('confirmation', 'activities/5/unit'), 'OpWorkQuantityUnit6')
  assert.equal(propertyOf('confirmation', 'movements/2/batch', 'process'), 'to_ProcOrdConfMatlDocItm/2/Batch')
  assert.equal(propertyOf('materialDocument', 'movements/0/account'), 'to_MaterialDocumentItem/0/CostCenter')
})
