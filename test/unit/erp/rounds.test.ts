import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Rounds } from '../../../srv/erp/rounds.ts'

const soon = (): number => performance.now() + 5000

/** Batches so far, each answered when the test says so. */
function office() {
  const batches: {
    reads: readonly string[]
    timeout: number
    answer: (with_?: readonly string[]) => void
    refuse: (why: Error) => void
  }[] = []
  const rounds = new Rounds<string>((reads, timeout) => {
    const { promise, resolve, reject } = Promise.withResolvers<readonly string[]>()
    batches.push({ reads, timeout, answer: (given = reads.map((each) => `${each}!`)) => resolve(given), refuse: reject })
    return promise
  })
  return { batches, rounds }
}
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)))

describe('reads of a service', () => {
  it('that are asked for at the same time leave together, each once, and everybody gets the answer', async () => {
    const { batches, rounds } = office()
    const asked = ['a', 'b', 'a', 'c', 'a'].map((each) => rounds.ask(each, soon()))
    await turn()
    assert.deepEqual(
      batches.map((each) => each.reads),
      [['a', 'b', 'c']],
    )
    batches[0]?.answer()
    assert.deepEqual(await Promise.all(asked), ['a!', 'b!', 'a!', 'c!', 'a!'])
  })

  it('that are under way are not shared with who asks later: what was posted in between would be missing', async () => {
    const { batches, rounds } = office()
    const first = rounds.ask('a', soon())
    await turn()
    const second = rounds.ask('a', soon())
    await turn()
    assert.equal(batches.length, 2)
    batches[1]?.answer(['new'])
    batches[0]?.answer(['old'])
    assert.deepEqual(await Promise.all([first, second]), ['old', 'new'])
  })

  it('go fifty in a batch and eight batches at once; the rest waits for a batch to end, and is shared meanwhile', async () => {
    const { batches, rounds } = office()
    const asked = Array.from({ length: 420 }, (_, index) => rounds.ask(String(index), soon()))
    await turn()
    assert.deepEqual(
      batches.map((each) => each.reads.length),
      Array.from({ length: 8 }, () => 50),
    )
    const shared = rounds.ask('419', soon())
    batches[3]?.answer()
    await turn()
    assert.deepEqual(
      batches[8]?.reads,
      Array.from({ length: 20 }, (_, index) => String(400 + index)),
    )
    for (const each of batches) each.answer()
    assert.equal((await Promise.all(asked)).length, 420)
    assert.equal(await shared, '419!')
  })

  it('are waited for as long as the most patient one waits', async () => {
    const { batches, rounds } = office()
    void rounds.ask('a', performance.now() + 100)
    void rounds.ask('a', performance.now() + 900)
    void rounds.ask('b', performance.now() + 500)
    await turn()
    assert.ok((batches[0]?.timeout ?? 0) > 800 && (batches[0]?.timeout ?? 0) <= 900, String(batches[0]?.timeout))
  })

  it('whose time is over before they leave do not leave', async () => {
    const { batches, rounds } = office()
    await assert.rejects(rounds.ask('a', performance.now() - 1), /no place in time/)
    assert.equal(batches.length, 0)
  })

  it('that fail together fail for all who asked, and the next ones are asked anew', async () => {
    const { batches, rounds } = office()
    const asked = [rounds.ask('a', soon()), rounds.ask('b', soon())]
    await turn()
    batches[0]?.refuse(new Error('down'))
    for (const each of await Promise.allSettled(asked)) assert.equal(each.status, 'rejected')
    const again = rounds.ask('a', soon())
    await turn()
    batches[1]?.answer()
    assert.equal(await again, 'a!')
  })

  it('whose answer is left out fail alone', async () => {
    const { batches, rounds } = office()
    const [a, b] = [rounds.ask('a', soon()), rounds.ask('b', soon())]
    await turn()
    batches[0]?.answer(['only a'])
    assert.equal(await a, 'only a')
    await assert.rejects(b, /left out/)
  })
})
