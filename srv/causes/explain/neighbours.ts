import type { Cause } from '../../domain/judgement.ts'

/**
 * Past cases that a forest can't tell from a new one: two cases are the nearer, the more trees put them into the same leaf. A forest looks
 * only at what matters for the causes, so neighbours are alike in that, not in every number.
 *
 * @see L. Breiman, A. Cutler, "Random Forests: proximities" (Berkeley, 2003); A. Davies, Z. Ghahramani, "The random forest kernel", arXiv:1402.4293
 */

export interface PastCase {
  readonly id: string
  /** Leaf of every tree, as the forest's scorer gives them. */
  readonly leaves: Int32Array
  /** What was wrong; null for nothing. */
  readonly cause: Cause | null
  /** What people decided (`approved`, `rejected`, …); empty when nobody was asked. */
  readonly decision: string
  /** What came of it (`posted`, `refused`, …). */
  readonly outcome: string
}

/** A past case without its leaves, with its proximity: share of the trees, above 0, at most 1. */
type Neighbour = Omit<PastCase, 'leaves'> & { readonly proximity: number }

/** An index of the latest cases of one forest; leaves of another forest mean nothing here. */
export interface Neighbours {
  readonly size: number
  /**
   * Keeps a case, the oldest goes when there are too many. An id that is known keeps its age and gets what is new about it.
   * @throws RangeError for another number of trees than before
   */
  add(past: PastCase): void
  /**
   * At most `count` cases, nearest first, of equally near ones the latest first; none that shares no leaf, none that `filter` refuses.
   * @throws RangeError for another number of trees
   */
  similar(leaves: Int32Array, count: number, filter?: (past: Omit<PastCase, 'leaves'>) => boolean): Neighbour[]
}

/** In how many trees the row that begins `at` has the same leaf. Written for speed: it runs once a case. */
function shared(rows: Int32Array, at: number, leaves: Int32Array): number {
  let same = 0
  for (let tree = 0; tree < leaves.length; tree++) same += rows[at + tree] === leaves[tree] ? 1 : 0
  return same
}

/** An empty index for at most `most` cases (1 or more); takes 4 bytes a case and tree. */
export function createNeighbours({ most }: { readonly most: number }): Neighbours {
  // A ring: case number n stands in row n % most, so the latest overwrites the oldest.
  const cases: Omit<PastCase, 'leaves'>[] = []
  const rowOf = new Map<string, number>()
  let rows = new Int32Array(0)
  let trees = 0
  let added = 0

  const check = (leaves: Int32Array): void => {
    if (leaves.length !== trees) throw new RangeError(`The index holds leaves of ${trees} trees, not of ${leaves.length}.`)
  }

  const makeRoom = (): void => {
    const needed = Math.min(most, Math.max(64, 2 * cases.length)) * trees
    if (cases.length >= most || rows.length > cases.length * trees) return
    const wider = new Int32Array(needed)
    wider.set(rows)
    rows = wider
  }

  return {
    get size() {
      return cases.length
    },
    add({ leaves, ...facts }) {
      if (added === 0) trees = leaves.length
      check(leaves)
      const known = rowOf.get(facts.id)
      if (known === undefined) makeRoom()
      const row = known ?? added++ % most
      const gone = cases[row]
      if (gone) rowOf.delete(gone.id)
      cases[row] = facts
      rowOf.set(facts.id, row)
      rows.set(leaves, row * trees)
    },
    similar(leaves, count, filter = () => true) {
      if (added === 0 || count < 1) return []
      check(leaves)
      const best: { readonly facts: Omit<PastCase, 'leaves'>; readonly same: number }[] = []
      // From the latest to the oldest: who comes later has to be nearer.
      for (let back = 1; back <= cases.length; back++) {
        const row = (added - back) % most
        const same = shared(rows, row * trees, leaves)
        const facts = cases[row]
        const least = best.length < count ? 0 : (best.at(-1)?.same ?? 0)
        if (facts === undefined || same <= least || !filter(facts)) continue
        if (best.length === count) best.pop()
        const place = best.findIndex((each) => each.same < same)
        best.splice(place < 0 ? best.length : place, 0, { facts, same })
      }
      return best.map(({ facts, same }) => ({ ...facts, proximity: same / trees }))
    },
  }
}
