import { attribution } from './attribution.ts'
import { anyData } from './data.ts'
import type { DataSet } from './csv.ts'
import type { Figure } from './figures.ts'
import { trainModels } from './models.ts'
import { promises } from './promises.ts'
import { quality } from './quality.ts'
import { responsive } from './responsive.ts'
import { scoring } from './scoring.ts'
import type { Bench } from './settings.ts'
import { threads } from './threads.ts'
import { training } from './training.ts'

/** Parts of the bench, in order; `data` only with a table. */
export const PARTS = ['training', 'threads', 'responsive', 'models', 'data'] as const
export type Part = (typeof PARTS)[number]

/** Any table that somebody brought. */
export interface Brought {
  readonly file: string
  readonly data: DataSet
}

/** All figures of the parts asked for, one part after the other, so that none disturbs another's clock. */
export async function runBench(bench: Bench, parts: readonly Part[], brought?: Brought): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const part of PARTS.filter((each) => parts.includes(each))) {
    if (part === 'training') figures.push(...(await training(bench)))
    if (part === 'threads') figures.push(...(await threads(bench)))
    if (part === 'responsive') figures.push(...(await responsive(bench)))
    if (part === 'models') {
      const models = await trainModels(bench)
      for (const section of [scoring, quality, promises, attribution]) figures.push(...section(bench, models))
    }
    if (part === 'data' && brought) figures.push(...(await anyData(bench, brought.data, brought.file)))
  }
  return figures
}
