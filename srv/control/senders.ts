import { setImmediate } from 'node:timers/promises'
import cds, { type Request } from '@sap/cds'
import { SenderRules, SyncAttempts } from '#cds-models/countersign'
import { say } from './say.ts'

/** Who sent what lately, and what the rules let it do. */

const DAY = 86_400_000
const DAYS = 7
/** Milliseconds of the record that are counted at a time: SQLite answers nobody else meanwhile. */
const SLICE = DAY / 4
/** What was counted is used for so many times as long as counting took. */
const WORTH = 20

/** What came from one sender. */
interface Traffic {
  today: number
  week: number
  refused: number
  held: number
  lastAt: string | null
}

export interface Rule {
  readonly sender: string
  readonly service: string
  readonly method: string
}

/** Every sender that sent something in the last seven days or is named in a rule, the busiest first. */
export async function senders(req: Request): Promise<object[]> {
  const found = await traffic()
  const rules = (await reading(() => SELECT.from(SenderRules).columns('sender', 'service', 'method'))) as Rule[]
  const names = new Set([...found.keys(), ...rules.map((rule) => rule.sender).filter((sender) => sender !== '*')])
  const rows = [...names].map((sender) => ({ sender, ...(found.get(sender) ?? nothing()), ...ruled(req, sender, rules) }))
  return rows.sort((a, b) => b.week - a.week || a.sender.localeCompare(b.sender))
}

/** What is odd about a rule: it lets everybody in, or its sender call anything. Empty where it says just one thing. */
export function remarkOn(req: Request, { sender, service, method }: Rule): string {
  if (sender === '*') return say(req, 'RULE_FOR_EVERYBODY')
  if (service === '*' && method === '*') return say(req, 'MAY_CALL_EVERYTHING')
  if (service === '*') return say(req, 'MAY_CALL_EVERY_SERVICE')
  return method === '*' ? say(req, 'MAY_CALL_EVERY_METHOD') : ''
}

function ruled(req: Request, sender: string, rules: readonly Rule[]): { rules: string; remark: string; criticality: number } {
  const own = rules.filter((rule) => rule.sender === sender)
  const fitting = rules.filter((rule) => rule.sender === sender || rule.sender === '*')
  const text = fitting.map((rule) => wordsOf(req, rule)).join('; ')
  const cut = text.length > 500 ? `${text.slice(0, 499)}…` : text
  if (fitting.length === 0) return { rules: say(req, 'NOTHING'), remark: say(req, 'NO_RULE_ANY_MORE'), criticality: 1 }
  if (own.length === 0) return { rules: cut, remark: say(req, 'LET_IN_WITH_EVERYBODY'), criticality: 1 }
  const odd = fitting.map((rule) => remarkOn(req, rule)).find(Boolean)
  return { rules: cut, remark: odd ?? '', criticality: odd ? 2 : 3 }
}

function wordsOf(req: Request, { service, method }: Rule): string {
  if (service === '*' && method === '*') return say(req, 'EVERYTHING')
  if (service === '*') return say(req, 'ON_EVERY_SERVICE', method)
  return method === '*' ? say(req, 'EVERYTHING_OF', service) : `${service} ${method}`
}

let counted: { readonly db: unknown; readonly found: Promise<Map<string, Traffic>>; until: number } | undefined

function traffic(): Promise<Map<string, Traffic>> {
  if (counted?.db === cds.db && performance.now() < counted.until) return counted.found
  const begun = performance.now()
  const now = { db: cds.db, found: count(), until: Infinity }
  counted = now
  now.found.then(
    () => (now.until = performance.now() + WORTH * (performance.now() - begun)),
    () => (now.until = 0),
  )
  return now.found
}

async function count(): Promise<Map<string, Traffic>> {
  const today = Math.floor(Date.now() / DAY) * DAY
  const found = new Map<string, Traffic>()
  for (let from = today - (DAYS - 1) * DAY; from < today + DAY; from += SLICE)
    for (const { sender, status, messages, lastAt } of await slice(from)) {
      const sum = found.get(sender) ?? nothing()
      found.set(sender, sum)
      sum.week += messages
      if (from >= today) sum.today += messages
      if (status === 'refused') sum.refused += messages
      if (status === 'held') sum.held += messages
      if (sum.lastAt === null || lastAt > sum.lastAt) sum.lastAt = lastAt
    }
  return found
}

interface Counted {
  readonly sender: string
  readonly status: string
  readonly messages: number
  readonly lastAt: string
}

async function slice(from: number): Promise<Counted[]> {
  const rows = (await reading(() =>
    SELECT.from(SyncAttempts)
      .columns('sender', 'status', 'count(*) as messages', 'max(receivedAt) as lastAt')
      .where({ receivedAt: { between: time(from), and: time(from + SLICE - 1) }, sender: { '!=': null } } as never)
      .groupBy('sender', 'status'),
  )) as unknown as (Omit<Counted, 'messages'> & { messages: number | string })[]
  return rows.map((row) => ({ ...row, messages: Number(row.messages) }))
}

/** A query belongs to the transaction in which it is made: each gets one of its own, and others have their turn in between. */
async function reading<T>(query: () => PromiseLike<T>): Promise<T> {
  const rows = await cds.tx(async () => query())
  await setImmediate()
  return rows
}

function nothing(): Traffic {
  return { today: 0, week: 0, refused: 0, held: 0, lastAt: null }
}

const time = (milliseconds: number): string => new Date(milliseconds).toISOString()
