import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { type Product, startProduct } from './product.ts'
import { until } from './until.ts'
import { V2Client } from '../traffic/client.ts'
import { WorldReader } from '../traffic/world.ts'

const SERVICE = 'API_MATERIAL_DOCUMENT_SRV'

interface Document {
  readonly year: string
  readonly number: string
  readonly referenceDocument: string
  readonly confirmation?: string
  readonly items: readonly {
    readonly batch: string
    readonly storageLocation: string
    readonly quantity: string
    readonly material: string
  }[]
}

describe('a goods issue whose answer is lost, with a reference of its sender', { timeout: 240_000 }, () => {
  let product: Product
  before(async () => {
    product = await startProduct()
  })
  after(() => product.stop())

  test("is not taken for another message's document that differs only in its batch", async () => {
    const world = await new WorldReader(new V2Client(product.s4Url, 'DM', 'dm')).all()
    const batches = Map.groupBy(
      world.stock.filter((each) => each.isUnrestricted && each.batch !== '' && each.quantity.gt(5)),
      (each) => `${each.material}/${each.plant}`,
    )
    const found = world.orders
      .filter((order) => order.isWorkable)
      .flatMap((order) =>
        order.components
          .filter((each) => each.isOpen && (batches.get(`${each.material}/${each.plant}`)?.length ?? 0) > 1)
          .map((component) => ({ order, component, stock: batches.get(`${component.material}/${component.plant}`) ?? [] })),
      )
    const [first] = found
    assert.ok(first, 'no order with a component in two batches')
    const { order, component, stock } = first
    const today = `/Date(${Date.parse(new Date().toISOString().slice(0, 10))})/`
    const issue = (at: number): string =>
      JSON.stringify({
        GoodsMovementCode: '03',
        PostingDate: today,
        DocumentDate: today,
        ReferenceDocument: `DM-${order.id}`.slice(0, 16),
        to_MaterialDocumentItem: {
          results: [
            {
              Material: component.material,
              Plant: component.plant,
              StorageLocation: stock[at]?.storageLocation,
              Batch: stock[at]?.batch,
              GoodsMovementType: '261',
              ManufacturingOrder: order.id,
              QuantityInEntryUnit: '1',
              EntryUnit: component.unit,
            },
          ],
        },
      })
    const client = new V2Client(product.url, 'dm', 'dm', { retries: 30, longestWait: 500 })
    const post = (at: number) =>
      client.request('POST', SERVICE, 'A_MaterialDocumentHeader', issue(at), { 'repeatability-request-id': randomUUID() })
    const one = await post(0)
    assert.equal(one.status, 201, one.text)
    const plan = { next: [{ method: 'POST', pathContains: 'A_MaterialDocumentHeader', fault: 'reset', times: 1 }] }
    await fetch(`${product.s4AdminUrl}/admin/faults`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(plan),
    })
    const other = await post(1)
    assert.equal(other.status, 201, other.text)
    const own = async (): Promise<Document[]> =>
      ((await (await fetch(`${product.s4AdminUrl}/admin/documents`)).json()) as { materialDocuments: Document[] }).materialDocuments.filter(
        (each) => each.referenceDocument === `DM-${order.id}`.slice(0, 16),
      )
    const documents = await until(async () => {
      const there = await own()
      return there.length >= 1 && there
    })
    assert.deepEqual(
      documents.map((each) => each.items[0]?.batch),
      [stock[0]?.batch, stock[1]?.batch],
      `both senders were told 201: ${one.text.slice(0, 200)} | ${other.text.slice(0, 200)}`,
    )
  })
})
