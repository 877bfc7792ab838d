import cds from '@sap/cds'
import { sealKey } from '../audit/seal.ts'
import { LINES, type Settings } from '../settings.ts'
import { wrongDoorSettings } from './settings.ts'

/** What must be right before a door opens; whoever starts Countersign reads one line for each thing that isn't. */

interface Service {
  readonly kind?: string
  /** Of what is bound on the platform. */
  readonly vcap?: object
  readonly credentials?: Readonly<Record<string, unknown>>
}

/** Passwords that everybody knows, or none at all. */
const MOCKED = new Set(['mocked', 'basic', 'dummy'])
/** What only development has: it trusts whoever asks, and invents data. */
const DEVELOPMENT = ['isLocal', 'landscape', 'history', 'ui5'] as const
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i
const PORTS = ['PORT', 'S4_PORT', 'DM_PORT'] as const

/** All that is wrong or missing in the configuration and the environment, one sentence each, each naming what to change; empty when nothing is. */
export function wrongConfiguration(settings: Settings, env: NodeJS.ProcessEnv = process.env): string[] {
  return [
    ...PORTS.filter((name) => env[name] !== undefined && !isPort(env[name])).map(
      (name) => `${name} is ${JSON.stringify(env[name])}, which is no port`,
    ),
    ...wrongServices(),
    ...wrongDoorSettings(),
    ...wrongLists(settings),
    ...wrongLines(settings.lines),
    ...(env.NODE_ENV === 'production' ? missingInProduction(settings, env) : []),
  ]
}

/**
 * What of the first values in `countersign` doesn't fit the model, one sentence each. To be asked once the model is loaded.
 */
export function wrongFirstValues({ policy, learning = {}, senders, reasons }: Settings): string[] {
  return [
    ...wrongRow('countersign.policy', 'countersign.Policies', policy),
    ...wrongRow('countersign.learning', 'countersign.LearningSettings', learning),
    ...senders.flatMap((row, at) => wrongRow(`countersign.senders[${at}]`, 'countersign.SenderRules', row)),
    ...reasons.flatMap((row, at) => wrongRow(`countersign.reasons[${at}]`, 'countersign.ReasonMappings', row)),
  ]
}

function wrongServices(): string[] {
  return (['S4', 'DM'] as const).flatMap((name) => {
    const { url, tokenUrl } = serviceOf(name)?.credentials ?? {}
    return Object.entries({ url, tokenUrl })
      .filter(([, value]) => value !== undefined && !isAddress(value))
      .map(([key, value]) => `cds.requires.${name}.credentials.${key} is ${JSON.stringify(value)}, which is no address`)
  })
}

function wrongLists(settings: Settings): string[] {
  const age = settings.replicas?.maxAge
  return [
    ...(['senders', 'reasons'] as const)
      .filter((name) => !Array.isArray(settings[name]))
      .map((name) => `countersign.${name} is not a list`),
    ...(age === undefined || isAbove0(age) ? [] : ['countersign.replicas.maxAge is not a number of seconds above 0']),
  ]
}

/** What a line may be set to; each one's test, and what it isn't when that fails. */
const LINE: Readonly<Record<string, readonly [test: (value: unknown) => boolean, what: string]>> = {
  queue: [(value) => Number.isInteger(value) && Number(value) >= 0, 'a whole number'],
  patience: [isAbove0, 'a number of seconds above 0'],
  resetAfter: [isAbove0, 'a number of seconds above 0'],
}
const PURPOSES: readonly string[] = ['posting', 'reading', 'passing']

function wrongLines(lines: unknown = {}): string[] {
  return wrongOf('countersign.lines', lines, (name, line, key) => {
    if (!LINES.some((each) => each === name)) return [`${key} is no setting`]
    return wrongOf(key, line, (setting, value, at) => {
      if (setting === 'atOnce') return wrongOf(at, value, wrongPlaces)
      const [isRight, what] = LINE[setting] ?? []
      if (!isRight) return [`${at} is no setting`]
      return isRight(value) ? [] : [`${at} is not ${what}`]
    })
  })
}

function wrongPlaces(purpose: string, value: unknown, key: string): string[] {
  if (!PURPOSES.includes(purpose)) return [`${key} is no setting`]
  return Number.isInteger(value) && isAbove0(value) ? [] : [`${key} is not a whole number above 0`]
}

function wrongOf(key: string, value: unknown, wrong: (name: string, value: unknown, key: string) => string[]): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${key} is not an object`]
  return Object.entries(value).flatMap(([name, each]) => wrong(name, each, `${key}.${name}`))
}

function isAbove0(value: unknown): boolean {
  return typeof value === 'number' && value > 0
}

function missingInProduction(settings: Settings, env: NodeJS.ProcessEnv): string[] {
  const [auth, db, s4] = [serviceOf('auth'), serviceOf('db'), serviceOf('S4')]
  const wrong: string[] = DEVELOPMENT.filter((name) => settings[name]).map((name) => `countersign.${name} is for development only`)
  if (!auth?.kind || MOCKED.has(auth.kind))
    wrong.push(`cds.requires.auth.kind is ${auth?.kind ?? 'missing'}: mock users may not sign in in production`)
  else if (!auth.credentials) wrong.push(`No instance of ${auth.kind} is bound: nobody could sign in`)
  if (!db?.kind) wrong.push('cds.requires.db is missing: there is no database')
  // PostgreSQL's own variables may say where it is.
  else if (!db.credentials && !(db.kind === 'postgres' && env.PGHOST))
    wrong.push(`No instance of ${db.kind} is bound: there is no database`)
  if (!s4?.credentials?.destination && !s4?.credentials?.url)
    wrong.push('cds.requires.S4.credentials names no destination: there is no ERP')
  const messaging = serviceOf('messaging')
  if (messaging?.vcap && !messaging.credentials)
    wrong.push(`No instance of ${messaging.kind ?? 'messaging'} is bound: nothing could be heard of the S/4`)
  return [...wrong, ...localLandscape(), ...wrongSealKey(env.COUNTERSIGN_SEAL_KEY)]
}

/** An ERP on this machine is none: its books are made up, and its password is known. */
function localLandscape(): string[] {
  return (['S4', 'DM'] as const)
    .filter((name) => {
      const { destination, url } = serviceOf(name)?.credentials ?? {}
      return !destination && isAddress(url) && LOOPBACK.test(new URL(String(url)).hostname)
    })
    .map((name) => `cds.requires.${name}.credentials.url leads to this machine: the local landscape is for development only`)
}

/** Integers, booleans and decimals are what they say they are, and every name is an element. */
function wrongRow(key: string, entity: string, row: unknown): string[] {
  const elements = (cds.model?.definitions[entity] as { elements?: Record<string, { type?: string }> } | undefined)?.elements ?? {}
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return [`${key} is not an object`]
  return Object.entries(row).flatMap(([name, value]) => {
    const element = elements[name]
    if (!element) return [`${key}.${name} is no setting`]
    const isRight = VALUES[element.type ?? '']?.(value) ?? true
    return value === null || isRight
      ? []
      : [`${key}.${name} is ${JSON.stringify(value)}, which is no ${(element.type ?? '').replace('cds.', '').toLowerCase()}`]
  })
}

const VALUES: Readonly<Record<string, (value: unknown) => boolean>> = {
  'cds.Integer': (value) => Number.isInteger(value),
  'cds.Boolean': (value) => typeof value === 'boolean',
  'cds.Decimal': (value) => ['string', 'number'].includes(typeof value) && /^-?\d+(\.\d+)?$/.test(String(value)),
  'cds.Double': (value) => Number.isFinite(value),
  'cds.String': (value) => typeof value === 'string',
}

function serviceOf(name: string): Service | undefined {
  return (cds.requires as unknown as Record<string, Service | undefined>)[name]
}

function isPort(value: string | undefined): boolean {
  return /^\d{1,5}$/.test(value ?? '') && Number(value) <= 65_535
}

function isAddress(value: unknown): boolean {
  return typeof value === 'string' && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
}

function wrongSealKey(value: string | undefined): string[] {
  try {
    return sealKey(value) ? [] : ['COUNTERSIGN_SEAL_KEY is missing: the audit log could not be signed']
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
}
