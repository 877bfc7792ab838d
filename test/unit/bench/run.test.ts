import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { promisify } from 'node:util'
import { parseData } from '../../bench/causes/csv.ts'
import { rowOf } from '../../bench/causes/figures.ts'
import type { Row } from '../../bench/causes/figures.ts'
import { PARTS, runBench } from '../../bench/causes/run.ts'
import { QUICK } from '../../bench/causes/settings.ts'
import type { Sizes } from '../../bench/causes/settings.ts'
import { whyNoSklearn } from '../../bench/causes/sklearn.ts'

const TINY: Sizes = {
  ...QUICK,
  trees: 4,
  library: [60],
  libraryFew: [80],
  fewTrees: 2,
  train: [60, 200],
  repeats: 1,
  turns: 1,
  learn: 600,
  test: 400,
  calibrate: [200, 300],
  draws: 2,
  singles: 50,
  cases: 400,
}
const TABLE = ['x,y,kind', ...Array.from({ length: 60 }, (_, row) => `${row},${(row * 7) % 13},${row < 30 ? 'low' : 'high'}`)].join('\n')

function assertRows(rows: readonly Row[]): void {
  assert.ok(rows.length > 0)
  for (const row of rows) {
    assert.deepEqual(Object.keys(row), ['name', 'value', 'unit', 'target', 'holds'])
    assert.ok(row.value === null || Number.isFinite(row.value), row.name)
    assert.ok(row.target === null || typeof row.target === 'string', row.name)
    assert.equal(row.holds === null, row.name.includes('full size decides'), row.name)
    if (row.value === null) assert.notEqual(row.holds, true, row.name)
  }
  assert.equal(new Set(rows.map(({ name }) => name)).size, rows.length, 'every row has a name of its own')
}

describe('the bench of the causes', () => {
  it('measures everything that is asked, at any size', async () => {
    const brought = { file: 'made.csv', data: parseData(TABLE, 'kind') }
    const noSklearn = await whyNoSklearn()
    const rows = (await runBench({ sizes: TINY, noSklearn, say: () => undefined }, PARTS, brought)).map(rowOf)
    assertRows(rows)
    const same = rows.filter(({ name }) => name.includes("differ from the library's"))
    assert.equal(same.length, 3)
    for (const row of same) assert.deepEqual([row.value, row.holds], [0, true], row.name)
    for (const each of [
      'two threads',
      'shortlist',
      'gate',
      'ECE',
      'attribution',
      'packed',
      'batch',
      'made.csv',
      'Bayes',
      'memory',
      'p99',
      'turn of the event loop',
    ]) {
      assert.ok(
        rows.some(({ name }) => name.includes(each)),
        each,
      )
    }
  })

  it('says so where scikit-learn is missing, and what needs it does not hold', async () => {
    const why = 'scikit-learn is missing'
    const brought = { file: 'made.csv', data: parseData(TABLE, 'kind') }
    const figures = await runBench(
      { sizes: { ...TINY, library: [], libraryFew: [] }, noSklearn: why, say: () => undefined },
      PARTS,
      brought,
    )
    assertRows(figures.map(rowOf))
    const theirs = figures.filter(({ name }) => name.includes('sklearn') && !name.startsWith('histogram, times'))
    assert.ok(theirs.length > 5)
    for (const { name, value, holds } of figures.filter((each) => each.of === 'sklearn'))
      assert.deepEqual([value, holds], [null, false], name)
    for (const name of ['times as fast as sklearn', 'log loss ÷ sklearn', 'accuracy ÷ sklearn']) {
      const found = figures.filter((each) => each.measure.includes(name) && each.target !== null)
      assert.ok(found.length > 0, name)
      for (const each of found) assert.ok(each.value === null && !each.holds && each.name.includes(why), each.name)
    }
  })

  it('is a command that reads a table and writes JSON', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bench-test-'))
    try {
      await writeFile(join(folder, 'data.csv'), TABLE)
      const script = join(import.meta.dirname, '../../bench/causes.ts')
      const json = join(folder, 'out.json')
      const options = ['--quick', '--only', 'data', '--data', join(folder, 'data.csv'), '--label', 'kind', '--json', json]
      const { stdout } = await promisify(execFile)(process.execPath, [script, ...options])
      assert.match(stdout, /accuracy ÷ sklearn/)
      const rows = JSON.parse(await readFile(json, 'utf8')) as Row[]
      assertRows(rows)
      for (const row of rows.filter(({ target }) => target !== null)) assert.equal(row.holds, null, row.name)
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
