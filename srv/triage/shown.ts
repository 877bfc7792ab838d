import cds, { type Request } from '@sap/cds'
import { Unfinished } from '#cds-models/countersign'
import { pipeline } from '../pipeline/instance.ts'
import { linksOf } from '../pipeline/triage/links.ts'
import { daysLeft, periodsOf } from '../pipeline/triage/periods.ts'

/** What is shown beside what the database holds: what the user may do, links, and the ERP's period. */

type Rows = object | object[] | null | undefined
type Role = 'planner' | 'supervisor' | 'controller' | 'administrator'

/** What pages offer to whom: the same as `access-control.cds` lets them do. */
const MAY: Readonly<Record<string, readonly Role[]>> = {
  mayResubmit: ['planner', 'supervisor'],
  mayTakeOver: ['planner', 'supervisor'],
  mayCancel: ['planner', 'supervisor'],
  maySettle: ['planner', 'supervisor'],
  mayRoute: ['planner', 'supervisor', 'controller'],
  mayComment: ['planner', 'supervisor', 'controller'],
  mayMapReason: ['planner', 'administrator'],
  mayAcknowledge: ['planner', 'supervisor', 'controller', 'administrator'],
}

/** What the user's role allows in some state or other. */
export function whatMay({ user }: Request): Record<string, boolean> {
  return Object.fromEntries(Object.entries(MAY).map(([name, roles]) => [name, roles.some((role) => user.is(role))]))
}

/** The model says what the state of a failure allows: of that remains what the user's role allows. */
export function leaveWhatMay(rows: Rows, req: Request): void {
  const may = whatMay(req)
  const forbidden = Object.keys(MAY).filter((name) => !may[name])
  for (const row of records(rows)) for (const name of forbidden) if (name in row) row[name] = false
}

const LINKS = ['orderLink', 'materialLink', 'documentLink'] as const

/** Links are made of what is perhaps not asked for. */
export function needForLinks(req: Request): void {
  for (const link of LINKS) need(req, link, ['order', 'material', 'plant', 'erpDocument'])
}

export function addLinks(rows: Rows, req: Request): void {
  const asked = LINKS.filter((link) => isAsked(req, link))
  for (const row of records(rows)) {
    const links = linksOf(row)
    for (const link of asked) row[link] = links[link]
  }
}

/** Ways from an alert to its group and to its latest message, on whichever page it is shown. */
export function addWays(rows: Rows): void {
  for (const row of records(rows)) {
    const { groupID, latestID } = row as { groupID?: string; latestID?: string | null }
    // Once for the address bar and once for the app.
    if (groupID)
      row.groupLink = `#Conflict-triage&/ConflictGroups('${encodeURIComponent(encodeURIComponent(groupID.replaceAll("'", "''")))}')`
    if (latestID) row.messageLink = `#Conflict-triage&/Conflicts(${latestID})`
  }
}

const PERIOD = ['erpPeriod', 'daysLeft', 'daysCriticality']
const SOON = 1
const NEAR = 5

/** Periods with the days until the ERP closes them; it is asked before a transaction is open. */
export async function withPeriods<T>(req: Request, next: () => T): Promise<Awaited<T>> {
  const isAskedFor = PERIOD.some((name) => isAsked(req, name))
  const plants = isAskedFor ? await cds.tx(() => SELECT.distinct.from(Unfinished).columns('plant')) : []
  const periods = await periodsOf(plants.map((row) => row.plant ?? '').filter(Boolean), pipeline().erp)
  const rows = await next()
  for (const row of isAskedFor ? records(rows as Rows) : []) {
    const { plant = '', period = '' } = row as { plant?: string; period?: string }
    const known = periods.get(plant)
    const left = known ? daysLeft(period, known) : null
    row.erpPeriod = known ? `${String(known.current.year)}-${String(known.current.month).padStart(2, '0')}` : null
    row.daysLeft = left
    row.daysCriticality = left === null ? 0 : left <= SOON ? 1 : left <= NEAR ? 2 : 0
  }
  return rows
}

/** Reads `columns`, too, where `of` is asked for and made of them. */
export function need(req: Request, of: string, columns: readonly string[]): void {
  const asked = askedOf(req)
  if (!asked || !isAsked(req, of)) return
  for (const name of columns) if (!asked.some((column) => isOf(column, name))) asked.push({ ref: [name] })
}

function isAsked(req: Request, name: string): boolean {
  const asked = askedOf(req)
  return asked === undefined || asked.some((column) => column === '*' || isOf(column, name))
}

type Column = '*' | { readonly ref?: readonly string[] }

function askedOf(req: Request): Column[] | undefined {
  return (req.query as unknown as { SELECT?: { columns?: Column[] } }).SELECT?.columns
}

function isOf(column: Column, name: string): boolean {
  return column !== '*' && column.ref?.[0] === name
}

function records(rows: Rows): Record<string, unknown>[] {
  return [rows ?? []].flat() as Record<string, unknown>[]
}
