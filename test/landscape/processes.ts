import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'

/** A program of its own that has said that it is ready. */
export interface Program {
  readonly child: ChildProcess
  /** What it said when it was ready: addresses. */
  readonly ready: Readonly<Record<string, unknown>>
  /** Resolves with the exit code when it has ended, for whatever reason. */
  readonly ended: Promise<number | null>
  /** Its last words; empty where they're shown. */
  heard(): string
  stop(signal?: NodeJS.Signals): Promise<void>
}

export interface ProgramOptions {
  readonly env?: NodeJS.ProcessEnv
  readonly cwd?: string
  /** Runs as this user of the system; as our own if empty. */
  readonly uid?: number
  /** It can't say that it is ready: it is once it answers here. */
  readonly readyAt?: string
  /** Milliseconds until it must be ready. */
  readonly within?: number
  /** Show what it prints; otherwise its last lines are in the error when it fails to start. */
  readonly isShown?: boolean
}

/**
 * Starts a Node program with an IPC channel and waits for its `{ready: true, …}`; it ends when this process does.
 * Rejects with its last words when it ends before, or isn't ready in time.
 */
export async function startProgram(
  args: readonly string[],
  { env, cwd, uid, readyAt, within = 120_000, isShown = false }: ProgramOptions = {},
): Promise<Program> {
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...process.env, ...env },
    ...(uid === undefined ? {} : { uid }),
    stdio: ['ignore', isShown ? 'inherit' : 'pipe', isShown ? 'inherit' : 'pipe', 'ipc'],
  })
  let said = ''
  const hear = (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4000))
  child.stdout?.on('data', hear)
  child.stderr?.on('data', hear)
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  const isReady = Promise.withResolvers<Record<string, unknown>>()
  child.on('message', (message: Record<string, unknown>) => message.ready === true && isReady.resolve(message))
  if (readyAt) void answering(readyAt, ended).then(() => isReady.resolve({ url: readyAt }))
  const timeout = setTimeout(() => isReady.reject(new Error(`${args.join(' ')} wasn't ready within ${within} ms\n${said}`)), within)
  void ended.then((code) =>
    isReady.reject(Object.assign(new Error(said.trim() || `${args.join(' ')} ended with ${code}`), { exitCode: code })),
  )
  child.once('error', isReady.reject)
  try {
    const ready = await isReady.promise
    return { child, ready, ended, heard: () => said, stop: (signal = 'SIGTERM') => stop(child, ended, signal) }
  } catch (error) {
    await stop(child, ended, 'SIGKILL')
    throw error
  } finally {
    clearTimeout(timeout)
  }
}

/** Resolves once a server answers at this address, whatever it says, or the program has ended. */
async function answering(url: string, ended: Promise<unknown>): Promise<void> {
  const over = new AbortController()
  void ended.then(() => over.abort())
  while (!over.signal.aborted) {
    const answer = await fetch(`${url}/health`).catch(() => undefined)
    if (answer) return
    await pause(200)
  }
}

async function stop(child: ChildProcess, ended: Promise<unknown>, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill(signal)
  const force = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await ended
  clearTimeout(force)
}

/** Calls `end` once when this process is asked to end: by Ctrl-C, SIGTERM, or the end of whoever started it, since npm's shell passes no signal on. */
export function whenAskedToEnd(end: () => void): void {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid !== parent) ask()
  }, 300).unref()
  const ask = () => {
    clearInterval(watch)
    for (const event of ASKED) process.off(event, ask)
    end()
  }
  for (const event of ASKED) process.on(event, ask)
}

const ASKED = ['SIGINT', 'SIGTERM', 'disconnect'] as const
