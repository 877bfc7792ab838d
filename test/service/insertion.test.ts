import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import cds from '@sap/cds'
import { insertion } from '../../srv/database/insertion.ts'
import { openDatabase } from './database.ts'

/** Rows as they stand in the table, whatever wrote them. */
async function stored(table: string, key: string, value: string): Promise<Readonly<Record<string, unknown>>> {
  const [row] = (await cds.run(`SELECT * FROM countersign_${table} WHERE ${key} = '${value}'`)) as Readonly<Record<string, unknown>>[]
  assert.ok(row, `${table} ${value}`)
  return row
}

describe('rows that are inserted at once', () => {
  before(() => openDatabase())

  const rows = {
    AuditLog: {
      ...{ at: '2026-01-02T03:04:05.678Z', actor: 'dm', role: 'sender', action: 'received', attemptNumber: 7, order: '1000001' },
      ...{ reason: 'it\u2019s "quoted"', policyVersion: 3, details: '{"a":1}' },
    },
    Cases: {
      ...{ number: 9, judgedAt: '2026-01-02T03:04:05Z', verdict: 'release', failure: '0.012500', evidence: Buffer.from([0, 255, 10]) },
      ...{ mayPass: true, hasFailed: false, isSpotCheck: undefined, weight: 0.25, features: '[1,2.5]' },
    },
  }
  for (const [table, row] of Object.entries(rows))
    test(`stand in ${table} as CAP's own INSERT would have them`, async () => {
      const [ours, theirs] = [cds.utils.uuid(), cds.utils.uuid()]
      const entity = `countersign.${table}`
      const own = table === 'AuditLog' ? [{ sequence: 900_001 }, { sequence: 900_002 }] : [{}, {}]
      await cds.tx(() => insertion(entity)([{ ...row, ...own[0], ID: ours }]))
      await INSERT.into(entity).entries({ ...row, ...own[1], ID: theirs } as never)
      const [mine, caps] = [await stored(table, 'ID', ours), await stored(table, 'ID', theirs)]
      const differing = Object.keys(caps).filter((name) => !isDeepStrictEqual(mine[name], caps[name]))
      assert.deepEqual(differing.map((name) => name.toLowerCase()).toSorted(), table === 'AuditLog' ? ['id', 'sequence'] : ['id'])
    })
})
