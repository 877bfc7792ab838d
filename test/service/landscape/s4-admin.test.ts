import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { startProgram } from '../../landscape/processes.ts'
import type { RunningS4 } from '../../landscape/s4/listen.ts'
import { ask, at, SERVICE, startWorkshop, type Answered } from './workshop.ts'

describe('the admin port of the local S/4', () => {
  let s4: RunningS4
  before(async () => {
    s4 = await startWorkshop()
  })
  after(() => s4.close())
  const admin = (method: string, path: string, body?: unknown): Promise<Answered> =>
    ask(`${s4.adminUrl}/admin/${path}`, {
      method,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })

  test('health says ready', async () => assert.deepEqual((await admin('GET', 'health')).json, { ready: true }))

  test('simulate runs a posting with its rules and takes everything back', async () => {
    const before = [s4.books.find('Jobs').length, s4.books.find('Parts').length]
    const path = `${SERVICE}/Jobs`
    const fine = await admin(
      'POST',
      'simulate',
      `{"method":"POST","path":"${path}","body":{"Title":"x","Quantity":1.10,"to_Part":[{"Material":"1"}]}}`,
    )
    assert.deepEqual([at(fine.json, 'status'), at(fine.json, 'body', 'd', 'Quantity')], [201, '1.10'])
    const again = await admin('POST', 'simulate', { path, body: {} })
    assert.equal(at(again.json, 'body', 'd', 'JobID'), at(fine.json, 'body', 'd', 'JobID'), 'numbers are taken back too')
    const refused = await admin('POST', 'simulate', { path, body: { Title: 'refused' } })
    assert.deepEqual([at(refused.json, 'status'), at(refused.json, 'body', 'error', 'code')], [400, 'ZWORKSHOP/014'])
    assert.equal(at((await admin('POST', 'simulate', { path: '/sap/opu/odata/sap/BOGUS/X' })).json, 'status'), 403)
    assert.deepEqual([s4.books.find('Jobs').length, s4.books.find('Parts').length], before)
  })

  test('rows are upserted, changed and read; what the books lack is a 400', async () => {
    assert.deepEqual(
      (
        await admin('PUT', 'rows', {
          set: 'Jobs',
          rows: [
            { JobID: '77', Title: 'a', IsOpen: true },
            { JobID: '9', Operation: '0099' },
          ],
        })
      ).json,
      { count: 2 },
    )
    assert.deepEqual([s4.books.one('Jobs', { JobID: '77' })?.IsOpen, s4.books.one('Jobs', { JobID: '9' })?.Title], [1, "O'Hara"])
    assert.deepEqual((await admin('PATCH', 'rows', { set: 'Jobs', where: { JobID: '77' }, values: { Title: 'b' } })).json, { count: 1 })
    assert.equal(s4.books.one('Jobs', { JobID: '77' })?.Title, 'b')
    const rowsOf = async (query: string): Promise<unknown> => JSON.parse((await admin('GET', `rows?${query}`)).text)
    const titles = ((await rowsOf('set=Jobs')) as { Title: string }[]).map((each) => each.Title)
    assert.ok(titles.includes('b') && titles.includes('Paint'))
    assert.deepEqual(at(await rowsOf('set=Jobs&JobID=77'), 0, 'Title'), 'b')
    assert.deepEqual(await rowsOf('set=Jobs&JobID=404'), [])
    for (const query of ['', 'set=Nope', 'set=Jobs&set=Parts', 'set=Jobs&Nope=1']) {
      assert.equal((await admin('GET', `rows?${query}`)).status, 400, query)
    }
    assert.equal((await admin('PUT', 'rows', { set: 'Nope', rows: [{ A: 1 }] })).status, 400)
    assert.equal((await admin('PATCH', 'rows', { set: 'Jobs', where: {}, values: { Nope: 1 } })).status, 400)
  })

  test('documents are empty where there are none, reset seeds anew', async () => {
    assert.deepEqual((await admin('GET', 'documents')).json, { confirmations: [], materialDocuments: [] })
    assert.deepEqual((await admin('POST', 'reset', { seed: 8 })).json, { seed: 8 })
    assert.deepEqual([s4.books.find('Jobs').length, s4.books.one('Jobs', { JobID: 'A/7' })?.Title], [3, 'seed 8'])
  })
})

describe('the books of the local S/4', () => {
  let folder = ''
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 's4-books-'))
  })
  after(() => rm(folder, { recursive: true }))

  test('are seeded once, kept from start to start, and begun anew when asked', async () => {
    const books = join(folder, 'kept.books')
    const titleAfter = async (isFresh: boolean, seed: number): Promise<unknown> => {
      const s4 = await startWorkshop({ books, seed, isFresh })
      const title = s4.books.one('Jobs', { JobID: 'A/7' })?.Title
      await s4.close()
      return title
    }
    assert.deepEqual([await titleAfter(false, 1), await titleAfter(false, 2), await titleAfter(true, 3)], ['seed 1', 'seed 1', 'seed 3'])
  })

  test('the program says when it is ready, refuses a taken port in one line, and ends with its parent', async () => {
    const args = [resolve(import.meta.dirname, '../../landscape/s4/main.ts')]
    const env = { S4_PORT: '0', S4_ADMIN_PORT: '0', S4_BOOKS: join(folder, 'main.books') }
    const first = await startProgram(args, { env })
    try {
      assert.equal((await ask(`${String(first.ready.adminUrl)}/admin/health`)).status, 200)
      const taken = { ...env, S4_PORT: new URL(String(first.ready.url)).port }
      await assert.rejects(startProgram(args, { env: taken }), {
        exitCode: 1,
        message: `local S/4: port ${taken.S4_PORT} is taken (set S4_PORT)`,
      })
      first.child.disconnect()
      assert.equal(await first.ended, 0)
    } finally {
      await first.stop('SIGKILL')
    }
  })
})
