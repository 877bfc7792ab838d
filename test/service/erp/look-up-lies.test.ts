import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { createErpGateway } from '../../../srv/erp/gateway.ts'
import type { ErpGateway, Posting } from '../../../srv/erp/types.ts'

const nobodyElses = (): Promise<string[]> => Promise.resolve([])

/** What the ERP says to a look-up. */
let says: object = {}

describe('a look-up whose answer is not what was asked for', () => {
  let server: Server
  let erp: ErpGateway
  before(async () => {
    server = createServer((request, response) => {
      response.setHeader('x-csrf-token', 'token')
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(request.url?.includes('filter') ? says : { d: { EntitySets: [] } }))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    erp = createErpGateway({ destination: { url: `http://127.0.0.1:${port}`, username: 'a', password: 'b' }, timeout: 5000 })
  })
  after(() => server.close())

  const confirmation = (): Posting => {
    const body = Buffer.from(JSON.stringify({ OrderID: '1000001', ConfirmationYieldQuantity: '1' }))
    const keyed = erp.withKey({ kind: 'confirmation', body }, 'attempt/0')
    const service = 'API_PROD_ORDER_CONFIRMATION_2_SRV'
    const part = { kind: 'confirmation' as const, method: 'POST', path: 'ProdnOrdConf2', headers: {}, ...keyed }
    return { service, path: `/sap/opu/odata/sap/${service}/ProdnOrdConf2`, method: 'POST', headers: {}, isChangeSet: false, parts: [part] }
  }

  test('a confirmation of another key is not ours', async () => {
    const row = {
      ConfirmationGroup: '1',
      ConfirmationCount: '1',
      OrderID: '1000001',
      ExternalSystemConfirmation: '11111111-2222-3333-4444-555555555555',
    }
    says = { d: { results: [row] } }
    assert.equal((await erp.lookUp(confirmation(), new Date(), nobodyElses)).state, 'impossible')
  })

  test('an answer without rows is no document', async () => {
    says = { d: {} }
    assert.equal((await erp.lookUp(confirmation(), new Date(), nobodyElses)).state, 'impossible')
  })

  test('a row without a number is no document', async () => {
    const posting = confirmation()
    says = { d: { results: [{ OrderID: '1000001', ExternalSystemConfirmation: posting.parts[0]?.key }] } }
    assert.equal((await erp.lookUp(posting, new Date(), nobodyElses)).state, 'impossible')
  })

  test('rows that go on on another page are not all there are', async () => {
    says = { d: { results: [], __next: 'http://x/next' } }
    assert.equal((await erp.lookUp(confirmation(), new Date(), nobodyElses)).state, 'impossible')
  })
})
