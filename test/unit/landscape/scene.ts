import assert from 'node:assert/strict'
import { buildPlant } from '../../landscape/plant/plant.ts'
import { seedBooks } from '../../landscape/plant/seed.ts'
import type { PlantOrder } from '../../landscape/plant/types.ts'
import { Books } from '../../landscape/s4/books.ts'
import { BusinessError } from '../../landscape/s4/contract.ts'
import type { CallContext, Message, Payload, Row } from '../../landscape/s4/contract.ts'
import { allSets } from '../../landscape/s4/model/index.ts'
import { createConfirmation } from '../../landscape/s4/postings/confirmation.ts'
import { productionSets } from '../../landscape/s4/postings/order-sets.ts'
import { createMaterialDocument } from '../../landscape/s4/postings/material-document.ts'

/** Noon in the middle of a month: the month before is open, today and yesterday are in the same period. */
export const NOW = new Date('2026-06-15T12:00:00Z')

const PLANT = buildPlant(1, NOW)

/** A freshly seeded S/4 in memory, without HTTP. */
export class Scene {
  readonly plant = PLANT
  readonly books = new Books(':memory:', allSets)
  readonly messages: Message[] = []
  readonly context: CallContext = {
    books: this.books,
    user: 'COUNTERSIGN',
    now: NOW,
    success: (message) => void this.messages.push(message),
  }

  constructor() {
    seedBooks(this.books, this.plant)
  }

  /** A released order of the product, untouched so far; its operations as the plant numbers them. */
  order(material: string): PlantOrder {
    const found = [...this.plant.orders.values()].find((each) => each.material === material && each.status === 'released')
    assert.ok(found, `no released order of ${material}`)
    return found
  }

  status(status: PlantOrder['status']): PlantOrder {
    const found = [...this.plant.orders.values()].find((each) => each.status === status)
    assert.ok(found, `no order is ${status}`)
    return found
  }

  /** Posts a confirmation in a transaction of its own, as the engine does. */
  confirm(values: Row, items: readonly Row[] = []): { row: Row; items: readonly Row[] } {
    const payload = payloadOf(values, 'to_ProdnOrdConfMatlDocItm', items)
    const { row, children } = this.books.transaction(() => createConfirmation(productionSets)(this.context, payload))
    return { row, items: children.to_ProdnOrdConfMatlDocItm ?? [] }
  }

  move(header: Row, items: readonly Row[]): Row {
    const payload = payloadOf(header, 'to_MaterialDocumentItem', items)
    return this.books.transaction(() => createMaterialDocument(this.context, payload)).row
  }

  run(work: (context: CallContext, parameters: Row) => Row | readonly Row[], parameters: Row): Row | readonly Row[] {
    return this.books.transaction(() => work(this.context, parameters))
  }

  /** Sum of the unrestricted stock of a material in a storage location (of one batch if it's named). */
  stock(material: string, storageLocation: string, batch?: string): number {
    const where = {
      Material: material,
      StorageLocation: storageLocation,
      InventoryStockType: '01',
      ...(batch !== undefined && { Batch: batch }),
    }
    return this.books.find('A_MatlStkInAcctMod', where).reduce((sum, each) => sum + Number(each.MatlWrhsStkQtyInMatlBaseUnit), 0)
  }

  batch(material: string): string {
    const found = this.plant.batches.find(
      (each) => each.material === material && (each.expiresOn === '' || each.expiresOn > this.plant.today),
    )
    assert.ok(found, `no batch of ${material}`)
    return found.id
  }

  component(order: PlantOrder, material: string): Row {
    const found = this.books.find('A_ProductionOrderComponent_4', { ManufacturingOrder: order.id, Material: material })[0]
    assert.ok(found, `order ${order.id} has no component ${material}`)
    return found
  }

  header(order: PlantOrder): Row {
    return this.books.one('A_ProductionOrder_2', { ManufacturingOrder: order.id }) ?? {}
  }

  /** Everything in the books, to see that nothing has changed. */
  all(): Record<string, Row[]> {
    return Object.fromEntries(allSets.map((each) => [each.name, this.books.find(each.name)]))
  }
}

/** The error that `work` is refused with; `code` is `CLASS/NNN`. */
export function refusal(work: () => unknown): { code: string; codes: string[]; text: string; status: number; outer: string } {
  try {
    work()
  } catch (error) {
    if (!(error instanceof BusinessError)) throw error
    const codes = error.details.map((each) => `${each.class}/${each.number}`)
    return { code: codes[0] ?? '', codes, text: error.details[0]?.text ?? '', status: error.status, outer: error.outer?.code ?? '' }
  }
  return assert.fail('nothing was refused')
}

function payloadOf(values: Row, navigation: string, items: readonly Row[]): Payload {
  return { values, children: { [navigation]: items.map((each) => ({ values: each, children: {} })) } }
}
