import { confirmed, expected, rm, type Row } from '../scene.ts'
import { bend, component, confirmation, goodsIssue, movement, order, quantity, withOrder, world } from '../world.ts'

/** What the components need against what was reported. */
export const consumption: readonly Row[] = [
  [
    'a component left out',
    confirmation({ movements: confirmation().movements.slice(0, 2) }),
    world(),
    ['consumption', 'COUNTERSIGN/MISSING_COMPONENT', 'interface', true, 'movements'],
  ],
  ['all components left to the ERP', confirmation({ movements: [] }), world()],
  [
    'set-up waste at the first confirmation',
    rm('2.9'),
    world(),
    ['consumption', 'COUNTERSIGN/OVER_CONSUMPTION', 'setupWaste', false, 'movements/0/quantity'],
  ],
  [
    'the same surplus later on',
    rm('2.9'),
    withOrder(confirmed('20')),
    ['consumption', 'COUNTERSIGN/OVER_CONSUMPTION', 'setupWaste', false, 'movements/0/quantity'],
  ],
  [
    'a surplus of the only component later on',
    confirmation({ movements: [movement('RM10', '2.9', 'KG')] }),
    withOrder({ ...confirmed('20'), components: [component('1', 'RM10', '20', 'KG')] }),
    ['consumption', 'COUNTERSIGN/OVER_CONSUMPTION', 'scrapUnreported', false, 'movements/0/quantity'],
  ],
  [
    'a fixed quantity not taken this time',
    confirmation({ movements: confirmation().movements.slice(1) }),
    withOrder({ components: [component('1', 'RM10', '20', 'KG', { isFixedQuantity: true }), ...order().components.slice(1)] }),
  ],
  [
    'movements that leave all but the quantity to their reservation',
    confirmation({
      movements: confirmation().movements.map((each) => ({ ...each, material: '', plant: '', storageLocation: '', movementType: '' })),
    }),
    world(),
  ],
  ['twenty percent more, as tolerated', rm('2.4'), world()],
  ['too little', rm('1.2'), world(), ['consumption', 'COUNTERSIGN/UNDER_CONSUMPTION', 'entryError', false, 'movements/0/quantity']],
  [
    'ten times too much of one component',
    rm('20'),
    world(),
    ['consumption', 'COUNTERSIGN/OVER_CONSUMPTION', 'entryError', true, 'movements/0/quantity'],
  ],
  [
    'a hundredth of one component',
    rm('0.02'),
    world(),
    ['consumption', 'COUNTERSIGN/UNDER_CONSUMPTION', 'entryError', true, 'movements/0/quantity'],
  ],
  [
    'kilograms that were grams',
    rm('2000'),
    world(),
    ['consumption', 'COUNTERSIGN/OVER_CONSUMPTION', 'unitOfMeasure', true, 'movements/0/unit'],
    ['stockAvailable', 'M7/021', 'unitOfMeasure', true, 'movements/0/unit'],
  ],
  [
    'boxes that were pieces',
    bend('PK01', { quantity: quantity('10', 'BOX') }),
    world(),
    ['consumption', 'COUNTERSIGN/OVER_CONSUMPTION', 'unitOfMeasure', true, 'movements/2/unit'],
  ],
  [
    'all components over alike, and no scrap',
    confirmation({ movements: [movement('RM10', '3', 'KG'), movement('RM12', '750', 'G'), movement('PK01', '15', 'PC')] }),
    world(),
    ['consumption', 'COUNTERSIGN/OVER_CONSUMPTION', 'scrapUnreported', false, 'scrap'],
  ],
  [
    'all components over alike, with the scrap that explains it',
    confirmation({
      scrap: quantity('5', 'PC'),
      reason: '0001',
      movements: [movement('RM10', '3', 'KG'), movement('RM12', '750', 'G'), movement('PK01', '15', 'PC')],
    }),
    world(),
  ],
  [
    'a fixed quantity taken once',
    rm('20'),
    withOrder({ components: [component('1', 'RM10', '20', 'KG', { isFixedQuantity: true }), ...order().components.slice(1)] }),
  ],
  [
    'what the ERP itself proposes, whatever the BOM says',
    rm('4'),
    world({
      expected: [expected('1', 'RM10', '4000', 'G')],
    }),
  ],
  [
    'a goods issue of more than is open',
    goodsIssue([movement('RM10', '29', 'KG')]),
    world(),
    ['consumption', 'COUNTERSIGN/OVER_CONSUMPTION', 'scrapUnreported', false, 'movements/0/quantity'],
  ],
  ['a goods issue in instalments', goodsIssue([movement('RM10', '2', 'KG')]), world()],
]
