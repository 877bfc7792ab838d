import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { fill } from '../../bench/facade/fill.ts'
import { insertTraffic } from '../../browser/made-traffic.ts'
import { startProduct } from '../../flow/product.ts'

/**
 * How long the monitor's pages wait for their data on an embedded database of many messages, with payloads:
 * `node --env-file=.env test/service/monitor/million.ts [MESSAGES]`, a million by default; needs 4 GB below the folder for temporary files.
 */

const count = Number(process.argv[2] ?? 1_000_000)
const data = await mkdtemp(join(tmpdir(), 'countersign-million-'))
const file = join(data, 'countersign.sqlite')

const FIELDS =
  'ID,answerTime,auditLink,auditNumber,cause,causeName,criticality,failureLink,material,number,order,plant,queue,queueName,receivedAt'
const SELECT = `$select=${FIELDS},solvingTime,status,statusName,verdict,verdictName,workCenter&$skip=0&$top=30`
const day = (ago: number): string => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10)
const last = (days: number): string => `day ge ${day(days - 1)} and day le ${day(0)}`
const IS_WAITING = "(status eq 'received' or status eq 'waiting' or status eq 'posting' or status eq 'unknown' or status eq 'held')"
const AGES = ['upToHour', 'upToShift', 'upToDay', 'overDay'].map((age) => `${age} with sum as ${age}Count`).join(',')

/** What each page asks for: its list, its chart, and its visual filters where it begins with them. */
const PAGES: Readonly<Record<string, { filter: string; order: string; by: string; measure: string; isVisual?: false }>> = {
  Flow: { filter: last(7), order: 'receivedAt desc', by: 'day,statusName', measure: 'messages with sum as n' },
  Failures: {
    filter: `failures eq 1 and ${last(7)}`,
    order: 'receivedAt desc',
    by: 'cause,causeName',
    measure: 'failures with sum as n',
    isVisual: false,
  },
  'Right the first time': {
    filter: last(14),
    order: 'receivedAt desc',
    by: 'day',
    measure: 'rightPercent with average as n',
    isVisual: false,
  },
  Waiting: { filter: IS_WAITING, order: 'receivedAt', by: 'queue,queueName,status,statusName', measure: AGES },
  'Answers of the ERP': {
    filter: last(2),
    order: 'answerTime desc',
    by: 'hour,hourName',
    measure: 'answerMedian with min as n,answerMost with min as m',
  },
  'Time to solve': {
    filter: `failures eq 1 and ${last(28)}`,
    order: 'solvingTime desc',
    by: 'weeksAgo',
    measure: 'solvingMedian with min as n',
    isVisual: false,
  },
  'Flow of all time': { filter: '', order: 'receivedAt desc', by: 'day,statusName', measure: 'messages with sum as n' },
}
const VISUAL = ['cause,causeName', 'plant', 'workCenter', 'material'].map((by) => [by, 'failures'] as const)

try {
  await prepare()
  const product = await startProduct({ data })
  try {
    for (const [name, { filter, order, by, measure, isVisual = true }] of Object.entries(PAGES)) {
      const asked = filter ? `$filter=${filter}&` : ''
      const apply = (groups: string, aggregate: string) =>
        `Attempts?$apply=${filter ? `filter(${filter})/` : ''}groupby((${groups}),aggregate(${aggregate}))`
      const list = `Attempts?$count=true&$orderby=${order}&${asked}${SELECT}`
      const filters = [...VISUAL, ['status,statusName', 'messages'] as const].map(([groups, of]) => {
        const all = [of === 'failures' && !filter.startsWith('failures') ? 'failures eq 1' : '', filter].filter(Boolean).join(' and ')
        return `Attempts?$apply=${all ? `filter(${all})/` : ''}groupby((${groups}),aggregate(${of} with sum as n))&$orderby=n desc&$top=3`
      })
      const paths = [list, apply(by, measure), ...(isVisual ? filters : [])]
      const cold = await together(product.url, paths)
      const pulse = pulseOf(product.url)
      const warm = await together(product.url, paths)
      const longest = await pulse.end()
      const each = await Promise.all([alone(product.url, list), alone(product.url, apply(by, measure))])
      console.log(
        `${name.padEnd(22)} all ${seconds(cold)} first, ${seconds(warm)} warm; list ${seconds(each[0])}, chart ${seconds(each[1])}; others waited ${seconds(longest)} at most`,
      )
    }
  } finally {
    await product.stop()
  }
} finally {
  await rm(data, { recursive: true, force: true })
}

async function prepare(): Promise<void> {
  const few = await startProduct({ data })
  insertTraffic(file)
  await few.stop()
  fill(file, count, [])
  const db = new DatabaseSync(file)
  db.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF')
  db.exec("UPDATE countersign_SyncAttempts SET body = zeroblob(1200), answerBody = zeroblob(700), headers = printf('%.300c', '.')")
  db.exec('PRAGMA journal_mode = WAL')
  const [held] = db.prepare("SELECT count(*) AS n FROM countersign_SyncAttempts WHERE status = 'held'").all()
  db.close()
  console.log(`${count.toLocaleString('en')} messages, ${String(held?.n)} held, ${((await stat(file)).size / 1e9).toFixed(1)} GB`)
}

/** Milliseconds until the last of them has answered. */
async function together(url: string, paths: readonly string[]): Promise<number> {
  const begin = performance.now()
  await Promise.all(paths.map((path) => read(url, path)))
  return performance.now() - begin
}

/** Asks all the while what costs nothing: how long does it wait at most? */
function pulseOf(url: string): { end(): Promise<number> } {
  const state = { isOver: false }
  const beats = (async () => {
    let longest = 0
    while (!state.isOver) {
      const begin = performance.now()
      await (await fetch(`${url}/health`)).text()
      longest = Math.max(longest, performance.now() - begin)
      await pause(20)
    }
    return longest
  })()
  return {
    end: () => {
      state.isOver = true
      return beats
    },
  }
}

async function alone(url: string, path: string): Promise<number> {
  return together(url, [path])
}

async function read(url: string, path: string): Promise<void> {
  const answer = await fetch(`${url}/odata/v4/monitor/${encodeURI(path)}`, {
    headers: { authorization: `Basic ${btoa('controller:controller')}` },
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${path} answered ${String(answer.status)}: ${text}`)
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`
}
