import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { asked } from './command.ts'
import { securityDescriptor, textOf } from './security/descriptor.ts'

const HELP = `Tells whether xs-security.json is of the present model, and ends with 1 where it isn't.

  --write   makes it from the model
  --help    this text`

const FILE = resolve(import.meta.dirname, '../../xs-security.json')
const values = asked(HELP, { write: { type: 'boolean', default: false } })

const text = textOf(await securityDescriptor())
if (values.write) writeFileSync(FILE, text)
else if (readFileSync(FILE, 'utf8') !== text) {
  console.error('xs-security.json is not of the present model: npm run security -- --write')
  process.exitCode = 1
}
