import { ModelError } from '../errors.ts'
import type { CaseMatrix } from './forest.ts'

const unusable = (text: string, target: string): ModelError => new ModelError('COUNTERSIGN/CASES_UNUSABLE', text, target)

/** @throws ModelError `COUNTERSIGN/CASES_UNUSABLE` when `set` is empty, its parts don't fit together, or a number is none that can be learned from */
export function assertCases({ rows, width, labels, classes, weights }: CaseMatrix): void {
  const cases = labels.length
  if (cases === 0) throw unusable('There are no cases.', 'labels')
  if (!Number.isInteger(width) || width < 1 || rows.length !== cases * width) {
    throw unusable(`${rows.length} numbers aren't ${cases} rows of ${width}.`, 'rows')
  }
  const broken = rows.findIndex((value) => !Number.isFinite(value))
  if (broken >= 0) throw unusable(`Feature ${broken % width} isn't finite.`, `rows/${Math.floor(broken / width)}`)
  const unknown = labels.findIndex((label) => label >= classes)
  if (unknown >= 0) throw unusable(`Label ${labels[unknown] ?? ''} is none of ${classes}.`, `labels/${unknown}`)
  if (weights === undefined) return
  if (weights.length !== cases) throw unusable(`${weights.length} weights aren't ${cases}.`, 'weights')
  const weightless = weights.findIndex((weight) => !(weight > 0 && weight < Infinity))
  if (weightless >= 0) throw unusable('A weight is above 0 and finite.', `weights/${weightless}`)
}
