import { rankOf } from './bins.ts'
import type { Forest } from './forest.ts'

/** Bits of a question that hold the rank; what is above them is four times the feature. */
const RANK_BITS = 22

/**
 * A forest laid out for walking: a node is two whole numbers side by side, siblings are neighbours, and every tree stands level by level, so that its top, which all rows pass, is close
 * together. A row's values are replaced once by their ranks among the forest's thresholds (as in QuickScorer, Lucchese et al. 2015), then every question is one comparison of whole
 * numbers.
 */
export interface Layout {
  /**
   * Per node the question, `feature << 24 | rank`, and the place of its left child, the right one being two further: a row goes right when its rank of the feature reaches `rank`.
   * A leaf is its own left child and asks for a rank that no row has.
   */
  readonly nodes: Int32Array
  /** Place of each tree's root in `nodes`. */
  readonly roots: Int32Array
  /** Place of a leaf behind all trees, without shares: for walks that nobody needs. */
  readonly nowhere: number
  /** Per pair of `nodes`: its node in the forest; −1 for `nowhere`. */
  readonly origin: Int32Array
}

/**
 * @param thresholds of `forest`, per feature
 * @throws RangeError for more than 256 features or 4 million thresholds of one: a question has 32 bits
 */
export function layOut(forest: Forest, thresholds: readonly Float64Array[]): Layout {
  const never = 2 ** RANK_BITS - 1
  if (forest.width > 256 || thresholds.some((own) => own.length >= never)) throw new RangeError('The forest is too large to be laid out.')
  const count = forest.feature.length
  const nodes = new Int32Array(2 * count + 2)
  const origin = new Int32Array(count + 1)
  const roots = new Int32Array(forest.roots.length)
  let end = 0
  for (const [tree, root] of forest.roots.entries()) {
    const top = end
    roots[tree] = 2 * top
    origin[end++] = root
    for (let at = top; at < end; at++) {
      const node = origin[at] ?? 0
      const feature = forest.feature[node] ?? -1
      const own = thresholds[feature]
      nodes[2 * at] = own === undefined ? never : (feature << 24) | rankOf(own, forest.threshold[node] ?? 0)
      nodes[2 * at + 1] = own === undefined ? 2 * at : 2 * end
      if (own === undefined) continue
      origin[end++] = forest.left[node] ?? 0
      origin[end++] = forest.right[node] ?? 0
    }
  }
  nodes.set([never, 2 * end], 2 * end)
  origin[end] = -1
  return { nodes, roots, nowhere: 2 * end, origin }
}
