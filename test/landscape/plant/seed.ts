import type { Books } from '../s4/books.ts'
import type { Row } from '../s4/contract.ts'
import { rowOf } from '../s4/model/properties.ts'
import { batches } from '../s4/model/sets/batch.ts'
import { reasons, settings } from '../s4/model/sets/internal.ts'
import { materialStocks, stocks } from '../s4/model/sets/material-stock.ts'
import {
  productDescriptions,
  productPlants,
  products,
  productStorageLocations,
  productUnits,
  productValuations,
  productWorkSchedulings,
} from '../s4/model/sets/product.ts'
import { components2, components3, components4 } from '../s4/model/sets/production-order.ts'
import { seedCosts } from './seed-costs.ts'
import { seedOrder } from './seed-orders.ts'
import type { Day, Plant, PlantMaterial } from './types.ts'

/** Customizing as most plants have it. */
const SETTINGS: Readonly<Record<string, string>> = {
  previousPeriodAllowed: 'X',
  reservationExcess: '',
  futureDates: '',
  overDelivery: 'E',
  underDelivery: 'W',
  sequence: '',
  postProcessing: '',
  distributedChanges: '',
  'defaultCostCenter/551': '1710101',
}

/** Writes the plant into empty books; afterwards every service can be read and every posting made. */
export function seedBooks(books: Books, plant: Plant): void {
  books.transaction(() => {
    mirrorComponents(books)
    for (const each of plant.workCenters) seedCosts(books, each)
    for (const each of plant.reasons)
      books.insert(reasons.name, { Plant: each.plant, VarianceReasonCode: each.code, VarianceReasonText: each.text })
    for (const [name, value] of Object.entries(SETTINGS)) books.insert(settings.name, { name, value })
    for (const material of plant.materials.values()) seedMaterial(books, plant, material)
    seedStock(books, plant)
    for (const order of [...plant.orders.values(), ...(plant.processOrders?.values() ?? [])]) seedOrder(books, plant, order)
  })
}

/** Moves every material to the period of `today`, as the monthly job of a real plant does; for books that outlive a month. */
export function openPeriod(books: Books, today: Day): void {
  const period = { FiscalYearCurrentPeriod: today.slice(0, 4), FiscalMonthCurrentPeriod: today.slice(5, 7) }
  books.update(productPlants.name, {}, period)
  books.update(productStorageLocations.name, {}, period)
}

/** Whoever writes a component, posting or admin, writes it in all three of its generations. */
function mirrorComponents(books: Books): void {
  for (const set of [components2, components3]) {
    const columns = set.properties.map((each) => `"${each.name}"`)
    const copy = `INSERT OR REPLACE INTO "${set.name}" (${columns.join(', ')}) VALUES (${columns.map((each) => `NEW.${each}`).join(', ')})`
    for (const event of ['INSERT', 'UPDATE']) {
      books.db.exec(`CREATE TRIGGER IF NOT EXISTS "${set.name} after ${event}" AFTER ${event} ON "${components4.name}" BEGIN ${copy}; END`)
    }
  }
}

/** Writes one material with its units, and its views of each of its plants. */
export function seedMaterial(books: Books, plant: Plant, material: PlantMaterial): void {
  const [year = '', month = ''] = plant.today.split('-')
  const period = { FiscalYearCurrentPeriod: year, FiscalMonthCurrentPeriod: month }
  const isProduct = material.type === 'FERT' || material.type === 'HALB'
  books.insert(
    products.name,
    rowOf(products, {
      Product: material.id,
      ProductType: material.type,
      BaseUnit: material.unit,
      IsBatchManagementRequired: material.isBatchManaged,
      ProductGroup: material.id.slice(0, 2),
      IndustrySector: 'M',
      WeightUnit: 'KG',
      CreatedByUser: 'MIGRATION',
      CreationDate: midnight('2020-01-02'),
    }),
  )
  books.insert(productDescriptions.name, { Product: material.id, Language: 'EN', ProductDescription: material.text })
  books.insert(materialStocks.name, { Material: material.id, MaterialBaseUnit: material.unit })
  const units = [{ unit: material.unit, numerator: '1', denominator: '1' }, ...material.alternatives]
  for (const { unit, numerator, denominator } of units) {
    const factor = { QuantityNumerator: numerator, QuantityDenominator: denominator }
    books.insert(
      productUnits.name,
      rowOf(productUnits, { Product: material.id, AlternativeUnit: unit, BaseUnit: material.unit, ...factor }),
    )
  }
  for (const site of plant.sites.filter((each) => material.plants.includes(each.id))) {
    const key = { Product: material.id, Plant: site.id }
    books.insert(
      productPlants.name,
      rowOf(productPlants, {
        ...key,
        ...period,
        FiscalYearVariant: 'K4',
        PeriodType: 'M',
        MRPType: 'PD',
        MRPResponsible: isProduct ? '001' : '002',
        ProcurementType: isProduct ? 'E' : 'F',
        AvailabilityCheckType: '02',
        MaintenanceStatusName: 'KVEDPLBG',
        BaseUnit: material.unit,
        IsBatchManagementRequired: material.isBatchManaged,
        ProductionInvtryManagedLoc: site.supply,
      }),
    )
    for (const location of locationsOf(material, site)) {
      books.insert(
        productStorageLocations.name,
        rowOf(productStorageLocations, { ...key, ...period, StorageLocation: location, MaintenanceStatus: 'L' }),
      )
    }
    books.insert(productValuations.name, rowOf(productValuations, valuationOf(material, site.id)))
    if (isProduct) {
      books.insert(
        productWorkSchedulings.name,
        rowOf(productWorkSchedulings, {
          ...key,
          BaseUnit: material.unit,
          ProductionSupervisor: '001',
          ProductionInvtryManagedLoc: site.supply,
          UnlimitedOverDelivIsAllowed: material.tolerance.isUnlimited,
          OverDelivToleranceLimit: material.tolerance.over,
          UnderDelivToleranceLimit: material.tolerance.under,
        }),
      )
    }
  }
}

/** Nothing but finished products goes to the output location, nothing else to supply and receiving. */
function locationsOf(material: PlantMaterial, site: Plant['sites'][number]): string[] {
  if (material.type === 'FERT') return [site.output]
  return material.type === 'HALB' ? [site.supply, site.output] : [site.supply, site.receiving]
}

function valuationOf(material: PlantMaterial, plant: string): Row {
  const isProduct = material.type === 'FERT' || material.type === 'HALB'
  return {
    Product: material.id,
    ValuationArea: plant,
    ValuationClass: { FERT: '7920', HALB: '7900', ROH: '3000', VERP: '3050' }[material.type],
    // Products at standard price, everything bought at moving average.
    InventoryValuationProcedure: isProduct ? 'S' : 'V',
    [isProduct ? 'StandardPrice' : 'MovingAveragePrice']: `${material.price}0`,
    PriceUnitQty: '1',
    Currency: 'EUR',
    BaseUnit: material.unit,
    IsProducedInhouse: isProduct,
  }
}

/** Writes the plant's batches and stock. */
export function seedStock(books: Books, plant: Plant): void {
  for (const each of plant.batches) {
    books.insert(
      batches.name,
      rowOf(batches, {
        Material: each.material,
        BatchIdentifyingPlant: each.plant,
        Batch: each.id,
        ManufactureDate: midnight(each.madeOn),
        ShelfLifeExpirationDate: each.expiresOn === '' ? null : midnight(each.expiresOn),
      }),
    )
  }
  for (const each of plant.stock) {
    books.insert(
      stocks.name,
      rowOf(stocks, {
        Material: each.material,
        Plant: each.plant,
        StorageLocation: each.storageLocation,
        Batch: each.batch,
        InventoryStockType: each.type,
        MaterialBaseUnit: plant.materials.get(each.material)?.unit ?? '',
        MatlWrhsStkQtyInMatlBaseUnit: each.quantity,
      }),
    )
  }
}

function midnight(day: Day): string {
  return `${day}T00:00:00.000Z`
}
