import type { Forest } from './forest.ts'
import { layOut } from './layout.ts'
import type { Layout } from './layout.ts'
import { leafSharesOf } from './leaf-shares.ts'
import type { LeafShares, Walks } from './leaf-shares.ts'
import { RankTable, thresholdsOf } from './ranks.ts'

/** Reads a forest; its own arrays are written again and again, so that scoring makes no garbage. */
export interface Scorer {
  /**
   * Mean of the leaves' shares over the trees, which sum to 1 (Breiman 2001; as scikit-learn's `predict_proba`).
   *
   * @param row `width` numbers; what is none goes right everywhere
   * @param out `classes` long; made where it is left out
   */
  distribution(row: ArrayLike<number>, out?: Float64Array): Float64Array
  /** Label per tree: that of its leaf's highest share, the lowest of equals, as the trees of `ml-random-forest` vote. */
  votes(row: ArrayLike<number>): Uint16Array
  /** Leaf of the forest per tree. */
  leaves(row: ArrayLike<number>, out?: Int32Array): Int32Array
  /** `count` rows one after the other; answers `classes` numbers for each, equal to those of `distribution`. Faster than row by row. */
  batch(rows: Float64Array, count: number): Float64Array
}

/** So many rows are walked down a tree before the next one, while it's in the cache. A multiple of four. */
const BLOCK = 256
/** Questions that are asked before it is looked whether there is any left. */
const STRIDE = 4

class FlatScorer implements Scorer {
  readonly #forest: Forest
  readonly #layout: Layout
  readonly #table: RankTable
  readonly #shares: LeafShares
  /** Vote per pair of the layout's nodes. */
  readonly #votes: Uint16Array
  /** Of four rows at a time, feature after feature: the rank of each. */
  readonly #ranks: Int32Array
  /** Where the walks of a row are, down all trees. */
  readonly #row: Walks
  /** Where the walks of a block are, down four trees. */
  readonly #block: Walks

  constructor(forest: Forest) {
    const thresholds = thresholdsOf(forest)
    this.#forest = forest
    this.#layout = layOut(forest, thresholds)
    this.#table = new RankTable(thresholds)
    this.#shares = leafSharesOf(forest, this.#layout)
    this.#votes = Uint16Array.from(this.#layout.origin, (node) => voteOf(forest, node))
    this.#ranks = new Int32Array(BLOCK * forest.width)
    this.#row = { places: new Int32Array(Math.ceil(forest.roots.length / 4) * 4), lane: 1, step: 4 }
    this.#block = { places: new Int32Array(4 * BLOCK), lane: BLOCK, step: 1 }
  }

  distribution(row: ArrayLike<number>, out = new Float64Array(this.#forest.classes)): Float64Array {
    const trees = this.#forest.roots.length
    const places = this.#walkTrees(row)
    out.fill(0)
    this.#shares.add(this.#row, places.length / 4, out, 0, 0)
    for (let label = 0; label < out.length; label++) out[label] = (out[label] ?? 0) / trees
    return out
  }

  votes(row: ArrayLike<number>): Uint16Array {
    const places = this.#walkTrees(row)
    const votes = new Uint16Array(this.#forest.roots.length)
    for (let tree = 0; tree < votes.length; tree++) votes[tree] = this.#votes[(places[tree] ?? 0) >> 1] ?? 0
    return votes
  }

  leaves(row: ArrayLike<number>, out = new Int32Array(this.#forest.roots.length)): Int32Array {
    const places = this.#walkTrees(row)
    for (let tree = 0; tree < out.length; tree++) out[tree] = this.#layout.origin[(places[tree] ?? 0) >> 1] ?? 0
    return out
  }

  batch(rows: Float64Array, count: number): Float64Array {
    const { width, classes } = this.#forest
    const { roots, nowhere } = this.#layout
    const { places } = this.#block
    const out = new Float64Array(count * classes)
    for (let from = 0; from < count; from += BLOCK) {
      const block = Math.min(BLOCK, count - from)
      for (let at = 0; at < block; at++) this.#rank(rows, (from + at) * width, (at >> 2) * 4 * width + (at & 3), 1)
      for (let tree = 0; tree < roots.length; tree += 4) {
        for (let lane = 0; lane < 4; lane++) {
          places.fill(roots[tree + lane] ?? nowhere, lane * BLOCK, (lane + 1) * BLOCK)
          this.#walk(places, lane * BLOCK, lane * BLOCK + block, 4 * width)
        }
        this.#shares.add(this.#block, block, out, from * classes, classes)
      }
    }
    for (let at = 0; at < out.length; at++) out[at] = (out[at] ?? 0) / roots.length
    return out
  }

  /** Writes the row's ranks `lanes` times. */
  #rank(row: ArrayLike<number>, from: number, to: number, lanes: number): void {
    const ranks = this.#ranks
    for (let feature = 0; feature < this.#forest.width; feature++) {
      const rank = this.#table.rankOf(feature, row[from + feature] ?? NaN)
      for (let lane = 0; lane < lanes; lane++) ranks[to + 4 * feature + lane] = rank
    }
  }

  #walkTrees(row: ArrayLike<number>): Int32Array {
    const { places } = this.#row
    this.#rank(row, 0, 0, 4)
    places.fill(this.#layout.nowhere, -4)
    places.set(this.#layout.roots)
    this.#walk(places, 0, places.length, 0)
    return places
  }

  /** Goes down from `places[from]` up to `places[to]`, four walks at a time: the memory answers one while it is asked for the next. Every four read the ranks `step` further. */
  #walk(places: Int32Array, from: number, to: number, step: number): void {
    const { nodes } = this.#layout
    const ranks = this.#ranks
    let row = 0
    for (let walk = from; walk < to; walk += 4) {
      let a = places[walk] ?? 0
      let b = places[walk + 1] ?? 0
      let c = places[walk + 2] ?? 0
      let d = places[walk + 3] ?? 0
      for (let moved = 1; moved !== 0;) {
        for (let asked = 0; asked < STRIDE; asked++) {
          const askA = nodes[a] ?? 0
          const askB = nodes[b] ?? 0
          const askC = nodes[c] ?? 0
          const askD = nodes[d] ?? 0
          // Without a branch, which nothing could predict: the sign bit is set where the row's rank reaches the node's.
          a = (nodes[a + 1] ?? 0) + ((((askA & 0x3fffff) - (ranks[row + (askA >>> 22)] ?? 0) - 1) >>> 31) << 1)
          b = (nodes[b + 1] ?? 0) + ((((askB & 0x3fffff) - (ranks[row + (askB >>> 22) + 1] ?? 0) - 1) >>> 31) << 1)
          c = (nodes[c + 1] ?? 0) + ((((askC & 0x3fffff) - (ranks[row + (askC >>> 22) + 2] ?? 0) - 1) >>> 31) << 1)
          d = (nodes[d + 1] ?? 0) + ((((askD & 0x3fffff) - (ranks[row + (askD >>> 22) + 3] ?? 0) - 1) >>> 31) << 1)
        }
        moved = ((nodes[a + 1] ?? 0) ^ a) | ((nodes[b + 1] ?? 0) ^ b) | ((nodes[c + 1] ?? 0) ^ c) | ((nodes[d + 1] ?? 0) ^ d)
      }
      places[walk] = a
      places[walk + 1] = b
      places[walk + 2] = c
      places[walk + 3] = d
      row += step
    }
  }
}

function voteOf({ start, label, share }: Forest, node: number): number {
  const from = start[node] ?? 0
  let best = from
  for (let at = from + 1; at < (start[node + 1] ?? 0); at++) if ((share[at] ?? 0) > (share[best] ?? 0)) best = at
  return label[best] ?? 0
}

/**
 * Lays `forest` out once (some milliseconds) for rows to be scored in microseconds.
 *
 * @throws RangeError for more than 256 features or 4 million different thresholds of one
 */
export function createScorer(forest: Forest): Scorer {
  return new FlatScorer(forest)
}
