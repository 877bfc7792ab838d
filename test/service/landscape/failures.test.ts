import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { failures, type Arrangement, type LandscapeFailure, type Stage } from '../../landscape/failures/index.ts'
import type { RunningS4 } from '../../landscape/s4/listen.ts'
import { startS4 } from '../../landscape/s4/server.ts'
import { at } from './workshop.ts'

const today = new Date().toISOString().slice(0, 10)

describe('failures of the landscape', () => {
  let s4: RunningS4
  let index = 0
  before(async () => {
    s4 = await startS4()
  })
  after(() => s4.close())

  async function admin(method: string, path: string, body: unknown): Promise<unknown> {
    const response = await fetch(`${s4.adminUrl}/admin/${path}`, { method, body: JSON.stringify(body) })
    const text = await response.text()
    assert.equal(response.status, 200, text)
    return JSON.parse(text)
  }

  async function simulate(failure: LandscapeFailure, isHealed: boolean): Promise<{ status: number; body: unknown }> {
    const stage: Stage = { index: index++, today, key: randomUUID() }
    const { rows, message }: Arrangement = failure.arrange(stage, isHealed)
    for (const each of rows) await admin('PUT', 'rows', each)
    const { service, path, method = 'POST', headers, body } = message
    const request = { method, path: `/sap/opu/odata/sap/${service}/${path}`, headers: { 'content-type': 'application/json', ...headers }, body }
    return (await admin('POST', 'simulate', request)) as { status: number; body: unknown }
  }

  for (const failure of failures) {
    it(`${failure.name}: refused with ${failure.code}`, async () => {
      const { status, body } = await simulate(failure, false)
      const details = at(body, 'error', 'innererror', 'errordetails') as { code: string }[] | undefined
      assert.deepEqual([status >= 400, [...new Set(details?.map((each) => each.code))]], [true, [failure.code]], JSON.stringify(body))
    })

    it(`${failure.name}: passes where nothing is spoiled`, async () => {
      const { status, body } = await simulate(failure, true)
      assert.ok(status < 300, JSON.stringify(body))
    })
  }
})
