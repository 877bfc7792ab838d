import { createHash } from 'node:crypto'
import { RandomForestClassifier } from 'ml-random-forest'
import { CAUSES } from '../../domain/judgement.ts'
import type { Cause } from '../../domain/judgement.ts'
import { ModelError } from '../errors.ts'
import { attributePaths } from '../explain.ts'
import type { CauseModel, CauseModelFamily, FitOptions, LabelledCase, ModelFacts, Proba } from '../model.ts'
import { FEATURE_SCHEMA } from '../schema.ts'
import type { FeatureVector } from '../schema.ts'
import { growForest } from './grow.ts'
import { pathOf, readNode, withCover } from './tree.ts'
import type { TreeNode } from './tree.ts'

type Label = Cause | 'healthy'
const LABELS: readonly Label[] = ['healthy', ...CAUSES]
const FAMILY = 'ml-random-forest'
const FORMAT = 1
const LEAST_CASES = 20
/** Two seconds for 400 cases, about half a minute for 2,000; beyond that this family is the wrong one. */
const MOST_CASES = 2000

type LibraryJson = Parameters<typeof RandomForestClassifier.load>[0]

/** What is kept of a model: facts, labels in the order of the leaves, and the forest in the library's own form (its `load` reads it). */
interface ForestDocument {
  readonly format: number
  readonly facts: ModelFacts
  readonly labels: readonly Label[]
  readonly forest: LibraryJson
}

/**
 * What isn't the library's default, and why: its `gainThreshold` 0.01 is an absolute gain and switches rare causes off; leaves are read as
 * distributions, so they needn't be pure; every tree sees two thirds of the features and a bootstrap of the rows.
 */
const TREE = { gainFunction: 'gini', splitFunction: 'mean', gainThreshold: 0, minNumSamples: 4, maxDepth: 16 } as const
const BAGS = { maxFeatures: 0.67, replacement: false, useSampleBagging: true, noOOB: true } as const

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const broken = (text: string, target: string): ModelError => new ModelError('COUNTERSIGN/MODEL_BROKEN', text, target)
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
  const rows = cases.map((each) => each.features)
  const numbers = cases.map((each) => labels.indexOf(labelOf(each)))
  const parameters = { nEstimators: trees, ...BAGS, ...TREE }
  const grown = growForest(rows, numbers, { ...parameters, seed })
  const facts = {
    family: FAMILY,
    origin,
    cases: cases.length,
    failures: cases.filter((each) => each.cause !== null).length,
    seed,
    parameters,
    featureSchema: FEATURE_SCHEMA.hash,
    dataHash: sha256(JSON.stringify(cases.map((each) => [each.cause, each.features]))),
  }
  const forest = {
    name: 'RFClassifier' as const,
    baseModel: {
      indexes: grown.map((tree) => [...tree.columns]),
      n: grown[0]?.columns.length ?? 0,
      nEstimators: trees,
      ...BAGS,
      treeOptions: TREE,
      isClassifier: true,
      seed,
      estimators: grown.map(({ root, columns }) => ({
        name: 'DTClassifier',
        options: { ...TREE, kind: 'classifier' },
        root: withCover(root, columns, rows),
      })),
    },
  }
  assertSameVotes(forest, rows, labels.length)
  return modelOf({
    format: FORMAT,
    facts: { version: `forest-${FEATURE_SCHEMA.version}-${sha256(JSON.stringify(facts)).slice(0, 12)}`, ...facts },
    labels,
    forest,
  })
}

/** The library has the last word on what its forest says: every tree's vote must be the one that it reads out of the same JSON. */
function assertSameVotes(forest: LibraryJson, rows: readonly FeatureVector[], labels: number): void {
  const theirs = RandomForestClassifier.load(structuredClone(forest)).predictionValues(rows.map((row) => [...row]))
  const roots = rootsOf(forest, labels)
  for (const [at, row] of rows.entries()) {
    const ours = leavesOf(roots, row).map((leaf) => leaf.indexOf(Math.max(...leaf)))
    const differs = ours.findIndex((vote, tree) => vote !== theirs.get(at, tree))
    if (differs >= 0) throw broken(`Tree ${differs} is read differently by ml-random-forest.`, 'forest')
  }
}

function parsed(saved: string): Partial<ForestDocument> | null {
  try {
    return JSON.parse(saved) as Partial<ForestDocument> | null
  } catch {
    throw broken('The model is no JSON.', 'model')
  }
}

function load(saved: string): CauseModel {
  const document = parsed(saved)
  if (document?.format !== FORMAT || document.facts?.family !== FAMILY) throw broken('The model is none of this family.', 'format')
  const { facts, labels, forest } = document
  if (facts.featureSchema !== FEATURE_SCHEMA.hash) {
    throw new ModelError('COUNTERSIGN/MODEL_OUTDATED', `Model ${facts.version} was trained with other features.`, 'featureSchema')
  }
  if (labels?.every((each) => LABELS.includes(each)) !== true) throw broken('The labels are not known.', 'labels')
  if (!Array.isArray(forest?.baseModel.estimators) || !Array.isArray(forest.baseModel.indexes))
    throw broken('The model has no trees.', 'forest')
  return modelOf({ format: FORMAT, facts, labels, forest })
}

function rootsOf({ baseModel }: LibraryJson, labels: number): TreeNode[] {
  const estimators: readonly { readonly root: unknown }[] = baseModel.estimators
  return estimators.map((each, tree) => readNode(each.root, baseModel.indexes[tree] ?? [], labels))
}

/** Distribution over the labels that each tree votes with: the leaf that `features` reaches. */
function leavesOf(roots: readonly TreeNode[], features: FeatureVector): (readonly number[])[] {
  return roots.map((root) => pathOf(root, features).at(-1)?.value ?? [])
}

function modelOf(document: ForestDocument): CauseModel {
  const { facts, labels, forest } = document
  const roots = rootsOf(forest, labels.length)
  if (roots.length === 0) throw broken('The model has no trees.', 'forest')
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
 * Forests of `ml-random-forest` 2.1.0 as a family of cause models, grown by `./grow.ts` exactly as the library would, in seconds. Probabilities
 * are the mean of the distributions in the leaves that the trees reach; the library's own `predictProbability` loses the first tree's vote
 * and doesn't sum to one. Deterministic by seed. `fit` blocks the thread: use `train` of `./train.ts` where others wait.
 */
export const libraryForest: CauseModelFamily = { name: FAMILY, fit, load }
