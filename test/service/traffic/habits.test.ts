import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { startS4 } from '../../landscape/s4/server.ts'
import { type Era, groupsOf, mistakesOf } from '../../traffic/habits/index.ts'
import { S4Admin } from '../../traffic/admin.ts'
import { V2Client } from '../../traffic/client.ts'
import { createPlant } from '../../traffic/log-plant.ts'
import { inParallel } from '../../traffic/lanes.ts'
import { planShift } from '../../traffic/plan.ts'
import { keysOf } from '../../traffic/run.ts'
import { type Sent, Shift } from '../../traffic/shift.ts'
import { plantOfWeek } from '../../traffic/weeks/plant.ts'
import { type World, WorldReader } from '../../traffic/world.ts'

const TODAY = new Date().toISOString().slice(0, 10)
const s4 = await startS4({ seed: 3 })
after(() => s4.close())
const s4Client = new V2Client(s4.url, 'DM', 'dm')
const reader = new WorldReader(s4Client)
const admin = new S4Admin(s4.adminUrl)

async function worldOf(run: number): Promise<World> {
  const plant = plantOfWeek(7, 1, run, TODAY)
  await createPlant(admin, plant)
  const all = await reader.all()
  return { ...all, orders: all.orders.filter((each) => plant.orders.has(each.id)) }
}

/** Messages of the families alone, played straight into the S/4. */
async function play(era: Era, world: World, count: number, shares: { refused: number; wrong: number }): Promise<Sent[]> {
  const habits = mistakesOf(era, groupsOf(world, '7')).filter((each) => each.family !== undefined)
  const plan = planShift(world, habits, count, `7/${era}`, { ...shares, catalogue: 0 })
  const shift = new Shift({
    ...{ world, reader, admin, sender: s4Client, once: s4Client, generation: 0, s4User: 'DM', seed: `7/${era}`, messages: count },
    ...{ keyOf: keysOf(era === 'before' ? 7 : 8, 0), day: new Date(TODAY) },
  })
  const sent: Sent[] = []
  await inParallel(plan.slots, 3, async (slot) => void sent.push(await shift.play(slot)))
  return sent.sort((a, b) => a.index - b.index)
}

for (const [era, run] of [
  ['before', 0],
  ['after', 1],
] as const) {
  test(`habits ${era} the change: the ERP books what is too much and refuses what is short, of every cause some`, async () => {
    const sent = await play(era, await worldOf(run), 80, { refused: 0.5, wrong: 0.5 })
    const ambiguous = sent.filter((each) => each.family !== undefined)
    assert.ok(ambiguous.length >= 76, `${ambiguous.length} of 80 found an occasion`)
    for (const each of ambiguous) assert.equal(each.verdict.state, each.kind === 'wrong' ? 'released' : 'refused', JSON.stringify(each))
    const causes = [...new Set(ambiguous.map((each) => `${each.family} ${each.cause}`))].sort()
    assert.deepEqual(causes, [
      ...['deficit lateReceipt', 'deficit stockDeficit', 'deficit unitOfMeasure', 'deficit wrongStorageLocation'],
      ...['overConsumption entryError', 'overConsumption setupWaste', 'overConsumption substitution', 'overConsumption unitOfMeasure'],
    ])
    const corrected = ambiguous.filter((each) => each.cause === 'unitOfMeasure')
    assert.ok(corrected.every((each) => each.values?.some(({ field }) => field.endsWith('/quantity'))))
  })
}

test('stock is short only while its message is on its way', async () => {
  const world = await worldOf(2)
  const before = (await reader.all()).stock
  const sent = await play('before', world, 20, { refused: 1, wrong: 0 })
  assert.ok(sent.filter((each) => each.family === 'deficit').length >= 18)
  const taken = new Set(sent.filter((each) => each.family === undefined).map((each) => each.order))
  const touched = new Set(world.orders.filter((each) => taken.has(each.id)).flatMap((each) => each.components.map((one) => one.material)))
  const kept = (stock: World['stock']) => stock.filter((each) => !touched.has(each.material))
  assert.deepEqual(kept((await reader.all()).stock), kept(before))
})

test('habits and their materials are the same for the same seed', async () => {
  const world = await worldOf(3)
  assert.deepEqual(groupsOf(world, '7'), groupsOf(world, '7'))
  const { first, second, third, measured } = groupsOf(world, '7')
  assert.equal(new Set([...first, ...second, ...third]).size, first.length + second.length + third.length)
  assert.ok(first.length > 0 && second.length > 0 && third.length > 0 && measured.length > 0)
})
