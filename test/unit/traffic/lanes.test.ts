import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Gate, inParallel, Lanes } from '../../traffic/lanes.ts'

const turn = () => new Promise((resolve) => setImmediate(resolve))

test('work on one order never overlaps and keeps its order, another order goes on meanwhile', async () => {
  const lanes = new Lanes()
  const events: string[] = []
  const work = (key: string, name: string) =>
    lanes.run(key, async () => {
      events.push(`${name} begins`)
      await turn()
      events.push(`${name} ends`)
    })
  await Promise.all([work('1', 'a'), work('1', 'b'), work('2', 'c')])
  assert.ok(events.indexOf('a ends') < events.indexOf('b begins'))
  assert.ok(events.indexOf('c begins') < events.indexOf('a ends'))
})

test('a failed piece of work does not block the lane', async () => {
  const lanes = new Lanes()
  const failed = lanes.run('1', () => Promise.reject(new Error('no')))
  const next = lanes.run('1', () => Promise.resolve('yes'))
  await assert.rejects(failed, /no/)
  assert.equal(await next, 'yes')
})

test('no more hands work at once than there are, and an error ends the rest', async () => {
  let open = 0
  let most = 0
  await inParallel([1, 2, 3, 4, 5, 6, 7], 3, async () => {
    most = Math.max(most, ++open)
    await turn()
    open--
  })
  assert.equal(most, 3)
  const done: number[] = []
  const work = inParallel([1, 2, 3, 4], 1, (item) =>
    item === 2 ? Promise.reject(new Error('stop')) : Promise.resolve(void done.push(item)),
  )
  await assert.rejects(work, /stop/)
  assert.deepEqual(done, [1])
})

test('work that must be alone waits for all that began before, and all that comes later waits for it', async () => {
  const gate = new Gate()
  const events: string[] = []
  const work = (name: string) => async () => {
    events.push(`${name} begins`)
    await turn()
    events.push(`${name} ends`)
  }
  const failing = gate.alone(() => Promise.reject(new Error('no')))
  const all = [gate.shared(work('a')), gate.shared(work('b')), gate.alone(work('c')), gate.shared(work('d'))]
  await assert.rejects(failing, /no/)
  await Promise.all(all)
  assert.deepEqual(events, ['a begins', 'b begins', 'a ends', 'b ends', 'c begins', 'c ends', 'd begins', 'd ends'])
})
