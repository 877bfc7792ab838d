import type { Forest } from './forest.ts'

type Numbers = Int32Array | Uint32Array | Uint16Array | Float64Array

function joined<T extends Numbers>(parts: readonly T[]): T {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const Kind = parts[0]?.constructor as new (length: number) => T
  const whole = new Kind(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Parts that name nodes (−1: none) or shares, moved behind those of the parts before. */
function moved<T extends Int32Array | Uint32Array>(parts: readonly T[], lengths: readonly number[]): T {
  let passed = 0
  return joined(
    parts.map((part, at) => {
      const by = passed
      passed += lengths[at] ?? 0
      return part.map((each) => (each < 0 ? each : each + by)) as T
    }),
  )
}

/**
 * The trees of all `parts` in one forest, in their order. What a part holds besides, a typed array with so many entries a tree or a node, is put behind one another as it is.
 *
 * @throws RangeError without parts, or when their rows or labels differ
 */
export function concatForests<T extends Forest>(parts: readonly T[]): T {
  const [first] = parts
  if (first === undefined || parts.some(({ width, classes }) => width !== first.width || classes !== first.classes)) {
    throw new RangeError('There are no forests, or not of the same rows and labels.')
  }
  const nodes = parts.map((part) => part.feature.length)
  const shares = parts.map((part) => part.share.length)
  const whole: Forest = {
    width: first.width,
    classes: first.classes,
    roots: moved(
      parts.map((part) => part.roots),
      nodes,
    ),
    feature: joined(parts.map((part) => part.feature)),
    threshold: joined(parts.map((part) => part.threshold)),
    left: moved(
      parts.map((part) => part.left),
      nodes,
    ),
    right: moved(
      parts.map((part) => part.right),
      nodes,
    ),
    cover: joined(parts.map((part) => part.cover)),
    // Where the last leaf of a part ends, the first one of the next begins.
    start: moved(
      parts.map((part, at) => (at < parts.length - 1 ? part.start.subarray(0, -1) : part.start)),
      shares,
    ),
    label: joined(parts.map((part) => part.label)),
    share: joined(parts.map((part) => part.share)),
  }
  const more = Object.keys(first).filter((name) => !(name in whole)) as (keyof T)[]
  return Object.assign({}, first, whole, Object.fromEntries(more.map((name) => [name, joined(parts.map((part) => part[name] as Numbers))])))
}
