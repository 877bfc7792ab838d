import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { advisoriesIn, isGrave } from './licences/advisories.ts'
import { delivered, isAllowed } from './licences/licences.ts'

/**
 * `npm run licences`: is all that we deliver under a licence that allows it, and is no grave weakness known of it? Licences are read from the
 * lock files, weaknesses asked of the registry; where it doesn't answer that is said, and nothing more. Ends with 1 where something is wrong.
 */
const ROOT = resolve(import.meta.dirname, '../..')
const FOLDERS = ['.', 'app/router', 'app/ui5']

for (const folder of FOLDERS) {
  const packages = delivered(readFileSync(resolve(ROOT, folder, 'package-lock.json'), 'utf8'))
  const wrong = packages.filter((each) => !isAllowed(each))
  console.log(`licences in ${folder}: ${packages.length} packages, ${wrong.length} not allowed`)
  for (const { name, version, licence } of wrong) console.error(`  ${name}@${version}: ${licence}`)
  if (wrong.length > 0) process.exitCode = 1
}

for (const folder of FOLDERS) {
  const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json', '--fetch-retries=0', '--fetch-timeout=20000'], {
    cwd: resolve(ROOT, folder),
    encoding: 'utf8',
    timeout: 60_000,
    maxBuffer: 1 << 26,
  })
  const said = advisoriesIn(stdout)
  if (!said.isKnown) {
    console.log(`weaknesses in ${folder}: not known, the registry doesn't say (${said.why})`)
    continue
  }
  const grave = said.found.filter(isGrave)
  console.log(`weaknesses in ${folder}: ${said.found.length} known, ${grave.length} of them grave`)
  for (const { name, severity, range } of said.found) console.error(`  ${name} ${range}: ${severity}`)
  if (grave.length > 0) process.exitCode = 1
}
