import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

const CLOCK = import.meta.resolve('../../tools/screenshots/clock.ts')
const HOUR = 3_600_000
/** Says what time it is, by each way to ask, whenever it is told where its clock stands; and what is no question of time. */
const PROGRAM = `
const tell = () => process.send({
  ways: [Date.now(), new Date().getTime(), Date.parse(Date())],
  others: [new Date(0).toISOString(), new Date('2026-01-02').toISOString(), Date.UTC(2026, 0), new Date() instanceof Date],
})
process.on('message', tell)
tell()
`

interface Told {
  readonly ways: readonly number[]
  readonly others: readonly unknown[]
}

test('a program lives at the time that its clock was set to, and goes on when it is set again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-clock-'))
  await writeFile(join(folder, 'program.mjs'), PROGRAM)
  const child = fork(join(folder, 'program.mjs'), {
    execArgv: [`--import=${CLOCK}`],
    env: { ...process.env, COUNTERSIGN_CLOCK: String(-16 * HOUR) },
  })
  const standsAt = async (shift: number): Promise<void> => {
    const [{ ways, others }] = (await once(child, 'message')) as [Told]
    // The program is slow to start where much runs beside it.
    for (const each of ways) assert.ok(Math.abs(each - (Date.now() + shift)) < HOUR / 2, new Date(each).toISOString())
    assert.deepEqual(others, ['1970-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z', 1767225600000, true])
  }
  try {
    await standsAt(-16 * HOUR)
    child.send({ clock: -2 * HOUR })
    await standsAt(-2 * HOUR)
    child.send({ clock: 0 })
    await standsAt(0)
  } finally {
    child.kill()
    await once(child, 'exit')
    await rm(folder, { recursive: true, force: true })
  }
})
