import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { securityDescriptor, textOf } from './security/descriptor.ts'

/**
 * `npm run security -- --write` makes `xs-security.json` from the model; without it, or with `--check`, it only tells whether the file is of the
 * present model, and ends with 1 where it isn't.
 */
const FILE = resolve(import.meta.dirname, '../../xs-security.json')
const { values } = parseArgs({ options: { write: { type: 'boolean', default: false }, check: { type: 'boolean', default: false } } })

const text = textOf(await securityDescriptor())
if (values.write) writeFileSync(FILE, text)
else if (readFileSync(FILE, 'utf8') !== text) {
  console.error('xs-security.json is not of the present model: npm run security -- --write')
  process.exitCode = 1
}
