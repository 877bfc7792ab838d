import { boxesAsPieces } from '../../checks/scene.ts'
import { bend, confirmation, quantity, withMaterial, world } from '../../checks/world.ts'
import type { Cured } from '../scene.ts'

/** Numbers that were meant in another unit. */
export const units: readonly Cured[] = [
  [
    'kilograms that were grams',
    bend('RM10', { quantity: quantity('2000', 'KG') }),
    world(),
    'convertUnit',
    ['movements/0/unit=G'],
    /Take it as 2000 G/,
  ],
  [
    'boxes that were pieces',
    bend('PK01', { quantity: quantity('10', 'BOX') }),
    world(),
    'convertUnit',
    ['movements/2/unit=PC'],
    /Take it as 10 PC/,
  ],
  [
    'grams where only kilograms are known',
    bend('RM10', { quantity: quantity('2000', 'G') }),
    withMaterial('RM10', (each) => ({ ...each, units: [] })),
    'convertUnit',
    ['movements/0/quantity=2', 'movements/0/unit=KG'],
    /Take it as 2 KG, which is the same amount/,
  ],
  [
    'a unit that means the base unit',
    bend('RM10', { quantity: quantity('2', 'KGM') }),
    world(),
    'convertUnit',
    ['movements/0/unit=KG'],
    /the ERP calls it KG\. Send unit KG\./,
  ],
  [
    "a yield and its scrap in another language's pieces",
    confirmation({ yield: quantity('8', 'ST'), scrap: quantity('2', 'ST'), reason: '0001' }),
    world(),
    'convertUnit',
    ['unit=PC'],
    /Send unit PC/,
  ],
  [
    'work in hours by their ISO code',
    confirmation({ activities: [undefined, quantity('0.5', 'HUR')] }),
    world(),
    'convertUnit',
    ['activities/1/unit=H'],
    /the ERP calls it H\. Send unit H\./,
  ],
  [
    'hours that were minutes',
    confirmation({ activities: [undefined, quantity('30', 'H')] }),
    world(),
    'convertUnit',
    ['activities/1/unit=MIN'],
    /30 H reported where 5 H are planned/,
  ],
  [
    'a yield in a unit unknown to the product',
    confirmation({ yield: quantity('10', 'L') }),
    world(),
    'convertUnit',
    ['unit=PC'],
    /Take it as 10 PC/,
  ],
  ['a yield in pieces that was meant in boxes', boxesAsPieces, world(), 'convertUnit', ['unit=BOX'], /Take it as 2 BOX/],
  [
    'a wrong unit and a missing batch at once',
    bend('RM12', { batch: '' }, bend('RM10', { quantity: quantity('2000', 'KG') })),
    world(),
    'convertUnit',
    ['movements/0/unit=G', 'movements/1/batch=0000000007'],
    /Take it as 2000 G.*Take batch/,
  ],
]
