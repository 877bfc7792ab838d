import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Program, startProgram } from '../../landscape/processes.ts'

export interface Load {
  /** Whoever is measured. */
  readonly name: string
  /** Addresses without path; senders are spread over them. */
  readonly urls: readonly string[]
  readonly path: string
  readonly form: 'v2' | 'v4'
  /** Each sender fetches a CSRF token with its cookie first. */
  readonly hasSession: boolean
  readonly senders: number
  /** Seconds that don't count, and that do. */
  readonly warmUp: number
  readonly seconds: number
  /** Ends earlier after so many answers. */
  readonly most?: number
}

/** Milliseconds. */
export interface Times {
  readonly p50: number
  readonly p99: number
  readonly mean: number
}

export interface Measured {
  readonly perSecond: number
  readonly count: number
  /** Answers by status, those of the warm-up too; 0: the connection broke. */
  readonly statuses: Readonly<Record<string, number>>
  readonly latency: Times
  /** The same less the time from the first to the last read at the S/4; one sender only. */
  readonly withoutReads?: Times
  readonly generatorCpuMs: number
}

export type Generator = (load: Load) => Promise<Measured>

/** Starts the process that sends; it ends with this one. @param file JSON of the messages */
export async function startGenerator(file: string): Promise<{ readonly run: Generator; stop(): Promise<void> }> {
  const program = await startProgram([resolve(import.meta.dirname, 'generator.ts')], { env: { BENCH_MESSAGES: file } })
  const run: Generator = async (load) => {
    program.child.send(load)
    const [answer] = (await once(program.child, 'message')) as [{ measured?: Measured; error?: string }]
    if (!answer.measured) throw new Error(answer.error)
    return answer.measured
  }
  return { run, stop: () => program.stop('SIGKILL') }
}

/** CPU milliseconds that processes have used so far; undefined where the system doesn't tell. */
export function cpuOf(programs: readonly Program[]): number | undefined {
  try {
    // Ticks of a hundredth of a second, on every Linux.
    const ticks = programs.map(({ child }) => {
      const fields =
        readFileSync(`/proc/${child.pid ?? 0}/stat`, 'utf8')
          .split(') ')[1]
          ?.split(' ') ?? []
      return Number(fields[11]) + Number(fields[12])
    })
    return ticks.reduce((sum, each) => sum + each, 0) * 10
  } catch {
    return undefined
  }
}
