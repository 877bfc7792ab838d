/** What trainers learn from, and what they make: plain numbers, without a word about causes. */

/** Cases as numbers. */
export interface CaseMatrix {
  /** Row after row, `width` finite numbers each. */
  readonly rows: Float64Array
  readonly width: number
  /** One a row, 0 to `classes` − 1. */
  readonly labels: Uint16Array
  readonly classes: number
  /** One a row, positive: how much a case counts; left out, each counts 1. The exact trainer knows no weights. */
  readonly weights?: Float64Array
}

/**
 * Trees as flat arrays, the nodes of all trees one after the other, each tree's root first and every child after its parent. A row goes left where its value of `feature` is below
 * `threshold`. Data only: never changed once made, equal for equal cases, parameters and seed on every machine and for any number of threads.
 */
export interface Forest {
  readonly width: number
  readonly classes: number
  /** Node of each tree's root. */
  readonly roots: Int32Array
  /** Column of the row that a node asks for; −1 for a leaf. */
  readonly feature: Int32Array
  /** NaN for a leaf. */
  readonly threshold: Float64Array
  /** Node; −1 for a leaf. */
  readonly left: Int32Array
  readonly right: Int32Array
  /** Weight of the training cases that pass a node: their number, where none is weighted. */
  readonly cover: Float64Array
  /** A leaf's shares stand from `start[node]` up to `start[node + 1]` in `label` and `share`; other nodes have none. One longer than there are nodes. */
  readonly start: Uint32Array
  readonly label: Uint16Array
  /** Above 0; a leaf's sum to 1. Labels ascend. */
  readonly share: Float64Array
}

/** How far a training is: trees that are done, of how many. */
export type Progress = (done: number, total: number) => void
