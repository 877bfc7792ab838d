import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import cds from '@sap/cds'
import { AttemptItems, AuditSalts, Cases, Conflicts, SyncAttempts } from '#cds-models/countersign'
import { DecisionError } from '../domain/person.ts'
import { type AuditStep, tell } from './log.ts'
import { personalValues, replacePersonal } from './personal.ts'

/** Ways of a message that have ended: nobody needs its body any more. */
export const ENDED = ['posted', 'refused', 'rejected', 'superseded'] as const
const ERASED = '…'
/** A value shorter than this stands for too much else to be looked for in texts. */
const LEAST = 3

/** Texts about a message that may name a person, by the key of the message. */
const TEXTS: readonly (readonly [entity: string, key: string, ...columns: string[]])[] = [
  ['SyncAttempts', 'ID', 'verdictReason', 'erpText'],
  ['Conflicts', 'attempt_ID', 'text', 'evidence'],
  ['Suggestions', 'attempt_ID', 'reason', 'basis', 'note'],
  ['AttemptComments', 'attempt_ID', 'text'],
  ['ResubmissionItems', 'attempt_ID', 'text'],
  ['FloorAlerts', 'attempt_ID', 'text', 'problem'],
  ['Alerts', 'latest_ID', 'text'],
]

/** Who erases: a person, or Countersign when the time has come. */
type Eraser = Pick<AuditStep, 'actor' | 'role'>

/**
 * Erases what a message said: bodies, headers, parameters of its address, what the ERP answered, and everything personal in what was kept of
 * it. What happened to it, its business keys and its hashes stay, and the audit log is as provable as before. Within the open transaction.
 * @throws DecisionError where the message is on its way, open, unknown or erased already
 */
export async function erasePayload(attemptID: string, eraser: Eraser, reason: string): Promise<void> {
  const attempt = await SELECT.one
    .from(SyncAttempts)
    .columns('ID', 'number', 'status', 'plant', 'order', 'method', 'path', 'bodyHash', 'modelVersion', 'policyVersion', 'erasedAt', 'body')
    .where({ ID: attemptID })
  if (!attempt) throw new DecisionError(404, 'COUNTERSIGN/NOT_FOUND', 'There is no such message')
  if (attempt.erasedAt) throw new DecisionError(409, 'COUNTERSIGN/ERASED_ALREADY', 'Its payload was erased before')
  const status = attempt.status ?? ''
  if (!ENDED.includes(status as (typeof ENDED)[number]) || (await isOpen(attemptID)))
    throw new DecisionError(409, 'COUNTERSIGN/STILL_OPEN', 'The message is not done with: its payload is still needed')
  const items = await SELECT.from(AttemptItems).columns('position', 'path', 'content', 'body').where({ attempt_ID: attemptID })
  const persons = await personsIn(attempt.body, items)
  const path = withoutParameters(attempt.path)
  const moved: unknown = await UPDATE(SyncAttempts)
    .set({
      ...{ body: null, headers: '{}', path, answerBody: null, answerHeaders: null, erasedAt: new Date().toISOString() },
      // What the ERP refused would be tried anew if it came again, without its body: it is another message then.
      ...(status === 'refused' ? { keyValue: null, keyKind: 'erased' } : {}),
    })
    .where({ ID: attemptID, status: status as never, erasedAt: null })
  if (!moved) throw new DecisionError(409, 'COUNTERSIGN/MOVED_ON', 'The message has moved on: refresh to see what became of it')
  for (const { position, path: each, content } of items)
    await UPDATE(AttemptItems)
      .set({ body: null, headers: '{}', path: withoutParameters(each), content: erasedIn(content) })
      .where({ attempt_ID: attemptID, position: position as number })
  await UPDATE(Cases).set({ evidence: null }).where({ attempt_ID: attemptID })
  await eraseTexts(attemptID, persons)
  await DELETE.from(AuditSalts).where({ attempt_ID: attemptID })
  const { ID, number, ...known } = attempt
  const subject = { ...known, ID: ID ?? '', number: number ?? 0, path }
  await tell({
    ...eraser,
    action: 'payloadErased',
    attempt: subject,
    status,
    // A hash of whoever is named in it would need a salt again.
    reason: String(replacePersonal(reason, () => ERASED)),
    details: { parts: items.length, values: persons.length },
  })
}

async function isOpen(attemptID: string): Promise<boolean> {
  const open = { attempt_ID: attemptID, isPrimary: true, isObsolete: false, resolvedAt: null }
  return (await SELECT.one.from(Conflicts).columns('ID').where(open)) != null
}

/** Values of persons that the message names. */
async function personsIn(body: unknown, items: readonly { body?: unknown; content?: string | null }[]): Promise<string[]> {
  const texts = await Promise.all([body, ...items.map((item) => item.body)].map(textOf))
  const documents = [...texts, ...items.map((item) => item.content ?? '')].map((text) => parsed(text) ?? text)
  return personalValues(documents).filter((value) => value.length >= LEAST)
}

async function textOf(value: unknown): Promise<string> {
  if (value instanceof Readable) return (await buffer(value)).toString()
  if (Buffer.isBuffer(value)) return value.toString()
  return typeof value === 'string' ? Buffer.from(value, 'base64').toString() : ''
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function erasedIn(content: string | null | undefined): string {
  return JSON.stringify(replacePersonal(parsed(content ?? '{}') ?? {}, () => ERASED))
}

async function eraseTexts(attemptID: string, persons: readonly string[]): Promise<void> {
  // What people wrote may name others than the message does.
  const blotted = (text: string) =>
    String(
      replacePersonal(
        persons.reduce((all, value) => all.replaceAll(value, ERASED), text),
        () => ERASED,
      ),
    )
  for (const [entity, key, ...columns] of TEXTS) {
    const name = `countersign.${entity}`
    const { keys } = cds.model?.definitions[name] as unknown as { keys: Readonly<Record<string, { isAssociation?: boolean }>> }
    const ids = Object.keys(keys).filter((each) => !keys[each]?.isAssociation)
    const rows = (await SELECT.from(name)
      .columns(...ids, ...columns)
      .where({ [key]: attemptID })) as Readonly<Record<string, string | null>>[]
    for (const row of rows) {
      const told = columns.map((column) => [column, row[column] ?? ''] as const).filter(([, text]) => blotted(text) !== text)
      const set = Object.fromEntries(told.map(([column, text]) => [column, blotted(text)]))
      const where = Object.fromEntries(ids.map((each) => [each, row[each]]))
      if (told.length > 0)
        await UPDATE(name)
          .set(set)
          .where({ ...where, [key]: attemptID })
    }
  }
}

/** Parameters of a call may be a person's, too. */
function withoutParameters(path: string | null | undefined): string {
  return (path ?? '').split('?')[0] ?? ''
}
