import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { failures, unrefused, type Arrangement, type FailingMessage, type LandscapeFailure } from '../../landscape/failures/index.ts'
import type { RunningS4 } from '../../landscape/s4/listen.ts'
import { startS4 } from '../../landscape/s4/server.ts'
import { ask, at } from './workshop.ts'

interface Answer {
  readonly status: number
  readonly body: unknown
}

const ROOT = '/sap/opu/odata/sap'

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

  /** All of them stay in the books, so that none may be in another's way. */
  async function arrange(failure: LandscapeFailure, isHealed: boolean): Promise<Arrangement> {
    const arrangement = failure.arrange({ index: index++, today: new Date().toISOString().slice(0, 10), key: randomUUID() }, isHealed)
    for (const each of arrangement.rows) await admin('PUT', 'rows', each)
    return arrangement
  }

  async function simulate({ service, path, method = 'POST', headers, body }: FailingMessage): Promise<Answer> {
    const all = { 'content-type': 'application/json', ...headers }
    return (await admin('POST', 'simulate', { method, path: `${ROOT}/${service}/${path}`, headers: all, body })) as Answer
  }

  /** Over the network, with a token. */
  async function post({ service, path, body }: FailingMessage): Promise<Answer & { message: string }> {
    const token = await ask(`${s4.url}${ROOT}/${service}/`, { headers: { 'x-csrf-token': 'Fetch' } })
    const cookie = token.headers.getSetCookie().map((each) => each.split(';')[0] ?? '')
    const headers = {
      'content-type': 'application/json',
      'x-csrf-token': token.headers.get('x-csrf-token') ?? '',
      cookie: cookie.join('; '),
    }
    const answer = await ask(`${s4.url}${ROOT}/${service}/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    return { status: answer.status, body: answer.json, message: answer.headers.get('sap-message') ?? '' }
  }

  it('are at least forty-five, each with a name of its own', () => {
    assert.ok(failures.length >= 45, String(failures.length))
    const names = [...failures, ...unrefused].map((each) => each.name)
    assert.equal(new Set(names).size, names.length)
  })

  for (const failure of failures) {
    it(`${failure.name}: refused with ${failure.code}, and with nothing else`, async () => {
      const { message, faults } = await arrange(failure, false)
      if (faults) await admin('PUT', 'faults', faults)
      const { status, body } = faults ? await post(message) : await simulate(message)
      await admin('PUT', 'faults', {})
      assert.ok(status >= 400, `answered ${status}`)
      const details = (at(body, 'error', 'innererror', 'errordetails') ?? []) as { code: string }[]
      const said = details.length > 0 ? details.map((each) => each.code) : [at(body, 'error', 'code')]
      const codes = /^\d{3}$/.test(failure.code) ? [String(status)] : [...new Set(said)]
      assert.deepEqual(codes, [failure.code], JSON.stringify(body))
    })

    it(`${failure.name}: accepted where nothing is spoiled`, async () => {
      const { message, faults } = await arrange(failure, true)
      assert.equal(faults, undefined)
      const { status, body } = await simulate(message)
      assert.ok(status < 300, JSON.stringify(body))
    })
  }

  it('goods movements that fail may wait in post-processing: the confirmation is saved, and says so', async () => {
    const failure = unrefused.find((each) => each.code === 'RU/505')
    assert.ok(failure)
    const { message, order } = await arrange(failure, false)
    const { status, message: said } = await post(message)
    assert.equal(status, 201)
    const first = JSON.parse(said) as { code: string; details: { code: string }[] }
    assert.deepEqual([first.code, ...first.details.map((each) => each.code)], ['RU/100', 'RU/505', 'M7/520'])
    assert.deepEqual(
      s4.books.find('postProcessing', { order }).map((each) => [each.GoodsMovementType, each.message]),
      [
        ['261', 'M7/520'],
        ['261', 'M7/520'],
      ],
    )
    const healed = await arrange(failure, true)
    assert.equal((await post(healed.message)).message.includes('RU/505'), false)
    assert.deepEqual(s4.books.find('postProcessing', { order: healed.order }), [])
  })

  it('an answer may be lost: the document is there all the same', async () => {
    const failure = unrefused.find((each) => each.code === '')
    assert.ok(failure)
    const { message, order, faults } = await arrange(failure, false)
    await admin('PUT', 'faults', faults)
    await assert.rejects(post(message))
    assert.equal(s4.books.find('ProdnOrdConf2', { OrderID: order }).length, 1)
  })
})
