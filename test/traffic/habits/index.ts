import { mistakes } from '../mistakes/index.ts'
import type { Mistake } from '../mistakes/mistake.ts'
import type { Shares } from '../plan.ts'
import { Random } from '../random.ts'
import type { World } from '../world.ts'
import { aPart, fromReceiving, hardlyAny, notEnoughElsewhere, perhapsElsewhere, scarceable, short, tooMuchByUnit } from './deficit.ts'
import { IMPERIAL, imperial, miscounted, setupWaste, stoodIn, wrongNumber } from './over.ts'

/** How people work in the plant: before its habits change, and after. */
export type Era = 'before' | 'after'

/** Of all messages of a week: 77.5 % healthy, 9 % over-consumption, 6 % deficits, the rest clear cases. */
export const WEEK_SHARES: Shares = { refused: 0.095, wrong: 0.12, catalogue: 0.01 }

/** Their part is taken by habits. */
const REPLACED = new Set(['setupWaste', 'stockDeficit', 'lateReceipt'])
/** Sum of the weights of clear mistakes of one kind: what the families have over them makes 9 % and 6 % of all. */
const CLEAR = { refused: 3.5, wrong: 3 }
const OVER = 9
const DEFICIT = 6
/** One in five is a stray. */
const HABITUAL = 0.8
/** Any place, any lot. */
const ANYWHERE = { at: [], portion: [0.05, 0.4] } as const
const SMALL = [0.04, 0.12] as const
const LARGE = [0.2, 0.5] as const

/** Everything that goes wrong in a week of this era, clear cases first. */
export function mistakesOf(era: Era, groups: Groups): readonly Mistake[] {
  return [...clear(), ...overConsumption(era), ...deficits(era, groups)]
}

function clear(): Mistake[] {
  return (['refused', 'wrong'] as const).flatMap((kind) => {
    const own = mistakes.filter((each) => each.kind === kind && !REPLACED.has(each.cause))
    const total = own.reduce((sum, each) => sum + each.weight, 0)
    return own.map((each) => ({ ...each, weight: (each.weight / total) * CLEAR[kind] }))
  })
}

function overConsumption(era: Era): Mistake[] {
  const habit = (share: number) => OVER * share * HABITUAL
  const stray = (share: number) => ({ ...ANYWHERE, weight: OVER * share * (1 - HABITUAL) })
  const strays = [
    setupWaste({ ...stray(0.3), isFirst: true }, [1.25, 2.9]),
    wrongNumber(stray(0.28), [1.25, 2.9]),
    imperial(stray(0.2)),
    stoodIn(stray(0.22)),
  ]
  const standIn = stoodIn({ at: ['ASSY', 'PACK'], portion: [0.05, 0.4], weight: habit(0.22) })
  if (era === 'before')
    return [
      setupWaste({ at: ['MACH', 'WIND'], isFirst: true, portion: SMALL, weight: habit(0.3) }, [1.3, 1.9]),
      miscounted({ at: ['ASSY', 'PACK'], portion: LARGE, weight: habit(0.28) }),
      imperial({ at: ['MACH'], portion: [0.05, 0.4], weight: habit(0.2) }),
      standIn,
      ...strays,
    ]
  return [
    setupWaste({ at: ['ASSY'], isFirst: true, portion: LARGE, weight: habit(0.3) }, [1.9, 2.9]),
    wrongNumber({ at: ['MACH', 'WIND'], isFirst: true, portion: SMALL, weight: habit(0.28) }, [1.3, 1.9]),
    imperial({ at: ['ASSY', 'TEST', 'PACK'], portion: [0.05, 0.4], weight: habit(0.2) }),
    standIn,
    ...strays,
  ]
}

/** Materials that deficits happen to, in three parts. */
export interface Groups {
  readonly first: readonly string[]
  readonly second: readonly string[]
  readonly third: readonly string[]
  /** Those that are weighed or measured. */
  readonly measured: readonly string[]
}

/** The same for the same seed and the same materials. */
export function groupsOf(world: World, seed: string): Groups {
  const drawn = new Random('groups', seed).shuffled(scarceable(world))
  const part = (index: number): string[] => drawn.filter((_, at) => at % 3 === index)
  return {
    first: part(0),
    second: part(1),
    third: part(2),
    measured: drawn.filter((each) => IMPERIAL[world.materials.get(each)?.baseUnit ?? ''] !== undefined),
  }
}

function deficits(era: Era, { first, second, third, measured }: Groups): Mistake[] {
  const all = [...first, ...second, ...third]
  const habit = (share: number) => DEFICIT * share * HABITUAL
  const stray = (share: number) => ({ weight: DEFICIT * share * (1 - HABITUAL), materials: all })
  const strays = [
    short({ cause: 'lateReceipt', ...stray(0.3), here: hardlyAny, elsewhere: perhapsElsewhere }),
    short({ cause: 'stockDeficit', ...stray(0.3), here: aPart, elsewhere: notEnoughElsewhere }),
    fromReceiving(stray(0.22)),
    tooMuchByUnit({ ...stray(0.18), materials: measured }),
  ]
  const place = fromReceiving({ weight: habit(0.22), materials: third })
  const unit = tooMuchByUnit({ weight: habit(0.18), materials: measured })
  if (era === 'before')
    return [
      short({ cause: 'lateReceipt', weight: habit(0.3), materials: first, here: hardlyAny, elsewhere: perhapsElsewhere }),
      short({ cause: 'stockDeficit', weight: habit(0.3), materials: second, here: aPart, elsewhere: notEnoughElsewhere }),
      ...[place, unit, ...strays],
    ]
  return [
    short({ cause: 'lateReceipt', weight: habit(0.21), materials: second, here: aPart, elsewhere: notEnoughElsewhere }),
    short({ cause: 'lateReceipt', weight: habit(0.09), materials: second, here: hardlyAny, elsewhere: perhapsElsewhere }),
    short({ cause: 'stockDeficit', weight: habit(0.3), materials: first, here: hardlyAny, elsewhere: notEnoughElsewhere }),
    ...[place, unit, ...strays],
  ]
}
