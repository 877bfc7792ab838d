import { randomOf, type Random } from '../../history/random.ts'
import type { Latency } from './plan.ts'

const MOST = 10_000

/** Whatever is left to chance in a plan; the same seed gives the same run. */
export class Chance {
  readonly #random: Random

  constructor(seed: number) {
    this.#random = randomOf(seed)
  }

  /** Milliseconds of one request. */
  delay(latency: Latency): number {
    const ms =
      latency.kind === 'pareto'
        ? latency.least / (1 - this.#random()) ** (1 / latency.alpha)
        : latency.median * Math.exp(latency.sigma * this.#normal())
    return Math.min(ms, latency.most ?? MOST)
  }

  happens(probability: number): boolean {
    return this.#random() < probability
  }

  /** Box and Muller's way from two even numbers to one of the bell. */
  #normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.#random())) * Math.cos(2 * Math.PI * this.#random())
  }
}
