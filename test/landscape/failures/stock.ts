import { stocks } from '../s4/model/sets/material-stock.ts'
import { components4 } from '../s4/model/sets/production-order.ts'
import { failure } from './build.ts'


/** Stock that isn't there, or not free; reservations that don't fit. */
export const stockFailures = [
  failure({
    name: 'component not received',
    catalogue: '11',
    code: 'M7/021',
    cause: 'stockDeficit',
    queue: 'warehouse',
    foreseeable: true,
    spoil: (scene) => scene.change(stocks.name, { Material: scene.part }, { MatlWrhsStkQtyInMatlBaseUnit: '3.000' }),
  }),
  failure({
    name: 'stock in another storage location',
    catalogue: '11',
    code: 'M7/021',
    cause: 'wrongStorageLocation',
    queue: 'warehouse',
    foreseeable: true,
    spoil: (scene) => scene.change(stocks.name, { Material: scene.part }, { StorageLocation: scene.site.receiving }),
  }),
  failure({
    name: 'stock in quality inspection',
    catalogue: '17',
    code: 'M7/021',
    cause: 'qualityHold',
    queue: 'quality',
    foreseeable: true,
    spoil: (scene) => scene.change(stocks.name, { Material: scene.part }, { InventoryStockType: '02' }),
  }),
  failure({
    name: 'reservation unknown',
    catalogue: '13',
    code: 'M7/520',
    cause: 'reservation',
    queue: 'planner',
    foreseeable: true,
    spoil: (scene) => scene.remove(components4.name, { Reservation: scene.reservation, ReservationItem: '2' }),
  }),
]
