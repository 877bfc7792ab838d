import { bend, confirmation, goodsIssue, movement, operation, quantity, withOrder, world } from '../../checks/world.ts'
import type { Cured } from '../scene.ts'

/** Yields, scrap and quantities typed wrongly. */
export const quantities: readonly Cured[] = [
  [
    'a component typed ten times too much',
    bend('RM10', { quantity: quantity('21', 'KG') }),
    world(),
    'adjustQuantity',
    ['movements/0/quantity=2.1'],
    /21 KG of RM10 reported where the bill of material needs 2 KG for 10 PC\. Take 2\.1 KG/,
  ],
  [
    'too little of one component',
    bend('RM10', { quantity: quantity('1.2', 'KG') }),
    world(),
    'adjustQuantity',
    ['movements/0/quantity=2'],
    /Take 2 KG, as planned/,
  ],
  [
    'a yield typed ten times too much',
    confirmation({ yield: quantity('100', 'PC') }),
    world(),
    'adjustQuantity',
    ['yield=10'],
    /Take 10 PC instead of 100 PC/,
  ],
  [
    'a yield typed ten times too much, with its receipt',
    confirmation({
      yield: quantity('100', 'PC'),
      movements: [...confirmation().movements, movement('FG100', '100', 'PC', { movementType: '101', storageLocation: '171C' })],
    }),
    world(),
    'adjustQuantity',
    ['yield=10', 'movements/3/quantity=10'],
    /components consumed are those of 10 PC/,
  ],
  [
    'ten times the whole order',
    confirmation({ yield: quantity('500', 'PC'), movements: [] }),
    world(),
    'adjustQuantity',
    ['yield=50'],
    /a digit too many/,
  ],
  [
    'more than the tolerance leaves open',
    confirmation({ yield: quantity('12', 'PC'), movements: [] }),
    withOrder({ operations: [operation('0010', { confirmedYield: '101' })] }),
    'adjustQuantity',
    ['yield=9'],
    /Take 9 PC, the most that the tolerance leaves open/,
  ],
  [
    'scrap that was not reported',
    confirmation({ movements: [movement('RM10', '3', 'KG'), movement('RM12', '750', 'G'), movement('PK01', '15', 'PC')] }),
    world(),
    'adjustQuantity',
    ['scrap=5'],
    /Report 5 PC of scrap/,
  ],
  [
    'a goods issue with the wrong sign',
    goodsIssue([movement('RM10', '-2', 'KG')]),
    world(),
    'adjustQuantity',
    ['movements/0/quantity=2'],
    /without the minus sign/,
  ],
]
