import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Product, startProduct } from '../../flow/product.ts'

type Row = Record<string, unknown>
const COLUMNS = ['modification', 'attributeLabel', 'valueChangedFromLabel', 'valueChangedToLabel', 'createdBy']

let product: Product

before(async () => (product = await startProduct()))
after(() => product.stop())

async function ask(user: string, method: string, path: string, body?: Row, language = 'en') {
  const headers = { authorization: `Basic ${btoa(`${user}:${user}`)}`, 'content-type': 'application/json', 'accept-language': language }
  const answer = await fetch(`${product.url}/odata/v4/triage/${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })
  const text = await answer.text()
  return { status: answer.status, body: (text ? JSON.parse(text) : {}) as Row & { value?: Row[] } }
}

const draftOf = (ID: unknown) => `AlertRules(ID=${String(ID)},IsActiveEntity=false)`
const ruleOf = (ID: unknown) => `AlertRules(ID=${String(ID)},IsActiveEntity=true)`

async function made(user: string, values: Row): Promise<string> {
  const { body } = await ask(user, 'POST', 'AlertRules', values)
  assert.equal((await ask(user, 'POST', `${draftOf(body.ID)}/TriageService.draftActivate`, {})).status, 201)
  return String(body.ID)
}

async function changed(user: string, ID: string, values: Row): Promise<void> {
  await ask(user, 'POST', `${ruleOf(ID)}/TriageService.draftEdit`, {})
  await ask(user, 'PATCH', draftOf(ID), values)
  assert.equal((await ask(user, 'POST', `${draftOf(ID)}/TriageService.draftActivate`, {})).status, 200)
}

/** Changes as the page of the rule lists them, by their names. */
async function changes(user: string, ID: string, language?: string): Promise<unknown[][]> {
  const path = `${ruleOf(ID)}/changes?$filter=modification eq 'update'&$select=attribute,${COLUMNS.join(',')}`
  const { status, body } = await ask(user, 'GET', path, undefined, language)
  assert.equal(status, 200, JSON.stringify(body))
  return (body.value ?? []).map((row) => COLUMNS.map((name) => row[name])).sort((one, other) => (one.join() < other.join() ? -1 : 1))
}

describe('what somebody changes of the own rule', () => {
  test('stands under it: what it was, what it is, and who did it, in the language of whoever reads', async () => {
    const ID = await made('planner', { queue_code: 'quality', plant: '1710' })
    await changed('planner', ID, { queue_code: 'warehouse', order: '1000123' })
    assert.deepEqual(await changes('planner', ID), [
      ['update', 'Order', null, '1000123', 'planner'],
      ['update', 'Queue', 'Quality', 'Warehouse', 'planner'],
    ])
    assert.deepEqual(
      (await changes('auditor', ID, 'de')).map(([, label]) => label),
      ['Auftrag', 'Warteschlange'],
    )
  })

  test('is read by its owner and by auditors alone, and changed by nobody', async () => {
    const ID = await made('controller', { plant: '1720' })
    await changed('controller', ID, { plant: '1710' })
    const told = async (user: string) => (await ask(user, 'GET', `ChangeView?$filter=entityKey eq '${ID}'&$select=ID`)).body.value ?? []
    assert.ok((await told('controller')).length > 0)
    assert.ok((await told('auditor')).length > 0)
    for (const user of ['planner', 'supervisor', 'admin']) assert.deepEqual(await told(user), [], user)
    const [row] = await told('controller')
    for (const method of ['PATCH', 'DELETE'])
      assert.equal((await ask('controller', method, `ChangeView(${String(row?.ID)})`, {})).status, 405)
  })

  test('is told without what others maintain', async () => {
    const { body } = await ask('auditor', 'GET', `ChangeView?$select=entity`)
    assert.deepEqual([...new Set((body.value ?? []).map(({ entity }) => entity))], ['countersign.AlertRules'])
  })
})
