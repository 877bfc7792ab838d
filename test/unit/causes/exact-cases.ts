import { RandomForestClassifier } from 'ml-random-forest'
import { growExact } from '../../../srv/causes/forest/exact.ts'
import type { ExactParameters } from '../../../srv/causes/forest/exact.ts'
import type { CaseMatrix } from '../../../srv/causes/forest/forest.ts'
import { toLibraryJson } from '../../../srv/causes/forest/library-json.ts'
import { randomOf } from '../../../srv/causes/forest/random.ts'

const shareDrawn = (draw: (below: number) => number): number => draw(2 ** 30) / 2 ** 30

/** Cases as they come: 24 features of all kinds, 90 % healthy, ten causes, the rarest one in a thousand cases. */
export function plainCases(seed: number, cases: number): CaseMatrix {
  const draw = randomOf(seed, 1)
  const [width, classes] = [24, 11]
  const rows = new Float64Array(cases * width)
  const labels = Uint16Array.from({ length: cases }, () => (draw(10) > 0 ? 0 : 1 + draw(1 + draw(10))))
  const normal = (): number => shareDrawn(draw) + shareDrawn(draw) + shareDrawn(draw) - 1.5
  for (const [row, label] of labels.entries()) {
    for (let column = 0; column < width; column++) {
      const isHit = label > 0 && (column * 7 + label * 3) % 5 === 0
      const kinds = [
        (): number => normal() + (isHit ? 1 : 0),
        () => Number(shareDrawn(draw) < (isHit ? 0.6 : 0.05)),
        () => Math.floor(Math.exp(normal() + (isHit ? 1 : 0)) * 3),
        () => Math.round((normal() + (isHit ? 1 : 0)) * 100) / 100,
      ]
      rows[row * width + column] = kinds[column % kinds.length]?.() ?? 0
    }
  }
  return { rows, width, labels, classes }
}

/** Few cases that tie a lot: equal and constant columns, few values, neighbouring doubles, zeros of both signs, labels that are rare or never met. */
export function nastyCases(seed: number, cases: number): CaseMatrix {
  const draw = randomOf(seed, 2)
  const [width, classes] = [1 + draw(6), 2 + draw(5)]
  const kinds = Array.from({ length: width }, () => draw(9))
  const isRare = draw(3) === 0
  const rows = new Float64Array(cases * width)
  const labels = new Uint16Array(cases)
  for (let row = 0; row < cases; row++) {
    const label = isRare && draw(8) > 0 ? 0 : draw(classes)
    labels[row] = label
    for (const [column, kind] of kinds.entries()) {
      const values = [
        draw(1000) / 7,
        draw(2),
        draw(4) + label,
        3.25,
        1 + draw(4) * Number.EPSILON,
        draw(3) * Number.MIN_VALUE,
        [-0, 0, 1][draw(3)] ?? 0,
        (draw(5) - 2) * 1e300,
        column > 0 ? (rows[row * width + column - 1] ?? 0) : label % 2,
      ]
      rows[row * width + column] = values[kind] ?? 0
    }
  }
  return { rows, width, labels, classes }
}

/** The rows as the library wants them. */
export const rowsOf = ({ rows, width, labels }: CaseMatrix): number[][] =>
  Array.from(labels, (_, row) => [...rows.subarray(row * width, (row + 1) * width)])

/** What the library's own training writes, tree by tree and around them. */
export function trainedByLibrary(set: CaseMatrix, parameters: ExactParameters): string[] {
  const { nEstimators, maxFeatures, seed, replacement = false, minNumSamples, maxDepth, gainThreshold } = parameters
  const treeOptions = { gainFunction: 'gini', splitFunction: 'mean', minNumSamples, maxDepth, gainThreshold }
  const bags = { nEstimators, maxFeatures, replacement, seed, useSampleBagging: true, noOOB: true }
  const library = new RandomForestClassifier({ ...bags, treeOptions })
  library.train(rowsOf(set), [...set.labels])
  return parts(JSON.stringify(library))
}

/** The same of our own training, less the `numberSamples` that the library doesn't write. */
export function grownByUs(set: CaseMatrix, parameters: ExactParameters): string[] {
  return parts(JSON.stringify(toLibraryJson(growExact(set, parameters), parameters)))
}

interface NodeJson {
  splitColumn?: number
  numberSamples?: number
}

function parts(json: string): string[] {
  const isUntried = (value: unknown): value is NodeJson =>
    typeof value === 'object' && value !== null && 'distribution' in value && !('splitColumn' in value)
  const model = JSON.parse(json, (_, value: unknown) => {
    if (isUntried(value)) delete value.numberSamples
    return value
  }) as { baseModel: { estimators: unknown[] } }
  const { estimators, ...around } = model.baseModel
  return [JSON.stringify({ ...model, baseModel: around }), ...estimators.map((each) => JSON.stringify(each))]
}
