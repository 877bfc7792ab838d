import { setTimeout as pause } from 'node:timers/promises'
import { Random } from '../../traffic/random.ts'
import { PEOPLE } from './stand.ts'

/** Planners and a controller at work while everything breaks. */

/** What became of two people who decided about the same item at the same time, and of decisions as such. */
export interface Decisions {
  decided: number
  /** Times that somebody was too late and was told so. */
  tooLate: number
  /** Answers that no person should get. */
  readonly odd: string[]
}

interface Item {
  readonly ID: string
  readonly status: string
  readonly action_code: string
  readonly attemptNumber: number | string
}

const READ = 'worklist/Suggestions?$select=ID,status,action_code,attemptNumber&$orderby=createdAt&$top=30&$filter='
const PLANNERS = Object.entries(PEOPLE).flatMap(([name, role]) => (role === 'planner' ? [name] : []))
/** One item in so many is left to lie. */
const LEFT = 15
/** Answers of a Countersign that is coming or going. */
const AWAY: ReadonlySet<number> = new Set([0, 502, 503, 504])

export class Office {
  readonly decisions: Decisions = { decided: 0, tooLate: 0, odd: [] }
  readonly #urls: readonly string[]
  readonly #random: Random
  readonly #times = new Map<string, number>()
  #isOver = false

  constructor(urls: readonly string[], seed: number) {
    this.#urls = urls
    this.#random = new Random('office', seed)
  }

  /** Decides until `close`; never rejects. */
  async work(): Promise<void> {
    while (!this.#isOver) {
      await this.round().catch(() => undefined)
      await pause(150)
    }
  }

  close(): void {
    this.#isOver = true
  }

  /** One look at the worklist and what follows from it; the number of items that still want a decision. */
  async round(): Promise<number> {
    const proposed = (await this.#read(PLANNERS[0] ?? '', "status eq 'proposed'")).filter((each) => !this.#isLeft(each))
    const [first, second, third] = proposed
    // The same item for two at once, and two others beside it.
    if (first && this.#random.chance(0.5)) await this.#together(first)
    else if (first) await this.#plan(PLANNERS[0] ?? '', first)
    const beside = [second, third].flatMap((item, at) => (item ? [{ item, name: PLANNERS[at + 1] ?? '' }] : []))
    await Promise.all(beside.map(({ item, name }) => this.#plan(name, item)))
    const toSign = await this.#read('controller', "status eq 'awaitingSignOff'")
    for (const item of toSign) await this.#call('controller', item, 'signOff', { note: 'signed' })
    return proposed.length + toSign.length
  }

  /** Two planners approve the same item at the same time: one is first, the other is told so. */
  async #together(item: Item): Promise<void> {
    this.#count(item)
    const note = { note: 'at the same time' }
    const statuses = await Promise.all(PLANNERS.slice(0, 2).map((name) => this.#call(name, item, 'approve', note)))
    if (statuses.every((each) => each === 200)) this.decisions.odd.push(`both ${PLANNERS.slice(0, 2).join(' and ')} approved ${item.ID}`)
  }

  async #plan(name: string, item: Item): Promise<void> {
    const times = this.#count(item)
    // What comes back again and again is given up.
    if (times > 2 || this.#random.chance(0.08)) await this.#call(name, item, 'rejectSuggestion', { reason: 'counted again' })
    else if (item.action_code === 'markDuplicate' && this.#random.chance(0.3))
      await this.#call(name, item, 'postAsSent', { note: 'it happened twice' })
    else if (item.action_code === 'adjustQuantity' && this.#random.chance(0.7)) {
      const values = [{ field: 'yield', value: String(this.#random.int(1000, 9999)) }]
      if ((await this.#call(name, item, 'adjust', { values, note: 'counted' })) === 200)
        await this.#call(name, item, 'approve', { note: 'as counted' })
    } else await this.#call(name, item, 'approve', { note: 'looked at' })
  }

  async #read(name: string, filter: string): Promise<Item[]> {
    const response = await fetch(`${this.#url()}/odata/v4/${READ}${encodeURIComponent(filter)}`, { headers: headersOf(name) })
    if (!response.ok) {
      if (!AWAY.has(response.status))
        this.decisions.odd.push(`the worklist answered ${response.status}: ${(await response.text()).slice(0, 200)}`)
      return []
    }
    return ((await response.json()) as { value: Item[] }).value
  }

  async #call(name: string, { ID }: Item, action: string, values: object): Promise<number> {
    const path = `${this.#url()}/odata/v4/worklist/Suggestions(${ID})/WorklistService.${action}`
    const response = await fetch(path, { method: 'POST', headers: headersOf(name), body: JSON.stringify(values) }).catch(() => undefined)
    if (!response) return 0
    const text = await response.text().catch(() => '')
    if (response.status === 200) this.decisions.decided += 1
    else if (response.status === 409) this.#late(action, text)
    else if (!AWAY.has(response.status)) this.decisions.odd.push(`${action} answered ${response.status}: ${text.slice(0, 200)}`)
    return response.status
  }

  /** Who comes too late is told so in plain words. */
  #late(action: string, text: string): void {
    this.decisions.tooLate += 1
    const message = /"message":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? ''
    if (!/^[A-Z].{15,}$/.test(message) || /error|exception|SQL|undefined|null/i.test(message))
      this.decisions.odd.push(`${action} answered 409 in no plain words: ${text.slice(0, 200)}`)
  }

  #count({ attemptNumber }: Item): number {
    const times = (this.#times.get(String(attemptNumber)) ?? 0) + 1
    this.#times.set(String(attemptNumber), times)
    return times
  }

  /** Some things nobody gets round to. */
  #isLeft({ attemptNumber }: Item): boolean {
    return Number(attemptNumber) % LEFT === 0
  }

  #url(): string {
    return this.#random.pick(this.#urls) ?? ''
  }
}

function headersOf(name: string): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${name}:${name}`).toString('base64')}`, 'content-type': 'application/json' }
}

/** Attempts that are on their way, by status; rejects when nobody answers. */
export async function onTheWay(url: string): Promise<{ status: string; number: number | string }[]> {
  const filter = encodeURIComponent("status in ('received','waiting','posting','unknown')")
  const path = `${url}/odata/v4/worklist/SyncAttempts?$select=ID,number,status&$filter=${filter}`
  const response = await fetch(path, { headers: headersOf(PLANNERS[0] ?? '') })
  if (!response.ok) throw new Error(`The worklist answered ${response.status}: ${(await response.text()).slice(0, 200)}`)
  return ((await response.json()) as { value: { status: string; number: number | string }[] }).value
}
