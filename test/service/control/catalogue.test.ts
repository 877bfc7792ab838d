import assert from 'node:assert/strict'
import { before, beforeEach, test } from 'node:test'
import cds from '@sap/cds'
import { FailureCodes, QueueTargets } from '#cds-models/countersign'
import { prepareDatabase } from '../../../srv/database.ts'
import type { ErpError } from '../../../srv/domain/judgement.ts'
import { catalogue, dueAt, failureOf, findingOf, forgetCatalogue, keepUnknown, nameError } from '../../../srv/pipeline/catalogue.ts'
import { openDatabase } from '../database.ts'

const NOTHING = { policy: {}, senders: [], reasons: [] }

function errorOf(code: string, text: string, details: readonly ErpError[] = []): ErpError {
  const [, messageClass = '', number = ''] = /^(.+)\/(\d{3})$/.exec(code) ?? []
  return { code, class: messageClass, number, variables: ['4711'], text, severity: 'error', isTransient: false, details, raw: text }
}

before(() => openDatabase())
beforeEach(forgetCatalogue)

test('what is delivered holds at the first start, with translations and targets', async () => {
  assert.ok((await catalogue()).length > 58)
  const texts = (await SELECT.from('countersign.FailureCodes.texts').where({ ID: '11', locale: 'de' })) as { fix: string }[]
  assert.match(texts[0]?.fix ?? '', /erneut buchen/)
  assert.equal((await SELECT.from(QueueTargets)).length, 9)
  assert.equal(await dueAt('planner', new Date('2026-01-01T00:00:00Z')), '2026-01-01T04:00:00.000Z')
})

test('an edit, an own and a named entry survive the next version; what nobody edited is renewed', async () => {
  await UPDATE(FailureCodes, '34').set({ queue_code: 'controller', isEdited: true })
  await UPDATE(FailureCodes, '35').set({ queue_code: 'controller' })
  await DELETE.from(FailureCodes).where({ ID: '36' })
  await INSERT.into(FailureCodes).entries({ ID: 'mine', code: 'ZM/001', cause_code: 'lock', queue_code: 'automatic', origin: 'own' })
  await UPDATE(QueueTargets).set({ dueWithin: 5 }).where({ queue_code: 'planner' })
  await prepareDatabase(NOTHING)
  const queueOf = async (ID: string) => (await SELECT.one.from(FailureCodes).columns('queue_code').where({ ID }))?.queue_code
  assert.equal(await queueOf('34'), 'controller')
  assert.equal(await queueOf('35'), 'planner')
  assert.equal(await queueOf('36'), 'planner')
  assert.equal(await queueOf('mine'), 'automatic')
  assert.equal((await SELECT.one.from(QueueTargets).where({ queue_code: 'planner' }))?.dueWithin, 5)
})

test('an error that nobody knows is kept once, and known as such from then on', async () => {
  const error = errorOf('ZMES/042', 'Mixer 7 has no recipe')
  assert.equal((await nameError(error)).failure, undefined)
  const first = await cds.tx(() => keepUnknown(error))
  assert.equal(first, 'ZMES/042')
  assert.equal(await cds.tx(() => keepUnknown(errorOf('ZMES/042', 'Mixer 8 has no recipe'))), first)
  const kept = await SELECT.from(FailureCodes).where({ origin: 'seen' })
  assert.deepEqual(
    kept.map(({ ID, code, example, cause_code, queue_code }) => [ID, code, example, cause_code, queue_code]),
    [['ZMES/042', 'ZMES/042', 'Mixer 7 has no recipe', 'unknown', 'integration']],
  )
  const named = await nameError(error)
  assert.deepEqual([named.failure?.id, named.cause, named.queue], ['ZMES/042', 'unknown', 'integration'])
})

test('a text without a code is kept by what stays the same in it', async () => {
  const first = await cds.tx(() => keepUnknown(errorOf('400', 'Order 1 hangs in MIX01')))
  assert.equal(await cds.tx(() => keepUnknown(errorOf('400', 'Order 2 hangs in MIX02'))), first)
  assert.notEqual(await cds.tx(() => keepUnknown(errorOf('400', 'Order 2 waits for MIX02'))), first)
})

test('what a detail names is not unknown', async () => {
  const error = errorOf('ZMES/099', 'It failed', [errorOf('RU/494', 'Order 4711 closed')])
  assert.equal(await cds.tx(() => keepUnknown(error)), '34')
  const finding = findingOf(error, await nameError(error))
  assert.deepEqual([finding.code, finding.cause, finding.text], ['RU/494', 'orderStatus', 'Order 4711 closed'])
  assert.deepEqual(finding.evidence, [{ name: 'variable 1', value: '4711' }])
})

test('a rolled back transaction leaves no unknown behind, and the next one keeps it', async () => {
  const error = errorOf('ZMES/050', 'Odd')
  await assert.rejects(
    cds.tx(async () => {
      await keepUnknown(error)
      throw new Error('undone')
    }),
    /undone/,
  )
  assert.equal((await nameError(error)).failure, undefined)
  assert.equal(await cds.tx(() => keepUnknown(error)), 'ZMES/050')
})

test('the finding of a check has an entry by the message that it foresees, or by its own code', async () => {
  assert.equal((await failureOf({ code: 'M7/053', text: 'Any words' }))?.id, '31')
  assert.equal((await failureOf({ code: 'COUNTERSIGN/DUPLICATE', text: 'Order 1 closed' }))?.id, 'own-duplicate')
  assert.equal(await failureOf({ code: 'COUNTERSIGN/NEVER_SAID', text: 'Order 1 closed' }), undefined)
})
