import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ask } from '../../../srv/dm/ask.ts'
import { Memory } from '../../../srv/dm/memory.ts'

const question = { method: 'GET', path: '/a' } as const

function counting(): { ask: Ask; count: () => number } {
  let count = 0
  return { ask: () => Promise.resolve({ status: 200, body: ++count }), count: () => count }
}

test('a question within its time is asked once, another one on its own', async () => {
  const { ask, count } = counting()
  const remembered = new Memory().through(ask, 60_000)
  await Promise.all([remembered(question), remembered(question), remembered({ ...question, query: { plant: '1710' } })])
  assert.equal(count(), 2)
})

test('after its time a question is asked again', async () => {
  const { ask, count } = counting()
  const remembered = new Memory().through(ask, 0)
  await remembered(question)
  await remembered(question)
  assert.equal(count(), 2)
})

test('a question without an answer is asked again', async () => {
  const memory = new Memory()
  await assert.rejects(memory.through(() => Promise.reject(new Error('down')), 60_000)(question))
  const { ask } = counting()
  assert.deepEqual(await memory.through(ask, 60_000)(question), { status: 200, body: 1 })
})

test('a thousand answers are kept, no more', async () => {
  const { ask, count } = counting()
  const remembered = new Memory().through(ask, 60_000)
  for (let index = 0; index <= 1000; index++) await remembered({ ...question, path: `/${index}` })
  await remembered({ ...question, path: '/1000' })
  assert.equal(count(), 1001)
  await remembered({ ...question, path: '/0' })
  assert.equal(count(), 1002)
})
