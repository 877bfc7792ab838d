import { setTimeout as pause } from 'node:timers/promises'

/** Asks again and again until the answer is there; the test's own time limit ends it. */
export async function until<T>(ask: () => Promise<T | undefined | false>): Promise<T> {
  for (;;) {
    const answer = await ask()
    if (answer !== undefined && answer !== false) return answer
    await pause(50)
  }
}
