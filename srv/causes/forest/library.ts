import { createHash } from 'node:crypto'
import { RandomForestClassifier } from 'ml-random-forest'
import { CAUSES } from '../../domain/judgement.ts'
import type { Cause } from '../../domain/judgement.ts'
import { ModelError } from '../errors.ts'
import { attributePaths } from '../explain.ts'
import type { CauseModel, CauseModelFamily, FitOptions, LabelledCase, ModelFacts, Proba } from '../model.ts'
import { FEATURE_SCHEMA } from '../schema.ts'
import type { FeatureVector } from '../schema.ts'
import { pathOf, readNode, withCover } from './tree.ts'
import type { NodeJson, TreeNode } from './tree.ts'

type Label = Cause | 'healthy'
const LABELS: readonly Label[] = ['healthy', ...CAUSES]
const FAMILY = 'ml-random-forest'
const FORMAT = 1
const LEAST_CASES = 20
/** Training takes about n² time: some seconds at 400, minutes from 1,000 on. */
const MOST_CASES = 2000

/** What is kept of a model: facts, labels in the order of the leaves, and the library's own JSON (`RandomForestClassifier.load` reads `forest`). */
interface ForestDocument {
  readonly format: number
  readonly facts: ModelFacts
  readonly labels: readonly Label[]
  readonly forest: {
    readonly name: 'RFClassifier'
    readonly baseModel: Readonly<Record<string, unknown>> & {
      readonly indexes: readonly (readonly number[])[]
      readonly estimators: readonly { readonly name: 'DTClassifier'; readonly options: unknown; readonly root: NodeJson }[]
    }
  }
}

/**
 * The parameters that are not the library's defaults, and why: its default `gainThreshold` 0.01 is an absolute gain and switches rare causes
 * off; small leaves are read as distributions, so they needn't be pure; every tree sees two thirds of the features and a bootstrap of the rows.
 */
function parametersOf(trees: number): {
  nEstimators: number
  maxFeatures: number
  replacement: boolean
  useSampleBagging: boolean
  noOOB: boolean
} {
  return { nEstimators: trees, maxFeatures: 0.67, replacement: false, useSampleBagging: true, noOOB: true }
}
const TREE = { gainFunction: 'gini', splitFunction: 'mean', gainThreshold: 0, minNumSamples: 4, maxDepth: 16 } as const

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const unusable = (text: string, target: string): ModelError => new ModelError('COUNTERSIGN/CASES_UNUSABLE', text, target)

function assertUsable(cases: readonly LabelledCase[], trees: number): void {
  if (cases.length < LEAST_CASES || cases.length > MOST_CASES)
    throw unusable(`${cases.length} cases; ${LEAST_CASES} to ${MOST_CASES} can be learnt from.`, 'cases')
  if (new Set(cases.map((each) => each.cause)).size < 2) throw unusable('All cases have the same cause.', 'cases')
  if (!Number.isInteger(trees) || trees < 1 || trees > 500) throw unusable(`${trees} trees; 1 to 500 are possible.`, 'trees')
  // The library lets NaN and rows of another width pass silently.
  const width = FEATURE_SCHEMA.features.length
  const broken = cases.findIndex(({ features }) => features.length !== width || !features.every(Number.isFinite))
  if (broken >= 0) throw unusable(`Case ${broken} isn't ${width} finite numbers.`, `cases/${broken}/features`)
}

function fit(cases: readonly LabelledCase[], { seed, origin, trees = 60 }: FitOptions): CauseModel {
  assertUsable(cases, trees)
  const labelOf = (each: LabelledCase): Label => each.cause ?? 'healthy'
  // The library takes labels for positions, so they are numbered without gaps.
  const labels = LABELS.filter((label) => cases.some((each) => labelOf(each) === label))
  const parameters = parametersOf(trees)
  const rows = cases.map((each) => each.features)
  const library = new RandomForestClassifier({ ...parameters, seed, treeOptions: { ...TREE } })
  library.train(
    rows.map((each) => [...each]),
    cases.map((each) => labels.indexOf(labelOf(each))),
  )
  const trained = JSON.parse(JSON.stringify(library)) as {
    baseModel: Record<string, unknown> & { indexes: number[][]; estimators: { options: unknown; root: unknown }[] }
  }
  const { indexes, estimators } = trained.baseModel
  const dataHash = sha256(JSON.stringify(cases.map((each) => [each.cause, each.features])))
  const facts = {
    family: FAMILY,
    origin,
    cases: cases.length,
    failures: cases.filter((each) => each.cause !== null).length,
    seed,
    parameters: { ...parameters, ...TREE },
    featureSchema: FEATURE_SCHEMA.hash,
    dataHash,
  }
  return modelOf({
    format: FORMAT,
    facts: { version: `forest-${FEATURE_SCHEMA.version}-${sha256(JSON.stringify(facts)).slice(0, 12)}`, ...facts },
    labels,
    forest: {
      name: 'RFClassifier',
      baseModel: {
        ...trained.baseModel,
        indexes,
        estimators: estimators.map(({ options, root }, tree) => {
          const columns = indexes[tree] ?? []
          return { name: 'DTClassifier' as const, options, root: withCover(readNode(root, columns, labels.length), columns, rows) }
        }),
      },
    },
  })
}

function load(saved: string): CauseModel {
  const broken = (text: string, target: string): ModelError => new ModelError('COUNTERSIGN/MODEL_BROKEN', text, target)
  let document: Partial<ForestDocument> | null
  try {
    document = JSON.parse(saved) as Partial<ForestDocument> | null
  } catch {
    throw broken('The model is no JSON.', 'model')
  }
  if (document?.format !== FORMAT || document.facts?.family !== FAMILY) throw broken('The model is none of this family.', 'format')
  const { facts, labels, forest } = document
  if (facts.featureSchema !== FEATURE_SCHEMA.hash) {
    throw new ModelError('COUNTERSIGN/MODEL_OUTDATED', `Model ${facts.version} was trained with other features.`, 'featureSchema')
  }
  if (!Array.isArray(labels) || !labels.every((each) => LABELS.includes(each))) throw broken('The labels are not known.', 'labels')
  if (!Array.isArray(forest?.baseModel?.estimators) || !Array.isArray(forest.baseModel.indexes))
    throw broken('The model has no trees.', 'forest')
  return modelOf({ format: FORMAT, facts, labels, forest })
}

/** Distribution over the labels that each tree votes with: the leaf that `features` reaches. */
function leavesOf(roots: readonly TreeNode[], features: FeatureVector): (readonly number[])[] {
  return roots.map((root) => pathOf(root, features).at(-1)?.value ?? [])
}

function modelOf(document: ForestDocument): CauseModel {
  const { facts, labels, forest } = document
  const roots = forest.baseModel.estimators.map((each, tree) => readNode(each.root, forest.baseModel.indexes[tree] ?? [], labels.length))
  if (roots.length === 0) throw new ModelError('COUNTERSIGN/MODEL_BROKEN', 'The model has no trees.', 'forest')
  return {
    version: facts.version,
    facts,
    predictProba(features): Proba {
      const leaves = leavesOf(roots, features)
      const probability = (label: number): number => leaves.reduce((sum, leaf) => sum + (leaf[label] ?? 0), 0) / leaves.length
      const all = labels.map((label, at) => [label, probability(at)] as const)
      const causes = new Map(all.flatMap(([label, value]) => (label === 'healthy' ? [] : [[label, value] as const])))
      return { healthy: all.find(([label]) => label === 'healthy')?.[1] ?? 0, causes }
    },
    explain: (features, cause) => attributePaths(roots, features, labels.indexOf(cause ?? 'healthy')),
    save: () => JSON.stringify(document),
  }
}

/**
 * `ml-random-forest` 2.1.0 as a family of cause models. The library trains; probabilities are the mean of the distributions in the leaves
 * that the trees reach, since its own `predictProbability` loses the first tree's vote and doesn't sum to one. Deterministic by seed.
 * `fit` blocks the thread for seconds: use `train` of `./train.ts` where others wait.
 */
export const libraryForest: CauseModelFamily = { name: FAMILY, fit, load }
