import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { AuditLog, Substitutions } from '#cds-models/countersign'
import { openTriage, type Row, type Triage } from './stand.ts'

let triage: Triage
let count = 0
const order = () => String(6_000_000 + ++count)
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
const substitution = (values: Row = {}): Row => ({ substitute: 'controller', validFrom: day(0), validTo: day(7), ...values })
const PEOPLE = ['planner', 'supervisor', 'controller', 'auditor', 'admin'] as const

before(async () => (triage = await openTriage()))
after(() => triage.close())

const arrange = async (user: string, values: Row): Promise<string> => {
  const { status, body } = await triage.create(user, 'Substitutions', substitution(values))
  assert.equal(status, 201, body.error?.message)
  return String(body.ID)
}
const end = (user: string, ID: string) => triage.ask(user, 'DELETE', `Substitutions(ID=${ID},IsActiveEntity=true)`)

describe('who stands in for whom', () => {
  for (const user of PEOPLE)
    test(`${user} ${user === 'auditor' ? 'arranges nothing' : 'arranges it for the own messages, without naming the own user'}`, async () => {
      const { status, body } = await triage.create(user, 'Substitutions', substitution({ substitute: 'somebody' }))
      assert.equal(status, user === 'auditor' ? 403 : 201, body.error?.message)
      if (user === 'auditor') return
      assert.equal(body.user, user)
      assert.equal((await triage.edit(user, 'Substitutions', String(body.ID), { note: 'On holiday' })).status, 200)
      assert.equal((await end(user, String(body.ID))).status, 204)
    })

  for (const user of PEOPLE) {
    const may = user === 'supervisor' || user === 'admin'
    test(`${user} ${may ? 'arranges' : 'does not arrange'} it for others`, async () => {
      const made = await triage.create(user, 'Substitutions', substitution({ user: 'ill' }))
      assert.equal(made.status, may ? 201 : 403)
      if (may) assert.equal(made.body.user, 'ill')
      else if (user !== 'auditor') assert.equal(made.body.error?.code, 'COUNTERSIGN/OWN_ONLY')

      const ID = await arrange('supervisor', { user: 'away' })
      const [row] = await triage.rows(user, `Substitutions(ID=${ID},IsActiveEntity=true)?$select=mayChange`)
      assert.equal(row?.mayChange, may)
      assert.equal((await triage.edit(user, 'Substitutions', ID, { note: 'Mine now' })).status, may ? 200 : 403)
      assert.equal((await end(user, ID)).status, may ? 204 : 403)
    })
  }

  test('an own one is not handed to somebody else', async () => {
    const ID = await arrange('planner', {})
    assert.equal((await triage.edit('planner', 'Substitutions', ID, { user: 'controller', substitute: 'planner' })).status, 403)
    await triage.ask('planner', 'DELETE', `Substitutions(ID=${ID},IsActiveEntity=false)`)
    const row = await SELECT.one.from(Substitutions).columns('user').where({ ID })
    assert.equal(row?.user, 'planner')
  })

  test('oneself, dates the wrong way round and what is left out are refused, with the field', async () => {
    for (const [values, code, target] of [
      [{ substitute: 'planner' }, 'COUNTERSIGN/STANDS_IN_FOR_ONESELF', 'substitute'],
      [{ validFrom: day(1), validTo: day(0) }, 'COUNTERSIGN/DATES_TURNED', 'validTo'],
      [{ substitute: null }, 'ASSERT_MANDATORY', 'substitute'],
      [{ validTo: null }, 'ASSERT_MANDATORY', 'validTo'],
    ] as const) {
      const { status, body } = await triage.create('planner', 'Substitutions', substitution(values))
      assert.deepEqual([status, body.error?.target?.endsWith(target)], [400, true], code)
      assert.ok(JSON.stringify(body.error).includes(code) || body.error?.code === code, JSON.stringify(body.error))
    }
  })

  test('beginning, changing and ending are told in the audit log', async () => {
    const ID = await arrange('planner', { note: 'Holiday' })
    await triage.edit('supervisor', 'Substitutions', ID, { validTo: day(3) })
    await end('admin', ID)
    const lines = await SELECT.from(AuditLog).columns('action', 'actor', 'role', 'reason', 'details')
      .where`details like ${'%' + ID + '%'}`.orderBy('sequence')
    assert.deepEqual(
      lines.map(({ action, actor, role }) => [action, actor, role]),
      [
        ['substitutionCreated', 'planner', 'planner'],
        ['substitutionChanged', 'supervisor', 'supervisor'],
        ['substitutionEnded', 'admin', 'administrator'],
      ],
    )
    assert.equal(lines[0]?.reason, `controller stands in for planner from ${day(0)} to ${day(7)}`)
    const { before, after } = JSON.parse(String(lines[1]?.details)) as Record<string, Row>
    assert.deepEqual([before?.validTo, after?.validTo, after?.note], [day(7), day(3), 'Holiday'])
  })
})

describe('what is mine', () => {
  const mine = async (user: string, set: string, key: string) =>
    (await triage.rows(user, `${set}?$filter=isMine eq true&$select=${key},standingInFor`)).map((row) => [row[key], row.standingInFor])

  test('is what lies in the hands of somebody I stand in for today, and it says whose', async () => {
    const failure = await triage.refused({ order: order() })
    await triage.act('planner', failure, 'assign', { assignee: 'anna' })
    assert.deepEqual(await mine('controller', 'Conflicts', 'ID'), [])
    const ID = await arrange('admin', { user: 'anna' })
    // Two that say the same count once.
    const again = await arrange('admin', { user: 'anna', validFrom: day(-1), validTo: day(0) })
    assert.deepEqual(await mine('controller', 'Conflicts', 'ID'), [[failure.ID, 'anna']])
    assert.deepEqual(await mine('controller', 'ConflictGroups', 'groupID'), [[failure.groupID, 'anna']])
    const [group] = await triage.rows('controller', `ConflictGroups('${encodeURIComponent(failure.groupID)}')?$select=total,open,mine`)
    assert.deepEqual([group?.total, group?.open, group?.mine], [1, 1, 1])
    assert.deepEqual(await mine('planner', 'Conflicts', 'ID'), [])
    for (const each of [ID, again]) await end('admin', each)
    assert.deepEqual(await mine('controller', 'Conflicts', 'ID'), [])
  })

  test('is so on the first and the last day, and on no other', async () => {
    const failure = await triage.refused({ order: order() })
    await triage.act('planner', failure, 'assign', { assignee: 'berta' })
    for (const [from, to, isMine] of [
      [0, 0, true],
      [-3, 0, true],
      [0, 3, true],
      [1, 3, false],
      [-3, -1, false],
    ] as const) {
      const ID = await arrange('admin', { user: 'berta', validFrom: day(from), validTo: day(to) })
      assert.equal((await mine('controller', 'Conflicts', 'ID')).length, isMine ? 1 : 0, `${String(from)} to ${String(to)}`)
      await end('admin', ID)
    }
  })

  test('shows a supervisor nothing of another plant', async () => {
    const failure = await triage.refused({ order: order(), plant: '1720' })
    await triage.act('planner', failure, 'assign', { assignee: 'clara' })
    await arrange('admin', { user: 'clara', substitute: 'supervisor' })
    assert.deepEqual(await mine('supervisor', 'Conflicts', 'ID'), [])
  })
})
