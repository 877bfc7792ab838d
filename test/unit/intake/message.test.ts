import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SyncMessage } from '../../../srv/domain/message.ts'
import { Refusal } from '../../../srv/intake/odata/errors.ts'
import { propertyOf } from '../../../srv/intake/odata/fields.ts'
import { messageOf, unreadableMessageOf } from '../../../srv/intake/odata/message.ts'
import { readTarget } from '../../../srv/intake/odata/target.ts'

const CONF = '/sap/opu/odata/sap/API_PROD_ORDER_CONFIRMATION_2_SRV'
const MDOC = '/sap/opu/odata/sap/API_MATERIAL_DOCUMENT_SRV'
const ORDER = '/sap/opu/odata/sap/API_PRODUCTION_ORDER_2_SRV'

function read(path: string, body: unknown, headers: Record<string, string> = {}, method = 'POST'): SyncMessage {
  const all = { 'content-type': 'application/json', ...headers }
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
  return messageOf('dm', { target: readTarget(method, path, all), headers: all, body: bytes })
}

const confirm = (body: unknown, headers = {}): SyncMessage => read(`${CONF}/ProdnOrdConf2`, body, headers)

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

const WRONG: readonly [body: unknown, target: string, code: string][] = [
  [{}, 'OrderID', 'MISSING'],
  [{ OrderID: '0000' }, 'OrderID', 'MISSING'],
  [{ OrderID: '1234567890123' }, 'OrderID', 'TOO_LONG'],
  [{ OrderID: { a: 1 } }, 'OrderID', 'WRONG_TYPE'],
  [{ OrderID: true }, 'OrderID', 'WRONG_TYPE'],
  [{ OrderID: '1', ConfirmationYieldQuantity: 'ten '.repeat(30) }, 'ConfirmationYieldQuantity', 'TOO_LONG'],
  [{ OrderID: '1', ConfirmationYieldQuantity: true }, 'ConfirmationYieldQuantity', 'WRONG_TYPE'],
  [{ OrderID: '1', ConfirmationYieldQuantity: [] }, 'ConfirmationYieldQuantity', 'WRONG_TYPE'],
  [{ OrderID: '1', ConfirmationYieldQuantity: '1e999' }, 'ConfirmationYieldQuantity', 'TOO_LONG'],
  [{ OrderID: '1', ConfirmationYieldQuantity: '12345678901' }, 'ConfirmationYieldQuantity', 'TOO_LONG'],
  [{ OrderID: '1', ConfirmationYieldQuantity: '1.2345' }, 'ConfirmationYieldQuantity', 'TOO_LONG'],
  [{ OrderID: '1', ConfirmationUnit: 'PIECE' }, 'ConfirmationUnit', 'TOO_LONG'],
  [{ OrderID: '1', PostingDate: 'yesterday' }, 'PostingDate', 'WRONG_TYPE'],
  [{ OrderID: '1', PostingDate: '2025-02-30' }, 'PostingDate', 'WRONG_TYPE'],
  [{ OrderID: '1', PostingDate: '/Date(999999999999999)/' }, 'PostingDate', 'WRONG_TYPE'],
  [{ OrderID: '1', PostingDate: 20250101 }, 'PostingDate', 'WRONG_TYPE'],
  [{ OrderID: '1', IsFinalConfirmation: 'maybe' }, 'IsFinalConfirmation', 'WRONG_TYPE'],
  [{ OrderID: '1', ExternalSystemConfirmation: 'key' }, 'ExternalSystemConfirmation', 'WRONG_TYPE'],
  [{ OrderID: '1', to_ProdnOrdConfMatlDocItm: 'x' }, 'to_ProdnOrdConfMatlDocItm', 'WRONG_TYPE'],
  [{ OrderID: '1', to_ProdnOrdConfMatlDocItm: [1] }, 'to_ProdnOrdConfMatlDocItm/0', 'WRONG_TYPE'],
  [
    { OrderID: '1', to_ProdnOrdConfMatlDocItm: [{}, { QuantityInEntryUnit: {} }] },
    'to_ProdnOrdConfMatlDocItm/1/QuantityInEntryUnit',
    'WRONG_TYPE',
  ],
  [
    { OrderID: '1', to_ProdnOrdConfMatlDocItm: [{ ShelfLifeExpirationDate: 'soon' }] },
    'to_ProdnOrdConfMatlDocItm/0/ShelfLifeExpirationDate',
    'WRONG_TYPE',
  ],
  ['', '', 'NOT_JSON'],
  ['{"OrderID": "1"', '', 'NOT_JSON'],
  ['[{"OrderID": "1"}]', '', 'NOT_JSON'],
  ['"text"', '', 'NOT_JSON'],
  ['17', '', 'NOT_JSON'],
  ['{"OrderID": "1", "OrderID": "2"}', '', 'NOT_JSON'],
  [`{"OrderID": "1", "x": ${'['.repeat(100_000)}`, '', 'TOO_DEEP'],
  [`${'{"a":'.repeat(50)}1${'}'.repeat(50)}`, '', 'TOO_DEEP'],
]

for (const [body, target, code] of WRONG) {
  test(`${JSON.stringify(body).slice(0, 60)} is refused: ${code} ${target}`, () => {
    assert.throws(
      () => confirm(body),
      (error) => error instanceof Refusal && error.status === 400 && error.code === `COUNTERSIGN/${code}` && error.target === target,
    )
  })
}

test('bytes that are no UTF-8 are refused', () => {
  const headers = { 'content-type': 'application/json' }
  const posting = { target: readTarget('POST', `${CONF}/ProdnOrdConf2`, headers), headers, body: Buffer.from([0x7b, 0xff, 0x7d]) }
  assert.throws(
    () => messageOf('dm', posting),
    (error) => error instanceof Refusal && error.code === 'COUNTERSIGN/NOT_JSON',
  )
})

test('a prototype in a body is only a property', () => {
  assert.throws(
    () => confirm('{"__proto__": {"OrderID": "1"}}'),
    (error) => error instanceof Refusal && error.target === 'OrderID',
  )
})

test('function imports and changes bring the keys of their path and query', () => {
  const cancel = read(
    `${CONF}/CancelProdnOrdConf?ConfirmationGroup='207'&ConfirmationCount='1'&PostingDate=datetime'2025-01-02T00:00:00'&ExternalSystemConfirmation=guid'6F9619FF-8B86-D011-B42D-00C04FC964FF'`,
    '',
  )
  assert.deepEqual(
    [cancel.kind, cancel.parts[0]?.isReversal, cancel.parts[0]?.postingDate, cancel.key?.value],
    ['cancellation', true, '2025-01-02', '6f9619ff-8b86-d011-b42d-00c04fc964ff'],
  )
  const teco = read(`${ORDER}/TechlyCmpltOrder?ManufacturingOrder=%27000001000510%27`, '')
  assert.deepEqual(
    [teco.kind, teco.parts[0]?.order, teco.parts[0]?.path],
    ['statusChange', '1000510', 'TechlyCmpltOrder?ManufacturingOrder=%27000001000510%27'],
  )
  const change = read(`${ORDER}/A_ProductionOrder_2('1000510')`, 'no json at all', { 'content-type': 'application/atom+xml' }, 'PATCH')
  assert.deepEqual([change.kind, change.parts[0]?.order, change.parts[0]?.body.toString()], ['change', '1000510', 'no json at all'])
  const named = read(`${ORDER}/A_ProductionOrderStatus_2(ManufacturingOrder='12',StatusCode='I''2')`, '', {}, 'DELETE')
  assert.equal(named.parts[0]?.order, '12')
  assert.equal(read(`${ORDER}/ReleaseOperation?ManufacturingOrder='1'&ManufacturingOrderOperation='20'`, '').parts[0]?.operation, '0020')
})

for (const [path, document] of [
  [`${CONF}/CancelProdnOrdConf?ConfirmationGroup='0000000207'&ConfirmationCount='00000001'`, '207/1'],
  [`${CONF}/CancelProdnOrdConf?ConfirmationCount=%2712%27&ConfirmationGroup=%27207%27&$format=json`, '207/12'],
  [`${MDOC}/Cancel?MaterialDocumentYear='2026'&MaterialDocument='4900000012'&PostingDate=datetime'2026-01-02T00:00:00'`, '2026/4900000012'],
  [`${MDOC}/CancelItem?MaterialDocumentYear='2026'&MaterialDocument='0049000012'&MaterialDocumentItem='1'`, '2026/49000012'],
  [`${CONF}/CancelProdnOrdConf?ConfirmationGroup='207'`, undefined],
  [`${CONF}/CancelProdnOrdConf?ConfirmationGroup='207'&ConfirmationCount='1/2'`, undefined],
  [`${ORDER}/TechlyCmpltOrder?ManufacturingOrder='1'&ConfirmationGroup='207'&ConfirmationCount='1'`, undefined],
] as const) {
  test(`${path.slice(CONF.lastIndexOf('/'))} takes back ${document ?? 'nothing that is known'}`, () =>
    assert.equal(read(path, '').parts[0]?.document, document))
}

test('the repeatability header is the key where the posting has none of its own', () => {
  assert.deepEqual(confirm({ OrderID: '1' }, { 'repeatability-request-id': 'abc' }).key, { kind: 'repeatability', value: 'abc' })
  assert.deepEqual(confirm({ OrderID: '1' }, { repeatabilityrequestid: 'abc' }).key, { kind: 'repeatability', value: 'abc' })
  assert.match(confirm({ OrderID: '1' }, { 'repeatability-request-id': 'x'.repeat(500) }).key?.value ?? '', /^[0-9a-f]{64}$/)
})

test('a tunnelled method leaves as what it stands for', () => {
  const message = read(`${ORDER}/A_ProductionOrder_2('1')`, '{}', { 'x-http-method': 'MERGE' })
  assert.deepEqual(
    [message.request.method, message.parts[0]?.method, message.request.headers['x-http-method']],
    ['MERGE', 'MERGE', undefined],
  )
})

test('a path too long to be kept is refused', () => {
  assert.throws(
    () => read(`${ORDER}/TechlyCmpltOrder?x=${'y'.repeat(600)}`, ''),
    (error) => error instanceof Refusal && error.status === 414,
  )
})

test('what is kept of an unreadable batch holds no token', () => {
  const body = Buffer.from('--b\r\nx-csrf-token: secret\r\nCookie: secret\r\nauthorization:secret\r\n\r\nx-other: 1')
  const message = unreadableMessageOf('dm', 'X', { method: 'POST', path: '/', headers: { cookie: 'secret', accept: '*/*' }, body })
  assert.doesNotMatch(JSON.stringify(message) + message.request.body.toString() + (message.parts[0]?.body.toString() ?? ''), /secret/)
  assert.deepEqual(message.request.headers, { accept: '*/*' })
})

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
