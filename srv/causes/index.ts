/**
 * # Causes: why a message fails, or would be booked wrongly
 *
 * Pure TypeScript without CAP: messages, context and findings go in, ranked causes come out, in well under a millisecond.
 *
 *     parts, context, findings ──▶ features/ ──▶ forest/ ─┐
 *     findings ─────────────────▶ prior.ts ──────────────┴▶ statistics/ ──▶ ranker.ts ──▶ Prediction
 *                                                          pool, calibration, shortlist, gate
 *
 * - `features/` the fixed list of numbers that a model sees (`schema.ts`: unit, range, missing value, meaning; its hash ties models to it), worked out of a
 *   message and of what earlier ones of its plant, material, … came to (`encoding.ts`); no identifiers, no clock, never NaN
 * - `prior.ts` what is believed before anything was learnt: base rates, and findings as evidence; `features/habits.ts` corrects that by what came of others
 * - `forest/` grows, reads and packs forests: plain numbers, without a word about causes
 * - `statistics/` one voice of rules and model, honest probabilities, few causes, what may pass, and when the world has changed
 * - `model.ts`, `fit.ts` a forest as a model of causes; `assess.ts`, `version.ts` how it is to be heard beside the rules
 * - `train.ts` all of that in a thread of its own; `evaluation/` how good it is, on what it didn't learn from
 * - `explain/` what spoke for it, in numbers and in words, and who was alike
 * - `ranker.ts` holds the version in use
 *
 * ## Decided here, and why
 *
 * **Two questions.** Whether a message fails (`failure`) is one; why it would (`causes`, which sum to one) is another. A gate needs the first,
 * a planner the second.
 *
 * **Rules lead.** A decisive finding decides without the model. Without one, model and rules are pooled log-linearly; the model is silent
 * until it has learnt from 100 failures, then its weight is what the latest messages prove it worth.
 *
 * **Made history ranks, it never gates.** Cases that were invented for development have no true share of failures: a model of origin `made`
 * has no say in `failure`.
 *
 * **The library defines the exact forest, we grow it.** `ml-random-forest` partitions all rows anew for every change of label; `forest/exact.ts` makes
 * the same forest to the last bit in a hundredth of the time. Tests train both and compare node for node. The histogram forest is the second family;
 * both learn from the same cases, and what did better on the latest ones is the challenger.
 *
 * **Leaves, not votes.** Probabilities are means of leaf distributions: smoother than counted votes with the few cases of a young plant, and
 * the only form in which contributions of features add up to the prediction.
 *
 * **A broken model is no outage.** Whatever goes wrong, the rules answer and the prediction is stamped `prior-1`.
 */
export { lossOf } from './statistics/distribution.ts'
export { type PageHinkley, startPageHinkley, watchLoss } from './statistics/drift.ts'
export { type CaseKeys } from './features/encoding.ts'
export { fought, NO_DUEL, verdictOf } from './evaluation/promotion.ts'
export { extractFeatures } from './features/features.ts'
export type { Evidenced } from './features/features.ts'
export { loadModel } from './fit.ts'
export { FAMILIES, labelOf, type LabelledCase, type Sign } from './model.ts'
export { createNeighbours, type Neighbours } from './explain/neighbours.ts'
export { habitShift, type NamedFailure } from './statistics/habit-shift.ts'
export { describePopulation, populationShift } from './statistics/population.ts'
export { createRanker } from './ranker.ts'
export type { Ranker } from './ranker.ts'
export { FEATURE_SCHEMA } from './features/schema.ts'
export { train, type Trained } from './train.ts'
export { wordsOf } from './explain/words.ts'
export { type Assessment, hear, type Version } from './version.ts'
