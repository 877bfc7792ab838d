import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What the deployed server is installed from: nothing of development. */

interface Package {
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly dev?: boolean
}
interface Lock {
  readonly packages: Readonly<Record<string, Package>>
}

/**
 * Rewrites `package.json` and `package-lock.json` of this folder: it starts itself, and there are neither tools of development nor the Node that
 * they run on, as the platform brings its own.
 */
export async function leaveDevelopmentOut(folder: string): Promise<void> {
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Package
  const lock = JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8')) as Lock
  const nodes = new Set(Object.keys(manifest.optionalDependencies ?? {}).map((name) => `node_modules/${name}`))
  const packages = Object.entries(lock.packages)
    .filter(([path, { dev }]) => dev !== true && !nodes.has(path))
    .map(([path, each]) => [path, path === '' ? deployed(each) : each] as const)
  await write(join(folder, 'package.json'), { ...deployed(manifest), scripts: { start: 'cds-serve' } })
  await write(join(folder, 'package-lock.json'), { ...lock, packages: Object.fromEntries(packages) })
}

function deployed(manifest: Package): object {
  const { devDependencies: _dev, optionalDependencies: _node, ...kept } = manifest as Package & { readonly devDependencies?: unknown }
  return kept
}

async function write(file: string, content: object): Promise<void> {
  await writeFile(file, `${JSON.stringify(content, null, 2)}\n`)
}
