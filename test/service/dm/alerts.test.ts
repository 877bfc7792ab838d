import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { AuditLog, FloorAlerts, SuggestionCauses, Suggestions, SyncAttempts } from '#cds-models/countersign'
import { createDmGateway } from '../../../srv/dm/gateway.ts'
import { FloorTasks } from '../../../srv/pipeline/floor.ts'
import { startDm, type RunningDm } from '../../landscape/dm/server.ts'
import { insertAttempt, moveAttempt } from '../attempts.ts'
import { openDatabase } from '../database.ts'
import { CREDENTIALS, deskOf, PLANT, SEED } from './scene.ts'

/** A confirmation that is held is a task on the shop floor. */

const TYPE = 'COUNTERSIGN_HELD'
const alerts = { type: TYPE, open: 'New', closed: 'Closed', severity: 'High' }

let dm: RunningDm
let desk: ReturnType<typeof deskOf>
let tasks: FloorTasks
let last = 0

interface Alert {
  readonly Id: string
  readonly Status: string
  readonly Info: string
  readonly Plant: string
  readonly Severity: string
  readonly ExternalId: string
  readonly TriggeredOn: string
  readonly DeduplicationCount: number
  readonly DME_Shopfloor: readonly Readonly<Record<string, string>>[]
}

before(async () => {
  await openDatabase()
  dm = await startDm({ port: 0, seed: SEED })
  desk = deskOf(dm.adminUrl)
  tasks = new FloorTasks(createDmGateway({ destination: { url: dm.url, tokenUrl: `${dm.url}/oauth/token`, ...CREDENTIALS }, alerts }))
})
after(() => dm.close())
beforeEach(async () => {
  await desk.reset()
  for (const entity of [FloorAlerts, SuggestionCauses, Suggestions, SyncAttempts]) await DELETE.from(entity.name)
})

async function held(kind = 'confirmation'): Promise<string> {
  const [ID, suggestion] = [crypto.randomUUID(), crypto.randomUUID()]
  const where = { plant: PLANT, order: '1000123', operation: '0010', material: 'FG126', workCenter: 'ASSY' }
  const verdict = { verdict: 'hold', verdictReason: '2.4 kg of RM12 issued where 1.0 kg is expected.' }
  await insertAttempt({
    ID,
    number: ++last,
    status: 'held',
    sender: 'dm',
    kind,
    receivedAt: new Date().toISOString(),
    ...where,
    ...verdict,
  })
  await INSERT.into(Suggestions).entries({
    ...{ ID: suggestion, attempt_ID: ID, status: 'proposed', createdAt: new Date().toISOString() },
    reason: 'Post 2.4 kg as 2,400 g.',
  })
  await INSERT.into(SuggestionCauses).entries([
    { suggestion_ID: suggestion, rank: 1, cause_code: 'unitOfMeasure', probability: 0.62, isListed: true },
    { suggestion_ID: suggestion, rank: 2, cause_code: 'entryError', probability: 0.31, isListed: true },
    { suggestion_ID: suggestion, rank: 3, cause_code: 'substitution', probability: 0.02, isListed: false },
  ])
  return ID
}

const raised = async (): Promise<Alert[]> => {
  const response = await fetch(`${dm.adminUrl}/admin/rows?set=alerts`)
  return ((await response.json()) as { fields: Alert }[]).map(({ fields }) => fields)
}
const steps = async (ID: string): Promise<(string | null | undefined)[]> =>
  (await SELECT.from(AuditLog).columns('action').where({ attempt_ID: ID }).orderBy('sequence')).map((each) => each.action)

test('it says what is wrong, the likely causes, what is proposed and where to look, once', async () => {
  const ID = await held()
  await tasks.look()
  await tasks.look()
  const [alert, ...others] = await raised()
  assert.deepEqual(others, [])
  assert.deepEqual(
    [alert?.Status, alert?.Plant, alert?.Severity, alert?.ExternalId, alert?.DeduplicationCount],
    ['New', PLANT, 'High', `Countersign ${last}`, 0],
  )
  assert.match(alert?.TriggeredOn ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
  assert.equal(
    alert?.Info,
    [
      'Confirmation of order 1000123, operation 0010 is held: 2.4 kg of RM12 issued where 1.0 kg is expected.',
      'Likely: Unit of measure (62 %), Typing error (31 %).',
      'Proposed: Post 2.4 kg as 2,400 g.',
    ].join('\n'),
  )
  const { DME_Plant, DME_Order, DME_Operation, DME_Workcenter, DME_Material } = alert.DME_Shopfloor[0] ?? {}
  assert.deepEqual([DME_Plant, DME_Order, DME_Operation, DME_Workcenter, DME_Material], [PLANT, '1000123', '0010', 'ASSY', 'FG126'])
  assert.deepEqual(await steps(ID), ['floorTold'])
})

test('what is wrong is said once, though the reason of the proposal begins with it', async () => {
  for (const more of ['', ' (and 1 more)']) {
    const ID = await held()
    const [wrong, from] = ['2.4 kg of RM12 issued where 1.0 kg is expected.', { attempt_ID: ID }]
    await UPDATE(SyncAttempts)
      .set({ verdictReason: `${wrong}${more}` })
      .where({ ID })
    await UPDATE(Suggestions)
      .set({ reason: `${wrong} Post 1.0 kg.` })
      .where(from)
    await tasks.look()
    const told = await SELECT.one.from(FloorAlerts).columns('text').where(from)
    assert.match(told?.text ?? '', /\nProposed: Post 1\.0 kg\.$/)
  }
})

test('where there is no shortlist, as a finding decides alone, the first cause is told', async () => {
  await held()
  await UPDATE(SuggestionCauses.name).set({ isListed: false }).where({ isListed: true })
  await tasks.look()
  assert.match((await raised())[0]?.Info ?? '', /\nLikely: Unit of measure \(62 %\)\.\n/)
})

test('it ends by itself when the confirmation is held no longer, and says what came of it', async () => {
  const ID = await held()
  await tasks.look()
  await moveAttempt(ID, 'rejected')
  await tasks.look()
  await tasks.look()
  const [alert] = await raised()
  assert.equal(alert?.Status, 'Closed')
  assert.match(alert.Info, /^Rejected\. Confirmation of order 1000123/)
  assert.deepEqual(await steps(ID), ['floorTold', 'floorEnded'])
})

test('held once more it is told once more', async () => {
  const ID = await held()
  await tasks.look()
  await moveAttempt(ID, 'unknown')
  await tasks.look()
  await moveAttempt(ID, 'held')
  await tasks.look()
  assert.deepEqual((await raised()).map((each) => each.Status).sort(), ['Closed', 'New'])
})

test('other messages are no task of the shop floor', async () => {
  await held('materialDocument')
  await tasks.look()
  assert.deepEqual(await raised(), [])
})

test('a DM that is away keeps nobody, is not asked all the time, and is told later, once', async () => {
  const ID = await held()
  const away = { url: 'http://127.0.0.1:9', tokenUrl: 'http://127.0.0.1:9/oauth/token', ...CREDENTIALS }
  await new FloorTasks(createDmGateway({ destination: away, alerts })).look()
  const [waiting] = await SELECT.from(FloorAlerts).where({ attempt_ID: ID })
  assert.deepEqual([waiting?.tries, waiting?.alert], [1, null])
  assert.match(waiting?.problem ?? '', /\w/)
  assert.ok(Date.parse(String(waiting?.nextTryAt)) > Date.now() + 10_000)
  await tasks.look()
  assert.deepEqual(await raised(), [], 'not before its time')
  await UPDATE(FloorAlerts)
    .set({ nextTryAt: new Date(0).toISOString() })
    .where({ attempt_ID: ID })
  await tasks.look()
  await tasks.look()
  assert.equal((await raised()).length, 1)
})

test('an alert whose answer was lost is found, not raised again', async () => {
  const ID = await held()
  await tasks.look()
  // As if the process had ended between DM's answer and its record.
  await UPDATE(FloorAlerts).set({ alert: null, times: 0, tries: 1 }).where({ attempt_ID: ID })
  await tasks.look()
  const [alert, ...others] = await raised()
  assert.deepEqual([others.length, alert?.DeduplicationCount], [0, 0])
  assert.equal((await SELECT.one.from(FloorAlerts).where({ attempt_ID: ID }))?.alert, alert?.Id)
})

test('where no type of alert is set nobody is told', async () => {
  const ID = await held()
  await new FloorTasks(createDmGateway({ destination: { url: dm.url, tokenUrl: `${dm.url}/oauth/token`, ...CREDENTIALS } })).look()
  assert.deepEqual([await raised(), await steps(ID)], [[], []])
})
