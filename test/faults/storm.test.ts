import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { table } from '../tools/faults/report.ts'
import { type FaultOptions, runWithFaults } from '../tools/faults/run.ts'
import { withoutPostgres } from '../tools/postgres.ts'

/** `npm run faults` in small: what it is like at full size stands in the README. */
const SMALL = {
  ...{ senders: 8, orders: 24, killEvery: 3500, weatherEvery: 2000, quietTime: 6, answerWithin: 4, isLong: false, patience: 90 },
  tell: () => undefined,
} satisfies Partial<FaultOptions>

describe('everything breaks, and nothing is lost, doubled or out of order', { timeout: 900_000 }, () => {
  test('on SQLite, one process', () => holds({ ...SMALL, messages: 120, seed: 7, db: 'sqlite', processes: 1 }))

  test('on PostgreSQL, three processes', { skip: withoutPostgres() }, () =>
    holds({ ...SMALL, messages: 120, seed: 8, db: 'postgres', processes: 3 }),
  )
})

async function holds(options: FaultOptions): Promise<void> {
  const report = await runWithFaults(options)
  assert.ok(report.kills > 0 && report.faults > 0, table(report))
  assert.deepEqual(report.violations, [], table(report))
}
