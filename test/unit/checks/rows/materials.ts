import type { Row } from '../scene.ts'
import {
  bend,
  component,
  confirmation,
  goodsIssue,
  movement,
  order,
  quantity,
  withMaterial,
  withOrder,
  withPlant,
  world,
} from '../world.ts'

/** A movement that has nothing to do with an order. */
const unplanned = { order: '', reservation: '', reservationItem: '' }

/** Materials: movement types, master data, units, reservations and substitution. */
export const materials: readonly Row[] = [
  [
    'a transfer in a confirmation',
    confirmation({ movements: [movement('RM10', '2', 'KG', { movementType: '311' })] }),
    world(),
    ['movementType', 'M7/096', 'interface', true, 'movements/0/movementType'],
  ],
  [
    'scrapping from stock without an order',
    goodsIssue([movement('RM10', '2', 'KG', { ...unplanned, movementType: '551', account: '17101902' })], { order: '' }),
    world(),
  ],
  [
    'a material that does not exist',
    confirmation({ movements: [movement('RM404', '2', 'KG')] }),
    world(),
    ['materialExists', 'M3/305', 'masterData', true, 'movements/0/material'],
  ],
  [
    'a material not in the plant',
    confirmation(),
    withMaterial('PK01', (each) => ({ ...each, plants: [] })),
    ['materialInPlant', 'M3/351', 'masterData', true, 'movements/2/material'],
  ],
  [
    'a material with a status',
    confirmation(),
    withPlant('PK01', { status: '01' }),
    ['materialStatus', 'COUNTERSIGN/MATERIAL_STATUS', 'masterData', true, 'movements/2/material'],
  ],
  [
    'a material marked for deletion',
    confirmation(),
    withPlant('PK01', { isMarkedForDeletion: true }),
    ['materialStatus', 'COUNTERSIGN/MATERIAL_DELETED', 'masterData', true, 'movements/2/material'],
  ],
  [
    'a unit unknown to the material',
    bend('RM10', { quantity: quantity('2', 'BOX') }),
    world(),
    ['unitConvertible', 'COUNTERSIGN/UNIT_NOT_CONVERTIBLE', 'unitOfMeasure', true, 'movements/0/unit'],
  ],
  [
    'a yield in a unit unknown to the product',
    confirmation({ yield: quantity('10', 'L') }),
    world(),
    ['unitConvertible', 'COUNTERSIGN/UNIT_NOT_CONVERTIBLE', 'unitOfMeasure', true, 'unit'],
  ],
  [
    'a reservation of another order',
    bend('RM10', { reservation: '7777' }),
    world(),
    ['reservation', 'M7/520', 'reservation', true, 'movements/0/reservation'],
  ],
  [
    'a reservation whose item was deleted',
    confirmation(),
    withOrder({ components: [component('1', 'RM10', '20', 'KG', { isDeleted: true }), ...order().components.slice(1)] }),
    ['reservation', 'M7/520', 'reservation', true, 'movements/0/reservation'],
  ],
  [
    'a reservation finally issued',
    confirmation(),
    withOrder({ components: [component('1', 'RM10', '20', 'KG', { isFinallyIssued: true }), ...order().components.slice(1)] }),
    ['finalIssue', 'COUNTERSIGN/FINALLY_ISSUED', 'reservation', true, 'movements/0/reservation'],
  ],
  [
    'a reservation exceeded in all',
    confirmation(),
    withOrder({ components: [component('1', 'RM10', '20', 'KG', { withdrawn: '23' }), ...order().components.slice(1)] }),
    ['reservationExceeded', 'M7/022', 'reservation', false, 'movements/0/quantity', 'warning'],
  ],
  [
    'another material instead of a component',
    confirmation({ movements: [movement('RM99', '2.1', 'KG'), ...confirmation().movements.slice(1)] }),
    world(),
    ['substitution', 'COUNTERSIGN/SUBSTITUTION', 'substitution', true, 'movements/0/material'],
  ],
  [
    'another material on the reservation of a component',
    bend('RM10', { material: 'RM99' }),
    world(),
    ['substitution', 'COUNTERSIGN/SUBSTITUTION', 'substitution', true, 'movements/0/material'],
  ],
  [
    'a material on top of the components',
    confirmation({ movements: [...confirmation().movements, movement('RM99', '1', 'KG')] }),
    world(),
    ['substitution', 'COUNTERSIGN/NOT_IN_BOM', 'substitution', false, 'movements/3/material', 'warning'],
  ],
  [
    'another material instead of a component that is issued by hand',
    confirmation({ movements: [movement('RM99', '2.1', 'KG'), ...confirmation().movements.slice(1)] }),
    withOrder({
      components: [component('1', 'RM10', '20', 'KG', { isBackflushed: false, operation: '' }), ...order().components.slice(1)],
    }),
    ['substitution', 'COUNTERSIGN/SUBSTITUTION', 'substitution', true, 'movements/0/material'],
  ],
  [
    'another material instead of a component whose own data were not read',
    confirmation({ movements: [movement('RM99', '2.1', 'KG'), ...confirmation().movements.slice(1)] }),
    world({ materials: world().materials.filter((each) => each.id !== 'RM10') }),
    ['substitution', 'COUNTERSIGN/SUBSTITUTION', 'substitution', true, 'movements/0/material'],
  ],
  [
    'a serialised component',
    confirmation(),
    withPlant('PK01', { hasSerialNumbers: true }),
    ['serialNumbers', 'COUNTERSIGN/SERIAL_NUMBERS', 'serialNumber', true, 'movements/2/material'],
  ],
  ['a serialised component with its numbers', bend('PK01', { serialNumbers: 10 }), withPlant('PK01', { hasSerialNumbers: true })],
  [
    'fewer serial numbers than pieces',
    bend('PK01', { serialNumbers: 9 }),
    withPlant('PK01', { hasSerialNumbers: true }),
    ['serialNumberCount', 'COUNTERSIGN/SERIAL_NUMBER_COUNT', 'serialNumber', true, 'movements/2/quantity'],
  ],
  [
    'a goods issue of a serialised component',
    goodsIssue([movement('PK01', '10', 'PC')]),
    withPlant('PK01', { hasSerialNumbers: true }),
    ['serialNumbers', 'COUNTERSIGN/SERIAL_NUMBERS', 'serialNumber', true, 'movements/0/material'],
  ],
  [
    'no valuation class',
    confirmation(),
    withMaterial('PK01', (each) => ({ ...each, valuationClass: '' })),
    ['accounting', 'M8/147', 'accountAssignment', true, 'movements/2/material'],
  ],
  ['a valuation class', confirmation(), withMaterial('PK01', (each) => ({ ...each, valuationClass: '3000' }))],
  [
    'no valuation',
    confirmation(),
    withMaterial('PK01', ({ price: _, ...each }) => each),
    ['accounting', 'M8/147', 'accountAssignment', false, 'movements/2/material', 'warning'],
  ],
]
