import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { readFile, readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { before, describe, test } from 'node:test'
import cds from '@sap/cds'
import { ACTIONS, CAUSES } from '../../srv/domain/judgement.ts'

/** CSDL JSON, as far as it is looked at here. */
type Json = string | number | boolean | null | Json[] | { [name: string]: Json }
type Members = Record<string, Json>

const ROOT = resolve(import.meta.dirname, '../..')
const SERVICES = ['WorklistService', 'TriageService', 'ControlService', 'AuditService', 'MonitorService'] as const
/** Properties of annotations whose text is a path, seen from the annotated type. */
const TEXT_PATHS = new Set([
  'Target',
  'Property',
  'PropertyName',
  'LocalDataProperty',
  'LocalProperty',
  'Visualizations',
  'NonFilterableProperties',
  'NonSortableProperties',
])

let csn: unknown
const schemas = new Map<string, { name: string; members: Members; annotations: Record<string, Members> }>()

before(async () => {
  cds.root = ROOT
  csn = await cds.load('*')
  const { edm } = cds.compile.to as unknown as { edm: (model: unknown, options: { service: string }) => Record<string, Members> }
  for (const name of SERVICES) {
    const members = edm(csn, { service: name })[name] ?? {}
    schemas.set(name, { name, members, annotations: (members.$Annotations ?? {}) as Record<string, Members> })
  }
})

for (const service of SERVICES) {
  describe(service, () => {
    test('every path in an annotation exists', () => {
      const schema = schemaOf(service)
      const wrong: string[] = []
      for (const [target, terms] of Object.entries(schema.annotations)) {
        const type = typeOf(schema, target)
        for (const { where, path } of pathsIn(terms, target))
          if (type !== undefined && path !== parameterOf(target) && !exists(schema, type, path)) wrong.push(`${where}: ${path}`)
      }
      assert.deepEqual(wrong, [])
    })

    test('every value help names a set and its properties', () => {
      const schema = schemaOf(service)
      const container = schema.members.EntityContainer as Record<string, Members>
      const wrong: string[] = []
      for (const [target, terms] of Object.entries(schema.annotations)) {
        const list = terms['@Common.ValueList'] as { CollectionPath: string; Parameters: Record<string, string>[] } | undefined
        if (!list) continue
        const set = container[list.CollectionPath]?.$Type as string | undefined
        if (set === undefined) wrong.push(`${target}: ${list.CollectionPath}`)
        for (const { ValueListProperty = '' } of list.Parameters)
          if (set !== undefined && !exists(schema, set, ValueListProperty))
            wrong.push(`${target}: ${list.CollectionPath}/${ValueListProperty}`)
      }
      assert.deepEqual(wrong, [])
    })

    test('every column, field and filter has a label', () => {
      const schema = schemaOf(service)
      const unlabelled: string[] = []
      for (const [target, terms] of Object.entries(schema.annotations)) {
        const type = typeOf(schema, target)
        if (type === undefined) continue
        const rows = Object.entries(terms).flatMap(([term, value]) => (/^@UI\.(LineItem|FieldGroup)/.test(term) ? rowsOf(value) : []))
        const shown = rows
          .filter((row) => row.Label === undefined)
          .map((row) => (row.Value as Members | undefined)?.$Path as string | undefined)
        const filters = (terms['@UI.SelectionFields'] ?? []) as string[]
        for (const path of [...shown, ...filters])
          if (path !== undefined && labelOf(schema, type, path) === undefined) unlabelled.push(`${target}: ${path}`)
      }
      assert.deepEqual(unlabelled, [])
    })

    test('every action on a list or page exists', () => {
      const schema = schemaOf(service)
      const actions = JSON.stringify(schema.annotations).matchAll(/"Action":"(\w+Service)\.(\w+)"/g)
      for (const [, owner, action = ''] of actions) assert.ok(owner === service && schema.members[action], action)
    })
  })
}

test('every label has an English and a German text, and none is left over', async () => {
  const apps = await readdir(join(ROOT, 'app'))
  const folders = apps.map((app) => `app/${app}/_i18n`).filter((folder) => existsSync(join(ROOT, folder)))
  const [en, de] = await Promise.all(
    ['', '_de'].map(async (language) => {
      const each = await Promise.all(folders.map((folder) => texts(`${folder}/i18n${language}.properties`)))
      return new Set(each.flatMap((keys) => [...keys]))
    }),
  )
  // CAP brings the texts of those that begin with a capital letter.
  const used = new Set([...JSON.stringify([...schemas.values()]).matchAll(/\{i18n>([a-z]\w*)\}/g)].map(([, key]) => key ?? ''))
  assert.deepEqual([...used].filter((key) => !en?.has(key)).sort(), [])
  assert.deepEqual([...(en ?? [])].filter((key) => !used.has(key)).sort(), [])
  assert.deepEqual([...(de ?? [])].sort(), [...(en ?? [])].sort())
})

for (const app of ['worklist', 'triage', 'control', 'models', 'audit', 'monitor'])
  test(`${app}: the page's own texts are there in English and German`, async () => {
    const [en, de] = await Promise.all(['', '_de'].map((language) => texts(`app/${app}/webapp/i18n/i18n${language}.properties`)))
    assert.deepEqual([...(de ?? [])].sort(), [...(en ?? [])].sort())
    const manifest = await readFile(join(ROOT, `app/${app}/webapp/manifest.json`), 'utf8')
    for (const [, key = ''] of manifest.matchAll(/\{i18n>(\w+)\}|\{\{(\w+)\}\}/g)) assert.ok(key === '' || en?.has(key), key)
  })

describe('code lists', () => {
  test('every cause, correction and state has a text', async () => {
    assert.deepEqual(await codes('Causes'), [...CAUSES])
    assert.deepEqual(await codes('Corrections'), [...ACTIONS])
    const attempt = ['received', 'waiting', 'held', 'posting', 'posted', 'refused', 'unknown', 'rejected', 'superseded']
    assert.deepEqual(await codes('AttemptStates'), attempt)
    assert.deepEqual(await codes('SuggestionStates'), ['proposed', 'awaitingSignOff', 'approved', 'rejected', 'superseded'])
    assert.deepEqual(new Set(await codes('Decisions')), new Set(['release', 'releaseWithNote', 'hold', ...ACTIONS]))
  })

  test('every code of every list has a name in English and in German', async () => {
    const files = (await readdir(join(ROOT, 'db/data'))).filter((file) => !file.includes('texts'))
    for (const file of files) {
      const rows = await csv(file)
      if (rows[0]?.name === undefined) continue
      const german = await csv(file.replace('.csv', '.texts.csv'))
      assert.ok(
        rows.every((row) => row.name !== ''),
        file,
      )
      assert.deepEqual(
        german.filter((row) => row.locale === 'de' && row.name !== '').map((row) => row.code),
        rows.map((row) => row.code),
        file,
      )
    }
  })
})

function schemaOf(service: string) {
  const schema = schemas.get(service)
  assert.ok(schema, service)
  return schema
}
type Schema = ReturnType<typeof schemaOf>

/** Entity type that an annotation's target belongs to; undefined for what isn't one. */
function typeOf({ name, members }: Schema, target: string): string | undefined {
  const bound = /\((\w+\.\w+)\)/.exec(target)?.[1]
  const set = new RegExp(`^${name}\\.EntityContainer/(\\w+)$`).exec(target)?.[1]
  if (set !== undefined) return (members.EntityContainer as Record<string, Members>)[set]?.$Type as string
  const type = bound ?? target.split('/')[0] ?? ''
  return (members[type.slice(name.length + 1)] as Members | undefined)?.$Kind === 'EntityType' ? type : undefined
}

/** `WorklistService.approve(WorklistService.Suggestions)/note`: a value help of a parameter fills the parameter. */
function parameterOf(target: string): string | undefined {
  return /\)\/(\w+)$/.exec(target)?.[1]
}

function* pathsIn(value: Json, where: string, key = ''): Generator<{ where: string; path: string }> {
  if (typeof value === 'string') {
    if (key === '$Path' || key === 'SelectionFields' || TEXT_PATHS.has(key)) yield { where, path: value }
    if (/^Target(Properties|Entities)$/.test(key) && !value.startsWith('/')) yield { where, path: value }
  } else if (Array.isArray(value)) {
    for (const each of value) yield* pathsIn(each, where, key)
  } else if (value !== null && typeof value === 'object') {
    for (const [name, each] of Object.entries(value)) yield* pathsIn(each, `${where} ${name}`, name.replace(/^@UI\./, ''))
  }
}

/** `attempt/conflicts/@UI.LineItem`, `in/status`, `in/*`, `/TriageService.EntityContainer/Me/isReader`: does it lead anywhere? */
function exists(schema: Schema, type: string, path: string): boolean {
  const [set, ofSet = ''] = path.startsWith('/') ? path.slice(1).split(/(?<=EntityContainer\/\w+)\//) : []
  if (set !== undefined) return exists(schema, typeOf(schema, set) ?? '', ofSet)
  let at = type
  for (const step of path
    .replace(/^in(\/|$)/, '')
    .split('/')
    .filter(Boolean)) {
    if (step === '*') return true
    if (step.startsWith('@')) return schema.annotations[at]?.[step] !== undefined
    const member = (schema.members[at.slice(schema.name.length + 1)] as Record<string, Members> | undefined)?.[step]
    if (member === undefined) return false
    at = (member.$Type ?? '') as string
  }
  return true
}

function labelOf(schema: Schema, type: string, path: string): Json | undefined {
  const steps = path.split('/')
  const property = steps.pop() ?? ''
  let at = type
  for (const step of steps) at = (schema.members[at.slice(schema.name.length + 1)] as Record<string, Members>)[step]?.$Type as string
  return schema.annotations[`${at}/${property}`]?.['@Common.Label']
}

function rowsOf(value: Json): Members[] {
  const rows = Array.isArray(value) ? value : (value as Members).Data
  return Array.isArray(rows) ? (rows as Members[]) : []
}

async function texts(file: string): Promise<Set<string>> {
  const lines = (await readFile(join(ROOT, file), 'utf8')).split('\n')
  return new Set(lines.filter((line) => / = ./.test(line)).map((line) => line.split(' = ')[0] ?? ''))
}

async function csv(file: string): Promise<Record<string, string>[]> {
  const [head = '', ...lines] = (await readFile(join(ROOT, 'db/data', file), 'utf8')).trim().split('\n')
  const names = head.split(';')
  return lines.map((line) => Object.fromEntries(line.split(';').map((value, index) => [names[index] ?? '', value])))
}

async function codes(list: string): Promise<string[]> {
  return (await csv(`countersign-${list}.csv`)).map((row) => row.code ?? '')
}
