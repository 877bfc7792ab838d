import { cp, glob, mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/**
 * `npm run build` in this folder: puts the pages where the approuter serves them from. SAPUI5 comes from the destination `ui5` then, which
 * is what the launchpad reads in `ui5/status`.
 */
const app = join(import.meta.dirname, '..')
const target = join(import.meta.dirname, 'resources')

await rm(target, { recursive: true, force: true })
for await (const page of glob('*/webapp/manifest.json', { cwd: app }))
  await cp(join(app, dirname(page)), join(target, dirname(page)), { recursive: true })
for (const each of ['common/webapp', 'launchpad.html', 'launchpad.js']) await cp(join(app, each), join(target, each), { recursive: true })
await mkdir(join(target, 'ui5'))
await writeFile(join(target, 'ui5/status'), JSON.stringify({ mode: 'cdn', percent: 100, message: '' }))
