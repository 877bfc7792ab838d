import { Decimal } from 'decimal.js'
import { Router, json } from 'express'
import { refuse } from './errors.ts'
import { pageOf } from './pages.ts'
import { bodyOf, need, textOf, type Body } from './read.ts'
import type { BatchRow, InventoryRow } from './sets.ts'
import type { Store } from './store.ts'

/** Without batches' own status DM knows three words only. */
const PLAIN: Readonly<Record<InventoryRow['status'], string>> = {
  UNRESTRICTED: 'AVAILABLE',
  RESTRICTED: 'HOLD',
  QUALITY_INSPECTION: 'QUARANTINE',
  BLOCKED: 'HOLD',
}

const SELECTED = { batchNumber: 'batch', inventoryId: 'inventoryId', material: 'material', storageLocation: 'storageLocation' } as const

/** `/batches` (status and shelf life) and stock: `/inventories`, `/inventories/advancedQuery`. */
export function batches(store: Store): Router {
  const router = Router()

  router.get('/batches', (request, response) => {
    const { plant, material, batchNumber } = request.query
    need(request.query, 'batch', 'plant', 'material')
    const found = store.find('batches', {
      plant: textOf(plant),
      material: textOf(material),
      ...(typeof batchNumber === 'string' && { batch: batchNumber }),
    })
    const { content, number, numberOfElements, totalElements, totalPages } = pageOf(request.query, found.map(batchOf), 20, false)
    response.json({ content, number, numberOfElements, totalElements, totalPages })
  })

  const stock = (asked: Body, withStatus: boolean): Record<string, unknown> => {
    need(asked, 'inventory', 'plant')
    const plant = textOf(asked.plant)
    if (!store.one('workCenters', { plant })) refuse(404, 'inventory.plant', `Plant ${plant} does not exist`)
    const statusOf = (row: InventoryRow): string => (withStatus ? row.status : PLAIN[row.status])
    const found = store
      .find('inventories', { plant })
      .filter((row) => Object.entries(SELECTED).every(([name, field]) => !textOf(asked[name]) || row[field] === asked[name]))
      .filter((row) => !textOf(asked.status) || statusOf(row) === asked.status)
      .filter((row) => isInScope(row, textOf(asked.stockRetrieveScope)))
      .map((row) => inventoryOf(row, statusOf(row)))
    const { content, number, numberOfElements, totalElements, totalPages } = pageOf(asked, found, 20, false)
    return { content, number, numberOfElements, totalElements, totalPages }
  }

  router.get('/inventories', (request, response) => {
    response.json(stock(request.query, request.query.batchesWithStatus === 'true'))
  })
  router.post('/inventories/advancedQuery', json(), (request, response) => {
    const asked = bodyOf(request.body)
    response.json(stock(asked, asked.batchesWithStatus === true))
  })
  return router
}

function isInScope(row: InventoryRow, scope: string): boolean {
  if (scope === 'ALL') return true
  return new Decimal(row.quantity).isZero() === (scope === 'ZERO_STOCK')
}

function batchOf(row: BatchRow): Record<string, unknown> {
  return {
    batchNumber: row.batch,
    material: row.material,
    status: row.status,
    restricted: row.restricted,
    ...(row.madeOn === '' ? {} : { productionDate: `${row.madeOn}T00:00:00Z` }),
    ...(row.expiresOn === '' ? {} : { shelfLifeExpirationDate: `${row.expiresOn}T00:00:00Z` }),
    batchCharacteristics: [],
  }
}

function inventoryOf(row: InventoryRow, status: string): Record<string, unknown> {
  const unit = { commercialUnitOfMeasure: row.unit, internalUnitOfMeasure: row.unit, isoUnitOfMeasure: row.unit }
  return {
    inventoryId: row.inventoryId,
    material: row.material,
    materialVersion: 'ERP001',
    batchNumber: row.batch,
    storageLocation: row.storageLocation,
    origin: row.origin,
    status,
    quantityOnHand: { value: Number(row.quantity), unitOfMeasure: unit },
    assemblyData: [],
  }
}
