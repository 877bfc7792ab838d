import type { OrderContext } from '../../../../srv/domain/context.ts'
import type { Quantity } from '../../../../srv/domain/message.ts'
import type { Row } from '../scene.ts'
import { confirmation, operation, quantity, withOrder, world } from '../world.ts'

/** Work on the order, of whose 100 pieces 30 MIN of set-up and 300 MIN of work are planned; 10 pieces are reported. */
const work = (...activities: (Quantity | undefined)[]) => confirmation({ activities })
const alone = (...activities: Quantity[]) => {
  const { yield: _, ...rest } = confirmation({ movements: [], activities })
  return rest
}
const planned = (...activities: (Quantity | undefined)[]) =>
  withOrder({ operations: [operation('0010', { activities }), operation('0020')] })
/** The ERP was asked, and says this of the 10 pieces. */
const proposing = (field: string, proposed: Quantity, order: Partial<OrderContext> = {}) =>
  withOrder(order, world({ expectedWork: [{ part: 0, field, quantity: proposed }] }))
const implausible = 'COUNTERSIGN/ACTIVITY_IMPLAUSIBLE'

/** Work reported beside or instead of quantities. */
export const activities: readonly Row[] = [
  ['work as planned, in another unit of time', work(quantity('3', 'MIN'), quantity('0.5', 'H')), world()],
  ['all of the set-up at once', work(quantity('30', 'MIN'), quantity('30', 'MIN')), world()],
  ['twice the work', work(undefined, quantity('60', 'MIN')), world()],
  ['work alone', alone(quantity('0', 'MIN'), quantity('30', 'MIN')), world()],
  ['work without a unit', work(undefined, quantity('30', '')), world()],
  ['work that nobody planned', work(quantity('5', 'MIN')), planned(undefined, quantity('300', 'MIN'))],
  ['scrap alone', confirmation({ yield: quantity('0', 'PC'), scrap: quantity('2', 'PC'), reason: '0001', movements: [] }), world()],
  [
    'negative work',
    work(undefined, quantity('-30', 'MIN')),
    world(),
    ['activityQuantity', 'COUNTERSIGN/ACTIVITY_NEGATIVE', 'entryError', true, 'activities/1/quantity'],
  ],
  [
    'work in pieces',
    work(undefined, quantity('30', 'PC')),
    world(),
    ['activityUnit', 'COUNTERSIGN/ACTIVITY_UNIT', 'unitOfMeasure', true, 'activities/1/unit'],
  ],
  [
    'work in hours by their ISO code',
    work(undefined, quantity('0.5', 'HUR')),
    world(),
    ['activityUnit', 'COUNTERSIGN/ACTIVITY_UNIT', 'unitOfMeasure', true, 'activities/1/unit'],
  ],
  [
    'a hundred times the work',
    work(undefined, quantity('3000', 'MIN')),
    world(),
    ['activityPlausible', implausible, 'entryError', true, 'activities/1/quantity'],
  ],
  [
    'hours that were minutes',
    work(undefined, quantity('30', 'H')),
    world(),
    ['activityPlausible', implausible, 'unitOfMeasure', true, 'activities/1/unit'],
  ],
  [
    'much more work than planned for the whole order',
    work(undefined, quantity('2300', 'MIN')),
    world(),
    ['activityPlausible', implausible, 'entryError', false, 'activities/1/quantity', 'warning'],
  ],
  [
    'a hundred times the planned work, where the ERP itself proposes as much',
    work(undefined, quantity('3000', 'MIN')),
    proposing('activities/1', quantity('50', 'H')),
  ],
  [
    'work that nobody planned and the ERP proposes none of',
    work(undefined, undefined, quantity('5', 'MIN')),
    proposing('activities/1', quantity('30', 'MIN')),
  ],
  [
    'the proposal of another part',
    work(undefined, quantity('3000', 'MIN')),
    world({ expectedWork: [{ part: 1, field: 'activities/1', quantity: quantity('3000', 'MIN') }] }),
    ['activityPlausible', implausible, 'entryError', true, 'activities/1/quantity'],
  ],
  [
    'sixty times what the ERP proposes, of work that nobody planned',
    work(undefined, quantity('30', 'H')),
    proposing('activities/1', quantity('30', 'MIN'), { operations: [operation('0010', { activities: [] }), operation('0020')] }),
    ['activityPlausible', implausible, 'unitOfMeasure', true, 'activities/1/unit'],
  ],
  [
    'work in pieces, which the ERP proposes in minutes',
    work(undefined, quantity('30', 'PC')),
    proposing('activities/1', quantity('30', 'MIN'), { operations: [operation('0010', { activities: [] }), operation('0020')] }),
    ['activityUnit', 'COUNTERSIGN/ACTIVITY_UNIT', 'unitOfMeasure', true, 'activities/1/unit'],
  ],
  [
    'a cost centre whose assignment has ended',
    work(undefined, quantity('30', 'MIN')),
    world({ workCenters: [{ id: 'ASSEMBLY', plant: '1710', costCenter: '17101902', validTo: '2026-06-30' }] }),
    ['costCenter', 'COUNTERSIGN/COST_CENTER', 'accountAssignment', true, 'operation'],
  ],
  [
    'a cost centre that took over from another',
    confirmation({ workCenter: '' }),
    world({
      workCenters: [
        { id: 'ASSEMBLY', plant: '1710', costCenter: '17101901', validTo: '2026-06-30' },
        { id: 'ASSEMBLY', plant: '1710', costCenter: '17101902', validTo: '9999-12-31' },
      ],
    }),
  ],
  [
    'nothing at all',
    confirmation({ yield: quantity('0.000', 'PC'), scrap: quantity('0', 'PC'), movements: [], activities: [quantity('0', 'MIN')] }),
    world(),
    ['nothingConfirmed', 'COUNTERSIGN/NOTHING_CONFIRMED', 'entryError', false, 'yield', 'warning'],
  ],
  [
    'the end of an operation without a quantity',
    confirmation({ yield: quantity('0', 'PC'), movements: [], isFinal: true }),
    withOrder({ operations: [operation('0010', { confirmedYield: '98' }), operation('0020')] }),
  ],
]
