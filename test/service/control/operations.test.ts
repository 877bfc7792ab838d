import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import cds from '@sap/cds'
import { AuditLog, Conflicts, Resubmissions, SenderRules, SyncAttempts } from '#cds-models/countersign'
import { usePipeline } from '../../../srv/pipeline/instance.ts'
import type { Pipeline } from '../../../srv/pipeline/pipeline.ts'
import { type Control, openControl, type Row } from './stand.ts'

const DAY = 86_400_000
const NOON = Math.floor(Date.now() / DAY) * DAY + DAY / 2

let control: Control
let number = 0
let kicked = 0

before(async () => {
  control = await openControl()
  usePipeline({ resubmitter: { kick: () => kicked++ }, erp: {}, dm: {} } as unknown as Pipeline)
})
after(() => control.close())

/** On which way a message comes to where it stands; it can begin nowhere else. */
const WAYS: Readonly<Record<string, readonly string[]>> = { refused: ['refused'], posted: ['received', 'posting', 'posted'] }

/** A message that failed, as the pipeline leaves it. */
async function failed({ status = 'refused', ...attempt }: Row & { readonly status?: string } = {}, conflict: Row = {}): Promise<string> {
  const ID = cds.utils.uuid()
  const [first, ...others] = WAYS[status] ?? ['received', status]
  const about = { plant: '1710', material: 'FG1', order: '1000001', sender: 'dm', receivedAt: new Date().toISOString() }
  await INSERT.into(SyncAttempts).entries({ ID, number: ++number, status: first, keyKind: 'external', ...about, ...attempt } as never)
  for (const each of others) await UPDATE(SyncAttempts, ID).set({ status: each as 'posted' })
  await INSERT.into(Conflicts).entries({
    ID: cds.utils.uuid(),
    attempt_ID: ID,
    at: new Date().toISOString(),
    check: 'erp',
    code: 'RU/494',
    text: 'Order closed',
    cause_code: 'orderStatus',
    queue_code: 'planner',
    isPrimary: true,
    plant: '1710',
    ...conflict,
  })
  return ID
}

const letter = async (ID: string, language = 'en'): Promise<Row> =>
  (await control.ask('GET', `DeadLetters(${ID})?$expand=step`, undefined, 'admin', language)).body
const act = (ID: string, action: string, reason = 'Put right', user = 'admin') =>
  control.ask('POST', `DeadLetters(${ID})/ControlService.${action}`, { reason }, user)
const steps = async (attempt: string) =>
  (await SELECT.from(AuditLog).where({ attempt_ID: attempt }).orderBy('sequence')).map((line) => [
    line.action,
    line.actor,
    line.role,
    line.reason,
  ])

describe('dead letters', () => {
  test('say what is to be done next, and what can be done here', async () => {
    for (const [attempt, conflict, next, ...may] of [
      [{}, {}, 'retry', true, true, true],
      [{}, { queue_code: 'automatic' }, 'again', true, true, true],
      [{ keyKind: 'unread' }, {}, 'sendAnew', true, false, true],
      [{ keyKind: null }, {}, 'retry', true, true, true],
      [{ status: 'held' }, { code: 'COUNTERSIGN/UNKNOWN_OUTCOME' }, 'lookUp', true, false, true],
      [{ status: 'held' }, {}, 'decide', false, false, false],
      [{ status: 'waiting' }, {}, 'running', false, false, false],
      [{ status: 'posted' }, {}, 'settle', false, false, false],
      [{ status: 'posted' }, { resolvedAt: new Date().toISOString() }, 'done', false, false, false],
    ] as const) {
      const row = await letter(await failed(attempt, conflict))
      assert.deepEqual([row.next, row.isDead, row.mayRetry, row.mayDiscard], [next, ...may], JSON.stringify(attempt))
      assert.ok((row.step as Row).name && (row.step as Row).descr, next)
    }
    assert.equal(((await letter(await failed(), 'de')).step as Row).name, 'Richtigstellen, dann erneut versuchen')
  })

  test('are tried again by an administrator, who says why', async () => {
    const ID = await failed()
    const before = kicked
    assert.equal((await act(ID, 'retry', 'The order is open again')).status, 200)
    const [made] = await SELECT.from(Resubmissions).where({ 'items.attempt_ID': ID } as never)
    assert.deepEqual(
      [made?.startedBy, made?.role, made?.note, made?.total, kicked - before],
      ['admin', 'administrator', 'The order is open again', 1, 1],
    )
  })

  test('are discarded by an administrator, and the audit log says why', async () => {
    const ID = await failed()
    const answer = await act(ID, 'discard', 'Booked by hand')
    assert.equal(answer.status, 200)
    assert.deepEqual([answer.body.status, answer.body.isDead, answer.body.next], ['rejected', false, 'done'])
    assert.deepEqual(await steps(ID), [['cancelled', 'admin', 'administrator', 'Booked by hand']])
  })

  test('that nobody can read, or that the ERP may have, are not tried again', async () => {
    for (const ID of [await failed({ keyKind: 'unread' }), await failed({ status: 'held' }, { code: 'COUNTERSIGN/UNKNOWN_OUTCOME' })]) {
      const answer = await act(ID, 'retry')
      assert.deepEqual([answer.status, answer.body.error?.code], [409, 'COUNTERSIGN/NOT_RETRIED'])
    }
  })

  test('that have moved on, or without a reason, are left alone', async () => {
    const moved = await failed({ status: 'waiting' })
    for (const action of ['retry', 'discard']) {
      const answer = await act(moved, action)
      assert.deepEqual([answer.status, answer.body.error?.code], [409, 'COUNTERSIGN/MOVED_ON'], action)
      assert.equal((await act(await failed(), action, '  ')).status, 400, action)
      assert.equal((await act(crypto.randomUUID(), action)).status, 404, action)
    }
  })

  test('are for controllers and auditors to read only', async () => {
    const ID = await failed()
    for (const user of ['controller', 'auditor']) {
      const { body } = await control.ask('GET', `DeadLetters(${ID})`, undefined, user)
      assert.deepEqual([body.isDead, body.mayRetry, body.mayDiscard], [true, false, false], user)
      for (const action of ['retry', 'discard']) assert.equal((await act(ID, action, 'x', user)).status, 403, `${user} ${action}`)
    }
  })
})

describe('rules for senders', () => {
  const path = (sender: string, service: string, method: string) =>
    `SenderRules(sender='${sender}',service='${service}',method='${method}',IsActiveEntity=true)`
  const make = async (rule: { sender: string; service: string; method: string }) => {
    const { body } = await control.ask('POST', 'SenderRules', rule)
    const key = path(String(body.sender), String(body.service), String(body.method)).replace('=true', '=false')
    const saved = await control.ask('POST', `${key}/ControlService.draftActivate`, {})
    if (saved.status >= 300) await control.ask('DELETE', key)
    return saved
  }
  const latest = async () => {
    const [line] = await SELECT.from(AuditLog).orderBy('sequence desc').limit(1)
    return [line?.action, line?.actor, line?.reason, JSON.parse(line?.details ?? '{}')] as const
  }

  test('are made and taken back, each told in the audit log, and count at once', async () => {
    const rule = { sender: 'mes-2', service: 'API_X', method: 'POST' }
    assert.equal((await make({ ...rule, sender: ' mes-2 ', method: 'post' })).status, 201)
    assert.deepEqual(await latest(), ['senderRuleCreated', 'admin', 'mes-2: API_X POST', { before: null, after: rule }])
    assert.ok(await SELECT.one.from(SenderRules).where(rule))
    const again = await make(rule)
    assert.equal(again.status, 409)
    assert.equal((await control.ask('DELETE', path('mes-2', 'API_X', 'POST'))).status, 204)
    assert.deepEqual(await latest(), ['senderRuleDeleted', 'admin', 'mes-2: API_X POST', { before: rule, after: null }])
  })

  test('that open wide are remarked on', async () => {
    for (const [rule, reach, criticality] of [
      [{ sender: 'mes-3', service: 'API_X', method: 'GET' }, 'named', 0],
      [{ sender: 'mes-3', service: 'API_X', method: '*' }, 'wide', 2],
      [{ sender: 'mes-3', service: '*', method: 'GET' }, 'wide', 2],
      [{ sender: '*', service: 'API_X', method: 'GET' }, 'everybody', 1],
    ] as const) {
      assert.equal((await make(rule)).status, 201)
      const { body } = await control.ask('GET', path(rule.sender, rule.service, rule.method))
      assert.deepEqual([body.reach, body.criticality], [reach, criticality])
      await control.ask('DELETE', path(rule.sender, rule.service, rule.method))
    }
  })

  test('need a sender, a service and a method that there is', async () => {
    const answer = await make({ sender: 'mes-4', service: 'API_X', method: 'FETCH' })
    assert.deepEqual([answer.status, answer.body.error?.code], [400, 'COUNTERSIGN/METHOD_UNKNOWN'])
  })

  test('are changed by nobody but administrators', async () => {
    for (const user of ['controller', 'auditor']) {
      assert.equal((await control.ask('POST', 'SenderRules', { sender: 'a', service: 'b', method: 'GET' }, user)).status, 403)
      assert.equal((await control.ask('GET', 'SenderRules', undefined, user)).status, 200)
    }
  })
})

describe('senders', () => {
  test('are shown with what they sent today and in seven days, what of it is refused and held, and what they may call', async () => {
    await DELETE.from(SenderRules)
    await INSERT.into(SenderRules).entries([
      { sender: 'mes-5', service: 'API_X', method: 'POST' },
      { sender: 'quiet', service: '*', method: '*' },
    ])
    const at = (days: number) => ({ sender: 'mes-5', receivedAt: new Date(Math.min(NOON, Date.now()) - days * DAY).toISOString() })
    await failed({ ...at(0), status: 'held' })
    await failed({ ...at(0), status: 'posted' })
    await failed(at(3))
    await failed(at(6))
    await failed(at(7))
    await failed({ ...at(1), sender: 'stranger' })
    const { body } = await control.ask('GET', 'Senders?$count=true', undefined, 'auditor')
    const rows = body.value ?? []
    const of = (sender: string) => rows.find((row) => row.sender === sender) ?? {}
    const { today, week, refused, held, rules, criticality } = of('mes-5')
    assert.deepEqual([today, week, refused, held, rules, criticality], [2, 4, 2, 1, 'API_X POST', 3])
    assert.deepEqual(
      [of('quiet').week, of('quiet').lastAt, of('quiet').rules, of('quiet').remark],
      [0, null, 'Everything', 'May call everything'],
    )
    assert.deepEqual(
      [of('stranger').rules, of('stranger').remark, of('stranger').criticality],
      ['Nothing', 'No rule lets it in any more', 1],
    )
    assert.equal(body['@odata.count'], rows.length)
    assert.deepEqual((await control.ask('GET', `Senders('quiet')`)).body.rules, 'Everything')
    assert.equal((await control.ask('GET', `Senders('nobody')`)).status, 404)
  })
})

describe('destinations', () => {
  const lane = {
    state: 'closed',
    since: '2026-01-01T00:00:00.000Z',
    inFlight: 2,
    atOnce: 64,
    waiting: 0,
    sent: 12,
    failed: 0,
    p50: 12.4,
    p99: 80.6,
  }

  test('say how each line does, what waits for the ERP, and when it answered last', async () => {
    const open = { ...lane, state: 'open', failed: 12 }
    const health = { destination: 'http://s4', posting: open, reading: { ...lane, state: 'halfOpen' }, passing: lane }
    usePipeline({ erp: { health: () => health }, dm: { health: () => undefined } } as unknown as Pipeline)
    await failed({ status: 'waiting' })
    await failed({ status: 'posted', answerStatus: 201, finishedAt: '2026-02-01T00:00:00.000Z', number: 1_000_000 })
    const rows = (await control.ask('GET', 'Destinations')).body.value ?? []
    assert.deepEqual(
      rows.map((row) => [row.name, row.purpose, row.state, row.criticality]),
      [
        ['S4', 'posting', 'open', 1],
        ['S4', 'reading', 'halfOpen', 2],
        ['S4', 'passing', 'closed', 3],
        ['DM', 'reading', 'none', 0],
      ],
    )
    const [posting, reading] = rows
    assert.deepEqual([posting?.failed, posting?.p50, posting?.p99, posting?.destination], [12, 12, 81, 'http://s4'])
    assert.deepEqual([Number(posting?.messages) > 0, posting?.lastAnswerAt], [true, '2026-02-01T00:00:00.000Z'])
    assert.equal(reading?.messages, null)
    const german = (await control.ask('GET', 'Destinations', undefined, 'auditor', 'de')).body.value ?? []
    assert.equal(german[0]?.stateText, 'Nicht erreichbar: nichts wird gesendet, alles wartet')
  })

  test('can be counted', async () => {
    const answer = await control.ask('GET', 'Destinations/$count')
    assert.equal(answer.body, 4)
  })
})
