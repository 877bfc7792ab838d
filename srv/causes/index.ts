/**
 * # Causes: why a message fails, or would be booked wrongly
 *
 * Pure TypeScript without CAP: messages, context and findings go in, ranked causes come out, in well under a millisecond.
 *
 *     parts, context, findings ──▶ features.ts ──▶ forest/ ──▶ ranker.ts ──▶ Prediction
 *                        └───────▶ prior.ts ──────────────────────┘
 *
 * - `schema.ts` the fixed list of numbers that a model sees, each with unit, range, missing value and meaning; its hash ties models to it
 * - `features.ts` (`consumption.ts`, `supply.ts`, `numbers.ts`) works them out of a message; no identifiers, no clock, never NaN
 * - `prior.ts` what is believed before anything was learnt: base rates, and findings as evidence
 * - `model.ts` what every family of models offers: `fit`, `predictProba`, `explain`, `save`, `load`
 * - `forest/library.ts` the family in use: forests of `ml-random-forest`; `grow.ts` grows them, `tree.ts` reads them, `train.ts` does it
 *   all in a thread of its own (`worker.ts`)
 * - `explain.ts` which feature moved a prediction, and how far
 * - `ranker.ts` holds the model in use and pools it with the prior
 *
 * ## Decided here, and why
 *
 * **Two questions.** Whether a message fails (`failure`) is one; why it would (`causes`, which sum to one) is another. A gate needs the first,
 * a planner the second.
 *
 * **Rules lead.** A decisive finding decides without the model. Without one, model and prior are pooled log-linearly; the model is silent
 * until it has learnt from 100 failures, and gains weight with their number.
 *
 * **Made history ranks, it never gates.** Cases that were invented for development have no true share of failures: a model of origin `made`
 * has no say in `failure`.
 *
 * **The library defines the forest, we grow it.** `ml-random-forest` needs two minutes for 400 cases of 20 causes, since it partitions all
 * rows anew for every change of label. `grow.ts` makes the same forest to the last bit in two seconds; tests train both and compare, and
 * every training ends with the library loading the result and voting on each case as we do.
 *
 * **Leaves, not votes.** Probabilities are means of leaf distributions: smoother than counted votes with the few cases of a young plant, and
 * the only form in which contributions of features add up to the prediction.
 *
 * **A broken model is no outage.** Whatever goes wrong, the prior answers and the prediction is stamped `prior-1`.
 */
export { extractFeatures } from './features.ts'
export type { Evidenced } from './features.ts'
export { libraryForest } from './forest/library.ts'
export { train } from './forest/train.ts'
export type { CauseModel, LabelledCase } from './model.ts'
export { createRanker } from './ranker.ts'
export type { Ranker } from './ranker.ts'
export { FEATURE_SCHEMA } from './schema.ts'
