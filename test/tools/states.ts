import { readFile, writeFile } from 'node:fs/promises'
import { asked } from './command.ts'
import { withDrawing } from './states/draw.ts'
import { drawnFromModel } from './states/model.ts'

const HELP = `Draws the states of an attempt from the model, for Mermaid.

  --write FILE   puts it between the marks of a file
  --check FILE   ends with 1 where that isn't what stands there
  --help         this text`

const values = asked(HELP, { write: { type: 'string' }, check: { type: 'string' } })
const drawing = await drawnFromModel()
const file = values.write ?? values.check
if (file === undefined) console.log(drawing)
else {
  const before = await readFile(file, 'utf8')
  const after = withDrawing(before, drawing)
  if (values.write !== undefined) await writeFile(file, after)
  else if (before !== after) {
    console.error(`${file} doesn't show the states of the model: node test/tools/states.ts --write ${file}`)
    process.exitCode = 1
  }
}
