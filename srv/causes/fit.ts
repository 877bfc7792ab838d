import { createHash } from 'node:crypto'
import type { RandomForestClassifier } from 'ml-random-forest'
import { ModelError } from './errors.ts'
import { createExplainer } from './explain/explain.ts'
import type { CaseMatrix, Forest } from './forest/forest.ts'
import type { ExactParameters } from './forest/exact.ts'
import { growInThreads } from './forest/grow-in-threads.ts'
import type { HistogramParameters } from './forest/histogram.ts'
import { fromLibraryJson, toLibraryJson } from './forest/library-json.ts'
import { packForest, unpackForest } from './forest/pack.ts'
import { createScorer } from './forest/scorer.ts'
import { FAMILIES, labelOf, LABELS } from './model.ts'
import type { CauseModel, Family, FitOptions, LabelledCase, ModelFacts } from './model.ts'
import { FEATURE_SCHEMA } from './features/schema.ts'

/** Cases become a forest, a forest becomes a model of causes: fitted, saved as text, and loaded again. */

const FORMAT = 2
const LEAST_CASES = 20
const MOST_CASES = 200_000
/** Below this number of cases leaves must be small to tell rare causes at all. */
const FEW_CASES = 2_000

type LibraryJson = Parameters<typeof RandomForestClassifier.load>[0]

/** What is kept of a model: its facts, which of {@link LABELS} each class of the forest is, and the forest. */
interface ModelDocument {
  readonly format: number
  readonly facts: ModelFacts
  /** Classes that occur, as positions in {@link LABELS}: the forest numbers them without gaps. */
  readonly labels: readonly number[]
  /** Exact: the library's own JSON, which its `load` reads. Histogram: packed, in base64. */
  readonly forest: LibraryJson | string
}

const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex')
const broken = (text: string, target: string): ModelError => new ModelError('COUNTERSIGN/MODEL_BROKEN', text, target)
const unusable = (text: string, target: string): ModelError => new ModelError('COUNTERSIGN/CASES_UNUSABLE', text, target)

/**
 * Fits a model, in threads of its own.
 *
 * @throws ModelError `COUNTERSIGN/CASES_UNUSABLE` with too few or too many cases, one label only, or rows that don't fit the schema;
 *   `COUNTERSIGN/TRAINING_CANCELLED` once `signal` is aborted
 */
export async function fitModel(cases: readonly LabelledCase[], options: FitOptions, signal?: AbortSignal): Promise<CauseModel> {
  const { family, seed, origin, trees = 100, threads = 1 } = options
  assertUsable(cases, trees)
  const labels = LABELS.flatMap((_, label) => (cases.some((each) => labelOf(each.cause) === label) ? [label] : []))
  const set = matrixOf(family === 'exact' ? repeated(cases) : cases, labels, family === 'histogram')
  const { forest, kept, parameters } = await grown(set, { family, seed, trees, threads, cases: cases.length }, signal)
  const facts = {
    family,
    origin,
    cases: cases.length,
    failures: cases.filter((each) => each.cause !== null).length,
    seed,
    parameters: { ...parameters },
    featureSchema: FEATURE_SCHEMA.hash,
    dataHash: dataHashOf(cases),
  }
  return modelOf(
    {
      format: FORMAT,
      facts: { version: `${family}-${FEATURE_SCHEMA.version}-${sha256(JSON.stringify(facts)).slice(0, 12)}`, ...facts },
      labels,
      forest: kept,
    },
    forest,
  )
}

interface Growth {
  readonly family: Family
  readonly seed: number
  readonly trees: number
  readonly threads: number
  readonly cases: number
}

async function grown(set: CaseMatrix, { family, seed, trees, threads, cases }: Growth, signal?: AbortSignal) {
  if (family === 'exact') {
    const parameters = exactly(cases, trees, seed)
    const forest = await growInThreads(set, { family, parameters }, { threads, signal })
    return { forest, kept: toLibraryJson(forest, parameters), parameters }
  }
  const parameters = binned(cases, trees, seed)
  const forest = await growInThreads(set, { family, parameters }, { threads, signal })
  return { forest, kept: Buffer.from(packForest(forest)).toString('base64'), parameters }
}

/** `gainThreshold` is an absolute gain in the library: anything but 0 switches rare causes off. */
function exactly(cases: number, trees: number, seed: number): ExactParameters {
  return { nEstimators: trees, maxFeatures: 1, seed, minNumSamples: cases < FEW_CASES ? 4 : 20, maxDepth: 16, gainThreshold: 0 }
}

function binned(cases: number, trees: number, seed: number): HistogramParameters {
  return { trees, seed, bins: 255, featuresPerSplit: 12, minLeaf: cases < FEW_CASES ? 1 : 3, maxDepth: 16, bootstrap: true }
}

function assertUsable(cases: readonly LabelledCase[], trees: number): void {
  if (cases.length < LEAST_CASES || cases.length > MOST_CASES)
    throw unusable(`${cases.length} cases; ${LEAST_CASES} to ${MOST_CASES} can be learnt from.`, 'cases')
  if (new Set(cases.map((each) => each.cause)).size < 2) throw unusable('All cases have the same cause.', 'cases')
  if (!Number.isInteger(trees) || trees < 1 || trees > 500) throw unusable(`${trees} trees; 1 to 500 are possible.`, 'trees')
  // The library lets NaN and rows of another width pass silently.
  const width = FEATURE_SCHEMA.features.length
  const at = cases.findIndex(({ features }) => features.length !== width || !features.every(Number.isFinite))
  if (at >= 0) throw unusable(`Case ${at} isn't ${width} finite numbers.`, `cases/${at}/features`)
}

/** The library knows no weights: what counts three times stands there three times. */
function repeated(cases: readonly LabelledCase[]): LabelledCase[] {
  return cases.flatMap((each) => Array.from({ length: Math.max(1, Math.round(each.weight ?? 1)) }, () => each))
}

function matrixOf(cases: readonly LabelledCase[], labels: readonly number[], isWeighted: boolean): CaseMatrix {
  const width = FEATURE_SCHEMA.features.length
  const rows = new Float64Array(cases.length * width)
  for (const [at, { features }] of cases.entries()) rows.set(features, at * width)
  const set = { rows, width, labels: Uint16Array.from(cases, (each) => labels.indexOf(labelOf(each.cause))), classes: labels.length }
  return isWeighted ? { ...set, weights: Float64Array.from(cases, (each) => each.weight ?? 1) } : set
}

function dataHashOf(cases: readonly LabelledCase[]): string {
  const hash = createHash('sha256')
  for (const each of cases) hash.update(JSON.stringify([each.cause, each.weight ?? 1, each.features]))
  return hash.digest('hex')
}

/** @throws ModelError `COUNTERSIGN/MODEL_BROKEN`, or `COUNTERSIGN/MODEL_OUTDATED` for another feature schema */
export function loadModel(saved: string): CauseModel {
  const document = parsed(saved)
  if (document?.format !== FORMAT || !document.facts || !FAMILIES.includes(document.facts.family))
    throw broken('The model has no known form.', 'format')
  const { facts, labels, forest } = document
  if (facts.featureSchema !== FEATURE_SCHEMA.hash)
    throw new ModelError('COUNTERSIGN/MODEL_OUTDATED', `Model ${facts.version} was trained with other features.`, 'featureSchema')
  if (!Array.isArray(labels) || !labels.every((each) => each in LABELS)) throw broken('The labels are not known.', 'labels')
  if (forest === undefined) throw broken('The model has no trees.', 'forest')
  const trees = typeof forest === 'string' ? unpackForest(Buffer.from(forest, 'base64')) : fromLibraryJson(forest, labels.length)
  if (trees.width !== FEATURE_SCHEMA.features.length || trees.classes !== labels.length)
    throw broken('The trees have another shape.', 'forest')
  return modelOf({ format: FORMAT, facts, labels, forest }, trees)
}

function parsed(saved: string): Partial<ModelDocument> | null {
  try {
    return JSON.parse(saved) as Partial<ModelDocument> | null
  } catch {
    throw broken('The model is no JSON.', 'model')
  }
}

/** A model from what another thread fitted, without reading its text. */
export function modelFrom(facts: ModelFacts, labels: readonly number[], forest: Forest, saved: string): CauseModel {
  return { ...modelOf({ format: FORMAT, facts, labels, forest: '' }, forest), save: () => saved }
}

function modelOf(document: ModelDocument, forest: Forest): CauseModel {
  const scorer = createScorer(forest)
  const explainer = createExplainer(forest)
  const classes = new Map(document.labels.map((label, at) => [label, at]))
  return {
    facts: document.facts,
    distribution(features) {
      const shares = scorer.distribution(Float64Array.from(features))
      const all = new Float64Array(LABELS.length)
      for (const [at, label] of document.labels.entries()) all[label] = shares[at] ?? 0
      return all
    },
    explainOdds(features, label) {
      const at = classes.get(label)
      const smoothing = { cases: document.facts.failures, options: LABELS.length - 1 }
      // Never met, never explained: what is said of it is said of every message.
      if (at === undefined)
        return { base: Math.log(0.5 / (smoothing.cases + (smoothing.options - 1) / 2)), contributions: new Float64Array(features.length) }
      return explainer.explainOdds(Float64Array.from(features), at, smoothing)
    },
    leaves: (features) => scorer.leaves(Float64Array.from(features)),
    save: () => JSON.stringify(document),
    forest,
    labels: document.labels,
  }
}
