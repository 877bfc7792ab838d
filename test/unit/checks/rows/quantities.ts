import { boxesAsPieces, confirmed, type Row } from '../scene.ts'
import { component, confirmation, goodsIssue, movement, order, quantity, withOrder, world } from '../world.ts'

const noTolerance = world({ orders: [order(confirmed('91'))].map(({ overDeliveryTolerance: _, ...each }) => each) })

/** Yields and quantities by themselves: sign, plausibility, over-delivery. */
export const quantities: readonly Row[] = [
  ['more than planned, within tolerance', confirmation({ movements: [] }), withOrder(confirmed('100'))],
  [
    'more than planned plus tolerance',
    confirmation({ movements: [] }),
    withOrder(confirmed('101')),
    ['overDelivery', 'COUNTERSIGN/OVER_DELIVERY', 'overDelivery', false, 'yield'],
  ],
  [
    'more than planned where no tolerance is kept',
    confirmation({ movements: [] }),
    noTolerance,
    ['overDelivery', 'COUNTERSIGN/OVER_DELIVERY', 'overDelivery', false, 'yield'],
  ],
  ['over-delivery that nothing limits', confirmation({ movements: [] }), withOrder({ ...confirmed('101'), isOverDeliveryUnlimited: true })],
  [
    'a negative yield',
    confirmation({ yield: quantity('-10', 'PC'), movements: [] }),
    world(),
    ['quantityPositive', 'COUNTERSIGN/QUANTITY', 'entryError', true, 'yield'],
  ],
  [
    'work without yield',
    confirmation({ yield: quantity('0', 'PC'), movements: [], activities: [undefined, quantity('30', 'MIN')] }),
    world(),
  ],
  [
    'a zero movement',
    goodsIssue([movement('RM10', '0', 'KG')]),
    world(),
    ['quantityPositive', 'COUNTERSIGN/QUANTITY', 'entryError', true, 'movements/0/quantity'],
  ],
  [
    'a yield ten times what the components say',
    confirmation({ yield: quantity('100', 'PC') }),
    world(),
    ['yieldPlausible', 'COUNTERSIGN/YIELD_IMPLAUSIBLE', 'entryError', true, 'yield'],
  ],
  [
    'a yield a tenth of what the components say',
    confirmation({ yield: quantity('1', 'PC') }),
    world(),
    ['yieldPlausible', 'COUNTERSIGN/YIELD_IMPLAUSIBLE', 'entryError', true, 'yield'],
  ],
  [
    'a yield in pieces that was meant in boxes',
    boxesAsPieces,
    world(),
    ['yieldPlausible', 'COUNTERSIGN/YIELD_IMPLAUSIBLE', 'unitOfMeasure', true, 'unit'],
  ],
  [
    'ten times the whole order',
    confirmation({ yield: quantity('1000', 'PC'), movements: [] }),
    world(),
    ['yieldPlausible', 'COUNTERSIGN/YIELD_IMPLAUSIBLE', 'entryError', false, 'yield'],
    ['overDelivery', 'COUNTERSIGN/OVER_DELIVERY', 'overDelivery', false, 'yield'],
  ],
  [
    'a yield ten times too much besides true scrap',
    confirmation({
      yield: quantity('30', 'PC'),
      scrap: quantity('1', 'PC'),
      reason: '0001',
      movements: [movement('RM10', '0.8', 'KG'), movement('RM12', '0.2', 'KG'), movement('PK01', '4', 'PC')],
    }),
    world(),
    ['yieldPlausible', 'COUNTERSIGN/YIELD_IMPLAUSIBLE', 'entryError', true, 'yield'],
  ],
  [
    'a yield ten times what the only component says',
    confirmation({ yield: quantity('100', 'PC'), movements: [movement('RM10', '2', 'KG')] }),
    withOrder({ components: [component('1', 'RM10', '20', 'KG')] }),
    ['yieldPlausible', 'COUNTERSIGN/YIELD_IMPLAUSIBLE', 'entryError', true, 'yield'],
  ],
]
