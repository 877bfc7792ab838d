import { expected } from '../../checks/scene.ts'
import { bend, confirmation, movement, world } from '../../checks/world.ts'
import type { Cured } from '../scene.ts'

/** Components replaced, refused or left out. */
export const components: readonly Cured[] = [
  [
    'another material instead of a component',
    bend('RM12', { material: 'RM99', batch: '', reservation: '', reservationItem: '' }),
    world(),
    'replaceComponent',
    ['-1', '+RM12 0.5 KG 0000000007'],
    /0\.5 KG of RM12 are missing instead/,
  ],
  [
    'a material that does not exist',
    bend('RM10', { material: 'RM404', reservation: '', reservationItem: '' }),
    world(),
    'replaceComponent',
    ['-0', '+RM10 2 KG '],
    /doesn't exist/,
  ],
  [
    'a material in small letters',
    bend('RM10', { material: 'rm10' }),
    world(),
    'replaceComponent',
    ['movements/0/material=RM10'],
    /the ERP writes it RM10\. Write it as RM10/,
  ],
  [
    'a reservation of another order',
    bend('RM10', { reservation: '7777' }),
    world(),
    'replaceComponent',
    ['-0', '+RM10 2 KG '],
    /Refer to reservation 5001\/1/,
  ],
  [
    'a component left out',
    confirmation({ movements: confirmation().movements.slice(0, 2) }),
    world(),
    'requestBackflush',
    ['+PK01 10 PC '],
    /as the bill of material has it/,
  ],
  [
    'a component left out that the ERP proposes',
    confirmation({ movements: [movement('RM10', '2', 'KG'), movement('PK01', '10', 'PC')] }),
    world({ expected: [expected('1', 'RM10', '2', 'KG'), expected('2', 'RM12', '500', 'G'), expected('3', 'PK01', '10', 'PC')] }),
    'requestBackflush',
    ['+RM12 500 G 0000000007'],
    /as the ERP itself proposes/,
  ],
]
