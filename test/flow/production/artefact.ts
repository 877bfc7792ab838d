import { execFile, spawnSync } from 'node:child_process'
import { cp, glob, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'

/** What is deployed, built and installed as the platform would, in a folder of its own. */

const ROOT = resolve(import.meta.dirname, '../../..')
const INSTALL = ['ci', '--omit=dev', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund']

export interface Artefact {
  /** With `srv`, `db` and `apps` as `npm run build` makes them. */
  readonly folder: string
  readonly srv: string
  /** The approuter with its pages. */
  readonly router: string
  remove(): Promise<void>
}

/** Why the artefact can't be installed here; CI has to. */
export function withoutRegistry(): string | false {
  if (process.env.CI === 'true') return false
  const { status } = spawnSync('npm', ['ping', '--fetch-retries=0', '--fetch-timeout=5000'], { stdio: 'ignore' })
  return status === 0 ? false : 'The registry of npm, from which the artefact is installed, does not answer here'
}

export async function buildArtefact(): Promise<Artefact> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-built-'))
  try {
    const [srv, router] = [join(folder, 'gen/srv'), join(folder, 'app/router')]
    await run(process.execPath, [join(ROOT, 'test/tools/build.ts'), '--to', dirname(srv)], ROOT)
    await copyPages(join(folder, 'app'))
    await run('npm', INSTALL, router)
    await run('npm', ['run', 'build'], router)
    await run('npm', INSTALL, srv)
    return { folder: dirname(srv), srv, router, remove: () => rm(folder, { recursive: true, force: true }) }
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

/** How it is started by what stands in its `package.json`: the arguments of Node. */
export async function startOf(folder: string): Promise<string[]> {
  const { scripts } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { scripts: { start: string } }
  const [program = '', ...args] = scripts.start.split(' ')
  return program === 'node' ? args.map((each) => resolve(folder, each)) : [join(folder, 'node_modules/.bin', program), ...args]
}

/** The approuter's build looks for the pages beside it. */
async function copyPages(to: string): Promise<void> {
  await mkdir(join(to, 'router'), { recursive: true })
  const from = join(ROOT, 'app')
  const own = ['package.json', 'package-lock.json', 'xs-app.json', 'resources.ts'].map((each) => `router/${each}`)
  const pages: string[] = []
  for await (const each of glob('*/webapp', { cwd: from })) pages.push(each)
  for (const each of [...own, ...pages, 'launchpad.html', 'launchpad.js']) await cp(join(from, each), join(to, each), { recursive: true })
}

async function run(program: string, args: readonly string[], cwd: string): Promise<void> {
  const { NODE_ENV: _env, PATH = '', ...env } = process.env
  const ours = join(ROOT, 'node_modules/.bin')
  await promisify(execFile)(program, args, { cwd, env: { ...env, PATH: `${ours}${delimiter}${PATH}` }, maxBuffer: 1 << 26 })
}
