import { setTimeout as pause } from 'node:timers/promises'
import { Random } from '../../traffic/random.ts'
import type { FaultDatabase } from './database.ts'
import type { Actor } from './stand.ts'

export interface KillerOptions {
  readonly actors: readonly Actor[]
  readonly database: FaultDatabase
  readonly seed: number
  /** Milliseconds between two of its deeds, give or take a third. */
  readonly every: number
  readonly tell: (line: string) => void
}

/** Ends one process after the other, hard or softly, or a connection to the database, and starts again what it ended. */
export class Killer {
  /** By what was ended, and how. */
  readonly kills: Record<string, number> = {}
  /** Milliseconds that the slowest Countersign took to end when asked to. */
  slowestStop = 0
  /** What didn't start again. */
  readonly odd: string[] = []
  readonly #options: KillerOptions
  readonly #random: Random
  readonly #over = new AbortController()
  #work: Promise<void> | undefined

  constructor(options: KillerOptions) {
    this.#options = options
    this.#random = new Random('killer', options.seed)
  }

  begin(): void {
    this.#work = this.#go()
  }

  /** Resolves when everything is up again; rejects with the last words of what doesn't start any more. */
  async end(): Promise<void> {
    this.#over.abort()
    await this.#work
    for (const actor of this.#options.actors) if (!actor.isUp()) await actor.start()
  }

  get count(): number {
    return Object.values(this.kills).reduce((sum, each) => sum + each, 0)
  }

  async #go(): Promise<void> {
    const { every, tell } = this.#options
    for (;;) {
      const isOver = await pause(every * (0.67 + this.#random.next() * 0.66), false, { signal: this.#over.signal }).catch(() => true)
      if (isOver) return
      const deed = await this.#strike().catch((error: unknown) => {
        const why = error instanceof Error ? error.message : String(error)
        this.odd.push(why)
        return `not up again: ${why.split('\n', 1)[0] ?? ''}`
      })
      tell(deed)
    }
  }

  async #strike(): Promise<string> {
    const { actors, database } = this.#options
    if (this.#random.chance(0.25) && (await database.breakConnection())) return this.#note('connection to the database')
    // As often a Countersign as everything else together.
    const [others, countersigns] = [actors.filter((each) => each.name === 'S/4'), actors.filter((each) => each.name !== 'S/4')]
    const actor = this.#random.pick(this.#random.chance(0.65) ? countersigns : others)
    for (const each of actors) {
      const words = each.endedByItself()
      if (words !== undefined) this.odd.push(`${each.name} ended by itself: ${words}`)
    }
    const down = actors.find((each) => !each.isUp())
    if (down) await down.start()
    if (!actor || down) return `${down?.name ?? 'nothing'} is up again`
    const signal = this.#random.chance(0.6) ? 'SIGKILL' : 'SIGTERM'
    const took = await actor.end(signal)
    if (signal === 'SIGTERM' && actor.name !== 'S/4') this.slowestStop = Math.max(this.slowestStop, took)
    const deed = this.#note(`${signal} ${actor.name}`)
    await pause(this.#random.int(0, 800))
    await actor.start()
    return deed
  }

  #note(deed: string): string {
    this.kills[deed] = (this.kills[deed] ?? 0) + 1
    return deed
  }
}
