import { causesOf, clamp, failureOf, logistic, normalise, requireEqualLength, softmax } from './distribution.ts'
import type { Distribution } from './distribution.ts'

/**
 * # The pool: rules and model with one voice
 *
 * Log-linear: p ∝ rules^a × model^b. Rules lead: as long as fewer than 100 failures are labelled, a = 1 and b = 0. From then on the
 * weights are learnt, held back towards the rules and kept between 0 and 1: free weights do harm with few failures, and a model that adds
 * nothing ends at b = 0. One pair of weights for which cause it is, one for whether it fails. What comes out is calibrated afterwards.
 *
 * @see C. Genest, J. Zidek, Statistical Science 1 (1986); T. Heskes, NIPS 1997
 */

/** Exponents, 0 to 1. */
interface Weights {
  readonly rules: number
  readonly model: number
}

/** How many labelled messages the model learnt from, and how many of them failed: nothing rarer than half of one is believed from it. */
export interface Learnt {
  readonly cases: number
  readonly failures: number
}

export interface Pool {
  readonly learnt: Learnt
  readonly causes: Weights
  readonly failure: Weights
}

const RULES_ALONE: Weights = { rules: 1, model: 0 }
/** Labelled failures from which the model has a say. */
const LEAST_FAILURES = 100
/**
 * Strength of the pull towards the rules, in messages of middling evidence. On made opinions, a fit on 25 failures then costs at most .003
 * nats with a model that knows nothing, where a pull of 5 costs twice that; at 100 a far better model is still held back with 500.
 */
const PULL = 20
const HALF = 0.5

/** Log probabilities of the labels from 1 on, as the pool takes them; label 0 stays out. */
function logCauses(distribution: Distribution, cases: number): Float64Array {
  const causes = causesOf(distribution)
  const count = causes.length - 1
  return causes.map((share, label) => (label === 0 ? 0 : Math.log((share * cases + HALF) / (cases + HALF * count))))
}

/** Log probabilities of healthy and failing. */
function logOutcome(failure: number, cases: number): Float64Array {
  return Float64Array.of(1 - failure, failure).map((share) => Math.log((share * cases + HALF) / (cases + 1)))
}

/** Rules speak as if from this many cases: their probabilities are kept off 0 and 1, no more. */
const CASES_OF_RULES = 5_000

/** One message as the fit sees it: what both say, and which label it was. */
interface Voice {
  readonly rules: Float64Array
  readonly model: Float64Array
  readonly label: number
}

/** Value, slope and curvature of the penalised log loss at given weights. */
interface Ground {
  readonly loss: number
  readonly slope: readonly [number, number]
  readonly curve: readonly [number, number, number]
}

function groundAt(voices: readonly Voice[], from: number, a: number, b: number): Ground {
  let loss = (PULL / 2) * ((a - 1) ** 2 + b ** 2)
  let [slopeA, slopeB] = [PULL * (a - 1), PULL * b]
  let [aa, ab, bb] = [PULL, 0, PULL]
  for (const { rules, model, label } of voices) {
    const shares = softmax(
      rules.map((log, at) => a * log + b * (model[at] ?? 0)),
      from,
    )
    let [meanA, meanB, squareA, product, squareB] = [0, 0, 0, 0, 0]
    for (let at = from; at < shares.length; at++) {
      const [share, u, v] = [shares[at] ?? 0, rules[at] ?? 0, model[at] ?? 0]
      meanA += share * u
      meanB += share * v
      squareA += share * u * u
      product += share * u * v
      squareB += share * v * v
    }
    loss -= Math.log(Math.max(shares[label] ?? 0, Number.MIN_VALUE))
    slopeA += meanA - (rules[label] ?? 0)
    slopeB += meanB - (model[label] ?? 0)
    aa += squareA - meanA * meanA
    ab += product - meanA * meanB
    bb += squareB - meanB * meanB
  }
  return { loss, slope: [slopeA, slopeB], curve: [aa, ab, bb] }
}

/** Where the parabola through `ground` is lowest between 0 and 1, by turns along each weight. */
function lowest({ slope, curve }: Ground, a: number, b: number): readonly [number, number] {
  let [nextA, nextB] = [a, b]
  for (let turn = 0; turn < 200; turn++) {
    nextA = clamp(a - (slope[0] + curve[1] * (nextB - b)) / curve[0], 0, 1)
    nextB = clamp(b - (slope[1] + curve[1] * (nextA - a)) / curve[2], 0, 1)
  }
  return [nextA, nextB]
}

/** Newton's method between bounds: the loss is convex, so it ends at the one minimum. */
function fitWeights(voices: readonly Voice[], from: number): Weights {
  let [a, b] = [RULES_ALONE.rules, RULES_ALONE.model]
  let ground = groundAt(voices, from, a, b)
  for (let step = 0; step < 50; step++) {
    const [toA, toB] = lowest(ground, a, b)
    let part = 1
    let next = groundAt(voices, from, toA, toB)
    for (; next.loss > ground.loss && part > 1e-6; part /= 2) {
      next = groundAt(voices, from, a + (part / 2) * (toA - a), b + (part / 2) * (toB - b))
    }
    const moved = part * Math.max(Math.abs(toA - a), Math.abs(toB - b))
    if (next.loss > ground.loss || moved < 1e-9) break
    a += part * (toA - a)
    b += part * (toB - b)
    ground = next
  }
  return { rules: a, model: b }
}

/**
 * Weights of rules and model, learnt from messages that neither of them learnt from. The rules alone, as long as the model learnt from
 * fewer than 100 failures.
 *
 * @param rules one row a message over all labels, as the rules say it
 * @param model the same by the model, not calibrated
 * @param labels what really was, one a message, 0 where it was healthy
 * @throws RangeError when lengths differ
 */
export function fitPool(rules: readonly Distribution[], model: readonly Distribution[], labels: ArrayLike<number>, learnt: Learnt): Pool {
  requireEqualLength(rules, labels, 'rules and labels')
  requireEqualLength(model, labels, 'model and labels')
  if (learnt.failures < LEAST_FAILURES) return rulesAlone(learnt)
  const causes: Voice[] = []
  const outcomes: Voice[] = []
  rules.forEach((byRules, at) => {
    const [byModel, label] = [model[at] ?? [], labels[at] ?? 0]
    if (label > 0) causes.push({ rules: logCauses(byRules, CASES_OF_RULES), model: logCauses(byModel, learnt.failures), label })
    outcomes.push({
      rules: logOutcome(failureOf(byRules), CASES_OF_RULES),
      model: logOutcome(failureOf(byModel), learnt.cases),
      label: Math.min(1, label),
    })
  })
  return { learnt, causes: fitWeights(causes, 1), failure: fitWeights(outcomes, 0) }
}

/** The pool in which the model has no say. */
export function rulesAlone(learnt: Learnt = { cases: 0, failures: 0 }): Pool {
  return { learnt, causes: RULES_ALONE, failure: RULES_ALONE }
}

/**
 * Probability of each cause, given that the message fails. Exactly what the rules say where the model has no say.
 * @param rules over all labels, or over the causes alone
 * @param model the same
 * @returns as long: 0 for label 0, the rest sums to one
 */
export function poolCauses({ causes, learnt }: Pool, rules: Distribution, model: Distribution): Float64Array {
  if (causes.rules === 1 && causes.model === 0) return causesOf(rules)
  const byRules = logCauses(rules, CASES_OF_RULES)
  const byModel = logCauses(model, learnt.failures)
  return softmax(
    byRules.map((log, label) => causes.rules * log + causes.model * (byModel[label] ?? 0)),
    1,
  )
}

/** Probability (0 to 1) that the message fails, of what rules and model say. Exactly what the rules say where the model has no say. */
export function poolFailure({ failure, learnt }: Pool, rules: number, model: number): number {
  if (failure.rules === 1 && failure.model === 0) return rules
  const odds = ([fine, failing]: Float64Array): number => (failing ?? 0) - (fine ?? 0)
  return logistic(failure.rules * odds(logOutcome(rules, CASES_OF_RULES)) + failure.model * odds(logOutcome(model, learnt.cases)))
}

/** Both answers in one row over all labels, that sums to one. */
export function pool(weights: Pool, rules: Distribution, model: Distribution): Float64Array {
  const failure = poolFailure(weights, failureOf(rules), failureOf(model))
  const joint = poolCauses(weights, rules, model).map((share) => share * failure)
  joint[0] = 1 - failure
  return normalise(joint)
}
