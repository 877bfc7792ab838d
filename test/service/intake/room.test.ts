import assert from 'node:assert/strict'
import { gzipSync } from 'node:zlib'
import { after, before, test } from 'node:test'
import { until } from '../../flow/until.ts'
import { CONFIRMATIONS, errorOf, send, type Stand, startStand, TOKEN } from './stand.ts'

/** However much is sent at the same moment, only so much is in memory. */

let stand: Stand
before(async () => {
  stand = await startStand({ maxBody: 50_000, maxBodies: 60_000 })
})
after(() => stand.close())

const BODY = JSON.stringify({ OrderID: '1000001', ConfirmationYieldQuantity: '1' })
const JSON_BODY = { ...TOKEN, 'content-type': 'application/json' }
const post = (bytes: number) => send(stand.url, 'POST', CONFIRMATIONS, JSON_BODY, BODY.padEnd(bytes))

test('what there is no room for is sent away, neither recorded nor sent, and let in once there is', async () => {
  const { intake } = stand
  const { promise, resolve } = Promise.withResolvers<undefined>()
  const submit = intake.submit.bind(intake)
  let isThere = false
  intake.submit = (message) => {
    isThere = true
    return promise.then(() => submit(message))
  }
  const first = post(40_000)
  await until(() => Promise.resolve(isThere))
  const full = await post(40_000)
  assert.equal(full.status, 503)
  assert.equal(errorOf(full).code, 'COUNTERSIGN/FULL')
  assert.equal(full.headers['retry-after'], '5')
  const packed = await send(stand.url, 'POST', CONFIRMATIONS, { ...JSON_BODY, 'content-encoding': 'gzip' }, gzipSync(BODY.padEnd(40_000)))
  assert.equal(packed.status, 503)
  assert.deepEqual([intake.submitted.length, intake.unreadable.length], [0, 0])
  const small = post(1_000)
  resolve(undefined)
  assert.deepEqual([(await first).status, (await small).status, (await post(40_000)).status], [201, 201, 201])
  assert.equal(intake.submitted.length, 3)
})

test('what is refused gives its room back', async () => {
  for (const bytes of [80_000, 45_000, 80_000, 45_000]) await post(bytes)
  await send(stand.url, 'POST', CONFIRMATIONS, { ...JSON_BODY, 'content-encoding': 'gzip' }, Buffer.alloc(45_000, 'x'))
  assert.equal((await post(45_000)).status, 201)
})
