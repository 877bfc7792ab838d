import { ForestBuilder } from './builder.ts'
import type { Forest } from './forest.ts'
import { shareOf } from './library-gini.ts'
import type { Found } from './split-search.ts'

/** A forest with what the library notes beside, so that its JSON can be written to the last bit. Shares are summed up as the library does. */
export interface ExactForest extends Forest {
  /** Columns that each tree sees, in its own order, tree after tree; as many for each. */
  readonly columns: Int32Array
  /** Gain of the best split of a node, whether or not it was made: −Infinity where there was nothing to try, NaN for a node of too few cases to try. */
  readonly gain: Float64Array
  /** Place of that split's column among the tree's columns; −1 where there is none. */
  readonly slot: Int32Array
  /** That split's value; NaN where there is none. */
  readonly value: Float64Array
}

/** Writes an `ExactForest` node after node: every tree depth first, left before right. */
export class ExactBuilder {
  readonly #forest: ForestBuilder
  readonly #columns: number[] = []
  readonly #gain: number[] = []
  readonly #slot: number[] = []
  readonly #value: number[] = []

  constructor(width: number, classes: number) {
    this.#forest = new ForestBuilder(width, classes)
  }

  /** What is added from now on is a tree that sees `columns`. */
  tree(columns: readonly number[]): void {
    this.#columns.push(...columns)
  }

  /** @param parent node; −1 for a root */
  add(cover: number, parent: number, isRight: boolean): number {
    const node = this.#forest.add(cover)
    if (parent < 0) this.#forest.root(node)
    else this.#forest.attach(node, parent, isRight)
    this.#gain.push(NaN)
    this.#slot.push(-1)
    this.#value.push(NaN)
    return node
  }

  tried(node: number, { gain, slot, value }: Omit<Found, 'middle'>): void {
    this.#gain[node] = gain
    this.#slot[node] = slot
    this.#value[node] = value
  }

  split(node: number, column: number, value: number): void {
    this.#forest.split(node, column, value)
  }

  /** The node that was added last holds `length` cases, so many of each label. */
  leaf(counts: Int32Array, length: number): void {
    for (let label = 0; label < counts.length; label++) {
      const count = counts[label] ?? 0
      if (count > 0) this.share(label, shareOf(count, length))
    }
  }

  /** A share of the node that was added last. */
  share(label: number, share: number): void {
    this.#forest.share(label, share)
  }

  finish(): ExactForest {
    return {
      ...this.#forest.finish(),
      columns: Int32Array.from(this.#columns),
      gain: Float64Array.from(this.#gain),
      slot: Int32Array.from(this.#slot),
      value: Float64Array.from(this.#value),
    }
  }
}
