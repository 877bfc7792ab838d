import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type Evidence, judge, type Judgement, type SentMessage } from '../../tools/faults/judge.ts'

/** Evidence of a flawless run: message `n` is attempt `n` and document `g/n`, three messages an order. */
function flawless(count: number): Evidence {
  const numbers = Array.from({ length: count }, (_, index) => index + 1)
  const order = (n: number): string => `${Math.ceil(n / 3)}`
  return {
    sent: numbers.map((n) => ({
      key: `key ${n}`,
      inBooks: `book ${n}`,
      order: order(n),
      isRight: true,
      deliveries: [{ sentAt: 100 * n, answeredAt: 100 * n + 50, status: 201, code: '', attempt: n }],
    })),
    attempts: numbers.map((n) => ({ number: n, key: `key ${n}`, order: order(n), status: 'posted' })),
    audit: numbers.flatMap((n) =>
      ['received', 'judged', 'posting', 'posted'].map((action, index) => ({
        attempt: n,
        action,
        status: action === 'judged' ? 'waiting' : action,
        at: 100 * n + 10 * index,
        sequence: 4 * n + index,
        erpDocument: action === 'posted' ? `g/${n}` : '',
      })),
    ),
    books: numbers.map((n) => ({ inBooks: `book ${n}`, order: order(n), number: `g/${n}` })),
  }
}

const LISTS = ['lost', 'doubled', 'outOfOrder', 'unknown', 'untrue', 'unaccounted'] as const
const found = (judgement: Judgement): string[] => LISTS.filter((name) => judgement[name].length > 0)
/** The same with one message, its attempt or its steps changed. */
const with_ = <K extends keyof Evidence>(evidence: Evidence, name: K, change: (all: Evidence[K]) => Evidence[K]): Evidence => ({
  ...evidence,
  [name]: change(evidence[name]),
})
const told = (status: number, code: string, attempt?: number): SentMessage['deliveries'][number] => ({
  sentAt: 200,
  answeredAt: 250,
  status,
  code,
  ...(attempt === undefined ? {} : { attempt }),
})
const sentAs = (evidence: Evidence, n: number, values: Partial<SentMessage>): Evidence =>
  with_(evidence, 'sent', (all) => all.map((each, index) => (index === n - 1 ? { ...each, ...values } : each)))
const standing = (evidence: Evidence, n: number, status: string): Evidence =>
  with_(evidence, 'attempts', (all) => all.map((each) => (each.number === n ? { ...each, status } : each)))
const without = (evidence: Evidence, n: number): Evidence =>
  with_(evidence, 'books', (all) => all.filter((each) => each.number !== `g/${n}`))
/** Message `n` ends at `action` with `status` instead of being posted, and isn't in the books. */
const ending = (evidence: Evidence, n: number, action: string, status: string): Evidence =>
  with_(standing(without(evidence, n), n, status), 'audit', (all) =>
    all.map((step) => (step.attempt === n && step.action === 'posted' ? { ...step, action, status, erpDocument: '' } : step)),
  )

describe('the judge of a run with faults', () => {
  test('finds nothing in a flawless run', () => {
    const judgement = judge(flawless(9))
    assert.deepEqual(found(judgement), [])
    assert.deepEqual([judgement.posted, judgement.documents, judgement.shouldPost, judgement.postedOfThose], [9, 9, 9, 9])
  })

  test('finds a message whose document is missing, whichever it is', () => {
    for (let n = 1; n <= 9; n++) {
      const { lost, ...rest } = judge(without(flawless(9), n))
      assert.equal(lost.length, 1)
      assert.match(lost[0] ?? '', new RegExp(`book ${n} .*posted by the record, and not in the books`))
      assert.equal(rest.postedOfThose, 8)
    }
  })

  test('finds a message that was acknowledged and is not on record', () => {
    const evidence = with_(without(flawless(3), 2), 'attempts', (all) => all.filter((each) => each.number !== 2))
    assert.deepEqual(found(judge(evidence)), ['lost'])
  })

  test('finds a message that was left lying, and one that was answered as posted and is nowhere', () => {
    for (const status of ['received', 'waiting', 'posting']) {
      const lying = sentAs(ending(flawless(3), 2, 'received', status), 2, { deliveries: [told(503, 'COUNTERSIGN/PENDING', 2)] })
      assert.deepEqual(found(judge(lying)), ['lost'], status)
    }
    assert.deepEqual(found(judge(ending(flawless(3), 2, 'refused', 'refused'))), ['lost'])
  })

  test('finds a second document of a message, and a second attempt', () => {
    const twice = with_(flawless(3), 'books', (all) => [...all, { inBooks: 'book 2', order: '1', number: 'g/4' }])
    assert.deepEqual(found(judge(twice)), ['doubled'])
    const again = with_(flawless(3), 'attempts', (all) => [...all, { number: 4, key: 'key 2', order: '1', status: 'superseded' }])
    assert.ok(judge(again).doubled.length > 0)
  })

  test('finds any two messages of an order that changed places, and none of different orders', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7, 8], { minLength: 9 }), (places) => {
        const evidence = with_(flawless(9), 'books', (all) => places.flatMap((place) => all[place] ?? []))
        const isSorted = [0, 3, 6].every((first) => {
          const own = places.filter((place) => place >= first && place < first + 3)
          return own.every((place, index) => index === 0 || place > (own[index - 1] ?? 0))
        })
        assert.equal(judge(evidence).outOfOrder.length === 0, isSorted)
      }),
      { seed: 7, numRuns: 200 },
    )
  })

  test('believes a sender that had its number before the next was sent, where the record is silent', () => {
    const swapped = with_(flawless(3), 'books', ([first, second, third]) => [second, first, third].flatMap((each) => each ?? []))
    const silent = with_(swapped, 'audit', (all) => all.map((step) => ({ ...step, at: 0 })))
    assert.deepEqual(found(judge(silent)), ['outOfOrder'])
  })

  test('counts what a person let go, and what the ERP had refused and is sent again, at its own place', () => {
    const swapped = with_(flawless(3), 'books', ([first, second, third]) => [second, first, third].flatMap((each) => each ?? []))
    const step = { attempt: 1, at: 160, sequence: 5.5, erpDocument: '' }
    assert.deepEqual(found(judge(with_(swapped, 'audit', (all) => [...all, { ...step, action: 'approved', status: 'waiting' }]))), [])
    const anew = [
      { ...step, action: 'refused', status: 'refused', at: 110, sequence: 5.5 },
      { ...step, action: 'repeated', status: 'received', at: 250, sequence: 5.6 },
    ]
    assert.deepEqual(found(judge(with_(swapped, 'audit', (all) => [...all, ...anew]))), [])
  })

  test('finds an outcome that nobody knows, or that a person had to be asked for', () => {
    const unknown = sentAs(ending(flawless(3), 2, 'answerLost', 'unknown'), 2, { deliveries: [told(503, 'COUNTERSIGN/PENDING', 2)] })
    assert.deepEqual(found(judge(unknown)), ['unknown'])
    const asked = sentAs(ending(flawless(3), 2, 'handedBack', 'held'), 2, { deliveries: [told(503, 'COUNTERSIGN/PENDING', 2)] })
    assert.deepEqual(found(judge(asked)), ['unknown'])
  })

  test('finds what is in the books without a record, against it, or against what the sender was told', () => {
    const unrecorded = with_(flawless(3), 'attempts', (all) => all.filter((each) => each.number !== 2))
    assert.ok(judge(unrecorded).untrue.length > 0)
    assert.ok(judge(standing(flawless(3), 2, 'refused')).untrue.length > 0)
    assert.deepEqual(found(judge(sentAs(flawless(3), 2, { deliveries: [told(400, 'RU/494', 2)] }))), ['untrue'])
    const foreign = with_(flawless(3), 'books', (all) => [...all, { inBooks: '', order: '1', number: 'g/9' }])
    assert.deepEqual(found(judge(foreign)), ['untrue'])
  })

  test('finds what the audit log leaves out', () => {
    const dropped = (action: string) =>
      with_(flawless(3), 'audit', (all) => all.filter((step) => step.attempt !== 2 || step.action !== action))
    assert.deepEqual(found(judge(dropped('received'))), ['unaccounted'])
    assert.deepEqual(found(judge(dropped('posted'))), ['unaccounted'])
    const other = with_(flawless(3), 'audit', (all) =>
      all.map((step) => (step.erpDocument === 'g/2' ? { ...step, erpDocument: 'g/3' } : step)),
    )
    assert.deepEqual(found(judge(other)), ['unaccounted'])
    assert.deepEqual(found(judge(sentAs(flawless(3), 2, { deliveries: [told(201, '', 7)] }))), ['unaccounted'])
  })

  test('asks for nothing that waits for a person, was turned down, was refused, or never arrived', () => {
    const held = sentAs(ending(flawless(3), 2, 'judged', 'held'), 2, { deliveries: [told(409, 'COUNTERSIGN/HELD', 2)] })
    assert.deepEqual(found(judge(held)), [])
    assert.deepEqual([judge(held).shouldPost, judge(held).postedOfThose], [3, 2])
    const rejected = sentAs(ending(flawless(3), 2, 'rejected', 'rejected'), 2, { deliveries: [told(409, 'COUNTERSIGN/HELD', 2)] })
    assert.deepEqual([found(judge(rejected)), judge(rejected).shouldPost], [[], 2])
    const refused = sentAs(ending(flawless(3), 2, 'refused', 'refused'), 2, { deliveries: [told(400, 'RU/494', 2)] })
    assert.deepEqual(found(judge(refused)), [])
    const all = flawless(3)
    const silent = [...all.sent, { key: 'k', inBooks: 'b', order: '1', isRight: true, deliveries: [told(0, '')] }]
    assert.deepEqual([found(judge({ ...all, sent: silent })), judge({ ...all, sent: silent }).unreached], [[], 1])
  })

  test('counts a wrong message as due once a person let it go', () => {
    const wrong = sentAs(flawless(3), 2, { isRight: false, deliveries: [told(409, 'COUNTERSIGN/HELD', 2)] })
    assert.equal(judge(wrong).shouldPost, 2)
    const step = { attempt: 2, action: 'approved', status: 'waiting', at: 215, sequence: 9.5, erpDocument: '' }
    assert.deepEqual(
      [judge(with_(wrong, 'audit', (all) => [...all, step])).shouldPost, found(judge(with_(wrong, 'audit', (all) => [...all, step])))],
      [3, []],
    )
  })
})
