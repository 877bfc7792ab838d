import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { createErpGateway } from '../../../srv/erp/gateway.ts'
import type { GatewayOptions } from '../../../srv/erp/gateway.ts'
import type { PostAnswer, Posting } from '../../../srv/erp/types.ts'
import { confirmed } from './plant.ts'
import { answer, startWire } from './wire.ts'
import type { Peer, Wire } from './wire.ts'

/** What happens when an ERP has more to do than it can, or isn't there. */

const open: Wire[] = []
after(() => Promise.all(open.map((each) => each.close())))

const SERVICE = 'API_PROD_ORDER_CONFIRMATION_2_SRV'
const PATH = `/sap/opu/odata/sap/${SERVICE}/ProdnOrdConf2`
const SESSION = { token: 't', cookie: 'c=1' }
const CREATED = answer('{"d":{"ConfirmationGroup":"207","ConfirmationCount":"1"}}', ['Content-Type: application/json'], '201 Created')
const none = Buffer.alloc(0)

function posting(name = ''): Posting {
  const part = { kind: 'confirmation', method: 'POST', path: 'ProdnOrdConf2', headers: {}, body: Buffer.from(name), key: 'k' } as const
  return { service: SERVICE, path: PATH, method: 'POST', headers: {}, isChangeSet: false, parts: [part] }
}

async function erpWith(peer: Peer, options: Partial<GatewayOptions> = {}) {
  const wire = await startWire(peer)
  open.push(wire)
  const erp = createErpGateway({ destination: { url: wire.url }, timeout: 2000, ...options })
  return { wire, erp, post: (name?: string) => erp.post(posting(name), SESSION) }
}

/** Holds every request back until the test lets it go. */
function holding() {
  const held: (() => void)[] = []
  const arrivals: (() => void)[] = []
  const peer: Peer = (_request, socket) => {
    held.push(() => socket.write(CREATED.bytes))
    arrivals.shift()?.()
    return undefined
  }
  const arrived = async (count: number): Promise<void> => {
    while (held.length < count) await new Promise<void>((resolve) => arrivals.push(resolve))
  }
  return { peer, held, arrived }
}

async function times<T>(count: number, work: () => Promise<T>): Promise<T[]> {
  const done: T[] = []
  for (let each = 0; each < count; each++) done.push(await work())
  return done
}

function blocked(result: PostAnswer): number {
  assert.ok(result.state === 'notSent' && result.retryAfter !== undefined, JSON.stringify(result))
  return result.retryAfter
}

describe('postings', () => {
  it('are under way so many at once; the others wait, and go in their order', async () => {
    const { peer, held, arrived } = holding()
    const { wire, erp, post } = await erpWith(peer, { atOnce: { posting: 2 } })
    const all = Promise.all(['1', '2', '3', '4'].map((each) => post(each)))
    await arrived(2)
    assert.deepEqual([erp.health().posting.inFlight, erp.health().posting.waiting, wire.seen.length], [2, 2, 2])
    for (let each = 0; each < 4; each++) {
      await arrived(each + 1)
      held[each]?.()
    }
    assert.ok((await all).every((each) => each.state === 'answered' && each.isSuccess))
    assert.deepEqual(
      wire.seen.map((each) => each.at(-1)),
      ['1', '2', '3', '4'],
    )
    assert.deepEqual([erp.health().posting.inFlight, erp.health().posting.waiting], [0, 0])
  })

  it('that find no place are not sent, and say when to come again', async () => {
    const { peer, held, arrived } = holding()
    const { wire, post } = await erpWith(peer, { atOnce: { posting: 1 }, queue: 1, patience: 100 })
    const first = post()
    await arrived(1)
    const [second, third] = [post(), post()]
    assert.equal(blocked(await third), 1)
    assert.equal(blocked(await second), 1)
    held[0]?.()
    assert.equal((await first).state, 'answered')
    assert.equal(wire.seen.length, 1)
    const fourth = post()
    await arrived(2)
    held[1]?.()
    assert.equal((await fourth).state, 'answered')
  })

  it('do not wait for reads, nor for what senders ask for themselves', async () => {
    const { wire, erp, post } = await erpWith((request) => (request.startsWith('POST') ? CREATED : undefined), { atOnce: { passing: 1 } })
    const leave = new AbortController()
    const reads = [1, 2].map(() => erp.forward({ method: 'GET', path: '/', headers: {}, body: none, signal: leave.signal }))
    assert.equal((await post()).state, 'answered')
    assert.equal(erp.health().passing.inFlight, 1)
    leave.abort(new Error('gone'))
    assert.ok((await Promise.allSettled(reads)).every((each) => each.status === 'rejected'))
    assert.equal(wire.seen.length, 2)
  })
})

describe('an ERP that can not be reached', () => {
  for (const [how, peer] of [
    ['breaks every connection', (_request, socket) => void socket.destroy()],
    ['is not there behind its door', () => answer('<html>', [], '503 Service Unavailable')],
    ['never answers', () => undefined],
  ] as [string, Peer][]) {
    it(`is left alone when it ${how}, until one request finds it again`, async () => {
      let isUp = false
      const { wire, erp, post } = await erpWith((request, socket) => (isUp ? CREATED : peer(request, socket)), {
        timeout: 50,
        resetAfter: 300,
      })
      await Promise.all(Array.from({ length: 10 }, () => post()))
      assert.equal(erp.health().posting.state, 'open')
      const tried = wire.seen.length
      const waits = (await times(5, () => post())).map(blocked)
      assert.ok(waits.every((each) => each === 1))
      assert.equal(wire.seen.length, tried, 'nothing is tried')
      const { since, failed } = erp.health().posting
      assert.ok(failed >= 10 && Date.now() - Date.parse(since) < 5000)

      const halfOpen = async (): Promise<void> => {
        while (erp.health().posting.state !== 'halfOpen') await new Promise((resolve) => setTimeout(resolve, 20))
      }
      await halfOpen()
      const [probe, others] = [post(), Promise.all([post(), post()])]
      assert.ok((await others).every((each) => blocked(each) >= 1))
      assert.ok(!('retryAfter' in (await probe)))
      assert.equal(erp.health().posting.state, 'open')

      await halfOpen()
      isUp = true
      assert.equal((await post()).state, 'answered')
      assert.equal(erp.health().posting.state, 'closed')
      assert.ok((await Promise.all([post(), post()])).every((each) => each.state === 'answered'))
    })
  }

  it('whose destination can not be had is one, too', async () => {
    const erp = createErpGateway({ destination: { destinationName: 'NO_SUCH_ERP' } })
    const results = await times(11, () => erp.post(posting(), SESSION))
    assert.ok(results.slice(0, 10).every((each) => each.state === 'notSent' && each.retryAfter === undefined))
    assert.equal(blocked(results[10] ?? assert.fail()), 5)
  })

  it('lets senders and reads know at once', async () => {
    const { erp } = await erpWith((_request, socket) => void socket.destroy())
    const ask = () => erp.forward({ method: 'GET', path: '/', headers: {}, body: none })
    for (const each of await Promise.allSettled(Array.from({ length: 10 }, ask))) assert.equal(each.status, 'rejected')
    await assert.rejects(ask(), (error: Error) => 'retryAfter' in error && error.retryAfter === 5)
    const message = { parts: [confirmed({})] }
    for (let each = 0; each < 5; each++) await erp.readContext(message, 2000)
    const begin = performance.now()
    const { unread } = await erp.readContext(message, 5000)
    assert.ok(performance.now() - begin < 1000)
    assert.match(unread[0]?.reason ?? '', /can't be reached since 20/)
  })

  it('is none that refuses, and none whose senders leave', async () => {
    const error = '{"error":{"code":"RU/494","message":{"value":"Order closed"}}}'
    const { erp, post } = await erpWith((request) =>
      request.startsWith('GET') ? undefined : answer(error, ['Content-Type: application/json'], '500 Internal Server Error'),
    )
    const refused = await Promise.all(Array.from({ length: 20 }, () => post()))
    assert.ok(refused.every((each) => each.state === 'answered' && !each.isSuccess))
    await times(12, async () => {
      await erp.forward({ method: 'GET', path: '/', headers: {}, body: none, signal: AbortSignal.abort(new Error('gone')) }).then(
        () => assert.fail(),
        () => undefined,
      )
    })
    const { posting: own, passing } = erp.health()
    assert.deepEqual([own.state, own.failed, own.sent, passing.state, passing.failed, passing.sent], ['closed', 0, 20, 'closed', 0, 12])
  })
})

describe('health', () => {
  it('says how long answers take', async () => {
    const { erp, post } = await erpWith((_request, socket) => {
      setTimeout(() => socket.write(CREATED.bytes), 30)
      return undefined
    })
    await times(5, () => post())
    const { destination, posting: own } = erp.health()
    assert.match(destination, /^http:\/\/127/)
    assert.deepEqual([own.state, own.sent, own.failed], ['closed', 5, 0])
    assert.ok(own.p50 >= 29 && own.p99 >= own.p50 && own.p99 < 2000, JSON.stringify(own))
  })
})
