import type { Row } from '../scene.ts'
import { bend, component, confirmation, goodsIssue, movement, operation, order, quantity, withOrder, world } from '../world.ts'

const decimals = ['decimalFormat', 'COUNTERSIGN/DECIMAL_FORMAT', 'interface', true] as const
const bare = { reservation: '', reservationItem: '' }

/** How things are written: decimals, codes of units, leading zeros. */
export const formats: readonly Row[] = [
  ['a decimal comma', bend('RM10', { quantity: quantity('2,0', 'KG') }), world(), [...decimals, 'movements/0/quantity']],
  ['a decimal comma in the yield', confirmation({ yield: quantity('10,0', 'PC') }), world(), [...decimals, 'yield']],
  [
    'a decimal comma in the scrap',
    confirmation({ scrap: quantity('1,5', 'PC'), movements: [movement('RM10', '3', 'KG'), movement('RM12', '750', 'G')] }),
    world(),
    [...decimals, 'scrap'],
  ],
  [
    'thousands and a decimal comma in work',
    confirmation({ activities: [quantity('1.234,5', 'MIN')] }),
    world(),
    [...decimals, 'activities/0/quantity'],
  ],
  [
    'a quantity that is no number',
    confirmation({ yield: quantity('ten', 'PC') }),
    world(),
    ['decimalFormat', 'COUNTERSIGN/DECIMAL_FORMAT', 'entryError', true, 'yield'],
  ],
  [
    'a unit by its ISO code',
    bend('RM10', { quantity: quantity('2', 'KGM') }),
    world(),
    ['unitCode', 'COUNTERSIGN/UNIT_CODE', 'unitOfMeasure', true, 'movements/0/unit'],
  ],
  [
    "a yield in another language's pieces",
    confirmation({ yield: quantity('10', 'ST') }),
    world(),
    ['unitCode', 'COUNTERSIGN/UNIT_CODE', 'unitOfMeasure', true, 'unit'],
  ],
  [
    'an operation in a unit that its product does not know',
    confirmation({ movements: [] }),
    withOrder({ operations: [operation('0010', { unit: 'M2' }), operation('0020', { unit: 'M2' })] }),
    ['operationUnit', 'COUNTERSIGN/OPERATION_UNIT', 'masterData', true, 'unit'],
  ],
  [
    'a component in small letters',
    bend('RM10', { material: 'rm10', ...bare }),
    world(),
    ['leadingZeros', 'M3/305', 'masterData', true, 'movements/0/material'],
  ],
  [
    'a material with other leading zeros',
    goodsIssue([movement('0A77', '2', 'KG', bare)]),
    withOrder({ components: [...order().components, component('4', '00A77', '20', 'KG')] }),
    ['leadingZeros', 'M3/305', 'masterData', true, 'movements/0/material'],
  ],
]
