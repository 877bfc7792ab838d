import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { FuzzAnswer } from '../tools/fuzz/client.ts'
import { mutations } from '../tools/fuzz/damage.ts'
import type { Facts } from '../tools/fuzz/facts.ts'
import { textOf, treeOf } from '../tools/fuzz/json.ts'
import type { FuzzRequest } from '../tools/fuzz/request.ts'
import { requests } from '../tools/fuzz/requests.ts'
import { attemptsOf, complaintOf } from '../tools/fuzz/verdict.ts'

/** A fuzz that can't fail is worth nothing: what it must see, it sees. */

const POST: FuzzRequest = {
  label: 'valid',
  method: 'POST',
  path: '/sap/opu/odata/sap/API_PROD_ORDER_CONFIRMATION_2_SRV/ProdnOrdConf2',
  headers: {},
  body: Buffer.from('{}'),
  token: 'own',
  deliveries: 1,
  isTogether: false,
}
const V2 = '{"error":{"code":"COUNTERSIGN/HELD","message":{"lang":"en","value":"Held"}}}'
const PENDING = V2.replace('HELD', 'PENDING')
const XML =
  '<?xml version="1.0" encoding="utf-8"?><error xmlns="http://x"><code>M7/021</code><message xml:lang="en">Deficit</message><innererror/></error>'

function answer(status: number, body: string, type = 'application/json;charset=utf-8', more: Record<string, string> = {}): FuzzAnswer {
  return { status, headers: { 'content-type': type, 'countersign-attempt': '7', ...more }, body: Buffer.from(body) }
}
const batch = (part: string): FuzzAnswer => answer(202, `--x\r\n\r\n${part}\r\n--x--`, 'multipart/mixed; boundary=x')

const VERDICTS: readonly [name: string, answer: FuzzAnswer | Error, complaint: RegExp | undefined][] = [
  ['a held message', answer(409, V2), undefined],
  ['an error in XML', answer(400, XML, 'application/xml'), undefined],
  ['a posted one', answer(201, '{"d":{}}'), undefined],
  ['a wait with a time', answer(503, PENDING, 'application/json', { 'retry-after': '5' }), undefined],
  ['a wait without a time', answer(503, PENDING), /^503 COUNTERSIGN\/PENDING/],
  ['a breakdown', answer(500, V2), /^500/],
  ['nothing recorded', answer(503, V2.replace('HELD', 'UNAVAILABLE'), 'application/json', { 'retry-after': '5' }), /^503/],
  ['a page', answer(404, '<html></html>', 'text/html'), /no V2 form/],
  ['another JSON', answer(400, '{"message":"no"}'), /no V2 form/],
  ['half an error', answer(400, V2.slice(0, 40)), /no V2 form/],
  ['no attempt', { ...answer(400, V2), headers: { 'content-type': 'application/json' } }, /without a record/],
  ['no answer', Object.assign(new Error('gone'), { code: 'ECONNRESET' }), /no answer: ECONNRESET/],
  ['an error within a batch', batch(`HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\n\r\n${V2}`), undefined],
  ['a page within a batch', batch('HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\n\r\n<html>'), /within a batch/],
  ['a breakdown within a batch', batch(`HTTP/1.1 500 Oops\r\nContent-Type: application/json\r\n\r\n${V2}`), /^500/],
]

for (const [name, given, expected] of VERDICTS) {
  test(`${name} is ${expected === undefined ? 'right' : 'a failure'}`, () => {
    const complaint = complaintOf(POST, given)
    if (expected === undefined) assert.equal(complaint, undefined)
    else assert.match(complaint ?? '', expected)
  })
}

test('an answer names one attempt, or those of a batch', () => {
  assert.deepEqual(attemptsOf(answer(202, '', 'x', { 'countersign-attempt': '7, 8' })), [7, 8])
  assert.deepEqual(attemptsOf({ ...answer(202, ''), headers: {} }), [])
})

const FACTS: Facts = {
  orders: [
    {
      ...{ id: '1000001', plant: '1710', material: 'FG1', unit: 'PC', operations: [{ id: '0010', workCenter: 'ASSY' }] },
      supplies: [
        { material: 'RM1', plant: '1710', storageLocation: '171B', reservation: '77', reservationItem: '1', unit: 'KG', batch: 'B1' },
      ],
    },
  ],
  spare: ['1000002'],
  today: '2026-01-15',
}

test('the same seed makes the same requests, and a failure is found again by its place', async () => {
  const all = requests(FACTS)
  const first = fc.sample(all, { seed: 5, numRuns: 200 })
  assert.deepEqual(fc.sample(all, { seed: 5, numRuns: 200 }), first)
  const again: FuzzRequest[] = []
  const property = fc.asyncProperty(all, (request) => Promise.resolve(again.push(request) > 1))
  await fc.check(property, { seed: 5, path: '123', numRuns: 124, endOnFailure: true })
  assert.deepEqual(again[0], first[123])
})

test('a body can be wrong in ways that no JSON writer knows', () => {
  const texts = fc.sample(mutations, { seed: 3, numRuns: 400 }).map((mutate) => textOf(mutate(treeOf({ OrderID: '1', items: [{ a: 1 }] }))))
  assert.ok(
    texts.some((each) => each.includes('"OrderID":"1","OrderID"')),
    'no key twice',
  )
  assert.ok(
    texts.some((each) => each.includes(':1e400')),
    'no monstrous number',
  )
  assert.ok(
    texts.some((each) => each.includes('__proto__')),
    'no prototype',
  )
})
