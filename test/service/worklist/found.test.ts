import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { Suggestions } from '#cds-models/countersign'
import { moveAttempt } from '../attempts.ts'
import { openWorklist, type Row, type Worklist } from './stand.ts'

let worklist: Worklist

before(async () => {
  worklist = await openWorklist()
  for (const plant of ['1710', '1710', '1720']) await worklist.held(plant)
  for (const plant of ['1710', '1720']) {
    const held = await worklist.held(plant)
    await UPDATE(Suggestions, held.suggestion).set({ status: 'approved' })
    for (const status of ['waiting', 'posting', 'posted']) await moveAttempt(held.attempt, status)
  }
  const rejected = await worklist.held('1720')
  await UPDATE(Suggestions, rejected.suggestion).set({ status: 'rejected' })
  await UPDATE(Suggestions, (await worklist.held('1710')).suggestion).set({ status: 'superseded' })
})
after(() => worklist.close())

const ask = async (user: string, path: string): Promise<{ body: Row; status: number }> => worklist.ask(user, 'GET', path)
const TABS: Readonly<Record<string, Readonly<Record<'planner' | 'supervisor', number>>>> = {
  "status eq 'proposed'": { planner: 3, supervisor: 2 },
  "status eq 'approved' and (attempt/status eq 'posted')": { planner: 2, supervisor: 1 },
  "status eq 'approved' and (attempt/status eq 'waiting' or attempt/status eq 'received')": { planner: 0, supervisor: 0 },
  'isOpen eq false': { planner: 4, supervisor: 2 },
  "isOpen eq false and status ne 'superseded'": { planner: 3, supervisor: 1 },
  "status eq 'superseded'": { planner: 1, supervisor: 1 },
  "isOverdue eq true and (status eq 'proposed' or status eq 'awaitingSignOff')": { planner: 0, supervisor: 0 },
}

describe('the number of suggestions', () => {
  for (const [filter, expected] of Object.entries(TABS))
    test(`is that of the rows, of those that the user may see, whatever a page shows: ${filter}`, async () => {
      for (const user of ['planner', 'supervisor'] as const) {
        const all = await ask(user, `Suggestions?$filter=${filter}&$select=ID,queue&$count=true`)
        assert.equal(all.status, 200, JSON.stringify(all.body))
        const rows = all.body.value as Row[]
        assert.deepEqual([rows.length, Number(all.body['@odata.count'])], [expected[user], expected[user]])
        const page = await ask(user, `Suggestions?$filter=${filter}&$count=true&$top=1&$skip=0`)
        assert.deepEqual(
          [(page.body.value as Row[]).length, Number(page.body['@odata.count'])],
          [Math.min(1, expected[user]), expected[user]],
        )
        const counted = await worklist.count(user, `Suggestions/$count?$filter=${filter}`)
        assert.equal(counted, expected[user])
      }
    })

  test('and its pages are those of the whole list', async () => {
    const list = async (rest: string) =>
      (await worklist.rows('planner', `Suggestions?$filter=isOpen eq false&$select=ID,queue${rest}`)).map(({ ID }) => ID)
    const all = await list('&$orderby=createdAt desc')
    assert.equal(new Set(all).size, 4)
    const pages = [await list('&$orderby=createdAt desc&$top=2'), await list('&$orderby=createdAt desc&$top=2&$skip=2')]
    assert.deepEqual(pages.flat(), all)
    const past = await ask('planner', 'Suggestions?$filter=isOpen eq false&$count=true&$orderby=createdAt&$top=2&$skip=9')
    assert.deepEqual([past.body.value, Number(past.body['@odata.count'])], [[], 4])
    const reversed = await list('&$orderby=isUndated,createdAt')
    assert.deepEqual(reversed, all.toReversed())
  })

  test('is that of all where nothing is asked for, and of what is found where something is looked for', async () => {
    assert.equal(await worklist.count('planner', 'Suggestions/$count'), 7)
    const found = await ask('planner', `Suggestions?$search=nowhere&$count=true`)
    assert.equal(Number(found.body['@odata.count']), 0)
  })
})
