import { readFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Clocks and scales. */

/** Seconds that the process computed (all its threads, user and system) during `run`: what others do on the machine matters little. */
export function cpuOf<T>(run: () => T): { readonly seconds: number; readonly result: T } {
  const before = process.cpuUsage()
  const result = run()
  const { user, system } = process.cpuUsage(before)
  return { seconds: (user + system) / 1e6, result }
}

/** @param share 0 to 1: .5 is the median; the nearest rank */
export function quantile(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? NaN
}
export const median = (values: ArrayLike<number>): number => quantile(values, 0.5)
export const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length

/** Microseconds that each call took, after all of them have been made once to warm up. */
export function microsecondsEach(count: number, call: (at: number) => unknown): Float64Array {
  for (let at = 0; at < count; at++) call(at)
  const times = new Float64Array(count)
  for (let at = 0; at < count; at++) {
    const start = performance.now()
    call(at)
    times[at] = (performance.now() - start) * 1000
  }
  return times
}

/** Highest memory of this process so far, in MB. Linux counts a parent's memory to `maxRSS` of its children, so its own record is read where there is one. */
export function peakMegabytes(): number {
  try {
    const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
    if (kilobytes !== undefined) return Number(kilobytes) / 1024
  } catch {
    // No /proc: not Linux.
  }
  return process.resourceUsage().maxRSS / 1024
}

/** MB on the heap and in array buffers that stay as long as what `make` answers is held. */
export function megabytesHeld(make: () => unknown): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const used = (): number => {
    collect()
    const { heapUsed, external } = process.memoryUsage()
    return heapUsed + external
  }
  const before = used()
  const held = [make()]
  const after = used()
  return held.length * ((after - before) / 1e6)
}
