import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { test } from 'node:test'

const ROOT = resolve(import.meta.dirname, '../../..')

async function textsOf(language: string): Promise<ReadonlySet<string>> {
  const lines = (await readFile(join(ROOT, `app/worklist/webapp/i18n/i18n${language}.properties`), 'utf8')).split('\n')
  return new Set(lines.map((line) => line.split(' = ')[0] ?? ''))
}

/** Names of facts that checks tell, as their sources have them. */
async function facts(): Promise<ReadonlySet<string>> {
  const folder = join(ROOT, 'srv/checks')
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts'))
  const sources = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')))
  return new Set(sources.flatMap((source) => [...source.matchAll(/\bfact\('(\w+)'/g)].map(([, name = '']) => name)))
}

for (const language of ['', '_de'])
  test(`whatever a check tells as evidence has a name on the pages${language}`, async () => {
    const [texts, told] = [await textsOf(language), await facts()]
    assert.ok(told.size > 50, String(told.size))
    assert.deepEqual([...told].filter((name) => !texts.has(`evidence.${name}`)).sort(), [])
  })

test('both languages have the same texts', async () => {
  assert.deepEqual(await textsOf(''), await textsOf('_de'))
})
