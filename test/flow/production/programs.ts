import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** Programs of the artefact, each a process of its own that this machine alone can reach. */

export interface Running {
  readonly url: string
  /** Everything that it wrote so far. */
  readonly written: () => string
  end(): Promise<void>
}

export interface Start {
  readonly folder: string
  /** Arguments of Node. */
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
}

/** The development that these tests themselves run in is none of the artefact's. */
const NOTHING_OF_OURS = { CDS_TYPESCRIPT: undefined, CDS_ENV: undefined, CDS_CONFIG: undefined, NODE_OPTIONS: undefined }

/**
 * Starts it on a free port. `isReady` finds the address in what it says, once it can be asked. Rejects with what it wrote when it ends before.
 */
export async function start(given: Start, isReady: (written: string) => string | undefined): Promise<Running> {
  const { child, written, ended } = run(given)
  const { promise, resolve } = Promise.withResolvers<string>()
  const look = (): void => {
    const url = isReady(written())
    if (url !== undefined) resolve(url)
  }
  child.stdout?.on('data', look)
  const end = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill()
    await ended
  }
  const url = await Promise.race([promise, ended.then(() => undefined)])
  if (url === undefined) throw new Error(`It didn't start:\n${written()}`)
  return { url, written, end }
}

/** Starts it where it can't start: what it wrote and its exit code. */
export async function failToStart(given: Start): Promise<{ readonly code: number | null; readonly written: string }> {
  const { written, ended } = run(given)
  return { code: await ended, written: written() }
}

export interface Line {
  readonly level: string
  readonly logger: string
  readonly msg: string
  readonly [name: string]: unknown
}

/** What it logged: a line of JSON each. */
export function logged(written: string): Line[] {
  return written.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Line] : []))
}

function run({ folder, args, env }: Start): { child: ChildProcess; written: () => string; ended: Promise<number | null> } {
  const child = spawn(process.execPath, ['--import', join(import.meta.dirname, 'loopback.ts'), ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...NOTHING_OF_OURS, PORT: '0', ...env },
  })
  let text = ''
  const hear = (chunk: Buffer): void => void (text += chunk.toString())
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  return { child, written: () => text, ended: once(child, 'exit').then(([code]) => code as number | null) }
}
