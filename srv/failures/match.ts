import type { ErpError } from '../domain/judgement.ts'
import { queueOf } from './catalogue.ts'
import type { FailureCode, Named } from './failure.ts'
import { type Pattern, patternOf, prepare, type PreparedText } from './pattern.ts'

/** The catalogue, ready to be asked. */
export interface Matcher {
  readonly entries: readonly FailureCode[]
  /**
   * What an error means. Of the entries that fit, the best: one that names a cause before one that doesn't; code and text before code,
   * code before text, text before HTTP status; the customer's own before a delivered one; what the text begins with, then the longer.
   * Where the error itself says nothing that has a cause, its details are asked in turn.
   */
  name(error: ErpError): Named
  /** The entry for a message of this code and text; undefined where there is none. */
  failureOf(message: Message): FailureCode | undefined
}

type Message = Pick<ErpError, 'code' | 'text'>

interface Compiled {
  readonly failure: FailureCode
  readonly patterns: readonly Pattern[]
}

interface Fit extends Compiled {
  readonly rank: number
  readonly found?: Found
}

/** Where the text of an entry begins in a message, and how much of it there is. */
interface Found {
  readonly begin: number
  readonly weight: number
}

/** How an entry fits a message, best last. */
const RANKS = { status: 1, text: 2, codeInOtherWords: 3, code: 4, codeAndText: 5 } as const
const ORIGINS: readonly FailureCode['origin'][] = ['seen', 'delivered', 'own']
const STATUS = /^[45]\d\d$/
/** The gateway has no message of its own there: the number is the HTTP status. */
const GATEWAY_STATUS = /^\/IWFND\/CM_MGW\/([45]\d\d)$/

/** Our own words for what the ERP has none for: their texts vary, and are none of the ERP's. */
const OURS = 'COUNTERSIGN/'

/** Is it the code of a message of the ERP, by class and number, rather than a status or a frame? */
export function isMessage(code: string): boolean {
  return /\/\d{3}$/.test(code) && !GATEWAY_STATUS.test(code)
}

/** Reads the whole catalogue once; what comes out is asked for each error. */
export function matcherOf(entries: readonly FailureCode[]): Matcher {
  const byCode = new Map<string, Compiled[]>()
  const byText: Compiled[] = []
  for (const failure of entries) {
    const texts = [failure.textPattern, ...(failure.translations ?? [])].filter((text) => text.trim() !== '')
    const compiled: Compiled = { failure, patterns: texts.map(patternOf) }
    if (failure.code) byCode.set(keyOf(failure.code), [...(byCode.get(keyOf(failure.code)) ?? []), compiled])
    // What belongs to a status says nothing without it.
    if (compiled.patterns.some((pattern) => pattern.isTelling) && !STATUS.test(failure.code)) byText.push(compiled)
  }
  const best = (message: Message): Fit | undefined => fitsOf(message, byCode, byText).reduce<Fit | undefined>(better, undefined)
  return {
    entries,
    failureOf: (message) => best(message)?.failure,
    name(error) {
      const said = [error, ...error.details.filter((each) => each.severity === 'error')].map((each) => ({ each, fit: best(each) }))
      const found = said.find(({ fit }) => fit && hasCause(fit)) ?? said.find(({ fit }) => fit)
      return found?.fit ? named(found.fit, found.each, error, isAmbiguous(found.fit, found.each, byCode)) : unnamed(error)
    },
  }
}

function fitsOf(message: Message, byCode: ReadonlyMap<string, Compiled[]>, byText: readonly Compiled[]): Fit[] {
  const text = prepare(message.text)
  const fits: Fit[] = []
  const add = (entry: Compiled, rank: number | undefined, found?: Found): void => {
    if (rank !== undefined) fits.push({ ...entry, rank, ...(found ? { found } : {}) })
  }
  const isStatus = STATUS.test(message.code)
  for (const entry of byCode.get(keyOf(message.code)) ?? []) {
    const found = foundIn(text, entry.patterns)
    const bare = isStatus ? RANKS.status : RANKS.code
    // The text of a status tells its meanings apart: in other words it is none of them.
    add(entry, found ? RANKS.codeAndText : entry.patterns.length === 0 ? bare : isStatus ? undefined : RANKS.codeInOtherWords, found)
  }
  for (const entry of byCode.get(GATEWAY_STATUS.exec(message.code)?.[1] ?? '') ?? []) {
    const found = foundIn(text, entry.patterns)
    add(entry, found ? RANKS.text : entry.patterns.length === 0 ? RANKS.status : undefined, found)
  }
  const hasCode = isMessage(message.code)
  for (const entry of message.code.startsWith(OURS) ? [] : byText) {
    // A message is known by its text where a middleman lost its code; one of another code is another message.
    if (entry.failure.code !== '' && (hasCode || keyOf(entry.failure.code) === keyOf(message.code))) continue
    const found = foundIn(
      text,
      entry.patterns.filter((each) => each.isTelling),
    )
    add(entry, found && RANKS.text, found)
  }
  return fits
}

function foundIn(text: PreparedText, patterns: readonly Pattern[]): Found | undefined {
  const found = patterns.map((each) => ({ begin: each.find(text), weight: each.weight })).filter(({ begin }) => begin >= 0)
  return found.sort((a, b) => b.weight - a.weight)[0]
}

function better(best: Fit | undefined, fit: Fit): Fit {
  return best === undefined || compare(fit, best) > 0 ? fit : best
}

function compare(a: Fit, b: Fit): number {
  return (
    Number(hasCause(a)) - Number(hasCause(b)) ||
    a.rank - b.rank ||
    ORIGINS.indexOf(a.failure.origin) - ORIGINS.indexOf(b.failure.origin) ||
    // What a sentence begins with is what it is about; after that, the more it says.
    (b.found?.begin ?? 0) - (a.found?.begin ?? 0) ||
    (a.found?.weight ?? -1) - (b.found?.weight ?? -1) ||
    // Whatever order the catalogue is read in.
    (a.failure.id < b.failure.id ? 1 : -1)
  )
}

function hasCause({ failure }: Compiled): boolean {
  return failure.cause !== 'unknown'
}

/** Several meanings of one code, and the text is none of theirs (it may be in another language). */
function isAmbiguous({ rank, failure }: Fit, { code }: Message, byCode: ReadonlyMap<string, Compiled[]>): boolean {
  return rank === RANKS.codeInOtherWords && (byCode.get(keyOf(code)) ?? []).some((each) => each.failure.cause !== failure.cause)
}

function named({ failure }: Fit, said: ErpError, error: ErpError, isAmbiguous: boolean): Named {
  const { cause, isDecisive, queue, fix } = failure
  const isTransient = failure.isTransient || said.isTransient || error.isTransient
  return { failure, said, cause, isDecisive: isDecisive && !isAmbiguous && cause !== 'unknown', isTransient, queue, fix }
}

function unnamed(error: ErpError): Named {
  return { said: error, cause: 'unknown', isDecisive: false, isTransient: error.isTransient, queue: queueOf('unknown'), fix: '' }
}

function keyOf(code: string): string {
  return code.trim().toUpperCase()
}
