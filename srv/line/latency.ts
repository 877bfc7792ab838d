import { createHistogram } from 'node:perf_hooks'

/** Milliseconds after which what was measured begins to be forgotten. */
const WINDOW = 10_000
/** Microseconds from one to an hour, to two digits. */
const SCALE = { lowest: 1, highest: 3_600_000_000, figures: 2 }

/** How long things took lately: of the last ten to twenty seconds. */
export class Latency {
  #before = createHistogram(SCALE)
  #now = createHistogram(SCALE)
  #begun = performance.now()

  /** @param milliseconds that one took */
  record(milliseconds: number): void {
    this.#turn()
    this.#now.record(Math.min(SCALE.highest, Math.max(SCALE.lowest, Math.round(milliseconds * 1000))))
  }

  /** Milliseconds within which these shares, in percent, were done; 0 when nothing was. */
  percentiles(...shares: readonly number[]): number[] {
    this.#turn()
    const all = createHistogram(SCALE)
    all.add(this.#before)
    all.add(this.#now)
    return shares.map((each) => (all.count === 0 ? 0 : all.percentile(each) / 1000))
  }

  #turn(): void {
    const age = performance.now() - this.#begun
    if (age < WINDOW) return
    const [old, older] = [this.#now, this.#before]
    older.reset()
    this.#now = older
    this.#before = old
    if (age >= 2 * WINDOW) old.reset()
    this.#begun = performance.now()
  }
}
