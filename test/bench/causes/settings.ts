/** How much is measured. */
export interface Sizes {
  readonly trees: number
  /** Rows that the library trains all trees on. Its time grows with their square: 100 trees of 1,000 rows take over a minute. */
  readonly library: readonly number[]
  /** Rows that the library trains a few trees on, which are compared with the exact trainer's same few. */
  readonly libraryFew: readonly number[]
  readonly fewTrees: number
  /** Rows that the others train all trees on. */
  readonly train: readonly number[]
  /** Trainings of which the median counts; the library trains once. */
  readonly repeats: number
  /** Runs of one thread and of two in turn, of which the quickest counts. */
  readonly turns: number
  /** Rows that the models learn from that are scored, judged and explained, and rows that they are tested on. */
  readonly learn: number
  readonly test: number
  /** Rows that the calibrators get, fewer and more; each is drawn so many times. */
  readonly calibrate: readonly [number, number]
  readonly draws: number
  /** Rows that are scored or explained one by one. */
  readonly singles: number
  /** Labelled cases that the product trains on while others wait for their turn; the most that its window holds by default. */
  readonly cases: number
}

export const FULL: Sizes = {
  trees: 100,
  library: [500, 1_000],
  libraryFew: [2_000, 5_000],
  fewTrees: 10,
  train: [500, 1_000, 2_000, 5_000, 20_000],
  repeats: 3,
  turns: 5,
  learn: 20_000,
  test: 20_000,
  calibrate: [1_000, 5_000],
  draws: 10,
  singles: 5_000,
  cases: 20_000,
}

/** Less than a minute, for every change: what must hold at any size is judged, what the full sizes are needed for says so. */
export const QUICK: Sizes = {
  trees: 40,
  library: [200],
  libraryFew: [400],
  fewTrees: 4,
  train: [200, 400, 2_000],
  repeats: 1,
  turns: 2,
  learn: 4_000,
  test: 4_000,
  calibrate: [500, 2_000],
  draws: 4,
  singles: 1_000,
  cases: 800,
}

/** What sections are told. */
export interface Bench {
  readonly sizes: Sizes
  /** Why scikit-learn can't be asked; undefined where it can. */
  readonly noSklearn: string | undefined
  /** Tells whoever waits what is going on. */
  readonly say: (progress: string) => void
}
