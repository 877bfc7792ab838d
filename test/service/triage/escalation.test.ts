import assert from 'node:assert/strict'
import { before, beforeEach, describe, test } from 'node:test'
import { AlertMessages, AlertRules, Alerts, AuditLog, Conflicts, SyncAttempts } from '#cds-models/countersign'
import { Escalation } from '../../../srv/pipeline/triage/escalation.ts'
import { insertAttempt } from '../attempts.ts'
import { openDatabase } from '../database.ts'

const escalation = new Escalation()
let last = 0

before(() => openDatabase())
beforeEach(async () => {
  for (const entity of [AlertMessages, Alerts, AlertRules, Conflicts, SyncAttempts]) await DELETE.from(entity.name)
})

const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString()

/** A held message whose failure is open. */
async function failure(dueAt: string | null, more: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const [ID, conflict] = [crypto.randomUUID(), crypto.randomUUID()]
  await insertAttempt({ ID, number: ++last, status: 'held', sender: 'dm', kind: 'confirmation', receivedAt: inHours(-9), plant: '1710' })
  await INSERT.into(Conflicts).entries({
    ...{ ID: conflict, attempt_ID: ID, at: inHours(-9), check: 'period', code: 'M7/053', text: 'The period is closed.', severity: 'error' },
    ...{ isPrimary: true, isObsolete: false, groupID: `M7/053 ${ID}`, cause_code: 'period', queue_code: 'finance', plant: '1710', dueAt },
    ...more,
  } as never)
  return ID
}
const rule = (owner: string, given: object) => INSERT.into(AlertRules).entries({ ID: crypto.randomUUID(), owner, ...given })
const told = async (ID: string): Promise<(string | null | undefined)[]> =>
  (await SELECT.from(AuditLog).columns('reason').where({ attempt_ID: ID, action: 'escalated' })).map((each) => each.reason)
const owners = async (): Promise<unknown[]> =>
  (await SELECT.from(Alerts).columns('owner').where({ closedAt: null })).map((each) => each.owner)

describe('what is overdue', () => {
  test('is told once: in the audit log, and to who wants to hear of what is overdue', async () => {
    await rule('controller', { plant: '1710', isOverdue: true })
    await rule('planner', { plant: '1710' })
    await rule('admin', { plant: '1720', isOverdue: true })
    const dueAt = inHours(-1)
    const ID = await failure(dueAt)
    assert.equal(await escalation.look(), 1)
    assert.equal(await escalation.look(), 0)
    assert.deepEqual(await told(ID), [`Was due at ${dueAt.slice(0, 16).replace('T', ' ')} UTC in queue finance`])
    assert.deepEqual(await owners(), ['controller'])
  })

  test('is told again once its next deadline has passed', async () => {
    const ID = await failure(inHours(-2))
    await escalation.look()
    await UPDATE(Conflicts)
      .set({ dueAt: inHours(1) })
      .where({ attempt_ID: ID })
    assert.equal(await escalation.look(), 0)
    await UPDATE(Conflicts)
      .set({ dueAt: inHours(-1) })
      .where({ attempt_ID: ID })
    assert.equal(await escalation.look(), 1)
    assert.equal((await told(ID)).length, 2)
  })
})

test('what is solved, not due yet, has no deadline, or doesn’t stand before people is not overdue', async () => {
  await failure(inHours(-1), { resolvedAt: inHours(-0.5) })
  await failure(inHours(1))
  await failure(null)
  await failure(inHours(-1), { isPrimary: false })
  await failure(inHours(-1), { isObsolete: true })
  assert.equal(await escalation.look(), 0)
})
