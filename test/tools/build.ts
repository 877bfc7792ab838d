import { execFileSync } from 'node:child_process'
import { cp, glob, readFile, rm, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'

/**
 * `npm run build`: what is deployed, in `gen/`: `gen/db` with the HANA artifacts, `gen/srv` as plain JavaScript with the compiled model.
 */
const ROOT = resolve(import.meta.dirname, '../..')
const bin = (name: string, ...args: string[]) =>
  execFileSync(process.execPath, [resolve(ROOT, 'node_modules/.bin', name), ...args], { cwd: ROOT, stdio: 'inherit' })

await rm(resolve(ROOT, 'gen'), { recursive: true, force: true })
bin('cds-typer', '*', '--outputDirectory', '@cds-models')
bin('cds', 'build', '--production')
bin('tsc', '-p', '.config/tsconfig.build.json')
// The compiler's own emit of the generated models lacks their runtime half.
await cp(resolve(ROOT, '@cds-models'), resolve(ROOT, 'gen/srv/@cds-models'), { recursive: true })
// What is deployed starts itself; the scripts of development are not there.
const manifest = resolve(ROOT, 'gen/srv/package.json')
const deployed = JSON.parse(await readFile(manifest, 'utf8')) as Record<string, unknown>
await writeFile(manifest, `${JSON.stringify({ ...deployed, scripts: { start: 'cds-serve' } }, null, 2)}\n`)
for await (const file of glob('gen/srv/**/*.ts', { cwd: ROOT })) await rm(resolve(ROOT, file))
