import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { CONFIRMATIONS, DOCUMENTS, ORDERS, codeOf, startClient, type S4Client } from './s4-client.ts'
import { ask, at } from './workshop.ts'

/** What people who tested live systems saw, one by one, on the services of the plant. */

const CREATE = `${CONFIRMATIONS}/ProdnOrdConf2`
const MOVE = `${DOCUMENTS}/A_MaterialDocumentHeader`
const TODAY = `/Date(${new Date().setUTCHours(0, 0, 0, 0)})/`

/** Four pieces from one storage location to another: something that can always be posted. */
const TRANSFER = {
  GoodsMovementType: '311',
  Material: 'RM321',
  Plant: '1710',
  StorageLocation: '171C',
  IssuingOrReceivingStorageLoc: '171B',
  EntryUnit: 'PC',
  QuantityInEntryUnit: '4',
}

let client: S4Client
before(async () => {
  client = await startClient()
})
after(() => client.s4.close())
afterEach(() => client.faults({}))

const transfer = (header: object = {}, item: object = {}) =>
  client.post(MOVE, { GoodsMovementCode: '04', PostingDate: TODAY, ...header, to_MaterialDocumentItem: [{ ...TRANSFER, ...item }] })

describe('goods movements', () => {
  test('dates go in and come out as /Date(ms)/', async () => {
    const { json, status } = await transfer({ DocumentDate: TODAY })
    assert.equal(status, 201, JSON.stringify(json))
    assert.deepEqual([at(json, 'd', 'PostingDate'), at(json, 'd', 'DocumentDate')], [TODAY, TODAY])
  })

  test('token and cookie are both needed, and a token of another service is worth nothing', async () => {
    const order = client.freshOrder()
    const { 'x-csrf-token': token = '', cookie = '' } = await client.session(CONFIRMATIONS)
    const foreign = await client.session(DOCUMENTS)
    for (const session of [{ 'x-csrf-token': token }, { cookie }, foreign]) {
      const refused = await client.post(CREATE, client.piece(order), session)
      assert.deepEqual([refused.status, refused.headers.get('x-csrf-token')], [403, 'Required'])
    }
    assert.equal((await client.post(CREATE, client.piece(order), { 'x-csrf-token': token, cookie })).status, 201)
  })

  test('the code says what the document is for: a movement of another kind is M7/096, no code is M7/018', async () => {
    assert.equal((await transfer()).status, 201)
    for (const GoodsMovementCode of ['01', '02', '03']) assert.equal(codeOf(await transfer({ GoodsMovementCode })), 'M7/096')
    for (const GoodsMovementCode of ['', '99']) assert.equal(codeOf(await transfer({ GoodsMovementCode })), 'M7/018')
  })

  test('a receipt without its reference type is refused for the purchase order that it has no word for', async () => {
    const order = client.freshOrder()
    const { Material, StorageLocation, Plant } = receiptOf(order)
    const item = {
      GoodsMovementType: '101',
      Material,
      Plant,
      StorageLocation,
      ManufacturingOrder: order,
      EntryUnit: '',
      QuantityInEntryUnit: '1',
    }
    const post = (values: object) => client.post(MOVE, { GoodsMovementCode: '02', to_MaterialDocumentItem: [{ ...item, ...values }] })
    const refused = await post({})
    assert.deepEqual([refused.status, codeOf(refused)], [400, 'MM_IM_ODATA_API_MDOC/011'])
    assert.equal(at(refused.json, 'error', 'message', 'value'), 'Property PURCHASEORDER is not supported for GoodsMovementType 101')
    assert.equal((await post({ GoodsMovementRefDocType: 'F' })).status, 201)
  })

  test('the answer to a new document has no items: they are read back; numbers are unpadded, also when asked padded', async () => {
    const { json } = await transfer({}, { Material: 'RM321' })
    assert.deepEqual(at(json, 'd', 'to_MaterialDocumentItem', 'results'), [])
    const [year, number] = ['MaterialDocumentYear', 'MaterialDocument'].map((name) => String(at(json, 'd', name)))
    assert.match(number ?? '', /^[1-9]\d*$/)
    const read = await client.read(`${MOVE}(MaterialDocumentYear='${year}',MaterialDocument='${number}')/to_MaterialDocumentItem`)
    assert.equal((at(read.json, 'd', 'results') as unknown[]).length, 2)
    const order = client.freshOrder()
    const padded = await client.read(`${ORDERS}/A_ProductionOrder_2('${order.padStart(12, '0')}')`)
    assert.equal(at(padded.json, 'd', 'ManufacturingOrder'), order)
  })

  test('who has not signed in gets 401 before anybody looks for the service', async () => {
    const { status } = await ask(`${client.s4.url}/sap/opu/odata/sap/NO_SUCH_SRV/`, { headers: { authorization: '' } })
    assert.equal(status, 401)
  })

  test('old clients fetch the token by HEAD of a set, send items as a list, decimals as text or number', async () => {
    const { headers } = await ask(`${client.s4.url}${CREATE}/`, { method: 'HEAD', headers: { 'x-csrf-token': 'Fetch' } })
    const cookie = headers.getSetCookie().map((each) => each.split(';')[0])
    const session = { 'x-csrf-token': headers.get('x-csrf-token') ?? '', cookie: cookie.join('; ') }
    for (const ConfirmationYieldQuantity of ['1.000', 1]) {
      const body = { ...client.piece(client.freshOrder()), ConfirmationYieldQuantity, PostingDate: TODAY, to_ProdnOrdConfMatlDocItm: [] }
      const { status, json } = await client.post(CREATE, body, session)
      assert.equal(status, 201, JSON.stringify(json))
      assert.equal(Number(at(json, 'd', 'ConfirmationYieldQuantity')), 1)
    }
  })
})

describe('tokens, ETags, locks and lost answers', () => {
  test('a stale token is refused with 403, and a new one fetched once is enough', async () => {
    const order = client.freshOrder()
    const session = await client.session(CONFIRMATIONS)
    await ask(`${client.s4.adminUrl}/admin/sessions`, { method: 'DELETE' })
    const refused = await client.post(CREATE, client.piece(order), session)
    assert.deepEqual([refused.status, at(refused.json, 'error', 'message', 'value')], [403, 'CSRF token validation failed'])
    assert.equal((await client.post(CREATE, client.piece(order))).status, 201)
  })

  test('headers, components and operations of orders bear ETags; what is only read bears none', async () => {
    const order = client.freshOrder()
    const tagOf = async (path: string): Promise<unknown> => {
      const list = await client.read(`${ORDERS}/${path}`)
      return at(list.json, 'd', 'results', 0, '__metadata', 'etag')
    }
    const filter = `$filter=ManufacturingOrder eq '${order}'&$top=1`
    for (const set of ['A_ProductionOrder_2', 'A_ProductionOrderComponent_4', 'A_ProductionOrderOperation_2']) {
      assert.match(String(await tagOf(`${set}?${filter}`)), /^W\/"/)
    }
    assert.equal(await tagOf(`A_ProductionOrderItem_2?${filter}`), undefined)
    const { json } = await client.post(CREATE, client.piece(order))
    assert.equal(at(json, 'd', '__metadata', 'etag'), undefined)
  })

  test('a change without the ETag is 428, with a stale one 412', async () => {
    const path = `${ORDERS}/A_ProductionOrder_2('${client.freshOrder()}')`
    const session = await client.session(ORDERS)
    const patch = (headers: Record<string, string>) =>
      ask(`${client.s4.url}${path}`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json', ...session, ...headers },
        body: '{"ProductionSupervisor":"009"}',
      })
    const etag = (await client.read(path)).headers.get('etag') ?? ''
    assert.equal((await patch({})).status, 428)
    assert.equal((await patch({ 'if-match': etag })).status, 204)
    assert.equal((await patch({ 'if-match': etag })).status, 412)
  })

  test('after a lost answer the document is found by its external key, and nothing else is found by it', async () => {
    const key = '7c1f6a52-9d0e-4f3a-8b51-2f6f2b7f0a01'
    const find = async (): Promise<unknown[]> => {
      const filter = encodeURIComponent(`ExternalSystemConfirmation eq guid'${key}'`)
      return at((await client.read(`${CREATE}?$filter=${filter}`)).json, 'd', 'results') as unknown[]
    }
    assert.deepEqual(await find(), [])
    await client.faults({ next: [{ fault: 'lostAnswer', method: 'POST' }] })
    await assert.rejects(client.post(CREATE, { ...client.piece(client.freshOrder(), 'lost'), ExternalSystemConfirmation: key }))
    const [found, ...others] = await find()
    assert.deepEqual([at(found, 'ConfirmationText'), others], ['lost', []])
  })

  test('the key is no lock: the same one may be posted twice, and none is the all-zero GUID', async () => {
    const order = client.freshOrder()
    const body = { ...client.piece(order), ExternalSystemConfirmation: '7c1f6a52-9d0e-4f3a-8b51-2f6f2b7f0a02' }
    assert.deepEqual([(await client.post(CREATE, body)).status, (await client.post(CREATE, body)).status], [201, 201])
    const { json } = await client.post(CREATE, client.piece(order))
    assert.equal(at(json, 'd', 'ExternalSystemConfirmation'), '00000000-0000-0000-0000-000000000000')
  })

  test('a service that is not there in that version is 403 MED/170', async () => {
    const refused = await client.read('/sap/opu/odata/sap/API_OUTBOUND_DELIVERY_SRV/A_OutbDeliveryHeader')
    assert.deepEqual([refused.status, codeOf(refused)], [403, '/IWFND/MED/170'])
  })
})

describe('error bodies', () => {
  test('the outer code is generic; each message is a detail of its own with code, severity and variables', async () => {
    const { json, status } = await client.post(MOVE, {
      GoodsMovementCode: '04',
      to_MaterialDocumentItem: [
        { ...TRANSFER, Material: 'NONE' },
        { ...TRANSFER, QuantityInEntryUnit: '99999999' },
      ],
    })
    assert.deepEqual([status, at(json, 'error', 'code')], [400, 'MM_IM_ODATA_API_MDOC/014'])
    assert.equal(at(json, 'error', 'message', 'value'), 'Material Document processing failed')
    const details = at(json, 'error', 'innererror', 'errordetails') as Record<string, string>[]
    assert.deepEqual(
      details.map((each) => [each.code, each.severity]),
      [
        ['M3/305', 'error'],
        ['M7/021', 'error'],
      ],
    )
    assert.match(details[0]?.longtext_url ?? '', /MSGID='M3',MSGNO='305',MESSAGE_V1='NONE'/)
    assert.deepEqual(Object.keys(at(json, 'error', 'innererror') as object), [
      'application',
      'transactionid',
      'timestamp',
      'Error_Resolution',
      'errordetails',
    ])
  })

  test('a confirmation that fails bears the exception of the framework and the text of its first message', async () => {
    const { json } = await client.post(CREATE, { OrderID: '404', OrderOperation: '0010', ConfirmationYieldQuantity: '1' })
    assert.deepEqual(
      [at(json, 'error', 'code'), at(json, 'error', 'message')],
      ['/IWBEP/CX_MGW_BUSI_EXCEPTION', { lang: 'en', value: 'Order 404 not found' }],
    )
  })

  test('the message may be a list of texts', async () => {
    await client.faults({ errorMessage: 'list' })
    const { json } = await client.post(CREATE, { OrderID: '404', OrderOperation: '0010', ConfirmationYieldQuantity: '1' })
    assert.deepEqual(at(json, 'error', 'message'), [{ lang: 'en', value: 'Order 404 not found' }])
    assert.equal((await client.post(CREATE, client.piece(client.freshOrder()))).status, 201)
  })

  test('success messages travel in the sap-message header', async () => {
    const { headers } = await transfer()
    const message: unknown = JSON.parse(headers.get('sap-message') ?? '{}')
    assert.deepEqual([at(message, 'code'), at(message, 'severity')], ['MIGO/012', 'info'])
  })
})

/** Where the order's product goes. */
function receiptOf(order: string): Record<'Material' | 'Plant' | 'StorageLocation', unknown> {
  const { books } = client.s4
  const header = books.one('A_ProductionOrder_2', { ManufacturingOrder: order })
  const item = books.one('A_ProductionOrderItem_2', { ManufacturingOrder: order })
  return {
    Material: header?.Material,
    Plant: header?.ProductionPlant,
    StorageLocation: item?.StorageLocation ?? header?.StorageLocation,
  }
}
