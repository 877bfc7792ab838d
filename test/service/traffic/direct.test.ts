import assert from 'node:assert/strict'
import { fileURLToPath } from 'node:url'
import { after, test } from 'node:test'
import { startS4 } from '../../landscape/s4/server.ts'
import { S4Admin } from '../../traffic/admin.ts'
import { V2Client } from '../../traffic/client.ts'
import { mistakes } from '../../traffic/mistakes/index.ts'
import { planShift } from '../../traffic/plan.ts'
import { playTraffic } from '../../traffic/run.ts'
import { WorldReader } from '../../traffic/world.ts'

const s4 = await startS4({ seed: 3 })
after(() => s4.close())

const reader = new WorldReader(new V2Client(s4.url, 'DM', 'dm'))
const options = {
  messages: 80,
  seed: 7,
  senders: 1,
  isDirect: true,
  countersignUrl: '',
  s4Url: s4.url,
  s4AdminUrl: s4.adminUrl,
  patience: 5,
  tell: () => undefined,
}

test('a plan has its share of every kind, the same for the same seed, and repeats nothing before something was done', async () => {
  const world = await reader.all()
  const shape = (seed: string) =>
    planShift(world, mistakes, 300, seed).slots.map(({ index, mistake, orders }) => [index, mistake?.kind, mistake?.cause, orders[0]])
  assert.deepEqual(shape('7'), shape('7'))
  assert.notDeepEqual(shape('7'), shape('8'))
  const kinds = shape('7').map(([, kind]) => kind)
  assert.equal(kinds.length, 300)
  assert.equal(kinds.filter((each) => each === 'refused').length, 36)
  assert.equal(kinds.filter((each) => each === 'wrong').length, 24)
  const causes = shape('7').map(([, , cause]) => cause)
  assert.ok(causes.indexOf('duplicate') >= 100)
  for (const { cause } of mistakes) assert.ok(causes.includes(cause), `${cause} occurs`)
})

test('played straight into the ERP, it refuses what it would refuse and books all the rest once; the next time it is the same', async () => {
  const report = await playTraffic(options)
  assert.equal(report.messages, 80)
  assert.ok(report.refused.sent >= 8 && report.wrong.sent >= 5)
  assert.equal(report.refused.refusedByErp, report.refused.sent)
  assert.equal(report.healthy.released, report.healthy.sent)
  assert.equal(report.wrong.released, report.wrong.sent)
  assert.deepEqual(report.differences, [])
  const catalogue = report.causes.filter((each) => each.class === 'catalogue')
  assert.equal(
    catalogue.reduce((sum, each) => sum + each.sent, 0),
    4,
  )
  assert.ok(catalogue.every((each) => each.refusedByErp === each.sent))
  const booked = 80 - report.refused.sent - 4
  assert.deepEqual(report.documents, { expected: booked, found: booked, doubled: 0 })
  assert.deepEqual(await playTraffic(options), report)
})

test('what was taken away for a shift has come back when it is over', async () => {
  const before = await reader.all()
  const plan = planShift(before, mistakes, 300, '7')
  const admin = new S4Admin(s4.adminUrl)
  await admin.change(plan.before)
  assert.notDeepEqual((await reader.all()).stock, before.stock)
  await admin.change(plan.heal(await reader.all()))
  assert.deepEqual((await reader.all()).stock, before.stock)
})

test('a log is replayed on orders that it brings along; only what exceeds its order is refused', async () => {
  const log = fileURLToPath(new URL('../../traffic/data/shopfloor-log.csv', import.meta.url))
  const report = await playTraffic({ ...options, messages: Infinity, log })
  assert.deepEqual(report.log, { sent: 8, released: 7, held: 0, refusedByErp: 1 })
  assert.deepEqual(report.documents, { expected: 7, found: 7, doubled: 0 })
})
