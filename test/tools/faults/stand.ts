import { resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Program, startProgram } from '../../landscape/processes.ts'
import type { FaultPlan } from '../../landscape/s4/faults.ts'
import type { FaultDatabase } from './database.ts'
import type { BookedDocument } from './judge.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
/** A start may meet the port of the one before, which the system hasn't given back yet. */
const STARTS = 5

export interface StandOptions {
  /** Folder of the S/4's books. */
  readonly data: string
  readonly database: FaultDatabase
  readonly processes: number
  /** Seconds: of the policy for everything. */
  readonly quietTime: number
  readonly answerWithin: number
}

/** People who decide in a run, with their roles; passwords equal the names. */
export const PEOPLE = { anna: 'planner', ben: 'planner', clara: 'planner', controller: 'controller' } as const

/** Something that can be killed and comes back at its own port with what it kept. */
export interface Actor {
  readonly name: string
  isUp(): boolean
  /** Its last words where it ended though nobody asked it to; told once. */
  endedByItself(): string | undefined
  /** @returns milliseconds that it took to end */
  end(signal: NodeJS.Signals): Promise<number>
  start(): Promise<void>
}

/** Countersign's processes and the local S/4, each of which may end at any time. */
export class FaultStand {
  readonly actors: readonly Actor[]
  readonly urls: readonly string[]
  readonly #s4: ActorProgram
  /** What went wrong in the S/4 before its last start. */
  readonly #before: Record<string, number> = {}
  #seen: Readonly<Record<string, number>> = {}
  #plan: FaultPlan = {}

  private constructor(s4: ActorProgram, countersigns: readonly ActorProgram[]) {
    this.#s4 = s4
    this.actors = [
      ...countersigns,
      {
        name: s4.name,
        isUp: () => s4.isUp(),
        endedByItself: () => s4.endedByItself(),
        end: (signal) => this.#endS4(signal),
        start: () => this.#startS4(),
      },
    ]
    this.urls = countersigns.map((each) => each.url)
  }

  /** @throws Error with the last words of what doesn't start; nothing is left behind then */
  static async start({ data, database, processes, quietTime, answerWithin }: StandOptions): Promise<FaultStand> {
    const s4 = new ActorProgram('S/4', [resolve(ROOT, 'test/landscape/s4/main.ts')], {
      S4_PORT: '0',
      S4_ADMIN_PORT: '0',
      S4_BOOKS: resolve(data, 's4.books'),
    })
    const started: ActorProgram[] = [s4]
    try {
      await s4.start()
      const env = {
        ...{ CDS_TYPESCRIPT: 'true', COUNTERSIGN_ANNOUNCE: 'ipc', UI5_MODE: 'off', S4_PORT: new URL(s4.url).port, DM_PORT: '0' },
        ...{ CDS_CONFIG: JSON.stringify(configOf(quietTime, answerWithin)), PORT: '0' },
        ...database.env,
      }
      for (let index = 1; index <= processes; index++) {
        const countersign = new ActorProgram(`Countersign ${index}`, [resolve(ROOT, 'node_modules/.bin/cds-serve')], env)
        started.push(countersign)
        await countersign.start()
      }
      return new FaultStand(s4, started.slice(1))
    } catch (error) {
      await Promise.all(started.map((each) => each.end('SIGKILL')))
      throw error
    }
  }

  /** Replaces what goes wrong in the S/4, now and whenever it starts again. */
  async weather(plan: FaultPlan): Promise<void> {
    this.#plan = plan
    await this.#tally()
    await this.#admin('PUT', 'faults', plan).catch(() => undefined)
  }

  /** Everything that went wrong so far, by kind, as far as the S/4 lived to tell. */
  async happened(): Promise<Record<string, number>> {
    await this.#tally()
    return added(this.#before, this.#seen)
  }

  async write(rows: readonly { readonly set: string; readonly rows: readonly unknown[] }[]): Promise<void> {
    for (const each of rows) await this.#admin('PUT', 'rows', each)
  }

  /** What is in the S/4's books, in the order of booking: confirmations, and material documents that no confirmation made. */
  async books(): Promise<BookedDocument[]> {
    const { confirmations, materialDocuments } = (await this.#admin('GET', 'documents')) as Documents
    const confirmed = confirmations.map(({ position, externalKey, order, group, count }) => ({
      position,
      document: { inBooks: externalKey, order, number: `${group}/${count}` },
    }))
    const moved = materialDocuments
      .filter((each) => each.confirmation === undefined)
      .map(({ position, headerText, year, number, items }) => ({
        position,
        document: { inBooks: headerText, order: items[0]?.order ?? '', number: `${year}/${number}` },
      }))
    return [...confirmed, ...moved].sort((a, b) => a.position - b.position).map(({ document }) => document)
  }

  /** Ends everything in order; milliseconds of the slowest Countersign. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number> {
    const taken = await Promise.all(this.actors.filter((each) => each.name !== this.#s4.name).map((each) => each.end(signal)))
    await this.#s4.end(signal)
    return Math.max(...taken)
  }

  async #endS4(signal: NodeJS.Signals): Promise<number> {
    await this.#tally()
    for (const [kind, count] of Object.entries(this.#seen)) this.#before[kind] = (this.#before[kind] ?? 0) + count
    this.#seen = {}
    return this.#s4.end(signal)
  }

  async #startS4(): Promise<void> {
    await this.#s4.start()
    await this.#admin('PUT', 'faults', this.#plan)
  }

  async #tally(): Promise<void> {
    const seen = await this.#admin('GET', 'faults/happened').catch(() => undefined)
    if (seen) this.#seen = seen as Record<string, number>
  }

  async #admin(method: string, path: string, body?: unknown): Promise<unknown> {
    const init = body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    const response = await fetch(`${this.#s4.adminUrl}/admin/${path}`, { method, ...init })
    if (!response.ok) throw new Error(`${method} /admin/${path} answered ${response.status}: ${(await response.text()).slice(0, 300)}`)
    return response.json()
  }
}

interface Documents {
  readonly confirmations: readonly { position: number; externalKey: string; order: string; group: string; count: string }[]
  readonly materialDocuments: readonly {
    readonly position: number
    /** That made it. */
    readonly confirmation?: string
    readonly headerText: string
    readonly year: string
    readonly number: string
    readonly items: readonly { readonly order: string }[]
  }[]
}

/** A Node program that keeps its ports from start to start. */
class ActorProgram implements Actor {
  readonly name: string
  /** Of its first start, and of all later ones. */
  url = ''
  adminUrl = ''
  readonly #args: readonly string[]
  #env: NodeJS.ProcessEnv
  #program: Program | undefined

  constructor(name: string, args: readonly string[], env: NodeJS.ProcessEnv) {
    this.name = name
    this.#args = args
    this.#env = env
  }

  isUp(): boolean {
    const child = this.#program?.child
    return child?.exitCode === null && child.signalCode === null
  }

  endedByItself(): string | undefined {
    if (!this.#program || this.isUp()) return undefined
    const words = this.#program.heard()
    this.#program = undefined
    return words
  }

  async start(): Promise<void> {
    for (let tried = 1; ; tried++) {
      try {
        const program = await startProgram(this.#args, { cwd: ROOT, env: this.#env })
        this.#program = program
        const { url, adminUrl = '' } = program.ready as { url: string; adminUrl?: string }
        const ports = adminUrl === '' ? { PORT: portOf(url) } : { S4_PORT: portOf(url), S4_ADMIN_PORT: portOf(adminUrl) }
        this.url = url
        this.adminUrl = adminUrl
        this.#env = { ...this.#env, ...ports }
        return
      } catch (error) {
        if (tried >= STARTS || !/EADDRINUSE|is taken/.test(String(error))) throw error
        await pause(200 * tried)
      }
    }
  }

  async end(signal: NodeJS.Signals): Promise<number> {
    const began = Date.now()
    await this.#program?.stop(signal)
    this.#program = undefined
    return Date.now() - began
  }
}

/** Development's settings, but quick, with people of our own and no landscape of its own. */
function configOf(quietTime: number, answerWithin: number): object {
  const users = Object.fromEntries(Object.entries(PEOPLE).map(([name, role]) => [name, { password: name, roles: [role] }]))
  return {
    requires: { auth: { users } },
    countersign: { policy: { quietTime, answerWithin, allowPreviousPeriod: true }, landscape: '' },
  }
}

function added(one: Readonly<Record<string, number>>, other: Readonly<Record<string, number>>): Record<string, number> {
  const kinds = new Set([...Object.keys(one), ...Object.keys(other)])
  return Object.fromEntries([...kinds].sort().map((kind) => [kind, (one[kind] ?? 0) + (other[kind] ?? 0)]))
}

const portOf = (url: string): string => new URL(url).port
