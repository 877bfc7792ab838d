import type { Request } from '@sap/cds'
import { BackTestRows, PhaseEvents, PolicyVersions } from '#cds-models/countersign'
import { hashOf, readPolicy } from '../pipeline/phases/versions.ts'
import type { Measure } from '../policy/evidence.ts'
import { evidenceWords } from '../policy/words.ts'
import { type Entity, Namer } from './names.ts'
import { isAsked, records } from './rows.ts'
import { say } from './say.ts'

/** What is kept of policies as JSON, in words. */

type Row = Readonly<Record<string, unknown>>

/** What the versions that are read said, one line a setting, in the order in which policies have them, and what was tested before. */
export async function sayVersions(rows: unknown, req: Request): Promise<void> {
  if (!isAsked(req, 'contentText') && !isAsked(req, 'backTestText')) return
  const namer = new Namer(req)
  for (const row of records(rows)) {
    const { kind, plant, version } = row as { kind?: string; plant?: string; version?: number }
    const kept = await SELECT.one
      .from(PolicyVersions)
      .columns('content', 'backTest')
      .where({ kind, plant, version } as never)
    row.contentText = kept?.content ? await contentWords(JSON.parse(kept.content) as Row, namer) : null
    row.backTestText = kept?.backTest ? await backTestWords(JSON.parse(kept.backTest) as Row[], namer) : null
  }
}

/** The evidence that phases were moved on, one line a measure. */
export async function sayEvidence(rows: unknown, req: Request): Promise<void> {
  if (!isAsked(req, 'figuresText')) return
  for (const row of records(rows)) {
    const { ID } = row as { ID?: string }
    const kept = await SELECT.one
      .from(PhaseEvents)
      .columns('figures')
      .where({ ID } as never)
    const figures = JSON.parse(kept?.figures ?? 'null') as unknown
    row.figuresText = Array.isArray(figures)
      ? (figures as Measure[]).map((each) => evidenceWords(each, req.locale ?? 'en').text).join('\n')
      : null
  }
}

/** Whether the back-tests that are read are of what is at work, or of a change that somebody is still at. */
export async function sayTested(rows: unknown, req: Request): Promise<void> {
  if (!isAsked(req, 'about')) return
  const known = new Map<string, Promise<string>>()
  for (const row of records(rows)) {
    const { kind = '', plant = '' } = row as { kind?: string; plant?: string }
    const said = known.get(`${kind} ${plant}`) ?? testedWords(kind, plant, req)
    known.set(`${kind} ${plant}`, said)
    row.about = await said
  }
}

async function testedWords(kind: string, plant: string, req: Request): Promise<string> {
  const tested = await SELECT.one.from(BackTestRows).columns('contentHash').where({ kind, plant })
  const active = await readPolicy(kind, plant)
  return say(req, active && tested?.contentHash === hashOf(active) ? 'TESTED_AT_WORK' : 'TESTED_CHANGE')
}

async function contentWords(content: Row, namer: Namer): Promise<string> {
  const policies = namer.entity('Policies')
  const lines: string[] = []
  for (const [name, element] of Object.entries(policies?.elements ?? {})) {
    const value = content[name]
    if (value === undefined || value === null || name === 'kind' || name === 'plant') continue
    const said = Array.isArray(value)
      ? await rowsWords(value as Row[], name === 'limits' ? 'PolicyLimits' : 'PolicyTolerances', namer)
      : await named(value, name, policies, namer)
    if (said) lines.push(`${namer.label(element) ?? name}: ${said}`)
  }
  return lines.join('\n')
}

/** Rows of a part of a policy, each with what it says: its values in their order. */
async function rowsWords(rows: readonly Row[], name: string, namer: Namer): Promise<string> {
  const entity = namer.entity(name)
  const said = rows.map(async (row) => {
    const values = Object.entries(row).filter(([, value]) => value !== null)
    return (await Promise.all(values.map(([column, value]) => named(value, column, entity, namer)))).join(' · ')
  })
  return (await Promise.all(said)).join('; ')
}

async function backTestWords(rows: readonly Row[], namer: Namer): Promise<string> {
  const tests = namer.entity('BackTestRows')
  const label = (name: string): string => namer.label(tests?.elements[name]) ?? name
  const said = rows.map(async ({ measure, before, after, wrongBefore, wrongAfter }) => {
    const what = await namer.value(plain(measure), 'measure', tests)
    if (before === null) return `${what}: ${plain(after)}`
    const wrong = `${label('wrongBefore')} ${plain(wrongBefore)}, ${label('wrongAfter')} ${plain(wrongAfter)}`
    return `${what}: ${label('before')} ${plain(before)}, ${label('after')} ${plain(after)}; ${wrong}`
  })
  const [first] = rows
  return [...(await Promise.all(said)), ...(first ? [`${label('messages')}: ${plain(first.messages)}`] : [])].join('\n')
}

/** Numbers that aren't codes are written as people write them. */
async function named(value: unknown, attribute: string, entity: Entity | undefined, namer: Namer): Promise<string> {
  const said = await namer.value(plain(value), attribute, entity)
  return typeof value === 'number' && said === plain(value) ? namer.number(value) : said
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null)
}
