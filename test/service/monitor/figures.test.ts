import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import cds from '@sap/cds'
import { madeTraffic } from './made.ts'
import { type Monitor, openMonitor, type Row } from './stand.ts'

const END = new Date()
/** Nine days, so that there is a week before. */
const traffic = madeTraffic(END, 216, 3)
let monitor: Monitor

before(async () => (monitor = await openMonitor(traffic)))
after(() => monitor.close())

const FROM = 'countersign_SyncAttempts one'
const PRIMARY = `LEFT JOIN countersign_Conflicts failure ON failure.attempt_ID = one.ID AND failure.isPrimary = true AND failure.isObsolete = false`
const HAS_FAILED = 'EXISTS (SELECT 1 FROM countersign_Conflicts c WHERE c.attempt_ID = one.ID AND c.isPrimary = true)'
const isOnPostgres = () => cds.db.kind === 'postgres'
const betweenThem = () =>
  isOnPostgres()
    ? 'round(extract(epoch FROM one.finishedAt - one.postedAt), 3)'
    : 'round((julianday(one.finishedAt) - julianday(one.postedAt)) * 86400, 3)'
const answerTime = () => `CASE WHEN one.status IN ('posted', 'refused') THEN ${betweenThem()} END`
const solvingTime = () =>
  isOnPostgres()
    ? 'round(extract(epoch FROM failure.resolvedAt - failure.at))'
    : "CAST(strftime('%s', failure.resolvedAt) - strftime('%s', failure.at) AS INTEGER)"
/** As the charts show it. */
const solvingHours = () => (isOnPostgres() ? `round(CAST(${solvingTime()} AS numeric) / 3600, 2)` : `round((${solvingTime()}) / 3600.0, 2)`)
const hour = () => (isOnPostgres() ? "to_char(one.receivedAt, 'HH24')" : 'substr(one.receivedAt, 12, 2)')
const day = () => (isOnPostgres() ? "to_char(one.receivedAt, 'YYYY-MM-DD')" : 'substr(one.receivedAt, 1, 10)')

/** What a chart asks for. */
const counted = (by: string, measure: string, filter = '') =>
  monitor.rows('planner', 'Attempts', { $apply: `${filter ? `filter(${filter})/` : ''}groupby((${by}),aggregate(${measure}))` })

/** Figures by the values that they are grouped by, in whatever order. */
function table(rows: readonly Row[], keys: readonly string[], values: readonly string[]): Map<string, unknown> {
  const entries = rows.map((row) => [
    keys.map((key) => text(row[key])).join(' '),
    values.map((value) => (row[value] === null || row[value] === undefined ? null : Number(Number(row[value]).toFixed(6)))),
  ])
  return new Map(entries.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)) as [string, unknown][])
}

/** PostgreSQL brings decimals as text. */
const figure = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value))

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '-')

/** Of `time`, in the rows that `where` names: as many as `percent` of them are not longer (nearest rank). */
async function percentile(time: string, percent: number, where: string): Promise<number | null> {
  const from = `FROM ${FROM} ${PRIMARY} WHERE ${time} IS NOT NULL AND ${where}`
  const [count] = await monitor.sql(`SELECT count(*) AS n ${from}`)
  const rank = Math.ceil((Number(count?.n) * percent) / 100)
  const [row] = rank === 0 ? [] : await monitor.sql(`SELECT ${time} AS t ${from} ORDER BY ${time} LIMIT 1 OFFSET ${rank - 1}`)
  return row === undefined ? null : Number(row.t)
}

describe('what a chart shows equals what a query gives:', () => {
  for (const by of ['status', 'verdict', 'kind', 'plant', 'workCenter', 'material', 'sender', 'policyVersion'])
    test(`messages by day and ${by}`, async () => {
      const rows = await counted(`day,${by}`, 'messages with sum as n')
      const expected = await monitor.sql(
        `SELECT ${day()} AS day, one.${by} AS by_, count(*) AS n FROM ${FROM} GROUP BY ${day()}, one.${by}`,
      )
      assert.deepEqual(table(rows, ['day', by], ['n']), table(expected, ['day', 'by_'], ['n']))
      assert.ok(expected.length > 8)
    })

  test('messages by day and outcome, as the page asks for them', async () => {
    const rows = await counted('day,statusName', 'messages with sum as n')
    const expected = await monitor.sql(
      `SELECT ${day()} AS day, s.name AS name, count(*) AS n FROM ${FROM} JOIN countersign_AttemptStates s ON s.code = one.status GROUP BY ${day()}, s.name`,
    )
    assert.deepEqual(table(rows, ['day', 'statusName'], ['n']), table(expected, ['day', 'name'], ['n']))
  })

  for (const by of ['plant', 'workCenter', 'material', 'order'])
    test(`failures by ${by}`, async () => {
      const column = by === 'order' ? 'one."order"' : `one.${by}`
      const rows = await counted(by, 'failures with sum as n')
      const expected = await monitor.sql(
        `SELECT ${column} AS by_, sum(CASE WHEN ${HAS_FAILED} THEN 1 ELSE 0 END) AS n FROM ${FROM} GROUP BY ${column}`,
      )
      assert.deepEqual(table(rows, [by], ['n']), table(expected, ['by_'], ['n']))
    })

  test('messages that name no work centre are counted under a name that can be chosen, in the language of whoever reads', async () => {
    const $apply = 'groupby((workCenter,workCenterName),aggregate(messages with sum as n))'
    const [expected] = await monitor.sql(`SELECT count(*) AS n FROM ${FROM} WHERE one.workCenter IS NULL`)
    assert.ok(Number(expected?.n) > 0)
    for (const [language, name] of [
      ['en', 'No work centre'],
      ['de', 'Ohne Arbeitsplatz'],
    ] as const) {
      const { body } = await monitor.ask('planner', 'GET', `Attempts?$apply=${$apply}`, language)
      const rows = body.value as Row[]
      const nameless = rows.filter((row) => row.workCenter === '-')
      assert.deepEqual(
        nameless.map((row) => [row.workCenterName, row.n]),
        [[name, expected?.n]],
      )
      assert.ok(rows.every((row) => row.workCenter === '-' || row.workCenterName === row.workCenter))
      const choices = (await monitor.ask('planner', 'GET', 'WorkCenters', language)).body.value as Row[]
      assert.deepEqual(
        choices.filter((row) => row.workCenter === '-').map((row) => row.name),
        [name, name],
      )
    }
    const { text: chosen } = await monitor.ask('planner', 'GET', `Attempts/$count?$filter=workCenter eq '-'`)
    assert.equal(Number(chosen), expected?.n)
  })

  test('failures by cause and by queue', async () => {
    for (const by of ['cause', 'queue']) {
      const rows = await counted(`${by},${by}Name`, 'failures with sum as n', 'failures eq 1')
      const expected = await monitor.sql(
        `SELECT failure.${by}_code AS by_, count(*) AS n FROM ${FROM} ${PRIMARY} WHERE ${HAS_FAILED} GROUP BY failure.${by}_code`,
      )
      assert.deepEqual(table(rows, [by], ['n']), table(expected, ['by_'], ['n']))
      assert.ok(rows.every((row) => typeof row[`${by}Name`] === 'string'))
    }
  })

  test('the share that was right the first time, by day', async () => {
    const rows = await counted('day', 'rightPercent with average as share')
    const right = `CASE WHEN one.status = 'posted' AND NOT ${HAS_FAILED} THEN 100.0 ELSE 0 END`
    const known = `(${HAS_FAILED} OR one.status NOT IN ('received', 'waiting', 'posting', 'unknown'))`
    const expected = await monitor.sql(`SELECT ${day()} AS day, avg(${right}) AS share FROM ${FROM} WHERE ${known} GROUP BY ${day()}`)
    assert.deepEqual(table(rows, ['day'], ['share']), table(expected, ['day'], ['share']))
  })

  test('half and 95 % of the answers, by hour', async () => {
    const rows = await counted('hour,hourName', 'answerMedian with min as half,answerMost with min as most', `day ge ${daysAgo(2)}`)
    assert.ok(rows.length > 40)
    for (const row of rows) {
      const [date = '', time = ''] = text(row.hour).split(' ')
      const where = `${day()} = '${date}' AND ${hour()} = '${time.slice(0, 2)}'`
      const expected = [await percentile(answerTime(), 50, where), await percentile(answerTime(), 95, where)]
      assert.deepEqual([row.half, row.most].map(figure), expected, text(row.hour))
    }
  })

  test('percentiles of whatever they are grouped by, of nothing, and of what fits a filter; together with sums', async () => {
    for (const row of await counted('plant', 'answerMedian with min as half,messages with sum as n,answerMost with min as most')) {
      const where = `one.plant = '${text(row.plant)}'`
      const [count] = await monitor.sql(`SELECT count(*) AS n FROM ${FROM} WHERE ${where}`)
      assert.deepEqual([row.half, row.most, row.n].map(figure), [
        await percentile(answerTime(), 50, where),
        await percentile(answerTime(), 95, where),
        count?.n,
      ])
    }
    const apply = (filter: string) => ({ $apply: `${filter}aggregate(answerMost with min as most)` })
    const [all] = await monitor.rows('planner', 'Attempts', apply(''))
    assert.equal(figure(all?.most), await percentile(answerTime(), 95, '1 = 1'))
    const [some] = await monitor.rows('planner', 'Attempts', apply(`filter(plant eq '1710' and status eq 'posted')/`))
    assert.equal(figure(some?.most), await percentile(answerTime(), 95, "one.plant = '1710' AND one.status = 'posted'"))
  })

  test('half of what was solved, by week and by version of the policy', async () => {
    const rows = await counted('weeksAgo', 'solvingMedian with min as half', 'failures eq 1')
    assert.deepEqual(rows.map((row) => row.weeksAgo).sort(), [0, 1])
    const week = new Date(END.getTime() - 7 * 86_400_000).toISOString()
    for (const row of rows) {
      const where = `one.receivedAt ${row.weeksAgo === 0 ? '>' : '<='} '${week}'`
      assert.ok(Math.abs(Number(row.half) - Number(await percentile(solvingHours(), 50, where))) <= 0.01)
    }
    for (const row of await counted('policyVersion', 'solvingMedian with min as half', 'failures eq 1')) {
      const where = `one.policyVersion = ${text(row.policyVersion)}`
      assert.ok(Math.abs(Number(row.half) - Number(await percentile(solvingHours(), 50, where))) <= 0.01)
    }
  })

  test('what waits, for whom and how long', async () => {
    const ages = ['upToHour', 'upToShift', 'upToDay', 'overDay']
    const filter = ['received', 'waiting', 'posting', 'unknown', 'held'].map((status) => `status eq '${status}'`).join(' or ')
    const rows = await counted('status,queue', ages.map((age) => `${age} with sum as ${age}Count`).join(','), filter)
    const since = (hours: number) => `'${new Date(Date.now() - hours * 3_600_000).toISOString()}'`
    const between = (from: number, to: number) =>
      `sum(CASE WHEN one.receivedAt > ${since(to)} AND one.receivedAt <= ${since(from)} THEN 1 ELSE 0 END)`
    const expected =
      await monitor.sql(`SELECT one.status AS status, failure.queue_code AS queue, ${between(-1, 1)} AS a, ${between(1, 8)} AS b,
      ${between(8, 24)} AS c, ${between(24, 10_000)} AS d FROM ${FROM} ${PRIMARY} WHERE one.status IN ('received', 'waiting', 'posting', 'unknown', 'held')
      GROUP BY one.status, failure.queue_code`)
    assert.ok(expected.length > 0)
    assert.deepEqual(
      table(
        rows,
        ['status', 'queue'],
        ages.map((age) => `${age}Count`),
      ),
      table(expected, ['status', 'queue'], ['a', 'b', 'c', 'd']),
    )
  })
})

describe('behind a chart', () => {
  test('are as many messages as it counts, whichever part of it is chosen', async () => {
    const groups = await counted('day,status,plant', 'messages with sum as n,failures with sum as failed')
    for (const group of groups.slice(0, 25)) {
      const $filter = `day eq ${text(group.day)} and status eq '${text(group.status)}' and plant eq '${text(group.plant)}'`
      const { body } = await monitor.ask('planner', 'GET', `Attempts?$count=true&$top=1000&$filter=${encodeURIComponent($filter)}`)
      const rows = body.value as Row[]
      assert.equal(body['@odata.count'], group.n)
      assert.equal(rows.length, group.n)
      assert.equal(rows.filter((row) => row.failures === 1).length, group.failed)
    }
  })

  test('a choice of days finds what they hold, at both ends, and with other conditions', async () => {
    const days = [daysAgo(3), daysAgo(1)]
    const all = await monitor.sql(`SELECT ${day()} AS day, one.plant AS plant FROM ${FROM}`)
    const cases: [string, (row: Row) => boolean][] = [
      [`day ge ${days[0]} and day le ${days[1]}`, (row) => text(row.day) >= text(days[0]) && text(row.day) <= text(days[1])],
      [`day gt ${days[0]} and day lt ${days[1]}`, (row) => text(row.day) > text(days[0]) && text(row.day) < text(days[1])],
      [`day eq ${days[0]} or plant eq 1720`.replace('1720', "'1720'"), (row) => row.day === days[0] || String(row.plant) === '1720'],
      [`not (day eq ${days[0]})`, (row) => row.day !== days[0]],
      [`day ne ${days[0]}`, (row) => row.day !== days[0]],
      [`(day ge ${days[0]}) and plant eq '1710'`, (row) => text(row.day) >= text(days[0]) && String(row.plant) === '1710'],
    ]
    for (const [filter, fits] of cases) {
      const { text: count } = await monitor.ask('planner', 'GET', `Attempts/$count?$filter=${encodeURIComponent(filter)}`)
      assert.equal(Number(count), all.filter(fits).length, filter)
    }
  })

  test('times are said in units that people read', async () => {
    const ask = async (filter: string, language: string) => {
      const query = `$select=answerTime,answerText,solvingTime,solvingText&$top=1&$filter=${encodeURIComponent(filter)}`
      return ((await monitor.ask('planner', 'GET', `Attempts?${query}`, language)).body.value as Row[])[0]
    }
    const bad = 'failures eq 1 and answerTime gt 4'
    assert.match(text((await ask(bad, 'en'))?.answerText), /^4(\.\d)? s$/)
    assert.match(text((await ask(bad, 'de'))?.answerText), /^4(,\d)? s$/)
    const solved = await ask('solvingTime gt 3600', 'de')
    assert.match(text(solved?.solvingText), /^\d+ h( \d+ min)?$/)
    assert.deepEqual([(await ask("status eq 'held'", 'en'))?.answerText, (await ask('failures eq 0', 'en'))?.solvingText], [null, null])
  })

  test('a message leads to its failure and to its audit log, but only whoever may go there', async () => {
    const query = { $filter: "status eq 'held'", $top: '1' }
    const [row] = await monitor.rows('planner', 'Attempts', query)
    assert.ok(row)
    assert.deepEqual([row.failureLink, row.auditLink, row.auditNumber], [`#Conflict-triage&/Conflicts(${text(row.ID)})`, null, null])
    for (const user of ['controller', 'auditor', 'admin']) {
      const [row] = await monitor.rows(user, 'Attempts', query)
      assert.equal(row?.auditLink, `#AuditLog-display?attemptNumber=${text(row?.number)}`)
    }
    const [posted] = await monitor.rows('controller', 'Attempts', { $filter: 'failures eq 0', $top: '1' })
    assert.equal(posted?.failureLink, null)
  })
})

function daysAgo(days: number): string {
  return new Date(END.getTime() - days * 86_400_000).toISOString().slice(0, 10)
}
