import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * `npm run build` in this folder: puts the pages where the approuter serves them from. SAPUI5 comes from the destination `ui5` then, which
 * is what the launchpad reads in `ui5/status`.
 */
const app = join(import.meta.dirname, '..')
const target = join(import.meta.dirname, 'resources')

await rm(target, { recursive: true, force: true })
for (const page of [
  'worklist/webapp',
  'triage/webapp',
  'audit/webapp',
  'control/webapp',
  'models/webapp',
  'common/webapp',
  'launchpad.html',
  'launchpad.js',
])
  await cp(join(app, page), join(target, page), { recursive: true })
await mkdir(join(target, 'ui5'))
await writeFile(join(target, 'ui5/status'), JSON.stringify({ mode: 'cdn', percent: 100, message: '' }))
