import cds, { type Request } from '@sap/cds'
import { DeliveredFailureCodes, FailureCodes } from '#cds-models/countersign'
import { tell } from '../audit/log.ts'
import { patternOf } from '../failures/pattern.ts'
import { forgetCatalogue } from '../pipeline/catalogue.ts'
import { renameConflicts } from '../pipeline/naming.ts'

type Row = Readonly<Record<string, unknown>>
interface Restorable {
  isRestorable?: boolean | null
}
type Action = 'failureCodeChanged' | 'reasonMappingChanged' | 'queueTargetChanged' | 'learningSettingsChanged' | 'senderSettingChanged'

/** Translations, which have no class of their own. */
const TEXTS = 'countersign.FailureCodes.texts'
/** What people say about a failure; the rest of an entry follows from it. */
const MEANING = ['code', 'textPattern', 'cause_code', 'isDecisive', 'isTransient', 'queue_code', 'explanation', 'fix'] as const
const TRANSLATED = ['textPattern', 'explanation', 'fix'] as const
/** What can't be seen from the values that people gave. */
const TECHNICAL =
  /^(modified|created)(At|By)$|^(IsActiveEntity|HasActiveEntity|HasDraftEntity|texts|isUnnamed|isRemovable|isRestorable|title)$|^Draft/

/** Only who may do it is offered to restore what was delivered. */
export function offerRestore(rows: Restorable | Restorable[] | null | undefined, req: Request): void {
  if (!req.user.is('administrator')) for (const row of [rows ?? []].flat()) row.isRestorable = false
}

/** A new entry has a key of its own: several may share a code. */
export function beginFailureCode(req: Request): void {
  Object.assign(req.data as object, { ID: cds.utils.uuid(), origin: 'own', evidence: null, isEdited: false })
}

/**
 * Keeps what an administrator says about a failure, tells it in the audit log, and applies it to every failure that is still open; all in
 * the transaction of the request.
 */
export async function changeFailureCode<T>(req: Request, next: () => T): Promise<Awaited<T>> {
  const before = await rowBefore(req)
  if (req.event !== 'DELETE') complete(req, before)
  const answer = await next()
  const ID = text(before?.ID ?? (req.data as Row).ID)
  const data = req.data as Row
  // What an administrator says holds in every language: the translations were of other words.
  const reworded = TRANSLATED.filter((name) => before && name in data && (data[name] ?? '') !== (before[name] ?? ''))
  if (req.event === 'DELETE') await DELETE.from(TEXTS).where({ ID })
  else if (reworded.length > 0)
    await UPDATE(TEXTS)
      .set(Object.fromEntries(reworded.map((name) => [name, null])))
      .where({ ID })
  await applied(req, ID, before)
  return answer
}

/** Puts a delivered entry back to what was delivered. */
export async function restoreFailureCode(req: Request): Promise<unknown> {
  const { ID } = req.params.at(-1) as { ID: string }
  const before = (await SELECT.one.from(FailureCodes).where({ ID })) as Row | null
  const delivered = (await SELECT.one.from(DeliveredFailureCodes).where({ ID })) as Row | null
  if (!before || !delivered) return req.reject(404)
  await UPDATE(FailureCodes, ID).set({ ...delivered, isEdited: false })
  const texts = (await SELECT.from('countersign.DeliveredFailureCodes.texts').where({ ID })) as Row[]
  if (texts.length > 0) await UPSERT.into(TEXTS).entries(texts)
  await applied(req, ID, before)
  return (await SELECT.one.from(req.subject)) as unknown
}

/** Keeps any other setting and tells it in the audit log. */
export async function change<T>(req: Request, next: () => T, action: Action): Promise<Awaited<T>> {
  const before = await rowBefore(req)
  if (req.event === 'CREATE' && (await isThere(req)))
    req.reject({ status: 409, code: 'COUNTERSIGN/VALUE_TAKEN', message: 'COUNTERSIGN/VALUE_TAKEN' })
  const answer = await next()
  await told(req, action, before, req.event === 'DELETE' ? undefined : { ...before, ...(req.data as Row) })
  return answer
}

/** Class and number follow from the code; a delivered entry counts as edited from now on, one that was only seen as named. */
function complete(req: Request, before: Row | undefined): void {
  const data = req.data as Record<string, unknown>
  const after: Row = { ...before, ...data }
  const code = text(after.code).trim()
  if (!code && !patternOf(text(after.textPattern)).isTelling)
    req.reject({ status: 400, code: 'COUNTERSIGN/TEXT_TOO_SHORT', message: 'COUNTERSIGN/TEXT_TOO_SHORT', target: 'textPattern' })
  const [, messageClass = '', number = ''] = /^(.{1,30})\/(\d{3})$/.exec(code) ?? []
  Object.assign(data, { code, class: messageClass, number })
  const isChanged = MEANING.some((name) => (after[name] ?? '') !== (before?.[name] ?? ''))
  if (before?.origin === 'delivered') data.isEdited = before.isEdited === true || isChanged
  else data.origin = before?.origin === 'seen' && !isNamed(before, after) ? 'seen' : 'own'
}

function isNamed(before: Row, after: Row): boolean {
  return before.cause_code !== after.cause_code || before.queue_code !== after.queue_code
}

async function applied(req: Request, ID: string, before: Row | undefined): Promise<void> {
  const after = ((await SELECT.one.from(FailureCodes).where({ ID })) ?? undefined) as Row | undefined
  const causeBefore = before?.cause_code as string | null | undefined
  const isRenamed = MEANING.some((name) => name !== 'explanation' && name !== 'fix' && before?.[name] !== after?.[name])
  const renamed = isRenamed ? await renameConflicts({ id: ID, causeBefore }) : 0
  await told(req, 'failureCodeChanged', before, after, { applied: renamed })
  req.on('succeeded', forgetCatalogue)
}

async function rowBefore(req: Request): Promise<Row | undefined> {
  if (req.event === 'CREATE') return undefined
  return ((await SELECT.one.from(req.subject)) ?? undefined) as Row | undefined
}

async function isThere({ target, data }: Request): Promise<boolean> {
  const keys = Object.keys((target as unknown as { readonly keys: object }).keys).filter((name) => name !== 'IsActiveEntity')
  const [first = ''] = keys
  const where = Object.fromEntries(keys.map((name) => [name, (data as Row)[name]]))
  return (await SELECT.one.from(target.name).columns(first).where(where)) != null
}

/** Before and after of what differs, within the open transaction. */
async function told(req: Request, action: Action, before: Row | undefined, after: Row | undefined, more: Row = {}): Promise<void> {
  const names = Object.keys({ ...before, ...after }).filter((name) => !TECHNICAL.test(name))
  const differing = names.filter((name) => (before?.[name] ?? null) !== (after?.[name] ?? null))
  const pick = (row: Row | undefined) => row && Object.fromEntries(differing.map((name) => [name, row[name] ?? null]))
  const subject = after ?? before ?? {}
  const reason =
    [subject.code, subject.textPattern, subject.plant, subject.shopFloor, subject.sender].filter(Boolean).join(' ') ||
    text(subject.queue_code)
  const details = { ...(subject.ID ? { ID: subject.ID } : {}), before: pick(before) ?? null, after: pick(after) ?? null, ...more }
  await tell({ actor: req.user.id, role: 'administrator', action, reason, details })
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
