import { execFileSync } from 'node:child_process'
import { cp, glob, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { asked } from './command.ts'
import { leaveDevelopmentOut } from './build/deployed.ts'
import { zipPages } from './build/pages.ts'

const HELP = `Makes what is deployed: db with the HANA artifacts, srv as plain JavaScript with the compiled model and a start of its own, apps with the
pages as zips.

  --to FOLDER   where it goes (gen)
  --help        this text`

const ROOT = resolve(import.meta.dirname, '../..')
const { to } = asked(HELP, { to: { type: 'string' } })
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
