import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { type Stand, CONFIRMATIONS, TOKEN, errorOf, held, send, startStand } from './stand.ts'

/** What a sender may ask about a message that was held. */

const ID = '4f6d9a52-0b1c-4a50-9b52-6d6d2ad1e001'
const ATTEMPT = { number: 18, status: 'held', reason: 'Stock is short by 2 KG.', erpDocument: '' }

let stand: Stand
before(async () => {
  stand = await startStand()
})
after(() => stand.close())
beforeEach(() => {
  stand.intake.isDown = false
  stand.intake.attempts = [{ id: ID, sender: 'dm', ...ATTEMPT }]
  stand.sender = { id: 'dm', isSender: true, isAnonymous: false }
})

const ask = (id = ID, headers: Record<string, string> = {}) => send(stand.url, 'GET', `/intake/attempts/${id}`, headers)

test('the Location of a held posting tells its sender where it stands, and nothing else', async () => {
  stand.intake.status = 202
  stand.intake.outcome = () => held()
  const { headers } = await send(stand.url, 'POST', `${CONFIRMATIONS}/ProdnOrdConf2`, TOKEN, '{"OrderID":"1"}')
  const answer = await send(stand.url, 'GET', String(headers.location))
  assert.equal(answer.status, 200)
  assert.deepEqual(JSON.parse(answer.body.toString()), ATTEMPT)
  assert.deepEqual([answer.headers['content-type'], answer.headers['cache-control']], ['application/json;charset=utf-8', 'no-store'])
})

test('an id may be written in capitals', async () => {
  assert.equal((await ask(ID.toUpperCase())).status, 200)
})

test('attempts of others look like those that there are not', async () => {
  const answers = [await ask('4f6d9a52-0b1c-4a50-9b52-6d6d2ad1e002'), await ask('18'), await ask("'%20or%20'1'='1")]
  stand.sender = { id: 'mes', isSender: true, isAnonymous: false }
  for (const answer of [...answers, await ask()])
    assert.deepEqual([answer.status, errorOf(answer).code], [404, 'COUNTERSIGN/NO_ATTEMPT'], answer.body.toString())
})

test('who has not signed in, or may not send, gets what the door says', async () => {
  stand.sender = { id: 'anonymous', isSender: false, isAnonymous: true }
  const anonymous = await ask()
  assert.deepEqual([anonymous.status, errorOf(anonymous).code], [401, 'COUNTERSIGN/UNAUTHORIZED'])
  assert.match(String(anonymous.headers['www-authenticate']), /^Basic/)
  stand.sender = { id: 'planner', isSender: false, isAnonymous: false }
  const planner = await ask()
  assert.deepEqual([planner.status, errorOf(planner).code], [403, 'COUNTERSIGN/NOT_A_SENDER'])
  assert.match((await ask(ID, { accept: 'application/xml' })).body.toString(), /<code>COUNTERSIGN\/NOT_A_SENDER<\/code>/)
})

test('a record that can not be read now is asked for again', async () => {
  stand.intake.isDown = true
  const answer = await ask()
  assert.deepEqual([answer.status, errorOf(answer).code, answer.headers['retry-after']], [503, 'COUNTERSIGN/UNAVAILABLE', '10'])
  assert.deepEqual(stand.logged, ['The status of an attempt could not be read: Error: no database'])
})
