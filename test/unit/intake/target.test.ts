import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refusal } from '../../../srv/intake/odata/errors.ts'
import { readTarget } from '../../../srv/intake/odata/target.ts'

const ROOT = '/sap/opu/odata/sap'
const CONF = `${ROOT}/API_PROD_ORDER_CONFIRMATION_2_SRV`
const MDOC = `${ROOT}/API_MATERIAL_DOCUMENT_SRV`
const ORDER = `${ROOT}/API_PRODUCTION_ORDER_2_SRV`

const KINDS: readonly [method: string, path: string, kind: string, sent?: string][] = [
  ['POST', `${CONF}/ProdnOrdConf2`, 'confirmation'],
  ['POST', `${CONF}/ProdnOrdConf2/`, 'confirmation'],
  ['POST', `${CONF}/ProdnOrdConf2?sap-language=EN&x=//..`, 'confirmation'],
  ['POST', `${CONF};v=2/ProdnOrdConf2`, 'confirmation'],
  ['POST', `${CONF};v=0002;o=LOCAL/ProdnOrdConf2;x=1`, 'confirmation'],
  ['POST', `${CONF}/Prodn%4FrdConf2`, 'confirmation'],
  ['POST', `${ROOT}/API_PROD_ORDER_CONFIRMATION%5F2_SRV/%50rodnOrdConf2`, 'confirmation'],
  ['POST', `${ROOT}/api_prod_order_confirmation_2_srv/prodnordconf2`, 'confirmation'],
  ['POST', `/SAP/opu/OData/sap/API_PROD_ORDER_CONFIRMATION_2_SRV/ProdnOrdConf2`, 'confirmation'],
  ['POST', `${CONF}/ProdnOrdConf2()`, 'confirmation'],
  ['POST', `${CONF}/API_PROD_ORDER_CONFIRMATION_2_SRV_Entities.ProdnOrdConf2`, 'confirmation'],
  ['POST', `${CONF}/ProdnOrdConfMatlDocItm(ConfirmationGroup='1',ConfirmationCount='1')/to_ProdnOrdConf2`, 'confirmation'],
  ['POST', `${CONF}//ProdnOrdConf2`, 'confirmation', `${CONF}/ProdnOrdConf2`],
  ['POST', `${CONF}/./ProdnOrdConf2`, 'confirmation', `${CONF}/ProdnOrdConf2`],
  ['POST', `${CONF}/x/%2e%2e/ProdnOrdConf2?a=b`, 'confirmation', `${CONF}/ProdnOrdConf2?a=b`],
  ['POST', `${ROOT}/API_PRODUCT_SRV/..;a=b/API_PROD_ORDER_CONFIRMATION_2_SRV/ProdnOrdConf2`, 'confirmation', `${CONF}/ProdnOrdConf2`],
  ['POST', `http://localhost:4004${CONF}/ProdnOrdConf2`, 'confirmation', `${CONF}/ProdnOrdConf2`],
  ['POST', `${MDOC}/A_MaterialDocumentHeader`, 'materialDocument'],
  [
    'POST',
    `${MDOC}/A_MaterialDocumentItem(MaterialDocumentYear='2025',MaterialDocument='1',MaterialDocumentItem='1')/to_MaterialDocumentHeader`,
    'materialDocument',
  ],
  ['POST', `${MDOC}/Cancel?MaterialDocumentYear='2025'&MaterialDocument='1'`, 'cancellation'],
  ['POST', `${MDOC}/CancelItem?MaterialDocumentItem='1'`, 'cancellation'],
  ['POST', `${CONF}/CancelProdnOrdConf?ConfirmationGroup='1'`, 'cancellation'],
  ['POST', `${ORDER}/TechlyCmpltOrder?ManufacturingOrder='1'`, 'statusChange'],
  ['POST', `${ORDER}/ReleaseOrder?ManufacturingOrder='1'`, 'statusChange'],
  ['POST', `${ORDER}/CloseOrder?ManufacturingOrder='1'`, 'statusChange'],
  ['POST', `${ORDER}/ConvertPlndOrder?PlannedOrder='1'`, 'other'],
  ['PATCH', `${ORDER}/A_ProductionOrder_2('1')`, 'change'],
  ['MERGE', `${ORDER}/A_ProductionOrder_2('1')`, 'change'],
  ['PUT', `${ORDER}/A_ProductionOrder_2('1')/MfgOrderPlannedEndDate`, 'change'],
  ['DELETE', `${ORDER}/A_ProductionOrderComponent_4(Reservation='1',ReservationItem='1')`, 'other'],
  ['POST', `${ORDER}/A_ProductionOrder_2('1')/to_ProductionOrderOperation`, 'other'],
  ['POST', `${ORDER}/A_ProductionOrder_2`, 'other'],
  ['POST', `${CONF}/ProdnOrdConf2('1')`, 'other'],
  ['POST', `${MDOC}/ProdnOrdConf2`, 'other'],
  ['POST', `${ROOT}/Z_OWN_SRV/ZZThing('it''s (a) %2F;%5C')/to_ProdnOrdConf2`, 'other'],
]

for (const [method, path, kind, sent = path] of KINDS) {
  test(`${method} ${path} is ${kind}`, () => {
    const target = readTarget(method, path, {})
    assert.equal(target.kind, kind)
    assert.equal(target.isRead, false)
    assert.equal(target.sent, sent)
    assert.ok(target.sent.endsWith(target.relative))
  })
}

test('a tunnelled method is the one that counts', () => {
  for (const header of ['x-http-method', 'x-http-method-override', 'x-method-override']) {
    const target = readTarget('POST', `${ORDER}/A_ProductionOrder_2('1')`, { [header]: 'merge' })
    assert.deepEqual([target.method, target.kind, target.isRead], ['MERGE', 'change', false])
  }
  assert.equal(readTarget('POST', `${CONF}/ProdnOrdConf2`, { 'x-http-method': 'POST' }).kind, 'confirmation')
  assert.equal(readTarget('GET', `${CONF}/ProdnOrdConf2`, { 'x-http-method': 'GET' }).isRead, true)
})

const METHODS: readonly [method: string, path: string, headers: Record<string, string>, status: number][] = [
  ['GET', `${CONF}/ProdnOrdConf2`, { 'x-http-method': 'POST' }, 400],
  ['HEAD', `${CONF}/ProdnOrdConf2`, { 'x-http-method-override': 'DELETE' }, 400],
  ['POST', `${CONF}/ProdnOrdConf2`, { 'x-http-method': 'GET' }, 400],
  ['POST', `${CONF}/ProdnOrdConf2`, { 'x-http-method': 'MERGE' }, 400],
  ['POST', `${CONF}/x/to_ProdnOrdConf2`, { 'x-http-method': 'MERGE' }, 400],
  ['POST', `${CONF}/$batch`, { 'x-http-method': 'PUT' }, 400],
  ['POST', `${ORDER}/A_ProductionOrder_2('1')`, { 'x-http-method': 'MERGE', 'x-http-method-override': 'DELETE' }, 400],
  ['POST', `${ORDER}/A_ProductionOrder_2('1')`, { 'x-http-method': 'MERGE, PUT' }, 400],
  ['POST', `${ORDER}/A_ProductionOrder_2('1')`, { 'x-http-method': 'NONSENSE' }, 400],
  ['PATCH', `${ORDER}/A_ProductionOrder_2('1')`, { 'x-http-method': 'DELETE' }, 400],
  ['TRACE', `${CONF}/ProdnOrdConf2`, {}, 405],
  ['PROPFIND', `${CONF}/ProdnOrdConf2`, {}, 405],
]

for (const [method, path, headers, status] of METHODS) {
  test(`${method} ${path} with ${JSON.stringify(headers)} is refused`, () => {
    assert.throws(
      () => readTarget(method, path, headers),
      (error) => error instanceof Refusal && error.status === status,
    )
  })
}

const AMBIGUOUS: readonly [name: string, path: string][] = [
  ['an encoded slash', `${ROOT}/API_PRODUCT_SRV%2F..%2FAPI_X/ProdnOrdConf2`],
  ['an encoded slash behind the set', `${CONF}/ProdnOrdConf2%2F`],
  ['a slash within quotes', `${CONF}/A('a/ProdnOrdConf2')`],
  ['a double encoding', `${CONF}/Prodn%254FrdConf2`],
  ['a double encoding within a key', `${CONF}/A('%2527')`],
  ['a backslash', `${CONF}\\ProdnOrdConf2`],
  ['an encoded backslash', `${CONF}%5CProdnOrdConf2`],
  ['a control character', `${CONF}/Prodn\u0001OrdConf2`],
  ['an encoded control character', `${CONF}/ProdnOrdConf2%00`],
  ['an encoded line end within a key', `${CONF}/A('%0d%0a')`],
  ['an encoded blank behind the set', `${CONF}/ProdnOrdConf2%20`],
  ['an encoded question mark', `${CONF}/ProdnOrdConf2%3Fx`],
  ['a hash', `${CONF}/ProdnOrdConf2#x`],
  ['an encoded hash', `${CONF}/ProdnOrdConf2%23`],
  ['a broken encoding', `${CONF}/ProdnOrdConf2%`],
  ['an encoding that is no UTF-8', `${CONF}/ProdnOrdConf2%ff`],
  ['an unbalanced quote', `${CONF}/A('x/ProdnOrdConf2`],
  ['a quote outside of a key', `${CONF}/A'x'`],
  ['an open parenthesis', `${CONF}/ProdnOrdConf2(`],
  ['two keys', `${CONF}/ProdnOrdConf2('1')('2')`],
  ['a segment of parameters only', `${CONF}/ProdnOrdConf2/;a=b`],
  ['a way out of the root', `${ROOT}/../../../bc/x`],
  ['a way into another root', `${ROOT}/../../x/sap/API_PRODUCT_SRV/A`],
  ['a way above everything', `${ROOT}/../../../../../..`],
  ['a batch behind something', `${CONF}/x/$batch`],
  ['a batch with a key', `${CONF}/$batch()`],
  ['a batch with something behind it', `${CONF}/$batch/ProdnOrdConf2`],
  ['no path', 'ProdnOrdConf2'],
]

for (const [name, path] of AMBIGUOUS) {
  test(`${name} is refused`, () => {
    assert.throws(
      () => readTarget('POST', path, {}),
      (error) => error instanceof Refusal && error.status === 400 && error.code === 'COUNTERSIGN/AMBIGUOUS_PATH',
    )
  })
}

test('a batch is known as such, in any case', () => {
  for (const path of [`${CONF}/$batch`, `${CONF}/$BATCH`, `${CONF}/%24batch`, `${CONF}/$batch/?sap-language=EN`])
    assert.equal(readTarget('POST', path, {}).isBatch, true, path)
  assert.equal(readTarget('GET', `${CONF}/$batch`, {}).isBatch, false)
})
