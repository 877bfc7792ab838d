import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Decimal } from 'decimal.js'
import { buildPlant } from '../../landscape/plant/plant.ts'

const plant = buildPlant(1, '2026-06-15')
const orders = [...plant.orders.values()]
const isOpen = (status: string): boolean => status === 'released' || status === 'partiallyConfirmed'

describe('the seeded plant', () => {
  it('is the same for the same seed and day, and another for another seed', () => {
    assert.deepEqual(buildPlant(1, '2026-06-15'), plant)
    assert.notDeepEqual(buildPlant(2, '2026-06-15').orders, plant.orders)
  })

  it('has two plants, sixteen work centres, more than forty materials, two hundred production orders and some process orders', () => {
    assert.deepEqual(
      plant.sites.map((each) => each.id),
      ['1710', '1720'],
    )
    assert.equal(plant.workCenters.length, 16)
    assert.equal(plant.processOrders?.size, 16)
    assert.ok(plant.materials.size >= 40)
    assert.equal(plant.orders.size, 200)
  })

  it('has orders in every status, nine in ten of them workable', () => {
    const statuses = new Set(orders.map((each) => each.status))
    assert.deepEqual([...statuses].sort(), [
      'closed',
      'confirmed',
      'created',
      'locked',
      'partiallyConfirmed',
      'released',
      'technicallyCompleted',
    ])
    assert.equal(orders.filter((each) => isOpen(each.status)).length, 180)
  })

  it('has one to four operations per order, none of them ahead of the one before', () => {
    for (const { operations } of orders) {
      assert.ok(operations.length >= 1 && operations.length <= 4)
      for (const [index, each] of operations.entries()) {
        const before = operations[index - 1]
        assert.ok(!before || new Decimal(each.confirmed).lte(before.confirmed))
      }
    }
  })

  it('leaves every open order something to make', () => {
    for (const order of orders.filter((each) => isOpen(each.status))) {
      assert.ok(new Decimal(order.operations[0]?.confirmed ?? 0).lt(order.quantity), order.id)
      assert.ok(Number(order.quantity) >= 50 && Number(order.quantity) <= 2000, order.id)
    }
  })

  it('holds in one usable batch of its place what all open orders still need, except where it is short on purpose', () => {
    const needs = new Map<string, Decimal>()
    for (const order of orders.filter((each) => isOpen(each.status))) {
      for (const each of order.components) {
        const key = `${order.plant}/${each.storageLocation}/${each.material}`
        needs.set(key, (needs.get(key) ?? new Decimal(0)).plus(each.required).minus(each.withdrawn))
      }
    }
    const expired = new Set(plant.batches.filter((each) => each.expiresOn !== '' && each.expiresOn < plant.today).map((each) => each.id))
    for (const [key, needed] of needs) {
      const usable = plant.stock.filter(
        (each) => `${each.plant}/${each.storageLocation}/${each.material}` === key && each.type === '01' && !expired.has(each.batch),
      )
      const isShort = plant.materials.get(key.split('/')[2] ?? '')?.shortage !== ''
      assert.equal(
        usable.some((each) => needed.lte(each.quantity)),
        !isShort,
        key,
      )
    }
  })

  it('knows materials without another unit, with batches, expired ones among them, and materials of one plant only', () => {
    const materials = [...plant.materials.values()]
    assert.ok(materials.some((each) => each.type === 'ROH' && each.alternatives.length === 0))
    assert.ok(materials.some((each) => each.isBatchManaged))
    assert.ok(plant.batches.some((each) => each.expiresOn !== '' && each.expiresOn < plant.today))
    assert.ok(materials.some((each) => each.type === 'ROH' && each.plants.length === 1))
  })
})
