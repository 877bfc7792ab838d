import { createHash } from 'node:crypto'
import cds from '@sap/cds'
import { FailureCodes, QueueTargets } from '#cds-models/countersign'
import { type Cause, CAUSES, type ErpError, type Finding, type Queue, QUEUES } from '../domain/judgement.ts'
import { queueOf } from '../failures/catalogue.ts'
import type { FailureCode, Named } from '../failures/failure.ts'
import { isMessage, type Matcher, matcherOf } from '../failures/match.ts'
import { generalised, patternOf } from '../failures/pattern.ts'
import { remembered } from './remembered.ts'

export type { Named } from '../failures/failure.ts'

/** Milliseconds after which the catalogue is read again: another process may have edited it. */
const FRESH = 10_000
/** What the ERP says can be without end; people name what stands in a list that they can read. */
const MOST_UNNAMED = 1000

/** Translations, which have no class of their own. */
const TEXTS = 'countersign.FailureCodes.texts'
const COLUMNS = ['ID', 'code', 'textPattern', 'cause_code', 'isDecisive', 'isTransient', 'queue_code', 'fix', 'origin'] as const

const targets = remembered('countersign.QueueTargets', async () => [
  ...(await SELECT.from(QueueTargets).columns('queue_code', 'dueWithin')),
])

let known: { readonly db: unknown; readonly matcher: Matcher; readonly readAt: number } | undefined

/** Every entry that holds: delivered, own, and seen. */
export async function catalogue(): Promise<readonly FailureCode[]> {
  return (await present()).entries
}

/** What an error of the ERP or of DM means. */
export async function nameError(error: ErpError): Promise<Named> {
  return (await present()).name(error)
}

/** The entry for what a check or the ERP said; undefined where there is none. */
export async function failureOf({ code, text }: Pick<Finding, 'code' | 'text'>): Promise<FailureCode | undefined> {
  return (await present()).failureOf({ code, text })
}

/** From now on, the catalogue is read again: it has been changed. */
export function forgetCatalogue(): void {
  known = undefined
}

/** Reads the catalogue as it stands within the open transaction, past what is remembered. */
export async function readCatalogue(): Promise<Matcher> {
  const rows = await SELECT.from(FailureCodes).columns(...COLUMNS)
  const texts = (await SELECT.from(TEXTS).columns('ID', 'textPattern')) as { readonly ID: string; readonly textPattern?: string | null }[]
  const translations = Map.groupBy(texts, ({ ID }) => ID)
  return matcherOf(
    rows.map((row) =>
      entryOf(
        row,
        (translations.get(String(row.ID)) ?? []).map((text) => text.textPattern ?? ''),
      ),
    ),
  )
}

/** An error that came in no dialect: of our own, or as the record has it. */
export function errorSaying(code: string, text: string): ErpError {
  const [name = '', number = ''] = code.split('/')
  const isTransient = code === 'COUNTERSIGN/ERP_UNREACHABLE'
  return {
    code,
    class: name,
    number: name === 'COUNTERSIGN' ? '' : number,
    variables: [],
    text,
    severity: 'error',
    isTransient,
    details: [],
    raw: text,
  }
}

/** What the ERP said, as a finding: for people, and for the next judgement. */
export function findingOf(error: ErpError, { said, cause, isDecisive }: Named): Finding {
  const evidence = said.variables.filter((each) => each !== '').map((value, index) => ({ name: `variable ${index + 1}`, value }))
  const code = said.code || error.code
  return { check: 'erp', code, cause, isDecisive, severity: 'error', part: 0, field: '', text: said.text || error.text, evidence }
}

/**
 * Keeps an error that nobody knows, once, for an administrator to name. Within the open transaction. Answers the ID of the entry for it;
 * undefined where so many wait for a name that one more helps nobody.
 */
export async function keepUnknown(error: ErpError): Promise<string | undefined> {
  const { failure } = await nameError(error)
  if (failure) return failure.id
  const entry = unnamedEntry(error)
  if (!entry) return undefined
  if (await SELECT.one.from(FailureCodes).columns('ID').where({ ID: entry.ID })) return entry.ID
  const waiting = await SELECT.one
    .from(FailureCodes)
    .columns('count(*) as number' as 'number')
    .where({ origin: 'seen' })
  if (Number(waiting?.number) >= MOST_UNNAMED) return undefined
  // Not INSERT: another process may have seen it in the same moment, and nothing of this transaction may fail for that.
  await UPSERT.into(FailureCodes).entries(entry)
  forgetCatalogue()
  // Whatever was read meanwhile may have been undone.
  afterwards(forgetCatalogue)
  return entry.ID
}

/** Until when a queue has to solve what it gets at this moment; null where it takes its time. */
export async function dueAt(queue: Queue, from: Date): Promise<string | null> {
  const target = (await targets()).find((each) => each.queue_code === queue)
  return target?.dueWithin == null ? null : new Date(from.getTime() + target.dueWithin * 60_000).toISOString()
}

/** Once the open transaction has ended, one way or the other. CAP's types leave it out. */
function afterwards(work: () => void): void {
  const context = cds.context as unknown as { on?: (event: 'done', handler: () => void) => void } | undefined
  context?.on?.('done', work)
}

async function present(): Promise<Matcher> {
  if (known?.db === cds.db && performance.now() - known.readAt < FRESH) return known.matcher
  const readAt = performance.now()
  const matcher = await readCatalogue()
  known = { db: cds.db, matcher, readAt }
  return matcher
}

type Row = Readonly<Partial<Record<(typeof COLUMNS)[number], string | boolean | null>>>

function entryOf(row: Row, translations: readonly string[]): FailureCode {
  const text = (value: Row[keyof Row]): string => (typeof value === 'string' ? value : '')
  const cause: Cause = CAUSES.find((each) => each === row.cause_code) ?? 'unknown'
  return {
    id: text(row.ID),
    code: text(row.code),
    textPattern: text(row.textPattern),
    translations,
    cause,
    isDecisive: row.isDecisive === true,
    isTransient: row.isTransient === true,
    queue: QUEUES.find((each) => each === row.queue_code) ?? queueOf(cause),
    fix: text(row.fix),
    origin: row.origin === 'delivered' || row.origin === 'seen' ? row.origin : 'own',
  }
}

/** A code says what it is; a status, or no code at all, only together with its text. Undefined for a text by which nothing would be known again. */
function unnamedEntry(error: ErpError) {
  const isNamed = isMessage(error.code)
  const textPattern = isNamed ? '' : generalised(error.text)
  if (!isNamed && !patternOf(textPattern).isTelling) return undefined
  const hash = createHash('sha256').update(`${error.code} ${textPattern}`).digest('hex').slice(0, 16)
  const code = error.code.slice(0, 60)
  return {
    ID: isNamed ? code : `text-${hash}`,
    ...{ code, class: error.class.slice(0, 30), number: error.number.slice(0, 3), textPattern },
    ...{ cause_code: 'unknown' satisfies Cause, queue_code: queueOf('unknown'), isTransient: error.isTransient },
    ...{ origin: 'seen', example: error.text.slice(0, 500) },
  }
}
