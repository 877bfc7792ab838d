import type { ApplicationService, Request } from '@sap/cds'
import { tell } from '../audit/log.ts'
import { DecisionError, type Person } from '../domain/person.ts'
import { pipeline } from '../pipeline/instance.ts'
import * as triage from '../pipeline/triage/actions.ts'
import { orRefuse } from '../refusal.ts'
import { destinations } from './destinations.ts'
import { answered } from './rows.ts'
import { remarkOn, type Rule, senders } from './senders.ts'

/** What administrators run the house by. What they do with messages is what people do on the triage page, told in the audit log in the same words. */

const ADMINISTRATOR = 'administrator'
const MAY = ['mayRetry', 'mayDiscard'] as const

/** Serves what `operations.cds` adds. Before handlers of the same actions of other entities, which would take them all. */
export function serveOperations(service: ApplicationService): void {
  service.after('READ', 'DeadLetters', (rows, req) => leaveWhatMay(rows, req))
  service.on('retry', 'DeadLetters', (req: Request) => done(req, retry))
  service.on('discard', 'DeadLetters', (req: Request) =>
    done(req, ({ conflict }, person, reason) => triage.cancel([conflict], person, reason)),
  )
  service.after('READ', ['Policies', 'Policies.drafts'], (rows, req) => offerChange(rows, req))
  service.on('READ', 'Senders', async (req) => answered(req, await senders(req)))
  service.on('READ', 'Destinations', async (req) => answered(req, await destinations(req)))
  service.before(['NEW', 'CREATE'], ['SenderRules.drafts', 'SenderRules'], (req) => tidyRule(req))
  service.on(['CREATE', 'DELETE'], 'SenderRules', (req, next) => changeRule(req, next as () => Promise<unknown>))
}

interface Letter {
  readonly conflict: string
  readonly mayRetry: boolean
  readonly mayDiscard: boolean
}
type Work = (letter: Letter, person: Person, reason: string, req: Request) => Promise<unknown>

/** Carries out what an administrator wants in the request's transaction, and answers what became of the message. */
async function done(req: Request, work: Work): Promise<unknown> {
  return orRefuse(req, async () => {
    const letter = (await SELECT.one.from(req.subject).columns('conflict', ...MAY)) as Letter | null
    if (!letter) throw new DecisionError(404, 'COUNTERSIGN/NOT_FOUND', 'There is no such message')
    const reason = (req.data as { reason: string }).reason.trim()
    if (!reason) throw new DecisionError(400, 'COUNTERSIGN/REASON_MISSING', 'Please give a reason')
    if (!letter.mayDiscard)
      throw new DecisionError(409, 'COUNTERSIGN/MOVED_ON', 'The message has moved on: refresh to see what became of it')
    await work(letter, { id: req.user.id, role: ADMINISTRATOR }, reason, req)
    return (await SELECT.one.from(req.subject)) as unknown
  })
}

async function retry({ conflict, mayRetry }: Letter, person: Person, reason: string, req: Request): Promise<void> {
  if (!mayRetry)
    throw new DecisionError(409, 'COUNTERSIGN/NOT_RETRIED', 'Nobody can read it, or the ERP may have it: it can not be tried again')
  await triage.resubmit({ conflictIDs: [conflict] }, person, reason)
  req.on('succeeded', () => pipeline().resubmitter.kick())
}

/** Only who may decide is offered to. */
function leaveWhatMay(rows: unknown, req: Request): void {
  if (req.user.is(ADMINISTRATOR)) return
  for (const row of [rows ?? []].flat() as Record<string, unknown>[]) for (const name of MAY) if (name in row) row[name] = false
}

/** Pages show no button that only ends in a refusal. */
function offerChange(rows: unknown, req: Request): void {
  for (const row of [rows ?? []].flat() as Record<string, unknown>[]) row.mayChange = req.user.is(ADMINISTRATOR)
}

/** Spaces and small letters are slips of the pen: no rule with them would ever fit. */
function tidyRule(req: Request): void {
  const data = req.data as Partial<Record<keyof Rule, string | null>>
  for (const name of ['sender', 'service'] as const) if (data[name]) data[name] = data[name].trim()
  if (data.method) data.method = data.method.trim().toUpperCase()
}

/** Makes or takes back a rule and tells it in the audit log; one that opens wide is remarked on. */
async function changeRule<T>(req: Request, next: () => Promise<T>): Promise<T> {
  const isNew = req.event === 'CREATE'
  const given = (isNew ? req.data : await SELECT.one.from(req.subject)) as Rule | null
  if (!given) return req.reject(404)
  const { sender, service, method } = given
  const rule = { sender, service, method }
  if (isNew && (await SELECT.one.from('countersign.SenderRules').columns('sender').where(rule)))
    req.reject({ status: 409, code: 'COUNTERSIGN/RULE_THERE', message: 'COUNTERSIGN/RULE_THERE' })
  const answer = await next()
  await tell({
    actor: req.user.id,
    role: ADMINISTRATOR,
    action: isNew ? 'senderRuleCreated' : 'senderRuleDeleted',
    reason: `${sender}: ${service} ${method}`,
    details: { before: isNew ? null : rule, after: isNew ? rule : null },
  })
  const remark = isNew && remarkOn(req, rule)
  if (remark) req.warn({ message: remark })
  return answer
}
