import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { printed, withTables } from './policy/print.ts'

/**
 * Prints what is decided when: `node test/tools/policy.ts`. `--write FILE` puts it between the marks of a file, `--check FILE` ends with 1 where it isn't
 * what stands there.
 */
const { values } = parseArgs({ options: { write: { type: 'string' }, check: { type: 'string' } } })
const tables = printed()
const file = values.write ?? values.check
if (file === undefined) console.log(tables)
else {
  const before = await readFile(file, 'utf8')
  const after = withTables(before, tables)
  if (values.write !== undefined) await writeFile(file, after)
  else if (before !== after) {
    console.error(`${file} doesn't show what is decided: node test/tools/policy.ts --write ${file}`)
    process.exitCode = 1
  }
}
