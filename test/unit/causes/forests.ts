import { ForestBuilder } from '../../../srv/causes/forest/builder.ts'
import type { CaseMatrix, Forest } from '../../../srv/causes/forest/forest.ts'
import type { HistogramParameters } from '../../../srv/causes/forest/histogram.ts'
import type { Draw } from '../../../srv/causes/forest/random.ts'
import { randomOf } from '../../../srv/causes/forest/random.ts'

export const PARAMETERS: HistogramParameters = {
  trees: 12,
  seed: 5,
  bins: 255,
  featuresPerSplit: 3,
  minLeaf: 2,
  maxDepth: 12,
  bootstrap: true,
}

/** Cases whose label hangs on some of 8 features: numbers of all sizes, flags, a constant, and few values many times. */
export function casesOf(count: number, seed = 1, classes = 5): CaseMatrix {
  const draw = randomOf(seed, 0)
  const width = 8
  const rows = new Float64Array(count * width)
  const labels = new Uint16Array(count)
  for (let at = 0; at < count; at++) {
    const label = draw(10) < 6 ? 0 : draw(classes)
    const near = (spread: number): number => label + (draw(2001) / 1000 - 1) * spread
    rows.set([near(1.5), -near(3) * 1e9, draw(2), draw(4) === 0 ? label : 0, 7, draw(5), draw(1000) / 1e6, near(4)], at * width)
    labels[at] = label
  }
  return { rows, width, labels, classes }
}

/** The forest of the contract, walked as it is written there. */
export function walk(forest: Forest, row: ArrayLike<number>): number[] {
  const { feature, threshold, left, right } = forest
  return Array.from(forest.roots, (root) => {
    let node = root
    while ((feature[node] ?? -1) >= 0) {
      const goesLeft = (row[feature[node] ?? 0] ?? NaN) < (threshold[node] ?? NaN)
      node = (goesLeft ? left[node] : right[node]) ?? -1
    }
    return node
  })
}

/** Shares of a leaf by label. */
export function sharesOf({ classes, start, label, share }: Forest, leaf: number): number[] {
  const shares = Array.from({ length: classes }, () => 0)
  for (let at = start[leaf] ?? 0; at < (start[leaf + 1] ?? 0); at++) shares[label[at] ?? 0] = share[at] ?? 0
  return shares
}

/** A forest of any shape with small whole numbers for thresholds, so that rows of such numbers often hit them. @param isPure a leaf has just one label */
export function anyForest(draw: Draw, width: number, classes: number, trees: number, depth: number, isPure = false): Forest {
  const builder = new ForestBuilder(width, classes)
  const add = (levels: number): { node: number; cover: number } => {
    const node = builder.add(0)
    if (levels > 0 && draw(4) > 0) {
      builder.split(node, draw(width), draw(9) - 4)
      const [left, right] = [add(levels - 1), add(levels - 1)]
      builder.attach(left.node, node, false)
      builder.attach(right.node, node, true)
      builder.cover(node, left.cover + right.cover)
      return { node, cover: left.cover + right.cover }
    }
    const counts = Array.from({ length: classes }, () => (isPure ? 0 : draw(3)))
    counts[draw(classes)] = 1
    const cover = counts.reduce((sum, each) => sum + each, 0)
    builder.cover(node, cover)
    for (const [label, count] of counts.entries()) if (count > 0) builder.share(label, count / cover)
    return { node, cover }
  }
  for (let tree = 0; tree < trees; tree++) builder.root(add(depth).node)
  return builder.finish()
}
