import { once } from 'node:events'
import type { Program } from '../../landscape/processes.ts'
import { median } from '../causes/measure.ts'
import type { Contestant } from './contestants.ts'
import { cpuOf, type Generator, type Measured, type Times } from './load.ts'
import type { Sizes } from './settings.ts'

/** How long the S/4 takes, in milliseconds. */
export interface Pace {
  readonly name: string
  readonly postMs: number
  readonly readMs: number
}

/** What one contestant did with so many senders at one pace of the S/4: medians over the rounds. */
export interface Result {
  readonly contestant: string
  readonly pace: string
  readonly senders: number
  readonly perSecond: number
  readonly latency: Times
  readonly withoutReads: Times | undefined
  /** CPU milliseconds of its processes a message; undefined where nobody tells, and for the straight way. */
  readonly cpuMs: number | undefined
  /** Answers other than 201, of all that were answered. */
  readonly failed: number
  readonly answered: number
}

interface Course {
  readonly pace: Pace
  readonly contestants: readonly Contestant[]
}

/** Everybody in turn, round after round, so that what else happens on the machine meets all alike. */
export async function runRounds(
  courses: readonly Course[],
  { senders, rounds, seconds, warmUp }: Sizes,
  { s4, run, say }: { readonly s4: Program; readonly run: Generator; readonly say: (progress: string) => void },
): Promise<Result[]> {
  const measured = new Map<string, { readonly of: Contestant; readonly pace: Pace; readonly senders: number; readonly runs: Run[] }>()
  for (let round = 1; round <= rounds; round++) {
    for (const { pace, contestants } of courses) {
      await setPace(s4, pace)
      for (const many of senders) {
        for (const each of contestants) {
          const key = `${pace.name}/${many}/${each.name}`
          const entry = measured.get(key) ?? { of: each, pace, senders: many, runs: [] }
          measured.set(key, entry)
          const one = await measure(each, run, { senders: many, seconds, warmUp })
          entry.runs.push(one)
          say(
            `round ${round}, ${pace.name}, ${many} senders, ${each.name}: ${one.perSecond.toFixed(0)}/s, ${statusesOf(one)}, sender busy ${(one.generatorCpuMs / seconds / 10).toFixed(0)} %`,
          )
        }
      }
    }
  }
  return [...measured.values()].map(({ of, pace, senders, runs }) => resultOf(of.name, pace.name, senders, runs))
}

type Run = Measured & { readonly cpuMs: number | undefined }

/** One measurement, with the CPU of the contestant's own processes. */
export async function measure(
  of: Contestant,
  run: Generator,
  how: { senders: number; seconds: number; warmUp: number; most?: number },
): Promise<Run> {
  const before = cpuOf(of.programs)
  const measured = await run({ name: of.name, ...of.asked, ...how })
  const after = cpuOf(of.programs)
  const isTold = before !== undefined && after !== undefined && of.programs.length > 0
  return { ...measured, cpuMs: isTold ? (after - before) / answersOf(measured) : undefined }
}

export async function setPace(s4: Program, { postMs, readMs }: Pace): Promise<void> {
  const isSet = once(s4.child, 'message')
  s4.child.send({ postMs, readMs })
  await isSet
}

function resultOf(contestant: string, pace: string, senders: number, runs: readonly Run[]): Result {
  const middle = (value: (each: Run) => number): number => median(runs.map(value))
  const times = (of: (each: Run) => Times | undefined): Times => ({
    p50: middle((each) => of(each)?.p50 ?? NaN),
    p99: middle((each) => of(each)?.p99 ?? NaN),
    mean: middle((each) => of(each)?.mean ?? NaN),
  })
  return {
    contestant,
    pace,
    senders,
    perSecond: middle((each) => each.perSecond),
    latency: times((each) => each.latency),
    withoutReads: runs.some((each) => each.withoutReads) ? times((each) => each.withoutReads) : undefined,
    cpuMs: runs.some((each) => each.cpuMs !== undefined) ? middle((each) => each.cpuMs ?? NaN) : undefined,
    failed: runs.reduce((sum, each) => sum + answersOf(each) - (each.statuses['201'] ?? 0), 0),
    answered: runs.reduce((sum, each) => sum + answersOf(each), 0),
  }
}

function answersOf({ statuses }: Pick<Measured, 'statuses'>): number {
  return Object.values(statuses).reduce((sum, each) => sum + each, 0)
}

function statusesOf({ statuses }: Pick<Measured, 'statuses'>): string {
  return Object.entries(statuses)
    .map(([status, count]) => `${count} × ${status}`)
    .join(', ')
}
