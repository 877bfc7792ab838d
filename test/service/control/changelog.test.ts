import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Product, startProduct } from '../../flow/product.ts'
import { controlAt, type Row } from './stand.ts'

const EVERYWHERE = `Policies(kind='*',plant='*',IsActiveEntity=true)`
const COLUMNS = ['modification', 'entityLabel', 'objectID', 'attributeLabel', 'valueChangedFromLabel', 'valueChangedToLabel', 'createdBy']

let product: Product
let control: ReturnType<typeof controlAt>

before(async () => {
  product = await startProduct()
  control = controlAt(product.url)
})
after(() => product.stop())

/** What people changed of an entry, as its page lists it: without the times, ordered by their names. What is there at the start may stand there too. */
async function changes(path: string, user = 'auditor', language = 'en'): Promise<(string | null)[][]> {
  const query = `$filter=createdBy ne 'countersign'&$select=entity,attribute,${COLUMNS.join(',')},createdAt&$orderby=createdAt desc`
  const { status, body } = await control.ask('GET', `${path}/changes?${query}`, undefined, user, language)
  assert.equal(status, 200, JSON.stringify(body))
  for (const row of body.value ?? []) assert.ok(Math.abs(Date.now() - Date.parse(String(row.createdAt))) < 60_000, String(row.createdAt))
  const rows = (body.value ?? []).map((row) => COLUMNS.map((name) => row[name] as string | null))
  return rows.sort((one, other) => (one.join() < other.join() ? -1 : 1))
}

async function edited(path: string, values: Row): Promise<void> {
  const saved = await control.edit(path, values)
  assert.equal(saved.status, 200, JSON.stringify(saved.body))
}

describe('what an administrator changes', () => {
  test('of a policy stands under it: what it was, what it is, who did it and when, in the language of whoever reads', async () => {
    await edited(EVERYWHERE, { holdFrom: 0.7, failMode: 'closed', holdOnModelAlone: true, reason: 'Too much slips through' })
    const policy = ['update', 'Policy', 'All messages, Everywhere'] as const
    assert.deepEqual(await changes(EVERYWHERE), [
      [...policy, 'Held from a probability of failure of', '0.9000', '0.7000', 'admin'],
      [...policy, 'The model alone may hold', 'No', 'Yes', 'admin'],
      [...policy, "What can't be judged is", 'Released as not judged', 'Held', 'admin'],
      [...policy, 'Why it was changed', null, 'Too much slips through', 'admin'],
    ])
    const german = await changes(EVERYWHERE, 'controller', 'de')
    assert.deepEqual(german[0]?.slice(1, 4), [
      'Regelwerk',
      'Alle Meldungen, Überall',
      'Angehalten ab einer Fehlschlagswahrscheinlichkeit von',
    ])
    assert.deepEqual(german.find((row) => row[3] === 'Das Modell allein darf anhalten')?.slice(4, 6), ['Nein', 'Ja'])
  })

  test('of the limits of a policy stands under the policy', async () => {
    const draft = EVERYWHERE.replace('true', 'false')
    await control.ask('POST', `${EVERYWHERE}/ControlService.draftEdit`, {})
    await control.ask('PATCH', draft, { reason: 'Small ones go' })
    await control.ask('POST', `${draft}/limits`, { action: 'convertUnit', materialType: 'ROH', mostQuantity: 5, unit: 'KG' })
    assert.equal((await control.ask('POST', `${draft}/ControlService.draftActivate`, {})).status, 200)
    const limit = ['create', 'Limit', 'Convert the unit, ROH'] as const
    assert.deepEqual((await changes(EVERYWHERE)).filter((row) => row[1] === 'Limit'), [
      [...limit, 'Correction', null, 'Convert the unit', 'admin'],
      [...limit, 'Material type', null, 'ROH', 'admin'],
      [...limit, 'Quantity, at most', null, '5.000', 'admin'],
      [...limit, 'Unit', null, 'KG', 'admin'],
    ]) // prettier-ignore
  })

  test('of a policy is told in words on the page of its version, with what was tested before', async () => {
    const draft = EVERYWHERE.replace('true', 'false')
    await control.ask('POST', `${EVERYWHERE}/ControlService.draftEdit`, {})
    await control.ask('PATCH', draft, { holdFrom: 0.75, automaticActions: 'convertUnit,setBatch', reason: 'Less is held' })
    await control.ask('POST', `${draft}/limits`, { mostValue: 1300 })
    const query = '$expand=actionText($select=name),typeText($select=name)&$filter=mostValue eq 1300'
    const [limit] = (await control.ask('GET', `${draft}/limits?${query}`, undefined, 'admin', 'de')).body.value ?? []
    assert.deepEqual([(limit?.actionText as Row).name, (limit?.typeText as Row).name], ['Alle', 'Alle'])
    await control.ask('POST', `${draft}/ControlService.backTest`, {})
    assert.equal((await control.ask('POST', `${draft}/ControlService.draftActivate`, {})).status, 200)
    const latest = `${EVERYWHERE}/versions?$orderby=version desc&$top=1&$select=contentText,backTestText`
    const [version] = (await control.ask('GET', latest, undefined, 'auditor', 'de')).body.value ?? []
    const lines = String(version?.contentText).split('\n')
    for (const line of [
      'Angehalten ab einer Fehlschlagswahrscheinlichkeit von: 0,75',
      'Nicht Beurteilbares wird: Angehalten',
      'Korrekturen, die von selbst gehen dürfen: Einheit umrechnen, Charge angeben',
      'Antwort auf eine angehaltene Meldung: Konflikt (409)',
    ])
      assert.ok(lines.includes(line), `${line}\n${lines.join('\n')}`)
    assert.ok(lines.some((line) => line.startsWith('Grenzen: ') && line.includes('Alle · Alle · 1.300')))
    assert.match(String(version?.backTestText), /^Angehalten: Derzeit 0, Damit 0; Derzeit falsch 0, Damit falsch 0\n/)
  })

  test('of what a failure means stands under it, its cause by its name', async () => {
    const [code] = (await control.ask('GET', `FailureCodes?$filter=code eq 'CO/469'&$select=ID`)).body.value ?? []
    const path = `FailureCodes(ID='${encodeURIComponent(String(code?.ID))}',IsActiveEntity=true)`
    await edited(path, { cause_code: 'setupWaste' })
    const row = ['update', 'Failure code', 'CO/469', 'Cause', 'Locked by someone else', 'Waste while setting up', 'admin']
    assert.deepEqual((await changes(path)).filter((each) => each[0] === 'update'), [row]) // prettier-ignore
    const [, , , ...german] = (await changes(path, 'admin', 'de')).find((each) => each[0] === 'update') ?? []
    assert.deepEqual(german, ['Ursache', 'Von anderen gesperrt', 'Rüstausschuss', 'admin'])
  })

  for (const [what, path, values, label, from, to] of [
    [
      'the target of a queue',
      `QueueTargets(queue_code='automatic',IsActiveEntity=true)`,
      { dueWithin: 77 },
      'Due within (minutes)',
      '',
      '77',
    ],
    ['how models are trained', `LearningSettings(ID='1',IsActiveEntity=true)`, { retrainEvery: 1500 }, '', '1000', '1500'],
  ] as const)
    test(`of ${what} stands under it`, async () => {
      await edited(path, values)
      const [row, ...others] = await changes(path)
      assert.deepEqual(others, [])
      assert.deepEqual([row?.[0], row?.[5], row?.[6]], ['update', to, 'admin'])
      if (from) assert.equal(row?.[4], from)
      if (label) assert.equal(row?.[3], label)
    })

  test('of a value map and of an answer to a sender stands under them', async () => {
    await control.create('ReasonMappings', { plant: '1710', shopFloor: 'DUST', erp: '0001' })
    await edited(`ReasonMappings(plant='1710',shopFloor='DUST',IsActiveEntity=true)`, { erp: '0004' })
    await control.create('SenderSettings', { sender: 'dm', holdAnswer: 409 })
    await edited(`SenderSettings(sender='dm',IsActiveEntity=true)`, { holdAnswer: 202 })
    const update = (rows: (string | null)[][]) => rows.find((row) => row[0] === 'update')?.slice(2)
    const map = await changes(`ReasonMappings(plant='1710',shopFloor='DUST',IsActiveEntity=true)`)
    assert.deepEqual(update(map), ['1710, DUST', 'Reason in the ERP', '0001', '0004', 'admin'])
    const setting = await changes(`SenderSettings(sender='dm',IsActiveEntity=true)`)
    assert.deepEqual(update(setting), ['dm', 'Answer to a held message', 'Conflict (409)', 'Accepted (202)', 'admin'])
  })
})

test('a draft that is discarded changes nothing', async () => {
  const before = await changes(EVERYWHERE)
  await control.ask('POST', `${EVERYWHERE}/ControlService.draftEdit`, {})
  const draft = EVERYWHERE.replace('true', 'false')
  await control.ask('PATCH', draft, { holdFrom: 0.6 })
  await control.ask('DELETE', draft)
  assert.deepEqual(await changes(EVERYWHERE), before)
})

test('a phase that is moved stands there too', async () => {
  await control.ask('POST', `${EVERYWHERE}/ControlService.lowerPhase`, { to: 'monitor', reason: 'Inventory week' })
  const moved = (await changes(EVERYWHERE)).filter((row) => row[3] === 'Phase')
  assert.deepEqual(moved, [['update', 'Policy', 'All messages, Everywhere', 'Phase', 'Supervise', 'Monitor', 'admin']])
})

test('nobody writes the history, and who may not see the policies does not see it', async () => {
  assert.equal((await control.ask('GET', 'ChangeView?$top=1', undefined, 'auditor')).status, 200)
  assert.equal((await control.ask('GET', 'ChangeView?$top=1', undefined, 'planner')).status, 403)
  assert.equal((await control.ask('POST', 'ChangeView', { attribute: 'phase' })).status, 405)
  const [row] = (await control.ask('GET', 'ChangeView?$top=1')).body.value ?? []
  for (const method of ['PATCH', 'DELETE']) assert.equal((await control.ask(method, `ChangeView(${String(row?.ID)})`, {})).status, 405)
})
