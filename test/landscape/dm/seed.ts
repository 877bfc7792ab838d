import type { OrderStatus, Plant, PlantOrder, PlantStock } from '../plant/plant.ts'
import type { InventoryRow, OrderRow } from './sets.ts'
import type { Store } from './store.ts'

type States = Pick<OrderRow, 'status' | 'releaseStatus' | 'executionStatus'>

/** DM's own view of the ERP's status, which it had when the order was distributed. */
const STATES: Readonly<Record<OrderStatus, States>> = {
  created: { status: 'RELEASABLE', releaseStatus: 'RELEASABLE', executionStatus: 'NOT_IN_EXECUTION' },
  released: { status: 'RELEASABLE', releaseStatus: 'RELEASED', executionStatus: 'NOT_IN_EXECUTION' },
  partiallyConfirmed: { status: 'RELEASABLE', releaseStatus: 'RELEASED', executionStatus: 'ACTIVE' },
  confirmed: { status: 'DONE', releaseStatus: 'RELEASED', executionStatus: 'COMPLETED' },
  technicallyCompleted: { status: 'CLOSED', releaseStatus: 'RELEASED', executionStatus: 'CLOSED' },
  closed: { status: 'CLOSED', releaseStatus: 'RELEASED', executionStatus: 'CLOSED' },
  locked: { status: 'HOLD', releaseStatus: 'HOLD', executionStatus: 'HOLD' },
}

const STOCK_STATUS: Readonly<Record<PlantStock['type'], InventoryRow['status']>> = {
  '01': 'UNRESTRICTED',
  '02': 'QUALITY_INSPECTION',
  '07': 'BLOCKED',
}

/** Kinds of work centres where not everybody may work, and those with two machines. */
const CERTIFIED = ['MACH', 'TEST']
const DOUBLE = ['MACH', 'ASSY']
const PERSONS = Array.from({ length: 41 }, (_, index) => `W${100 + index}`)

/** Fills the empty store with the plant as DM sees it: the same for the same plant, and nothing in the way of healthy work. */
export function fill(store: Store, plant: Plant): void {
  for (const order of plant.orders.values()) seedOrder(store, plant, order)
  for (const each of plant.batches)
    store.upsert('batches', {
      plant: each.plant,
      material: each.material,
      batch: each.id,
      madeOn: each.madeOn,
      expiresOn: each.expiresOn,
    })
  plant.stock.forEach(({ type, ...stock }, index) =>
    store.upsert('inventories', {
      ...stock,
      inventoryId: `INV${String(index + 1).padStart(6, '0')}`,
      status: STOCK_STATUS[type],
      unit: plant.materials.get(stock.material)?.unit ?? '',
    }),
  )
  for (const { id, plant: site, text } of plant.workCenters) {
    store.upsert('workCenters', { plant: site, workCenter: id, text })
    const machines = DOUBLE.some((each) => id.startsWith(each)) ? ['1', '2'] : ['1']
    for (const machine of machines)
      store.upsert('resources', { plant: site, resource: `${id}-${machine}`, workCenter: id, text: `${text} ${machine}` })
  }
  for (const { id: site } of plant.sites) seedPeople(store, site)
}

function seedOrder(store: Store, plant: Plant, order: PlantOrder): void {
  const material = plant.materials.get(order.material)
  const states = STATES[order.status]
  const isReleased = states.releaseStatus === 'RELEASED'
  const isInspected = isReleased && material?.type === 'FERT'
  store.upsert('orders', {
    plant: order.plant,
    order: order.id,
    ...states,
    material: order.material,
    quantity: order.quantity,
    unit: order.unit,
    done: order.operations.at(-1)?.confirmed ?? '0',
    received: order.received,
    batch: order.batch,
    storageLocation: order.storageLocation,
    reservation: order.reservation,
    inspectionLot: isInspected ? lotOf(order.id) : '',
    toleranceOver: material?.tolerance.over ?? '0',
    toleranceUnder: material?.tolerance.under ?? '0',
    isUnlimited: material?.tolerance.isUnlimited ?? false,
    start: order.start,
    end: order.end,
    operations: order.operations.map(({ id, workCenter, text }) => ({ operation: id, workCenter, text })),
    components: order.components.map(({ material: component, reservationItem, storageLocation, unit }) => ({
      material: component,
      reservationItem,
      storageLocation,
      unit,
    })),
  })
  if (isReleased) store.upsert('sfcs', { plant: order.plant, sfc: sfcOf(order.plant, order.id), order: order.id, quantity: order.quantity })
  if (isInspected) seedInspection(store, order)
}

/** The last operation is inspected; what must be measured has been. */
function seedInspection(store: Store, order: PlantOrder): void {
  const operation = order.operations.at(-1)?.id ?? '0010'
  const lot = { plant: order.plant, inspectionLot: lotOf(order.id), operation }
  const limits = { unit: 'BAR', lowerLimit: '9.5', upperLimit: '10.5' }
  store.upsert('characteristics', { ...lot, characteristic: '0010', text: 'Pressure held', isMandatory: true, ...limits })
  store.upsert('characteristics', { ...lot, characteristic: '0020', text: 'Appearance', isQuantitative: false })
  store.upsert('results', { ...lot, characteristic: '0010', sfc: sfcOf(order.plant, order.id), number: '1', value: '10.0' })
}

function seedPeople(store: Store, plant: string): void {
  for (const kind of CERTIFIED) {
    const resources = store
      .find('resources', { plant })
      .map((each) => each.resource)
      .filter((each) => each.startsWith(kind))
    store.upsert('certifications', { plant, certification: `${kind}-OPERATOR`, text: `Trained for ${kind}`, resources })
  }
  for (const person of PERSONS) {
    store.upsert('persons', { plant, person })
    for (const kind of CERTIFIED) store.upsert('certificates', { plant, person, certification: `${kind}-OPERATOR` })
  }
}

/** The SFC that an order gets when it's released. */
export function sfcOf(plant: string, order: string): string {
  return `${plant}-${order}-1`
}

function lotOf(order: string): string {
  return `10000${order}`
}
