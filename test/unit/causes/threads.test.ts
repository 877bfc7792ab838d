import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, it } from 'node:test'
import { setImmediate as tick } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import ts from 'typescript'
import { growExact } from '../../../srv/causes/forest/exact.ts'
import { growInThreads } from '../../../srv/causes/forest/grow-in-threads.ts'
import type { Recipe } from '../../../srv/causes/forest/grow-worker.ts'
import { growHistogram } from '../../../srv/causes/forest/histogram.ts'
import { casesOf, PARAMETERS } from './forests.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
const SET = { ...casesOf(300), weights: new Float64Array(300).fill(2) }
const HISTOGRAM = { family: 'histogram', parameters: PARAMETERS } as const
/** Takes far longer than any test waits. */
const ENDLESS: Recipe = { family: 'histogram', parameters: { ...PARAMETERS, trees: 10_000, maxDepth: 900 } }

/** Threads that this process has now. */
const threads = (): number => process.getActiveResourcesInfo().filter((each) => each === 'MessagePort' || each === 'Worker').length

describe('growing in threads', () => {
  it('makes the forest that one thread makes, with any number of them', async () => {
    const whole = growHistogram(SET, PARAMETERS)
    for (const threads of [1, 2, 5]) assert.deepEqual(await growInThreads(SET, HISTOGRAM, { threads }), whole)
  })

  it('makes the exact forest with all that its JSON needs', async () => {
    const { weights: _, ...set } = SET
    const parameters = { nEstimators: 3, maxFeatures: 0.7, seed: 3, minNumSamples: 5, maxDepth: 9, gainThreshold: 0 }
    assert.deepEqual(await growInThreads(set, { family: 'exact', parameters }, { threads: 9 }), growExact(set, parameters))
  })

  it('says how far it is, tree by tree, while this thread goes on', async () => {
    const seen: number[][] = []
    let turns = 0
    const growing = growInThreads(casesOf(3000), HISTOGRAM, { threads: 2, onProgress: (...progress) => seen.push(progress) })
    const over = growing.then(() => true)
    while (!(await Promise.race([over, tick(false)]))) turns++
    assert.deepEqual(
      seen,
      Array.from({ length: PARAMETERS.trees }, (_, at) => [at + 1, PARAMETERS.trees]),
    )
    // A blocked thread would have seen the end after one turn of the loop or two.
    assert.ok(turns > 10, `${turns} turns`)
  })

  it('reads cases that are shared already where they are', async () => {
    const rows = new Float64Array(new SharedArrayBuffer(SET.rows.byteLength))
    rows.set(SET.rows)
    assert.deepEqual(await growInThreads({ ...SET, rows }, HISTOGRAM, { threads: 2 }), growHistogram(SET, PARAMETERS))
  })

  it('can be cancelled before and while it runs, and is over only when its threads are gone', async () => {
    const cancelled = { name: 'ModelError', code: 'COUNTERSIGN/TRAINING_CANCELLED' }
    await assert.rejects(growInThreads(SET, HISTOGRAM, { signal: AbortSignal.abort() }), cancelled)
    const before = threads()
    const controller = new AbortController()
    const hasBegun = Promise.withResolvers<undefined>()
    const growing = growInThreads(casesOf(2000), ENDLESS, {
      threads: 2,
      signal: controller.signal,
      onProgress: () => hasBegun.resolve(undefined),
    })
    await Promise.race([hasBegun.promise, growing])
    assert.ok(threads() > before)
    controller.abort()
    await assert.rejects(growing, cancelled)
    assert.equal(threads(), before)
  })

  it('says what is wrong with cases and parameters as the trainer does', async () => {
    const unusable = { name: 'ModelError', code: 'COUNTERSIGN/CASES_UNUSABLE', target: 'rows' }
    await assert.rejects(growInThreads({ ...SET, width: 3 }, HISTOGRAM), unusable)
    const parameters = { ...PARAMETERS, bins: 1 }
    await assert.rejects(growInThreads(SET, { family: 'histogram', parameters }, { threads: 2 }), {
      code: 'COUNTERSIGN/PARAMETER_UNUSABLE',
      target: 'bins',
    })
  })

  it('fails alone when a thread needs more memory than it may take', async () => {
    // One case of two million features: so many bins alone are more.
    const wide = { rows: new Float64Array(2_000_000), width: 2_000_000, labels: new Uint16Array(1), classes: 1 }
    await assert.rejects(growInThreads(wide, HISTOGRAM, { threads: 1, heap: 1 }), {
      name: 'ModelError',
      code: 'COUNTERSIGN/TRAINING_FAILED',
    })
  })

  it('works from compiled files too', async (t) => {
    const target = await mkdtemp(join(tmpdir(), 'forest-'))
    t.after(() => rm(target, { recursive: true }))
    await symlink(join(ROOT, 'node_modules'), join(target, 'node_modules'))
    await writeFile(join(target, 'package.json'), '{"type":"module"}')
    await mkdir(join(target, 'srv/causes/forest'), { recursive: true })
    const compilerOptions = {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2023,
      rewriteRelativeImportExtensions: true,
      verbatimModuleSyntax: true,
    }
    for (const file of globSync('srv/causes/{errors,forest/*}.ts', { cwd: ROOT })) {
      const { outputText } = ts.transpileModule(await readFile(join(ROOT, file), 'utf8'), { compilerOptions })
      await writeFile(join(target, file.replace(/\.ts$/, '.js')), outputText)
    }
    const url = pathToFileURL(join(target, 'srv/causes/forest/grow-in-threads.js')).href
    const compiled = (await import(url)) as { growInThreads: typeof growInThreads }
    assert.deepEqual(await compiled.growInThreads(SET, HISTOGRAM, { threads: 2 }), growHistogram(SET, PARAMETERS))
  })
})
