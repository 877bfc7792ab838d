import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, test } from 'node:test'

const ROOT = resolve(import.meta.dirname, '../../..')
const COMMANDS = globSync(['test/tools/*.ts', 'test/bench/*.ts', 'test/traffic/main.ts'], { cwd: ROOT }).filter((file) =>
  /\basked\(HELP/.test(readFileSync(resolve(ROOT, file), 'utf8')),
)

describe('Every command', () => {
  test('is found', () => assert.ok(COMMANDS.length > 10))

  for (const file of COMMANDS) {
    const asked = readFileSync(resolve(ROOT, file), 'utf8').split('asked(HELP,')[1] ?? ''
    const options = [...asked.matchAll(/'?([\w-]+)'?: \{ type: '/g)].map(([, name]) => name)

    test(`${file} explains each of its options`, () => {
      const { status, stdout, stderr } = run(file, '--help')
      assert.equal(status, 0, stderr)
      for (const option of options) assert.match(stdout, new RegExp(`^  --${option}\\b`, 'm'))
    })

    test(`${file} says in one line that it doesn't know an option`, () => {
      const { status, stdout, stderr } = run(file, '--no-such-option')
      assert.equal(status, 2)
      assert.equal(stdout, '')
      assert.match(stderr, /^Unknown option '--no-such-option'.*--help says what there is\n$/)
    })
  }
})

test('What is no number, or unknown, is told by its option', () => {
  assert.match(run('test/bench/pages.ts', '--attempts', 'many').stderr, /^--attempts must be a whole number of at least 1;/)
  assert.match(run('test/bench/facade.ts', '--senders', '1,0').stderr, /^--senders must be a whole number of at least 1;/)
  assert.match(run('test/tools/faults.ts', '--db', 'hana').stderr, /^--db hana: sqlite, postgres are known;/)
  assert.equal(run('test/tools/faults.ts', '--db', 'hana').status, 2)
})

function run(file: string, ...args: string[]) {
  return spawnSync(process.execPath, [resolve(ROOT, file), ...args], { cwd: ROOT, encoding: 'utf8', timeout: 120_000 })
}
