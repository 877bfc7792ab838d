import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Report } from '../traffic/report.ts'
import { playTraffic } from '../traffic/run.ts'
import { Person } from './people.ts'
import { type Product, startProduct } from './product.ts'
import { until } from './until.ts'

interface Item {
  readonly ID: string
  readonly status: string
  readonly requiredRole: string
  readonly action_code: string
  readonly attempt: {
    readonly ID: string
    readonly number: number
    readonly status: string
    readonly plant: string
    readonly erpDocument: string | null
  }
}
const ITEMS = 'worklist/Suggestions?$select=ID,status,requiredRole,action_code&$expand=attempt($select=ID,number,status,plant,erpDocument)'

describe('a shift', { timeout: 240_000 }, () => {
  let product: Product
  let report: Report
  let planner: Person
  let controller: Person

  before(async () => {
    product = await startProduct()
    planner = new Person(product.url, 'planner')
    controller = new Person(product.url, 'controller')
    const urls = { countersignUrl: product.url, s4Url: product.s4Url, s4AdminUrl: product.s4AdminUrl }
    report = await playTraffic({ messages: 80, seed: 7, senders: 4, isDirect: false, patience: 120, tell: () => undefined, ...urls })
  })
  after(() => product.stop())

  test('is released where it is healthy, and held where it would fail or be booked wrongly', () => {
    assert.ok(report.healthy.held <= report.healthy.sent * 0.02, JSON.stringify(report))
    assert.ok(report.refused.held >= report.refused.sent * 0.8, JSON.stringify(report))
    assert.ok(report.wrong.held >= report.wrong.sent * 0.6, JSON.stringify(report))
    assert.equal(report.documents.found, report.documents.expected)
    assert.equal(report.documents.doubled, 0)
  })

  test('an approved suggestion is posted as exactly one document, and the audit tells its story', async () => {
    const items = await planner.read<Item>(`${ITEMS}&$filter=status eq 'proposed' and requiredRole eq 'planner'`)
    const item = items.find((each) => ['adjustQuantity', 'convertUnit', 'setBatch', 'postAsIs', 'mapReason'].includes(each.action_code))
    assert.ok(item, 'nothing to approve')
    const documents = await documentsOf(product)
    assert.equal(await planner.decide(item.ID, 'approve', { note: 'counted again' }), 200)
    const posted = await until(async () =>
      (await planner.read<Item>(`${ITEMS}&$filter=ID eq ${item.ID}`)).find((each) => each.attempt.status === 'posted'),
    )
    assert.ok(posted.attempt.erpDocument)
    assert.equal((await documentsOf(product)) - documents, 1)
    assert.equal(await planner.decide(item.ID, 'approve'), 409, 'it can be approved twice')
    // What the shop floor is told has a pace of its own.
    const others = `not startswith(action,'floor')`
    const story = await controller.read<{ action: string; actor: string; reason: string | null; erpDocument: string | null }>(
      `audit/AuditLog?$filter=attemptNumber eq ${String(item.attempt.number)} and ${others}&$orderby=sequence`,
    )
    assert.deepEqual(
      story.map((step) => step.action),
      ['received', 'judged', 'proposed', 'approved', 'posting', 'posted'],
    )
    assert.deepEqual([story[0]?.actor, story[3]?.actor, story[3]?.reason], ['dm', 'planner', 'counted again'])
    assert.equal(story[5]?.erpDocument, posted.attempt.erpDocument)
  })

  test('what a controller has to sign waits for the controller after the planner approved', async () => {
    const [item] = await planner.read<Item>(
      `${ITEMS}&$filter=status eq 'proposed' and requiredRole eq 'controller' and action_code ne 'reject'`,
    )
    assert.ok(item, 'nothing for a controller')
    assert.equal(await controller.decide(item.ID, 'approve'), 403)
    assert.equal(await planner.decide(item.ID, 'approve'), 200)
    assert.equal(await planner.decide(item.ID, 'signOff'), 403)
    assert.equal(await controller.decide(item.ID, 'returnToPlanner', { reason: 'why?' }), 200)
    assert.equal(await planner.decide(item.ID, 'approve', { note: 'agreed by phone' }), 200)
    assert.equal(await controller.decide(item.ID, 'signOff', { note: 'signed' }), 200)
    await until(async () =>
      (await planner.read<Item>(`${ITEMS}&$filter=ID eq ${item.ID}`)).find((each) => each.attempt.status === 'posted'),
    )
  })

  test('a planner adjusts a value, and it is posted as adjusted', async () => {
    const items = await planner.read<Item>(`${ITEMS}&$filter=status eq 'proposed' and requiredRole eq 'planner'`)
    const adjustable = await Promise.all(
      items.map(({ ID }) => planner.read<{ field: string }>(`worklist/Suggestions(${ID})/WorklistService.adjustable()`)),
    )
    const item = items.find((_, at) => adjustable[at]?.some((each) => each.field === 'yield'))
    assert.ok(item, 'nothing to adjust')
    assert.equal(await planner.decide(item.ID, 'adjust', { values: [{ field: 'yield', value: 'many' }], note: '' }), 400)
    assert.equal(await planner.decide(item.ID, 'adjust', { values: [{ field: 'yield', value: '1' }], note: 'only one was good' }), 200)
    const changes = await planner.read<{ field: string; proposed: string }>(`worklist/Suggestions(${item.ID})/changes`)
    assert.ok(changes.some((each) => each.field === 'yield' && each.proposed === '1'))
  })

  test('a supervisor sees and decides only what is of the own plant; a rejection needs a reason', async () => {
    const supervisor = new Person(product.url, 'supervisor')
    const all = await planner.read<Item>(`${ITEMS}&$filter=status eq 'proposed'`)
    const own = await supervisor.read<Item>(ITEMS)
    assert.ok(own.length > 0 && own.every((each) => each.attempt.plant === '1710'))
    const foreign = all.find((each) => each.attempt.plant !== '1710')
    assert.ok(foreign)
    assert.ok([403, 404].includes(await supervisor.decide(foreign.ID, 'approve')))
    const [mine] = own.filter((each) => each.status === 'proposed')
    assert.ok(mine)
    assert.equal(await supervisor.decide(mine.ID, 'rejectSuggestion', { reason: ' ' }), 400)
    assert.equal(await supervisor.decide(mine.ID, 'rejectSuggestion', { reason: 'counted wrongly' }), 200)
  })

  test('nobody comes in without the role, and nobody changes the audit', async () => {
    const [dm, auditor, admin] = ['dm', 'auditor', 'admin'].map((user) => new Person(product.url, user)) as [Person, Person, Person]
    assert.equal(await dm.status('GET', 'worklist/Suggestions'), 403)
    assert.equal(await admin.status('GET', 'audit/AuditLog'), 200)
    assert.equal(await planner.status('GET', 'audit/AuditLog'), 403)
    assert.equal(await new Person(product.url, 'nobody').status('GET', 'audit/AuditLog'), 401)
    assert.equal(await auditor.status('GET', 'audit/AuditLog'), 200)
    const [entry] = await auditor.read<{ ID: string }>('audit/AuditLog?$top=1')
    for (const method of ['PATCH', 'DELETE'] as const) {
      assert.ok(
        (await auditor.status(method, `audit/AuditLog(${entry?.ID ?? ''})`, method === 'PATCH' ? { reason: 'x' } : undefined)) >= 400,
      )
    }
  })
})

async function documentsOf(product: Product): Promise<number> {
  const response = await fetch(`${product.s4AdminUrl}/admin/documents`)
  return ((await response.json()) as { confirmations: unknown[] }).confirmations.length
}
