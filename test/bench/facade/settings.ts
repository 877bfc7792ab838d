/** How much is measured. */
export interface Sizes {
  readonly senders: readonly number[]
  /** Each measures everybody once, in turn; medians count. */
  readonly rounds: number
  /** Seconds of one measurement, and before it. */
  readonly seconds: number
  readonly warmUp: number
  /** Seconds at most in which everybody gets every message once before anything is measured. */
  readonly first: number
  readonly orders: number
  /** Recorded attempts, fewer and more. */
  readonly attempts: readonly [number, number]
  /** Audit entries that are appended and sealed. */
  readonly entries: number
}

export const FULL: Sizes = {
  senders: [1, 10, 50],
  rounds: 5,
  seconds: 3,
  warmUp: 1,
  first: 120,
  orders: 120,
  attempts: [1_000, 1_000_000],
  entries: 100_000,
}

/** Two minutes: for trying out. */
export const QUICK: Sizes = {
  senders: [1, 10, 50],
  rounds: 1,
  seconds: 1.5,
  warmUp: 0.7,
  first: 15,
  orders: 80,
  attempts: [1_000, 20_000],
  entries: 10_000,
}

export const DATABASES = ['sqlite', 'postgres'] as const

/** What parts are told. */
export interface Bench {
  readonly sizes: Sizes
  readonly databases: readonly (typeof DATABASES)[number][]
  /** For databases and files; goes when the bench ends. */
  readonly folder: string
  /** Tells whoever waits what is going on. */
  readonly say: (progress: string) => void
}
