import { availableParallelism, loadavg } from 'node:os'
import type { Forest } from '../../../srv/causes/forest/forest.ts'
import { growInThreads } from '../../../srv/causes/forest/grow-in-threads.ts'
import { exactParameters, histogramParameters } from './contestants.ts'
import { atLeast, none, plain } from './figures.ts'
import type { Figure } from './figures.ts'
import { makeStream } from './generator.ts'
import type { Bench, Sizes } from './settings.ts'

/** Bytes of two forests that aren't the same. */
function differingBytes(a: Forest, b: Forest): number {
  const bytesOf = (forest: Forest): Uint8Array[] =>
    Object.values(forest as unknown as Record<string, unknown>).flatMap((each) =>
      ArrayBuffer.isView(each) ? [new Uint8Array(each.buffer, each.byteOffset, each.byteLength)] : [],
    )
  const others = bytesOf(b)
  return bytesOf(a).reduce((sum, bytes, at) => {
    const other = others[at] ?? new Uint8Array()
    const common = bytes.reduce((count, byte, index) => count + Number(byte !== other[index]), 0)
    return sum + common + Math.max(0, other.length - bytes.length)
  }, 0)
}

/** Two threads against one, by the clock on the wall: the quickest of several runs in turn, as others on the machine only ever slow one down. */
async function twoAgainstOne(family: 'exact' | 'histogram', rows: number, trees: number, { turns }: Sizes): Promise<Figure[]> {
  const set = makeStream(1, rows)
  const order =
    family === 'exact'
      ? ({ family, parameters: exactParameters(trees) } as const)
      : ({ family, parameters: histogramParameters(trees) } as const)
  const run = async (threads: number): Promise<{ forest: Forest; seconds: number }> => {
    const start = performance.now()
    const forest = await growInThreads(set, order, { threads })
    return { forest, seconds: (performance.now() - start) / 1000 }
  }
  const times: { one: number; two: number; differing: number }[] = []
  for (let turn = 0; turn < turns; turn++) {
    const [one, two] = [await run(1), await run(2)]
    times.push({ one: one.seconds, two: two.seconds, differing: differingBytes(one.forest, two.forest) })
  }
  const [one, two] = [Math.min(...times.map((each) => each.one)), Math.min(...times.map((each) => each.two))]
  const what = `two threads, ${family}, ${rows} rows × ${trees} trees`
  return [
    plain(`${what}: one takes`, one, 's'),
    plain(`${what}: two take`, two, 's'),
    atLeast(`${what}: times as fast as one`, one / two, '×', 1.6),
    none(`${what}: bytes of the forest that differ`, Math.max(...times.map(({ differing }) => differing)), ''),
  ]
}

/** Training in threads, both families, each long enough that starting a thread and compiling its code (a quarter of a second each) isn't what is measured. */
export async function threads({ sizes, say }: Bench): Promise<Figure[]> {
  say('two threads against one')
  const { learn, trees } = sizes
  const figures = [...(await twoAgainstOne('histogram', learn, 4 * trees, sizes)), ...(await twoAgainstOne('exact', learn, trees, sizes))]
  // Where others keep the cores busy, two threads can't show what they would do alone.
  return [...figures, plain('two threads, load of the machine meanwhile', (loadavg()[0] ?? 0) / availableParallelism(), 'a core')]
}
