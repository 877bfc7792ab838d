import assert from 'node:assert/strict'
import { before, beforeEach, describe, it } from 'node:test'
import cds from '@sap/cds'
import { Replicas as Rows } from '#cds-models/countersign'
import { KeptReplicas } from '../../../srv/pipeline/replicas.ts'
import { openDatabase } from '../database.ts'

const env = cds.env as unknown as { countersign?: object }
let replicas: KeptReplicas
let statements: string[] = []

before(async () => {
  await openDatabase()
  cds.db.before('*', ({ event }: { event: string }) => {
    statements.push(event)
  })
})
beforeEach(async () => {
  await DELETE.from(Rows)
  replicas = new KeptReplicas()
  statements = []
})

const keysOf = (found: Awaited<ReturnType<KeptReplicas['get']>>): string[] => found.map((each) => each.key).sort()

describe('replicas in the database', () => {
  it('are what was put, with the moment of it, and come in one SELECT', async () => {
    const begin = new Date().toISOString()
    await replicas.put([{ key: 'product/FG1', content: { units: [{ unit: 'PC', numerator: '1.10' }] } }])
    statements = []
    const found = await replicas.get(['product/FG1', 'product/none', 'order/1'])
    assert.deepEqual(statements.filter((each) => each === 'READ' || each === 'SELECT').length, 1)
    assert.deepEqual(
      found.map(({ key, content }) => ({ key, content })),
      [{ key: 'product/FG1', content: { units: [{ unit: 'PC', numerator: '1.10' }] } }],
    )
    assert.ok((found[0]?.readAt ?? '') >= begin.slice(0, 19))
    assert.deepEqual(await replicas.get([]), [])
  })

  it('put at the same time are written in one statement; of two copies of a thing the later one stays', async () => {
    await Promise.all(
      [1, 2, 3].map((n) =>
        replicas.put([
          { key: 'product/FG1', content: n },
          { key: `order/${n}`, content: n },
        ]),
      ),
    )
    assert.deepEqual(statements.filter((each) => each === 'UPSERT').length, 1)
    assert.equal((await replicas.get(['product/FG1']))[0]?.content, 3)
    assert.equal((await replicas.get(['order/1', 'order/2', 'order/3'])).length, 3)
  })

  it('that are too old are not used; how old that is, the settings say', async () => {
    const at = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString()
    await INSERT.into(Rows).entries([
      { name: 'a', readAt: at(30), content: '1' },
      { name: 'b', readAt: at(3500), content: '1' },
      { name: 'c', readAt: at(3700), content: '1' },
    ])
    assert.deepEqual(keysOf(await replicas.get(['a', 'b', 'c'])), ['a', 'b'])
    const before = env.countersign
    env.countersign = { ...before, replicas: { maxAge: 60 } }
    try {
      assert.deepEqual(keysOf(await replicas.get(['a', 'b', 'c'])), ['a'])
    } finally {
      if (before) env.countersign = before
      else delete env.countersign
    }
  })

  it('that are too old go when others come', async () => {
    await INSERT.into(Rows).entries([{ name: 'old', readAt: '2020-01-01T00:00:00.000Z', content: '1' }])
    await replicas.put([{ key: 'new', content: 1 }])
    assert.deepEqual(
      (await SELECT.from(Rows)).map((row) => row.name),
      ['new'],
    )
  })

  it('can be forgotten with all that is below them, whatever their names look like', async () => {
    const keys = ['order/1', 'order/10', 'product/A%B', 'product/A%B/1710', 'product/AXB/1710', 'product/A_', 'product/AA/1']
    await replicas.put(keys.map((key) => ({ key, content: 1 })))
    await replicas.forget(['order/1', 'product/A%B', 'product/A_'])
    assert.deepEqual(keysOf(await replicas.get(keys)), ['order/10', 'product/AA/1', 'product/AXB/1710'])
    await replicas.forget('product')
    assert.deepEqual(keysOf(await replicas.get(keys)), ['order/10'])
    await replicas.forget([])
  })

  it('that were read while they changed are not kept', async () => {
    const putting = replicas.put([{ key: 'product/FG1/1710', content: 'old' }])
    await replicas.forget('product/FG1')
    await putting
    await replicas.put([
      { key: 'product/FG1', content: 'old, too' },
      { key: 'product/FG2', content: 1 },
    ])
    assert.deepEqual(keysOf(await replicas.get(['product/FG1', 'product/FG1/1710', 'product/FG2'])), ['product/FG2'])
  })

  it('that are broken, or out of reach, are none', async () => {
    await INSERT.into(Rows).entries([{ name: 'a', readAt: new Date().toISOString(), content: '{' }])
    assert.deepEqual(await replicas.get(['a']), [])
    const { db } = cds
    const away = () => Promise.reject(new Error('away'))
    cds.db = { run: away, tx: away } as never
    cds.log('countersign/replicas', { level: 'silent' as never })
    try {
      assert.deepEqual(await replicas.get(['a']), [])
      await replicas.put([{ key: 'a', content: 1 }])
      await assert.rejects(replicas.forget('a'), /away/)
    } finally {
      cds.db = db
    }
  })
})
