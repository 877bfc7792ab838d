import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import { madeTraffic } from './made.ts'
import { type Monitor, openMonitor, type Row } from './stand.ts'

const PEOPLE = ['planner', 'controller', 'auditor', 'admin'] as const
const SETS = ['Attempts', 'Plants', 'WorkCenters', 'Materials', 'Senders', 'AttemptStates', 'Verdicts', 'Causes', 'Queues', 'MessageKinds']
let monitor: Monitor

before(async () => (monitor = await openMonitor(madeTraffic(new Date(), 48, 4))))
after(() => monitor.close())

const plantsIn = (rows: readonly Row[]) => [...new Set(rows.map((row) => String(row.plant)))].sort()

for (const user of PEOPLE)
  test(`${user} sees the messages of all plants`, async () => {
    assert.deepEqual(plantsIn(await monitor.rows(user, 'Attempts', { $select: 'plant' })), ['1710', '1720'])
    for (const set of SETS) assert.equal((await monitor.ask(user, 'GET', set)).status, 200, set)
  })

describe('a supervisor', () => {
  test('sees messages and choices of the own plant only', async () => {
    for (const set of ['Attempts', 'Plants', 'WorkCenters', 'Materials'])
      assert.deepEqual(plantsIn(await monitor.rows('supervisor', set, { $select: 'plant' })), ['1710'], set)
    const [foreign] = await monitor.rows('planner', 'Attempts', { $filter: "plant eq '1720'", $top: '1' })
    assert.equal((await monitor.ask('supervisor', 'GET', `Attempts(${String(foreign?.ID)})`)).status, 404)
  })

  test('counts those only, whatever he groups and filters by', async () => {
    const own = await monitor.sql(`SELECT count(*) AS n FROM countersign_SyncAttempts WHERE plant = '1710'`)
    const all = await monitor.sql(`SELECT count(*) AS n FROM countersign_SyncAttempts`)
    assert.notEqual(own[0]?.n, all[0]?.n)
    const applies = [
      'groupby((plant),aggregate(X))',
      'groupby((day,status),aggregate(X))',
      'aggregate(X)',
      'filter(failures ge 0)/aggregate(X)',
    ]
    const ways = applies.map((apply) => apply.replace('X', 'messages with sum as n,answerMost with min as p'))
    for (const $apply of [...ways, 'concat(groupby((plant),aggregate(messages with sum as n)),filter(messages eq 0))']) {
      const rows = await monitor.rows('supervisor', 'Attempts', { $apply })
      const total = rows.reduce((sum, row) => sum + Number(row.n), 0)
      assert.equal(total, own[0]?.n, $apply)
    }
    const foreign = await monitor.rows('supervisor', 'Attempts', {
      $apply: `filter(plant eq '1720')/groupby((plant),aggregate(messages with sum as n))`,
    })
    assert.deepEqual(foreign, [])
    assert.equal(Number((await monitor.ask('supervisor', 'GET', 'Attempts/$count')).text), own[0]?.n)
  })

  test('gets percentiles of those only', async () => {
    const $apply = (filter: string) => ({ $apply: `${filter}aggregate(answerMost with min as p,answerMedian with min as q)` })
    const [own] = await monitor.rows('supervisor', 'Attempts', $apply(''))
    const [same] = await monitor.rows('planner', 'Attempts', $apply(`filter(plant eq '1710')/`))
    assert.deepEqual(own, same)
  })
})

test('machines see nothing, nobody unknown does, and nobody changes anything', async () => {
  for (const set of SETS) {
    assert.equal((await monitor.ask('dm', 'GET', set)).status, 403, set)
    assert.equal((await monitor.ask(undefined, 'GET', set)).status, 401, set)
    for (const user of [...PEOPLE, 'supervisor']) assert.ok([403, 405].includes((await monitor.ask(user, 'POST', set)).status), set)
  }
  const [row] = await monitor.rows('admin', 'Attempts', { $top: '1' })
  for (const method of ['PATCH', 'DELETE'])
    assert.ok([403, 405].includes((await monitor.ask('admin', method, `Attempts(${String(row?.ID)})`)).status), method)
})

test('texts are in the language of whoever asks, and colours belong to the names of the states', async () => {
  const { body } = await monitor.ask('planner', 'GET', `Attempts?$filter=status eq 'held'&$top=1`.replaceAll(' ', '%20'), 'de')
  const [row] = body.value as Row[]
  assert.deepEqual([row?.statusName, row?.verdictName], ['Angehalten', 'Anhalten'])
  for (const [language, file] of Object.entries({ en: 'i18n', de: 'i18n_de' })) {
    const states = (await monitor.ask('planner', 'GET', 'AttemptStates', language)).body.value as Row[]
    const texts = await readFile(new URL(`../../../app/monitor/_i18n/${file}.properties`, import.meta.url), 'utf8')
    const coloured = [...texts.matchAll(/^outcome([A-Z]\w+) = (.*)$/gm)].map(([, code = '', name]) => [code.toLowerCase(), name])
    assert.equal(coloured.length, 4)
    for (const [code, name] of coloured) assert.equal(name, states.find((state) => state.code === code)?.name)
  }
})
