import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { after, before, describe, test } from 'node:test'
import cds from '@sap/cds'
import {
  AttemptComments,
  AttemptItems,
  AuditLog,
  AuditSalts,
  Cases,
  Conflicts,
  FloorAlerts,
  SuggestionInfluences,
  Suggestions,
  SyncAttempts,
} from '#cds-models/countersign'
import { ITSELF, tell } from '../../../srv/audit/log.ts'
import { personalHash, withoutPersonal } from '../../../srv/audit/personal.ts'
import { Retention } from '../../../srv/audit/retention.ts'
import { Sealer } from '../../../srv/audit/sealer.ts'
import { verifyLog } from '../../../srv/audit/verify.ts'
import { type Desk, openDesk } from './desk.ts'
import { insertAttempt } from '../attempts.ts'
import { openDatabase } from '../database.ts'

const PERSON = '00004711'
/** Whom the message doesn't name. */
const OTHER_PERSON = 'personnel number 00000815'
const DAY = 86_400_000
let numbers = 0

/** A message that names a person wherever one can be named. */
async function message(status: string, { daysAgo = 0, document = '207/1' } = {}): Promise<{ ID: string; number: number }> {
  const ID = cds.utils.uuid()
  const number = ++numbers
  const body = () => Readable.from([Buffer.from(JSON.stringify({ OrderID: '1000001', Personnel: PERSON }))], { objectMode: false })
  const finishedAt = new Date(Date.now() - daysAgo * DAY).toISOString()
  const text = `Person ${PERSON} lacks certificate WELD`
  await insertAttempt({
    ...{
      ID,
      number,
      status,
      sender: 'dm',
      service: 'S',
      method: 'POST',
      path: `/s/ProdnOrdConf2?Personnel='${PERSON}'`,
      headers: '{"x":"y"}',
    },
    ...{ keyValue: `key-${number}`, keyKind: 'external', bodyHash: 'ab'.repeat(32), body: body(), answerBody: body(), answerStatus: 201 },
    ...{
      order: '1000001',
      plant: '1710',
      finishedAt,
      verdictReason: text,
      modelVersion: 'forest-1',
      policyVersion: 1,
      erpDocument: document,
    },
  })
  const content = JSON.stringify({ kind: 'confirmation', order: '1000001', personnel: PERSON, movements: [] })
  const item = { attempt_ID: ID, position: 0, headers: '{}', path: 'ProdnOrdConf2', body: body(), content, erpDocument: document }
  await INSERT.into(AttemptItems).entries(item as never)
  const evidence = JSON.stringify([{ name: 'person', value: PERSON }])
  await INSERT.into(Conflicts).entries({
    ID: cds.utils.uuid(),
    attempt_ID: ID,
    code: 'C/1',
    text,
    evidence,
    isPrimary: true,
    resolvedAt: finishedAt,
  })
  const suggestion = cds.utils.uuid()
  const signed = { status: 'approved', decidedBy: 'planner', signedOffBy: 'controller', modelVersion: 'forest-1' } as const
  await INSERT.into(Suggestions).entries({
    ID: suggestion,
    attempt_ID: ID,
    reason: text,
    basis: JSON.stringify({ findings: [{ text }] }),
    note: `Personnel number ${PERSON} says that ${OTHER_PERSON} did it`,
    ...signed,
  })
  await INSERT.into(AttemptComments).entries({ ID: cds.utils.uuid(), attempt_ID: ID, author: 'planner', text: `Ask ${OTHER_PERSON}` })
  await INSERT.into(FloorAlerts).entries({ attempt_ID: ID, times: 1, text, problem: `DM doesn't know ${PERSON}` })
  await INSERT.into(SuggestionInfluences).entries({ suggestion_ID: suggestion, rank: 1, feature: 'yieldShare', value: '2' })
  const judged = {
    attempt_ID: ID,
    features: '[1,2]',
    featureSchema: 'f',
    modelVersion: 'forest-1',
    causes: '["tolerance"]',
    evidence: body(),
  }
  await INSERT.into(Cases).entries({ ID: cds.utils.uuid(), ...judged } as never)
  await cds.tx(async () => {
    const step = { attempt: { ID, number, bodyHash: 'ab'.repeat(32) }, status }
    const details = await withoutPersonal({ conflicts: [{ text }] }, ID)
    await tell({ ...ITSELF, ...step, action: 'judged', details })
    await tell({ actor: 'planner', role: 'planner', ...step, action: 'approved', suggestion, reason: 'Right' })
    await tell({ actor: 'controller', role: 'controller', ...step, action: 'signedOff', suggestion, reason: 'Seen' })
    await tell({ ...ITSELF, ...step, action: 'posted', erpDocument: document })
  })
  return { ID, number }
}

/** Everything that the database holds, as text. */
async function everything(): Promise<string> {
  const messages = ['SyncAttempts', 'AttemptItems', 'Conflicts', 'Suggestions', 'Cases', 'AttemptComments', 'FloorAlerts']
  const tables = [...messages, 'AuditLog', 'AuditSalts']
  const rows = await Promise.all(tables.map((table) => cds.run(`SELECT * FROM countersign_${table}`) as Promise<Record<string, unknown>[]>))
  return rows.flatMap((each) => each.flatMap((row) => Object.values(row).map(readable))).join('\n')
}

/** SQLite keeps bytes as base64. */
function readable(value: unknown): string {
  const text = value instanceof Uint8Array ? Buffer.from(value).toString() : typeof value === 'string' ? value : JSON.stringify(value)
  return `${text} ${Buffer.from(text, 'base64').toString()}`
}

describe('payloads', () => {
  let desk: Desk
  before(async () => {
    await openDatabase()
    desk = await openDesk()
  })
  after(() => desk.close())
  const erase = (ID: string, reason = 'Asked for by the person', user = 'admin') =>
    desk.ask(`SyncAttempts(${ID})/AuditService.erasePayload`, { user, body: { reason } })

  test('the audit log holds no person, only a salted hash of one, which the payload proves', async () => {
    const { ID, number } = await message('posted')
    const salt = await SELECT.one.from(AuditSalts).where({ attempt_ID: ID })
    const [judged] = await SELECT.from(AuditLog).columns('details').where({ attemptNumber: number, action: 'judged' })
    assert.ok(!judged?.details?.includes(PERSON))
    assert.ok(judged?.details?.includes(personalHash(PERSON, salt?.salt ?? '')))
  })

  test('are erased by an administrator: nothing personal is left, the story is whole, and pages still work', async () => {
    assert.ok((await everything()).includes(PERSON))
    const ids = (await SELECT.from(SyncAttempts).columns('ID')).map((each) => each.ID ?? '')
    for (const ID of ids) assert.equal((await erase(ID)).status, 200)
    const left = await everything()
    for (const person of [PERSON, OTHER_PERSON]) assert.ok(!left.includes(person))
    const [ID = ''] = ids
    const attempt = await SELECT.one.from(SyncAttempts).columns('erasedAt', 'bodyHash', 'keyValue', 'status', 'order').where({ ID })
    assert.ok(attempt?.erasedAt)
    assert.deepEqual([attempt.bodyHash, attempt.keyValue, attempt.status, attempt.order], ['ab'.repeat(32), 'key-1', 'posted', '1000001'])
    const [told] = await SELECT.from(AuditLog).where({ action: 'payloadErased' })
    assert.deepEqual([told?.actor, told?.role, told?.reason], ['admin', 'administrator', 'Asked for by the person'])
    await new Sealer().seal()
    assert.ok((await verifyLog()).isWhole)
    const page = await desk.ask(`SyncAttempts(${ID})?$expand=items,conflicts,suggestions`, { user: 'auditor' })
    assert.equal(page.status, 200)
    assert.equal(page.body.isErasable, false)
    assert.equal((await erase(ID)).status, 409)
  })

  test('are erased by nobody else, not without a reason, and not while anybody needs them', async () => {
    const { ID } = await message('posted')
    for (const user of ['auditor', 'controller', 'planner']) assert.equal((await erase(ID, 'x', user)).status, 403)
    assert.equal((await erase(ID, ' ')).status, 400)
    for (const status of ['received', 'held', 'waiting', 'posting', 'unknown']) {
      const open = await message(status)
      assert.equal((await erase(open.ID)).status, 409, status)
    }
    const refused = await message('refused')
    await UPDATE(Conflicts).set({ resolvedAt: null }).where({ attempt_ID: refused.ID })
    assert.equal((await erase(refused.ID)).status, 409)
    await UPDATE(Conflicts).set({ resolvedAt: new Date().toISOString() }).where({ attempt_ID: refused.ID })
    assert.equal((await erase(refused.ID)).status, 200)
    const after = await SELECT.one.from(SyncAttempts).columns('keyValue', 'keyKind').where({ ID: refused.ID })
    assert.deepEqual([after?.keyValue, after?.keyKind], [null, 'erased'])
  })

  test('are erased by themselves once their time has come', async () => {
    const [old, young, open] = [
      await message('posted', { daysAgo: 31 }),
      await message('posted', { daysAgo: 29 }),
      await message('held', { daysAgo: 31 }),
    ]
    assert.equal(await new Retention({ days: 30 }).erase(), 1)
    const rows = await SELECT.from(SyncAttempts)
      .columns('ID', 'erasedAt')
      .where({ ID: { in: [old.ID, young.ID, open.ID] } })
    assert.deepEqual(
      rows.filter((row) => row.erasedAt).map((row) => row.ID),
      [old.ID],
    )
    const told = await SELECT.one.from(AuditLog).where({ attemptNumber: old.number, action: 'payloadErased' })
    assert.deepEqual([told?.actor, told?.role], ['countersign', 'system'])
    assert.equal(await new Retention({ days: 30 }).erase(), 0)
    assert.equal(await new Retention({ days: undefined }).erase(), 0)
  })

  test('a document leads back to its message, and all that was found, predicted, decided and signed', async () => {
    const { ID, number } = await message('posted', { document: '999/1' })
    await new Sealer().seal()
    const { status, body } = await desk.ask(`lineage(erpDocument='${encodeURIComponent('999/1')}')`)
    assert.equal(status, 200)
    const [story] = body.attempts as Record<string, Record<string, unknown>>[]
    assert.deepEqual([story?.message?.ID, story?.message?.number, story?.message?.bodyHash], [ID, number, 'ab'.repeat(32)])
    assert.deepEqual([story?.prediction?.modelVersion, story?.prediction?.features], ['forest-1', [1, 2]])
    assert.equal(story?.verdict?.policyVersion, 1)
    const lists = story as unknown as Record<string, Record<string, unknown>[]>
    assert.deepEqual(
      lists.signers?.map((each) => each.actor),
      ['planner', 'controller'],
    )
    assert.deepEqual(
      lists.steps?.map((each) => each.action),
      ['judged', 'approved', 'signedOff', 'posted'],
    )
    assert.equal(lists.conflicts?.[0]?.code, 'C/1')
    assert.equal((lists.suggestions?.[0]?.influences as { feature: string }[])[0]?.feature, 'yieldShare')
    const held = new Set((body.seals as { number: number }[]).map((seal) => seal.number))
    for (const step of lists.steps) assert.ok(held.has(Number(step.seal)) && Number(step.position) > 0)
    assert.equal((await desk.ask(`lineage(erpDocument='0')`)).status, 404)
  })
})
