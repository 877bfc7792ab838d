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
  /** Per pair of `nodes`: its node in the forest. */
  readonly origin: Int32Array
  /** Per pair of `nodes` that is a leaf: where its shares start. */
  readonly start: Int32Array
  /** Per share: its label; ~label for a leaf's last one. */
  readonly labels: Int32Array
  /** Per feature: thresholds that the forest asks for, ascending, one feature after the other from `first[feature]`. */
  readonly thresholds: Float64Array
  readonly first: Int32Array
}

/** Per feature: thresholds that `forest` asks for, each once, ascending. */
export function thresholdsOf({ width, feature, threshold }: Forest): Float64Array[] {
  const met = Array.from({ length: width }, () => new Set<number>())
  for (const [node, own] of feature.entries()) if (own >= 0) met[own]?.add(threshold[node] ?? 0)
  return met.map((each) => Float64Array.from(each).sort())
}

/** @throws RangeError for more than 256 features or 4 million thresholds of one: a question has 32 bits */
export function layOut(forest: Forest): Layout {
  const thresholds = thresholdsOf(forest)
  const never = 2 ** RANK_BITS - 1
  if (forest.width > 256 || thresholds.some((own) => own.length >= never)) throw new RangeError('The forest is too large to be laid out.')
  const count = forest.feature.length
  const nodes = new Int32Array(2 * count)
  const origin = new Int32Array(count)
  const roots = new Int32Array(forest.roots.length)
  let end = 0
  for (const [tree, root] of forest.roots.entries()) {
    const top = end
    roots[tree] = 2 * top
    origin[end++] = root
    for (let at = top; at < end; at++) {
      const node = origin[at] ?? 0
      const feature = forest.feature[node] ?? -1
      nodes[2 * at] =
        feature < 0 ? never : (feature << 24) | rankOf(thresholds[feature] ?? new Float64Array(0), forest.threshold[node] ?? 0)
      nodes[2 * at + 1] = feature < 0 ? 2 * at : 2 * end
      if (feature < 0) continue
      origin[end++] = forest.left[node] ?? 0
      origin[end++] = forest.right[node] ?? 0
    }
  }
  const first = new Int32Array(forest.width + 1)
  for (const [feature, own] of thresholds.entries()) first[feature + 1] = (first[feature] ?? 0) + own.length
  const labels = Int32Array.from(forest.label)
  for (const end of forest.start) if (end > 0 && (labels[end - 1] ?? 0) >= 0) labels[end - 1] = ~(labels[end - 1] ?? 0)
  const start = origin.map((node) => forest.start[node] ?? 0)
  return { nodes, roots, origin, start, labels, thresholds: Float64Array.from(thresholds.flatMap((own) => [...own])), first }
}
