import type { Answer, Ask, Question } from './ask.ts'

/** Answers that are remembered at most, so that memory stays bounded. */
const MOST = 1000

/** Answers that many messages want within seconds. What isn't answered is never remembered. */
export class Memory {
  readonly #answers = new Map<string, { readonly answer: Promise<Answer>; readonly until: number }>()

  /** The same, but questions of these last `milliseconds` aren't asked again. */
  through(ask: Ask, milliseconds: number): Ask {
    return (question) => {
      const key = keyOf(question)
      const known = this.#answers.get(key)
      if (known && performance.now() < known.until) return known.answer
      const answer = ask(question)
      const current = { answer, until: performance.now() + milliseconds }
      this.#answers.delete(key)
      this.#answers.set(key, current)
      this.#bound()
      answer.catch(() => {
        if (this.#answers.get(key) === current) this.#answers.delete(key)
      })
      return answer
    }
  }

  #bound(): void {
    for (const key of this.#answers.keys()) {
      if (this.#answers.size <= MOST) return
      this.#answers.delete(key)
    }
  }
}

function keyOf({ method, path, query, body }: Question): string {
  return JSON.stringify([method, path, query, body])
}
