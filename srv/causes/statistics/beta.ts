/** The beta distribution, as far as exact intervals of shares need it. */

/** Coefficients of the Lanczos approximation with g = 7 and nine terms, good to 15 digits. */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const

/** Natural logarithm of Γ(x) for x ≥ ½. */
function logGamma(x: number): number {
  const shifted = x - 1
  const series = LANCZOS.reduce((sum, term, at) => (at === 0 ? term : sum + term / (shifted + at)), 0)
  const base = shifted + 7.5
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(base) - base + Math.log(series)
}

const ACCURACY = 1e-15
const TERMS = 10_000
const avoidZero = (value: number): number => (Math.abs(value) < 1e-300 ? 1e-300 : value)

/** The continued fraction of the incomplete beta function, by Lentz's method; converges fast for x < (a + 1) / (a + b + 2). */
function fraction(x: number, a: number, b: number): number {
  let c = 1
  let d = 1 / avoidZero(1 - ((a + b) * x) / (a + 1))
  let value = d
  for (let m = 1; m <= TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / avoidZero(1 + even * d)
    c = avoidZero(1 + even / c)
    value *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / avoidZero(1 + odd * d)
    c = avoidZero(1 + odd / c)
    value *= d * c
    if (Math.abs(d * c - 1) < ACCURACY) break
  }
  return value
}

/**
 * Regularised incomplete beta function: probability that a Beta(a, b) variable is at most `x`; a, b ≥ 1, 0 ≤ x ≤ 1.
 * @see W. Press et al., Numerical Recipes, §6.4; scipy.special.betainc
 */
function betaShare(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x))
  return x < (a + 1) / (a + b + 2) ? (front * fraction(x, a, b)) / a : 1 - (front * fraction(1 - x, b, a)) / b
}

/** The x at which {@link betaShare} is `share`, by halving: slow beside Newton's, but it can't miss. */
export function betaQuantile(share: number, a: number, b: number): number {
  let [low, high] = [0, 1]
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    if (betaShare(middle, a, b) < share) low = middle
    else high = middle
  }
  return (low + high) / 2
}
