import { execFileSync } from 'node:child_process'
import { cp, glob, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { leaveDevelopmentOut } from './build/deployed.ts'
import { zipPages } from './build/pages.ts'

/**
 * `npm run build [-- --to FOLDER]`: what is deployed, in `gen/`: `gen/db` with the HANA artifacts, `gen/srv` as plain JavaScript with the compiled
 * model and a start of its own, `gen/apps` with the pages as zips.
 */
const ROOT = resolve(import.meta.dirname, '../..')
const { to } = parseArgs({ options: { to: { type: 'string' } } }).values
const target = resolve(to ?? resolve(ROOT, 'gen'))
const srv = resolve(target, 'srv')
const bin = (name: string, ...args: string[]) =>
  execFileSync(process.execPath, [resolve(ROOT, 'node_modules/.bin', name), ...args], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, cds_build_target: target },
  })

await rm(target, { recursive: true, force: true })
// Elsewhere than usual it is built beside others who use the models.
if (to === undefined) bin('cds-typer', '*', '--outputDirectory', '@cds-models')
bin('cds', 'build', '--production')
bin('tsc', '-p', '.config/tsconfig.build.json', '--outDir', srv)
// The compiler's own emit of the generated models lacks their runtime half.
await cp(resolve(ROOT, '@cds-models'), resolve(srv, '@cds-models'), { recursive: true })
for await (const file of glob('**/*.ts', { cwd: srv })) await rm(resolve(srv, file))
await leaveDevelopmentOut(srv)
await zipPages(resolve(target, 'apps'))
