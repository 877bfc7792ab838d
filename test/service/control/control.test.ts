import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import cds from '@sap/cds'
import { AuditLog, Conflicts, FailureCodes, SyncAttempts } from '#cds-models/countersign'
import { forgetCatalogue, keepUnknown, nameError } from '../../../srv/pipeline/catalogue.ts'
import { type Control, openControl, type Row } from './stand.ts'

const AT = '2026-01-01T00:00:00.000Z'
const code = (ID: string) => `FailureCodes(ID='${encodeURIComponent(ID)}',IsActiveEntity=true)`
const errorOf = (given: string, text: string) => {
  const [, messageClass = '', number = ''] = /^(.+)\/(\d{3})$/.exec(given) ?? []
  const said = { code: given, class: messageClass, number, text, raw: text }
  return { ...said, variables: [], severity: 'error', isTransient: false, details: [] } as const
}

let control: Control
let number = 0

before(async () => {
  control = await openControl()
})
after(() => control.close())

/** A refused message, as the pipeline leaves it. */
async function refused(values: Row): Promise<string> {
  const [ID, attempt_ID] = [cds.utils.uuid(), cds.utils.uuid()]
  const about = { plant: '1710', material: 'FG1', order: '1000001' }
  await INSERT.into(SyncAttempts).entries({ ID: attempt_ID, number: ++number, status: 'refused', ...about })
  const unknown = { cause_code: 'unknown', queue_code: 'integration', routedBy: 'catalogue', isPrimary: true }
  await INSERT.into(Conflicts).entries({ ID, attempt_ID, at: AT, check: 'erp', isDecisive: false, ...unknown, plant: '1710', ...values })
  return ID
}

async function conflict(ID: string) {
  const row = await SELECT.one.from(Conflicts).where({ ID })
  assert.ok(row)
  return row
}

async function lastLine() {
  const [line] = await SELECT.from(AuditLog).orderBy('sequence desc').limit(1)
  assert.ok(line)
  return {
    action: line.action,
    actor: line.actor,
    role: line.role,
    reason: line.reason,
    details: JSON.parse(line.details ?? '{}') as { before: Row | null; after: Row | null; applied?: number },
  }
}

describe('who may do what', () => {
  for (const user of ['admin', 'controller', 'auditor'])
    test(`${user} reads everything`, async () => {
      for (const set of ['FailureCodes', 'QueueTargets', 'ReasonMappings', 'Causes', 'Queues', 'FailureUsage'])
        assert.equal((await control.ask('GET', set, undefined, user)).status, 200, set)
    })

  for (const user of ['planner', 'supervisor', 'dm'])
    test(`${user} reads nothing`, async () => assert.equal((await control.ask('GET', 'FailureCodes', undefined, user)).status, 403))

  for (const user of ['controller', 'auditor'])
    test(`${user} edits nothing`, async () => {
      assert.equal((await control.edit(code('11'), { fix: 'x' }, user)).status, 403)
      assert.equal((await control.edit(`QueueTargets(queue_code='planner',IsActiveEntity=true)`, { dueWithin: 1 }, user)).status, 403)
      assert.equal((await control.ask('POST', 'FailureCodes', {}, user)).status, 403)
      assert.equal((await control.ask('POST', 'ReasonMappings', {}, user)).status, 403)
      assert.equal((await control.ask('DELETE', code('11'), undefined, user)).status, 403)
      assert.equal((await control.ask('POST', `${code('11')}/ControlService.restoreDelivered`, {}, user)).status, 403)
    })
})

describe('a delivered entry', () => {
  test('is edited, told in the audit log, and restored with its translations', async () => {
    const before = await SELECT.one.from(FailureCodes).where({ ID: '11' })
    const edited = await control.edit(code('11'), { fix: 'Ask Anna', queue_code: 'quality' })
    assert.equal(edited.status, 200)
    assert.deepEqual([edited.body.isEdited, edited.body.isRestorable, edited.body.origin], [true, true, 'delivered'])
    const line = await lastLine()
    assert.deepEqual([line.action, line.actor, line.role], ['failureCodeChanged', 'admin', 'administrator'])
    assert.deepEqual(line.details.before, { queue_code: 'warehouse', fix: before?.fix, isEdited: false })
    assert.deepEqual(line.details.after, { queue_code: 'quality', fix: 'Ask Anna', isEdited: true })

    const german = async () => (await control.ask('GET', `${code('11')}?sap-locale=de`)).body
    assert.equal((await german()).fix, 'Ask Anna')
    assert.match(String((await german()).explanation), /^Der Bestand/)

    assert.equal((await control.ask('POST', `${code('11')}/ControlService.restoreDelivered`, {})).status, 200)
    assert.equal((await SELECT.one.from(FailureCodes).where({ ID: '11' }))?.fix, before?.fix)
    assert.match(String((await german()).fix), /erneut buchen/)
  })

  test('keeps its translations when only something else is edited, and when a draft is left', async () => {
    await control.edit(code('12'), { queue_code: 'warehouse' })
    await control.ask('POST', `${code('12')}/ControlService.draftEdit`, {})
    assert.equal((await control.ask('DELETE', code('12').replace('=true', '=false'))).status, 204)
    assert.match(String((await control.ask('GET', `${code('12')}?sap-locale=de`)).body.fix), /Menge berichtigen/)
  })

  test("can't be deleted", async () => assert.equal((await control.ask('DELETE', code('11'))).status, 403))
})

describe('an entry of the customer', () => {
  test('is made, known at once, and deleted', async () => {
    const made = await control.create('FailureCodes', { code: 'ZM/001', cause_code: 'lock', queue_code: 'automatic', isTransient: true })
    assert.equal(made.status, 201)
    assert.deepEqual([made.body.origin, made.body.class, made.body.number], ['own', 'ZM', '001'])
    const named = await nameError(errorOf('ZM/001', 'Anything'))
    assert.deepEqual([named.cause, named.isTransient], ['lock', true])
    assert.equal((await control.ask('DELETE', code(String(made.body.ID)))).status, 204)
    assert.equal((await nameError(errorOf('ZM/001', 'Anything'))).failure, undefined)
    assert.equal((await lastLine()).details.after, null)
  })

  for (const [what, values, target] of [
    ['neither code nor text', { cause_code: 'lock', queue_code: 'automatic' }, 'textPattern'],
    ['a text that says too little', { textPattern: '& at &', cause_code: 'lock', queue_code: 'automatic' }, 'textPattern'],
    ['no cause', { code: 'ZM/002', queue_code: 'automatic' }, 'in/cause_code'],
    ['no queue', { code: 'ZM/002', cause_code: 'lock' }, 'in/queue_code'],
  ] as const)
    test(`needs more than ${what}`, async () => {
      const made = await control.create('FailureCodes', values)
      assert.equal(made.status, 400)
      assert.equal(made.body.error?.target, target)
    })
})

describe('an unknown code', () => {
  test('is named, and the name applies to what was said before, and to what is open: queue, group and due date', async () => {
    const error = errorOf('ZMES/042', 'Unit XX of mixer 7')
    await cds.tx(() => keepUnknown(error))
    const said = { code: error.code, text: error.text, failure_ID: 'ZMES/042' }
    const open = await refused(said)
    const byPerson = await refused({ ...said, queue_code: 'quality', routedBy: 'person', dueAt: AT })
    const solved = await refused({ ...said, resolvedAt: AT })
    const other = await refused({ code: 'ZMES/043', text: 'Something else', failure_ID: null })

    const seen = await control.ask('GET', `${code('ZMES/042')}?$expand=usage`)
    assert.deepEqual([seen.body.origin, seen.body.isUnnamed, (seen.body.usage as Row).messages], ['seen', true, 3])

    const named = await control.edit(code('ZMES/042'), { cause_code: 'unitOfMeasure', queue_code: 'masterData', isDecisive: true })
    assert.equal(named.status, 200)
    assert.equal(named.body.origin, 'own')

    const row = await conflict(open)
    assert.deepEqual([row.cause_code, row.queue_code, row.routedBy], ['unitOfMeasure', 'masterData', 'catalogue'])
    assert.deepEqual([row.material, row.order, row.groupID], ['FG1', null, 'ZMES/042|unitOfMeasure|1710|FG1|'])
    assert.equal(row.dueAt, '2026-01-02T00:00:00.000Z')
    const kept = await conflict(byPerson)
    assert.deepEqual([kept.queue_code, kept.routedBy, kept.dueAt], ['quality', 'person', AT])
    const past = await conflict(solved)
    assert.deepEqual([past.cause_code, past.dueAt], ['unitOfMeasure', null])
    assert.equal((await conflict(other)).cause_code, 'unknown')
    assert.equal((await lastLine()).details.applied, 3)
    assert.equal((await nameError(error)).cause, 'unitOfMeasure')
  })

  test('is counted once for a message that was refused twice', async () => {
    const error = errorOf('ZMES/077', 'Odd')
    await cds.tx(() => keepUnknown(error))
    const first = await refused({ code: error.code, text: error.text, failure_ID: error.code, isObsolete: true })
    const { attempt_ID } = await conflict(first)
    await refused({ code: error.code, text: error.text, failure_ID: error.code, attempt_ID, at: '2026-01-03T00:00:00.000Z' })
    const usage = (await control.ask('GET', `FailureUsage('${encodeURIComponent(error.code)}')`)).body
    assert.deepEqual([usage.messages, usage.lastAt], [1, '2026-01-03T00:00:00.000Z'])
  })

  test('gets its meaning from a new entry with its text as well', async () => {
    forgetCatalogue()
    const open = await refused({ code: '400', text: 'Mixer 7 is being cleaned', failure_ID: null })
    await control.create('FailureCodes', {
      textPattern: 'Mixer & is being cleaned',
      cause_code: 'resourceStatus',
      queue_code: 'planner',
      isDecisive: true,
    })
    const row = await conflict(open)
    assert.deepEqual([row.cause_code, row.queue_code], ['resourceStatus', 'planner'])
  })
})

describe('what the model found out', () => {
  test('stays when the queue of an entry changes, and goes to the queue of its cause', async () => {
    const said = { code: 'M7/021', text: 'Deficit of x', failure_ID: '11' }
    const refined = await refused({ ...said, cause_code: 'unitOfMeasure', queue_code: 'masterData', routedBy: 'cause' })
    const plain = await refused({ ...said, cause_code: 'stockDeficit', queue_code: 'warehouse' })
    await control.edit(code('11'), { queue_code: 'quality' })
    assert.deepEqual([(await conflict(refined)).cause_code, (await conflict(refined)).queue_code], ['unitOfMeasure', 'masterData'])
    assert.deepEqual([(await conflict(plain)).cause_code, (await conflict(plain)).queue_code], ['stockDeficit', 'quality'])
  })
})

describe('other settings', () => {
  test('a value map is made, changed and deleted, each told in the audit log', async () => {
    const path = `ReasonMappings(plant='1710',shopFloor='DUST',IsActiveEntity=true)`
    assert.equal((await control.create('ReasonMappings', { plant: '1710', shopFloor: 'DUST', erp: '0001' })).status, 201)
    assert.deepEqual((await lastLine()).details, { before: null, after: { plant: '1710', shopFloor: 'DUST', erp: '0001' } })
    assert.equal((await control.edit(path, { erp: '0002', movement: '0005' })).status, 200)
    const line = await lastLine()
    assert.equal((await control.create('ReasonMappings', { plant: '1710', shopFloor: 'DUST', erp: '0009' })).status, 409)
    assert.equal((await control.ask('DELETE', path.replace('=true', '=false'))).status, 204)
    assert.deepEqual([line.action, line.reason], ['reasonMappingChanged', '1710 DUST'])
    assert.deepEqual(line.details, { before: { erp: '0001', movement: null }, after: { erp: '0002', movement: '0005' } })
    assert.equal((await control.ask('DELETE', path)).status, 204)
    assert.equal((await lastLine()).details.after, null)
  })

  test('a queue gets another target, within reason', async () => {
    const path = `QueueTargets(queue_code='planner',IsActiveEntity=true)`
    assert.equal((await control.edit(path, { dueWithin: 30 })).status, 200)
    const line = await lastLine()
    assert.deepEqual([line.action, line.details], ['queueTargetChanged', { before: { dueWithin: 240 }, after: { dueWithin: 30 } }])
    assert.equal((await control.edit(path, { dueWithin: 0 })).status, 400)
    await control.ask('DELETE', path.replace('=true', '=false'))
    assert.equal((await control.ask('POST', 'QueueTargets', { queue_code: 'planner' })).status, 405)
    assert.equal((await control.ask('DELETE', path)).status, 405)
  })
})
