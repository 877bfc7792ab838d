import type { Influence } from '../domain/judgement.ts'
import { pathOf } from './forest/tree.ts'
import type { TreeNode } from './forest/tree.ts'
import type { Explanation } from './model.ts'
import { FEATURE_SCHEMA } from './schema.ts'
import type { FeatureVector } from './schema.ts'

/**
 * Splits one prediction of a forest over the features on its paths: each step from a node to its child moves the probability of `label`,
 * and the feature split at that node is credited with the step. `base` (mean over the roots) + contributions = predicted probability.
 * Exact and cheap, but steps near the root are credited for what only deeper ones make useful (features that act together share unevenly).
 *
 * @see A. Palczewska et al., "Interpreting random forest classification models using a feature contribution method", arXiv:1312.1121
 * @see A. Saabas, "treeinterpreter" (the same idea); S. Lundberg et al., arXiv:1802.03888, for its bias against Shapley values
 */
export function attributePaths(roots: readonly TreeNode[], features: FeatureVector, label: number): Explanation {
  const contributions = FEATURE_SCHEMA.features.map(() => 0)
  let base = 0
  for (const root of roots) {
    let before = root.value[label] ?? 0
    base += before / roots.length
    let split = root.split
    for (const node of pathOf(root, features).slice(1)) {
      const after = node.value[label] ?? 0
      if (split) contributions[split.feature] = (contributions[split.feature] ?? 0) + (after - before) / roots.length
      before = after
      split = node.split
    }
  }
  return { base, contributions }
}

/** A number for people: at most four significant digits, no exponent. */
function format(value: number): string {
  return String(Number(value.toPrecision(4)))
}

/** The features that moved an explained prediction most, largest first, with their value and unit; at most `count`. */
export function influencesOf(explanation: Explanation, features: FeatureVector, count = 6): Influence[] {
  return FEATURE_SCHEMA.features
    .map((feature, at) => ({
      feature: feature.name,
      value: format(features[at] ?? feature.missing),
      unit: feature.unit,
      contribution: explanation.contributions[at] ?? 0,
    }))
    .filter((each) => Math.abs(each.contribution) >= 1e-6)
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
    .slice(0, count)
}
