import { seedCosts } from '../plant/seed-costs.ts'
import { addDays } from '../plant/days.ts'
import { activityPrices, closedFinancePeriods, costCenters } from '../s4/model/sets/internal.ts'
import { productPlants, productValuations } from '../s4/model/sets/product.ts'
import { workCenterCostCenters } from '../s4/model/sets/work-center.ts'
import { failure } from './build.ts'
import { changeOperation } from './changes.ts'
import type { FailingMessage } from './failure.ts'
import { confirmation, document, issueOfPart, wireDate } from './messages.ts'
import type { Scene } from './scene.ts'

const accounting = { cause: 'accountAssignment', queue: 'finance', foreseeable: true } as const

/** What can't be charged, and dates that accounting or materials management won't take. */
export const accountFailures = [
  failure({
    ...accounting,
    name: 'no account for the material',
    catalogue: '27',
    code: 'M8/147',
    spoil: ({ part, change }) => change(productValuations.name, { Product: part }, { ValuationClass: '' }),
  }),
  failure({
    ...accounting,
    name: 'no cost object',
    catalogue: '28',
    code: 'KI/235',
    prepare: ownCostCenter,
    message: (scene) => consumption(scene, costCenterOf(scene)),
    mistake: (scene) => consumption(scene, ''),
  }),
  failure({
    ...accounting,
    name: 'cost center locked',
    catalogue: '29a',
    code: 'KI/901',
    foreseeable: 'that a cost center is locked stands in its master record, which no service of manufacturing shows',
    prepare: ownCostCenter,
    message: (scene) => consumption(scene, costCenterOf(scene)),
    spoil: (scene) => scene.change(costCenters.name, { CostCenter: costCenterOf(scene) }, { IsLocked: true }),
  }),
  failure({
    ...accounting,
    name: 'cost center of the work center ended',
    catalogue: '29b',
    code: 'KI/900',
    prepare: ownCostCenter,
    message: withWork,
    spoil: (scene) =>
      scene.change(
        workCenterCostCenters.name,
        { WorkCenter: workCenterOf(scene) },
        {
          ValidityEndDate: `${addDays(scene.stage.today, -10)}T00:00:00.000Z`,
        },
      ),
  }),
  failure({
    ...accounting,
    name: 'price of the activity missing',
    catalogue: '30b',
    code: 'KI/902',
    foreseeable: 'prices of activities are planned in controlling, and no service of manufacturing shows them',
    prepare: ownCostCenter,
    message: withWork,
    spoil: (scene) => scene.remove(activityPrices.name, { CostCenter: costCenterOf(scene), ActivityType: 'MACH' }),
  }),
  failure({
    name: 'period of materials management closed',
    catalogue: '31',
    code: 'M7/053',
    cause: 'period',
    queue: 'controller',
    foreseeable: true,
    mistake: (scene) => confirmation(scene, { PostingDate: wireDate(addDays(`${scene.stage.today.slice(0, 7)}-01`, -45)) }),
  }),
  failure({
    name: 'period of the material moved on',
    catalogue: '31',
    code: 'M7/053',
    cause: 'period',
    queue: 'controller',
    foreseeable: true,
    spoil: ({ stage, part, change }) => {
      const [year = '', month = ''] = addDays(`${stage.today.slice(0, 7)}-01`, 65).split('-')
      change(productPlants.name, { Product: part }, { FiscalYearCurrentPeriod: year, FiscalMonthCurrentPeriod: month })
    },
  }),
  failure({
    name: 'period of finance closed',
    catalogue: '32',
    code: 'F5/201',
    cause: 'period',
    queue: 'finance',
    foreseeable: 'which periods accounting has opened for which accounts is a setting that no service shows',
    spoil({ books, stage, part, change }) {
      const valuationClass = `Z${stage.index.toString(36).toUpperCase().padStart(3, '0').slice(-3)}`
      change(productValuations.name, { Product: part }, { ValuationClass: valuationClass })
      const [year = '', month = ''] = stage.today.split('-')
      const period = { CompanyCode: '1710', ValuationClass: valuationClass, FiscalYear: year, FiscalPeriod: month }
      books.insert(closedFinancePeriods.name, period)
    },
  }),
  failure({
    name: 'posting date of tomorrow',
    catalogue: '33',
    code: 'RU/908',
    cause: 'timeZone',
    queue: 'integration',
    foreseeable: true,
    mistake: (scene) => confirmation(scene, { PostingDate: wireDate(addDays(scene.stage.today, 1)) }),
  }),
]

/** A work center, and what it's charged to, that nobody else uses. */
function ownCostCenter(scene: Scene): void {
  const id = workCenterOf(scene)
  seedCosts(scene.books, { id, plant: scene.site.id, text: 'Assembly, special versions', costCenter: costCenterOf(scene) })
  changeOperation(scene, { WorkCenter: id })
}

function workCenterOf({ stage }: Scene): string {
  return `AS${String(stage.index).padStart(5, '0')}`
}

function costCenterOf({ stage }: Scene): string {
  return String(900_000 + stage.index)
}

/** Half an hour of machine time, and its labour. */
function withWork(scene: Scene): FailingMessage {
  return confirmation(scene, {
    OpConfirmedWorkQuantity2: '30',
    OpWorkQuantityUnit2: 'MIN',
    OpConfirmedWorkQuantity3: '20',
    OpWorkQuantityUnit3: 'MIN',
  })
}

/** Parts for a cost center instead of an order. */
function consumption(scene: Scene, CostCenter: string): FailingMessage {
  const { Reservation: _order, ReservationItem: _position, ...item } = issueOfPart(scene, { GoodsMovementType: '201' })
  return document(scene, '03', [{ ...item, CostCenter }])
}
