import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { describe, it } from 'node:test'
import { setImmediate as tick } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import ts from 'typescript'
import { fitModel } from '../../../srv/causes/fit.ts'
import { train } from '../../../srv/causes/index.ts'
import { makeHistory } from '../../landscape/history.ts'

const cases = makeHistory(21, 120)
const options = { family: 'exact', seed: 3, origin: 'made', trees: 4 } as const
const ROOT = resolve(import.meta.dirname, '../../..')

describe('training in a thread of its own', () => {
  it('makes the model that fit makes, while this thread goes on', async () => {
    let ticks = 0
    const training = train(cases, options)
    const over = training.then(() => true)
    while (!(await Promise.race([over, tick(false)]))) ticks++
    const { saved, model } = await training
    assert.equal(saved, (await fitModel(cases, options)).save())
    assert.equal(model.save(), saved)
    // A blocked thread would have seen the end after one turn of the loop or two.
    assert.ok(ticks > 10, `${ticks} turns`)
  })

  it('can be cancelled before and while it runs', async () => {
    await assert.rejects(train(cases, options, AbortSignal.abort()), { code: 'COUNTERSIGN/TRAINING_CANCELLED' })
    const controller = new AbortController()
    // 500 trees of 400 cases would take a minute.
    const training = train(makeHistory(22, 400), { ...options, trees: 500 }, controller.signal)
    await tick()
    controller.abort()
    await assert.rejects(training, { code: 'COUNTERSIGN/TRAINING_CANCELLED' })
  })

  it('says what is wrong with the cases as fit does', async () => {
    await assert.rejects(train(cases.slice(0, 3), options), { name: 'ModelError', code: 'COUNTERSIGN/CASES_UNUSABLE', target: 'cases' })
  })

  it('works from compiled files too', async (t) => {
    const target = await mkdtemp(join(tmpdir(), 'causes-'))
    t.after(() => rm(target, { recursive: true }))
    await symlink(join(ROOT, 'node_modules'), join(target, 'node_modules'))
    await writeFile(join(target, 'package.json'), '{"type":"module"}')
    const compilerOptions = {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2023,
      rewriteRelativeImportExtensions: true,
      verbatimModuleSyntax: true,
    }
    for (const file of globSync('srv/{causes,domain}/**/*.ts', { cwd: ROOT })) {
      const { outputText } = ts.transpileModule(await readFile(join(ROOT, file), 'utf8'), { compilerOptions })
      const out = join(target, file.replace(/\.ts$/, '.js'))
      await mkdir(dirname(out), { recursive: true })
      await writeFile(out, outputText)
    }
    const compiled = (await import(pathToFileURL(join(target, 'srv/causes/index.js')).href)) as { train: typeof train }
    for (const family of ['exact', 'histogram'] as const) {
      const { model } = await compiled.train(cases, { ...options, family, trees: 1 })
      assert.match(model.facts.version, new RegExp(`^${family}-3-[0-9a-f]{12}$`))
    }
  })
})
