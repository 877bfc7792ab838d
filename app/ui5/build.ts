import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, open, readFile, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { buildDir, isBuilt, packageDir, runtimeDir, unfinishedDir } from './paths.ts'
import { stage, type Project } from './stage.ts'

/**
 * `node app/ui5/build.ts`: installs the SAPUI5 packages of this folder and builds a trimmed, minified runtime from them, once.
 * Prints a line for every step; a parent process is also sent `{percent, message}`. Exit code 1 and one line where it fails.
 * The runtime appears under its name only when it is whole. A build that finds another one running waits for it.
 */

interface Graph {
  build(options: {
    destPath: string
    cleanDest: boolean
    includedDependencies: string[]
    includedTasks: string[]
    excludedTasks: string[]
  }): Promise<void>
}

interface Builder {
  readonly graphFromObject: (options: { dependencyTree: Project; resolveFrameworkDependencies: boolean }) => Promise<Graph>
}

const INSTALLED = 15
const STAGED = 20
const BUILT = 95

function report(percent: number, message: string): void {
  console.log(`ui5 ${String(percent).padStart(3)} % ${message}`)
  if (process.connected) process.send?.({ percent, message })
}

/** `npm ci` with the npm that started us, else the one on the path. */
async function install(): Promise<void> {
  report(0, 'installing the SAPUI5 packages from npm')
  const npm = process.env.npm_execpath
  const [command, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []]
  const child = spawn(command, [...first, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: packageDir,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: command === 'npm' && process.platform === 'win32',
  })
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve))
  if (code !== 0) throw new Error(`npm ci in ${packageDir} ended with ${code}`)
}

async function compile(root: Project, target: string): Promise<void> {
  const total = root.dependencies.length
  let done = 0
  process.on('ui5.build-status', (event: { projectName: string; status: string }) => {
    if (event.status === 'project-build-start')
      report(STAGED + Math.round((done / total) * (BUILT - STAGED)), `building ${event.projectName}`)
    if (event.status === 'project-build-end') done++
  })
  process.env.UI5_LOG_LVL ??= 'error'
  const builder = (await import(import.meta.resolve('@ui5/project/graph'))) as Builder
  const graph = await builder.graphFromObject({ dependencyTree: root, resolveFrameworkDependencies: false })
  await graph.build({
    destPath: target,
    cleanDest: true,
    includedDependencies: root.dependencies.map((library) => library.id),
    includedTasks: ['generateVersionInfo'],
    excludedTasks: [
      'generateThemeDesignerResources',
      'generateResourcesJson',
      'generateJsdoc',
      'executeJsdocSdkTransformation',
      'generateFlexChangesBundle',
    ],
  })
}

/** Takes away what a browser never asks for: debug sources, source maps, theme sources. */
async function prune(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await prune(path)
    else if (/-dbg(\.[a-z]+)*\.js$|\.map$|\.less$|\.d\.ts$/.test(entry.name)) await rm(path)
  }
}

async function build(runtime: string): Promise<void> {
  const work = join(buildDir, String(process.pid))
  const unfinished = unfinishedDir(runtime)
  try {
    await install()
    report(INSTALLED, 'copying what is needed')
    const root = await stage(packageDir, work)
    await compile(root, unfinished)
    report(BUILT, 'cleaning up')
    await prune(unfinished)
    await rename(unfinished, runtime)
    await rm(join(packageDir, 'node_modules'), { recursive: true, force: true })
  } finally {
    await rm(work, { recursive: true, force: true })
    await rm(unfinished, { recursive: true, force: true })
  }
}

/** Runs `work` while no other process does; answers false where another one did it meanwhile. */
async function alone(isDone: () => boolean, work: () => Promise<void>): Promise<boolean> {
  const lock = join(buildDir, 'lock')
  await mkdir(buildDir, { recursive: true })
  let isFirst = true
  while (!isDone()) {
    try {
      const file = await open(lock, 'wx')
      await file.writeFile(String(process.pid))
      await file.close()
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
      const owner = Number(await readFile(lock, 'utf8').catch(() => ''))
      if (owner > 0 && !isAlive(owner)) await rm(lock, { force: true })
      else if (isFirst) report(0, `another build is running (process ${owner}); waiting for it`)
      isFirst = false
      await wait(1000)
      continue
    }
    try {
      if (isDone()) return false
      await work()
      return true
    } finally {
      await rm(lock, { force: true })
    }
  }
  return false
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const runtime = runtimeDir()
const begin = Date.now()
try {
  if (process.argv.includes('--fresh') && existsSync(runtime)) await rm(runtime, { recursive: true })
  const isOurs = await alone(
    () => isBuilt(runtime),
    () => build(runtime),
  )
  report(100, isOurs ? `runtime built in ${Math.round((Date.now() - begin) / 1000)} s: ${runtime}` : `runtime is there: ${runtime}`)
  process.exit(0)
} catch (error) {
  console.error(`ui5: the runtime could not be built: ${error instanceof Error ? error.message : String(error)}`)
  process.exit(1)
}
