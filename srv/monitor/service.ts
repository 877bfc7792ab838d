import cds, { type Request, type Service } from '@sap/cds'
import { Attempt } from '#cds-models/MonitorService'
import { durationWords } from '../domain/duration.ts'
import { databaseAside } from './aside.ts'
import { sayForIndexes } from './indexes.ts'
import { rankForPercentiles } from './percentiles.ts'
import type { Query } from '../database/cqn.ts'

/** Messages to be counted and listed. Who sees which is in `access-control.cds`, what is counted in `facts.cds`. */
export default class MonitorService extends cds.ApplicationService {
  #aside: Promise<Service | undefined> | undefined

  override init() {
    this.on('READ', async (req, next) => {
      const query = req.query as unknown as Query
      sayForIndexes(query)
      rankForPercentiles(query)
      const aside = await (this.#aside ??= databaseAside())
      return (aside ? await aside.run(req.query) : await (next as () => Promise<unknown>)()) as unknown
    })
    this.after('READ', Attempt, (rows, req) => leaveOpenDoors(rows, req))
    this.after('READ', Attempt, (rows, req) => sayTimes(rows, req))
    return super.init()
  }
}

/** Nobody is led to a door that stays shut for him. */
function leaveOpenDoors(rows: unknown, req: Request): void {
  if (['controller', 'auditor', 'administrator'].some((role) => req.user.is(role))) return
  for (const row of [rows ?? []].flat() as Record<string, unknown>[])
    for (const name of ['auditNumber', 'auditLink']) if (name in row) row[name] = null
}

const TIMES = [
  ['answerTime', 'answerText'],
  ['solvingTime', 'solvingText'],
] as const

/** Beside the number of seconds, what people call it. */
function sayTimes(rows: unknown, { locale }: Request): void {
  for (const row of [rows ?? []].flat() as Record<string, unknown>[])
    for (const [time, text] of TIMES) {
      const seconds = row[time]
      if (text in row || time in row) row[text] = seconds == null ? null : durationWords(Number(seconds), locale ?? 'en')
    }
}
