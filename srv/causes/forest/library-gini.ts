/**
 * Gini gains in the arithmetic of `ml-cart` (the library's trees), to the last bit: ties between splits, and with them whole subtrees, hang on it.
 */

/** Shares of up to so many cases are kept: small nodes are most nodes. */
const KEPT = 256
const kept: (Float64Array | undefined)[] = []

function tableOf(length: number): Float64Array {
  let table = kept[length]
  if (table === undefined) {
    kept[length] = table = new Float64Array(length + 1)
    for (let at = 1; at <= length; at++) table[at] = (table[at - 1] ?? 0) + 1 / length
  }
  return table
}

/** Share of `count` in `length` cases. The library adds 1 ÷ length once per case; the sum is not count ÷ length to the last bit. */
export function shareOf(count: number, length: number): number {
  if (length <= KEPT) return tableOf(length)[count] ?? 0
  const step = 1 / length
  let share = 0
  for (let at = 0; at < count; at++) share += step
  return share
}

/** Gini impurity of `length` cases. @param counts of cases per label */
export function impurityOf(counts: Int32Array, length: number): number {
  if (length === 0) return 0
  let sum = 0
  for (const count of counts) {
    const share = count === 0 ? 0 : shareOf(count, length)
    sum += share * share
  }
  return 1 - sum
}

/** Gini gain of a split of `length` cases of impurity `whole`: the library weighs the greater part first. */
export function gainOf(whole: number, length: number, lesser: Int32Array, lesserLength: number, greater: Int32Array): number {
  const greaterLength = length - lesserLength
  const parts = (impurityOf(greater, greaterLength) * greaterLength) / length + (impurityOf(lesser, lesserLength) * lesserLength) / length
  return whole - parts
}
