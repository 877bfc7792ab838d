import type { Forest } from '../forest/forest.ts'

/**
 * What each feature did to one prediction: `base` + the sum of `contributions` = what is explained, within 1e-9. `base` is what the forest
 * says of a case that it knows nothing about; one contribution per column of the row.
 */
export interface Attribution {
  readonly base: number
  readonly contributions: Float64Array
}

/** How far a share is drawn towards "all `options` alike": (share × `cases` + ½) ÷ (`cases` + ½ × `options`), so that its odds are finite. */
interface Smoothing {
  readonly cases: number
  readonly options: number
}

/** Explains the predictions of one forest. Rows are `forest.width` finite numbers; @throws RangeError for another width or an unknown label. */
export interface Explainer {
  /** Explains the share of `label` (0 to 1), the mean over the leaves that the row reaches. */
  explain(row: ArrayLike<number>, label: number): Attribution
  /** Explains 1 − share of label 0: that the message fails, or is booked wrongly. */
  explainFailure(row: ArrayLike<number>): Attribution
  /** Explains the log-odds of `label` (not 0) among all failures, smoothed: ln p ÷ (1 − p) with p = share of `label` ÷ (1 − share of label 0). */
  explainOdds(row: ArrayLike<number>, label: number, smoothing: Smoothing): Attribution
}

/** Where no case at all failed, causes are alike; from this share of failures on, the forest decides. */
const LEAST_FAILURE = 1e-6

/**
 * An explainer by path attribution: each step from a node to its child moves the share of the label, and the feature split at that node is
 * credited with the step. Exact and cheap (a look at each node on the row's paths), but a step near the root is credited for what only
 * deeper ones make useful: features that act together share unevenly, unlike Shapley values, which cost a thousand times more. What is
 * explained is the forest's own share, before calibration and before rules are heard: see `explain-pool.ts` for the whole prediction.
 *
 * @param megabytes what may be kept: the shares of a label at all nodes (8 bytes a node) are worked out at its first use, the labels asked
 *   for last are kept, two at least
 * @see A. Palczewska et al., "Interpreting random forest classification models using a feature contribution method", arXiv:1312.1121
 * @see A. Saabas, "treeinterpreter" (the same idea); S. Lundberg et al., arXiv:1802.03888, for its bias against Shapley values
 */
export function createExplainer(forest: Forest, megabytes = 64): Explainer {
  const { width, classes, roots, feature, threshold, left, right } = forest
  const most = Math.max(2, Math.floor((megabytes * 1e6) / (8 * feature.length)))
  const kept = new Map<number, { readonly shares: Float64Array; readonly base: number }>()

  const sharesOf = (label: number): { readonly shares: Float64Array; readonly base: number } => {
    if (!Number.isInteger(label) || label < 0 || label >= classes) throw new RangeError(`The forest knows no label ${label}.`)
    let found = kept.get(label)
    if (found === undefined) {
      const shares = nodeShares(forest, label)
      found = { shares, base: roots.reduce((sum, root) => sum + (shares[root] ?? 0), 0) / roots.length }
    }
    kept.delete(label)
    const [oldest] = kept.keys()
    if (oldest !== undefined && kept.size >= most) kept.delete(oldest)
    kept.set(label, found)
    return found
  }

  const explain = (row: ArrayLike<number>, label: number): Attribution => {
    if (row.length !== width) throw new RangeError(`The forest reads ${width} numbers, not ${row.length}.`)
    const { shares, base } = sharesOf(label)
    const contributions = new Float64Array(width)
    for (const root of roots) {
      let node = root
      let before = shares[node] ?? 0
      for (let asked = feature[node] ?? -1; asked >= 0; asked = feature[node] ?? -1) {
        node = ((row[asked] ?? 0) < (threshold[node] ?? 0) ? left[node] : right[node]) ?? 0
        const after = shares[node] ?? 0
        contributions[asked] = (contributions[asked] ?? 0) + after - before
        before = after
      }
    }
    for (let at = 0; at < width; at++) contributions[at] = (contributions[at] ?? 0) / roots.length
    return { base, contributions }
  }

  return {
    explain,
    explainFailure(row) {
      const { base, contributions } = explain(row, 0)
      return { base: 1 - base, contributions: contributions.map((each) => -each) }
    },
    explainOdds(row, label, { cases, options }) {
      if (label === 0) throw new RangeError('Label 0 is no cause.')
      const cause = explain(row, label)
      const healthy = explain(row, 0)
      // Both parts of the odds are sums over features, so the logarithm of each is carried on by itself.
      const part = (ofCause: number, pseudo: number): Attribution => {
        const [own, all] = [ofCause * cases, (ofCause > 0 ? 0 : cases) + pseudo]
        const floor = (LEAST_FAILURE * pseudo * (cases + options / 2)) / (options / 2)
        return carry(
          {
            base: own * cause.base + all * (1 - healthy.base) + floor,
            contributions: cause.contributions.map((each, at) => own * each - all * (healthy.contributions[at] ?? 0)),
          },
          Math.log,
        )
      }
      const [above, below] = [part(1, 0.5), part(-1, (options - 1) / 2)]
      return {
        base: above.base - below.base,
        contributions: above.contributions.map((each, at) => each - (below.contributions[at] ?? 0)),
      }
    },
  }
}

/** Share of `label` at every node: a leaf's own, else the mean of its children weighted by their cover. */
function nodeShares({ feature, left, right, cover, start, label: labels, share }: Forest, label: number): Float64Array {
  const shares = new Float64Array(feature.length)
  for (let node = feature.length - 1; node >= 0; node--) {
    const [a, b] = [left[node] ?? -1, right[node] ?? -1]
    if (a >= 0) {
      const [coverA, coverB] = [cover[a] ?? 0, cover[b] ?? 0]
      const weight = coverA + coverB > 0 ? coverA / (coverA + coverB) : 0.5
      shares[node] = (shares[a] ?? 0) * weight + (shares[b] ?? 0) * (1 - weight)
      continue
    }
    for (let at = start[node] ?? 0; at < (start[node + 1] ?? 0); at++) if (labels[at] === label) shares[node] = share[at] ?? 0
  }
  return shares
}

/** What is explained: `base` and all contributions together. */
export function totalOf({ base, contributions }: Attribution): number {
  return contributions.reduce((sum, each) => sum + each, base)
}

/** Of this size, two totals are one. */
const SAME = 1e-9

/**
 * The same attribution behind `link`, a smooth and rising function: adds up to `link(total)` from `link(base)`, every contribution multiplied by
 * the same slope between the two, so that signs and ranks stay. Not for functions with steps (an isotonic calibration): contributions
 * that cancel out would grow without limit at a step.
 *
 * @see A. Shrikumar et al., "Learning important features through propagating activation differences" (the Rescale rule), arXiv:1704.02685
 * @see H. Chen et al., "Explaining models by propagating Shapley values of local components", arXiv:1911.11888, for chains of models
 */
export function carry(attribution: Attribution, link: (value: number) => number): Attribution {
  const { base, contributions } = attribution
  const total = totalOf(attribution)
  const step = Math.abs(total - base) < SAME ? SAME : total - base
  const slope = (link(base + step) - link(base)) / step
  return { base: link(base), contributions: contributions.map((each) => each * slope) }
}
