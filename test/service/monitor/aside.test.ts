import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, describe, test } from 'node:test'
import { insertTraffic } from '../../browser/made-traffic.ts'
import { Person } from '../../flow/people.ts'
import { type Product, startProduct } from '../../flow/product.ts'

describe('the monitor of a product on a file of SQLite', { timeout: 300_000 }, () => {
  let product: Product | undefined
  let data = ''
  const file = () => join(data, 'countersign.sqlite')
  const read = <T>(user: string, query: string) => new Person(product?.url ?? '', user).read<T>(`monitor/Attempts?${encodeURI(query)}`)
  const count = (where: string): number => {
    const db = new DatabaseSync(file(), { readOnly: true })
    try {
      return Number(db.prepare(`SELECT count(*) AS n FROM countersign_SyncAttempts WHERE ${where}`).get()?.n)
    } finally {
      db.close()
    }
  }

  before(async () => {
    data = await mkdtemp(join(tmpdir(), 'countersign-aside-'))
    product = await startProduct({ data })
    insertTraffic(file())
  })
  after(async () => {
    await product?.stop()
    if (data) await rm(data, { recursive: true, force: true })
  })

  test('counts what is in the file, of those that the user may see, in his language', async () => {
    const all = await read<{ n: number }>('planner', '$apply=aggregate(messages with sum as n)')
    assert.deepEqual(all, [{ n: count('true') }])
    const own = await read<{ n: number }>('supervisor', '$apply=aggregate(messages with sum as n)')
    assert.deepEqual(own, [{ n: count(`plant = '1710'`) }])
    const [row] = await read<{ statusName: string; n: number }>(
      'planner',
      `$apply=filter(status eq 'held')/groupby((statusName),aggregate(messages with sum as n))`,
    )
    assert.deepEqual(row, { statusName: 'Held', n: count(`status = 'held'`) })
  })

  test('sees what was committed a moment ago', async () => {
    const db = new DatabaseSync(file())
    db.exec(`PRAGMA busy_timeout = 10000; INSERT INTO countersign_SyncAttempts (ID, number, status, receivedAt, plant) VALUES ('00000000-0000-4000-8000-999999999999', 9999999,
      'received', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), '1799')`)
    db.close()
    assert.deepEqual(await read('planner', `$filter=plant eq '1799'&$select=number,upToHour`), [
      { ID: '00000000-0000-4000-8000-999999999999', number: '9999999', upToHour: 1 },
    ])
  })

  test('knows the functions that filters may have, and says what it does not understand', async () => {
    const rows = await read<{ number: string }>(
      'planner',
      `$filter=hour(receivedAt) ge 0 and contains(order,'50000') and year(receivedAt) gt 2000&$top=3`,
    )
    assert.equal(rows.length, 3)
    await assert.rejects(read('planner', '$filter=nothing eq 1'), /answered 400/)
    assert.equal((await read('planner', '$top=1')).length, 1)
  })
})
