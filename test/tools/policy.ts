import { readFile, writeFile } from 'node:fs/promises'
import { asked } from './command.ts'
import { printed, withTables } from './policy/print.ts'

const HELP = `Prints what is decided when.

  --write FILE   puts it between the marks of a file
  --check FILE   ends with 1 where that isn't what stands there
  --help         this text`

const values = asked(HELP, { write: { type: 'string' }, check: { type: 'string' } })
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
