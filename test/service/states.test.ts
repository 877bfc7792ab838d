import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import cds from '@sap/cds'
import { SyncAttempts } from '#cds-models/countersign'
import { keepTransitions, statesOf, transitionsOf } from '../../srv/database/transitions.ts'
import { insertAttempt } from './attempts.ts'
import { openDatabase } from './database.ts'

let number = 0

await openDatabase()
const model = cds.model ?? {}
const states = statesOf(model)
const transitions = transitionsOf(model)
const isListed = (from: string | undefined, to: string): boolean => transitions.some((each) => each.from === from && each.to === to)

async function attemptIn(status: string): Promise<string> {
  const ID = randomUUID()
  await insertAttempt({ ID, number: ++number, status })
  return ID
}

async function statusOf(ID: string): Promise<string | null | undefined> {
  return (await SELECT.one.from(SyncAttempts).columns('status').where({ ID }))?.status
}

async function set(ID: string, status: string): Promise<void> {
  await UPDATE(SyncAttempts, ID).set({ status } as never)
}

async function begin(ID: string, status: string): Promise<void> {
  await INSERT.into(SyncAttempts).entries({ ID, number: ++number, status } as never)
}

describe('an attempt goes only where the model says', () => {
  for (const from of states)
    for (const to of states.filter((each) => each !== from))
      test(`${from} → ${to}: ${isListed(from, to) ? 'passes' : 'is refused'}`, async () => {
        const ID = await attemptIn(from)
        if (isListed(from, to)) await set(ID, to)
        else await assert.rejects(set(ID, to), new RegExp(`ttempt .*can't go from ${from} to ${to}`))
        assert.equal(await statusOf(ID), isListed(from, to) ? to : from)
      })

  for (const to of states)
    test(`${isListed(undefined, to) ? 'begins' : 'never begins'} as ${to}`, async () => {
      const ID = randomUUID()
      if (isListed(undefined, to)) await begin(ID, to)
      else await assert.rejects(begin(ID, to), new RegExp(`ttempt .*can't begin as ${to}`))
      assert.equal(await statusOf(ID), isListed(undefined, to) ? to : undefined)
    })

  test('a status that the model does not know is refused', async () => {
    const ID = await attemptIn('held')
    await assert.rejects(set(ID, 'parked'), /no such status|from held to parked/)
    await assert.rejects(begin(randomUUID(), 'parked'), /no such status|begin as parked/)
    assert.equal(await statusOf(ID), 'held')
  })

  test('where one of several may not, none does', async () => {
    const [ID, other] = [await attemptIn('held'), await attemptIn('posted')]
    const all = async (): Promise<void> => {
      await UPDATE(SyncAttempts).set({ status: 'waiting' }).where`ID in (${ID}, ${other})`
    }
    await assert.rejects(all, /from posted to waiting/)
    assert.deepEqual([await statusOf(ID), await statusOf(other)], ['held', 'posted'])
  })

  test('staying where it is, and all else of it, is nobody’s business', async () => {
    const ID = await attemptIn('posted')
    await set(ID, 'posted')
    await UPDATE(SyncAttempts, ID).set({ status: 'posted', erpDocument: '207/1' })
    await UPDATE(SyncAttempts, ID).set({ erpText: 'read' })
    assert.equal(await statusOf(ID), 'posted')
  })
})

describe('the triggers', () => {
  test('stay as they are at the next start, and are made anew when the list has changed', async () => {
    const ID = await attemptIn('posted')
    const made = await triggers()
    await cds.tx(() => keepTransitions())
    assert.deepEqual(await triggers(), made)

    const { definitions } = cds.model as unknown as { definitions: Record<string, { elements: { status: Record<string, unknown> } }> }
    const element = definitions['countersign.SyncAttempts']?.elements.status ?? {}
    const listed = element[LIST] as object[]
    try {
      element[LIST] = [...listed, { from: { '#': 'posted' }, to: { '#': 'held' }, by: 'taken back' }]
      await cds.tx(() => keepTransitions())
      assert.notDeepEqual(await triggers(), made)
      await set(ID, 'held')
    } finally {
      element[LIST] = listed
      await cds.tx(() => keepTransitions())
    }
    await assert.rejects(set(await attemptIn('posted'), 'held'), /from posted to held/)
  })
})

const LIST = '@countersign.transitions'

/** What the database itself knows of them; an object that is made anew is another one. */
async function triggers(): Promise<unknown> {
  const sql =
    cds.db.kind === 'postgres'
      ? `SELECT tgname AS name, oid AS place FROM pg_trigger WHERE tgrelid = 'countersign_SyncAttempts'::regclass ORDER BY tgname`
      : `SELECT name, rowid AS place, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'countersign_SyncAttempts' ORDER BY name`
  return cds.run(sql)
}
