import type { FuzzAnswer, FuzzClient } from './client.ts'
import type { FuzzRequest } from './request.ts'
import { attemptsOf, codeOf, complaintOf, isKeyReused, isPending, textOf } from './verdict.ts'

/** Delivers requests and writes down what came back. */
export class Ledger {
  /** By label, then by status with the code of the error: how many answers. */
  readonly answers: Record<string, Record<string, number>> = {}
  /** How often which attempt was named in an answer. */
  readonly seen = new Map<number, number>()
  /** Attempts whose sender was told to come again, with the reason that it was given. */
  readonly pending = new Map<number, string>()
  readonly #client: FuzzClient
  readonly #underWay = new Set<Promise<unknown>>()

  constructor(client: FuzzClient) {
    this.#client = client
  }

  /** What is wrong with the answers to a request; undefined when nothing is. */
  async deliver(request: FuzzRequest): Promise<string | undefined> {
    const delivery = this.#client.deliver(request)
    this.#underWay.add(delivery)
    const given = await delivery.finally(() => this.#underWay.delete(delivery))
    for (const answer of given) this.#write(request, answer)
    return given.map((answer) => complaintOf(request, answer)).find((each) => each !== undefined)
  }

  /** Resolves when nothing is under way any more: who stops listening to a delivery doesn't stop it. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay)
  }

  #write({ label }: FuzzRequest, answer: FuzzAnswer | Error): void {
    const row = (this.answers[label] ??= {})
    const key = answer instanceof Error ? 'none' : `${answer.status} ${codeOf(answer)}`.trim()
    row[key] = (row[key] ?? 0) + 1
    if (answer instanceof Error) return
    const numbers = attemptsOf(answer)
    if (!isKeyReused(answer)) for (const number of numbers) this.seen.set(number, (this.seen.get(number) ?? 0) + 1)
    if (isPending(answer)) for (const number of numbers) this.pending.set(number, textOf(answer))
  }
}
