import type { Foreseen, Played } from './play.ts'

/** Share of what reading can foresee that checks have to foresee. */
export const GOAL = 0.9

export interface Coverage {
  readonly failures: readonly CoveredFailure[]
  /** Of the failures that reading can foresee, those that a check foresaw; 0 to 1. */
  readonly share: number
}

export interface CoveredFailure {
  readonly code: string
  readonly name: string
  /** Entry of the failure catalogue. */
  readonly catalogue: string
  readonly cause: string
  readonly foreseen: Foreseen
  /** Name of the check; empty for none. */
  readonly check: string
  readonly isForeseeable: boolean
  /** Why reading can't foresee it; empty where it can. */
  readonly reason: string
  /** What the S/4 says to it. */
  readonly refusal: string
  /** What is wrong with the play itself: another refusal than the registry's, a twin that isn't healthy. */
  readonly complaints: readonly string[]
}

/** What was foreseen of what was played. */
export function coverageOf(played: readonly Played[]): Coverage {
  const failures = played.map((each): CoveredFailure => {
    const { failure, foreseen, check, refusal } = each
    const { code, name, catalogue, cause, foreseeable } = failure
    return {
      code,
      name,
      catalogue,
      cause,
      foreseen,
      check,
      isForeseeable: foreseeable === true,
      reason: foreseeable === true ? '' : foreseeable,
      refusal: refusal.code,
      complaints: complaintsOf(each),
    }
  })
  const wanted = failures.filter((each) => each.isForeseeable)
  const met = wanted.filter((each) => each.foreseen === 'check')
  return { failures, share: wanted.length === 0 ? 1 : met.length / wanted.length }
}

function complaintsOf({ failure, foreseen, refusal, isAsSaid, errors, warnings, notChecked, twin }: Played): string[] {
  const isMissed = foreseen !== 'check' && failure.foreseeable === true
  const said = refusal.code === '' && refusal.text === '' ? 'would book it' : `says ${refusal.code} ${refusal.text}`.trimEnd()
  return [
    ...(isAsSaid || failure.code.startsWith('COUNTERSIGN/') ? [] : [`expected ${failure.code}, the S/4 ${said}`]),
    ...(twin.isPosted ? [] : [`its healthy twin is refused: ${twin.refusal}`]),
    ...twin.falseAlarms.map((each) => `false alarm on its healthy twin: ${each}`),
    ...(isMissed ? errors.map((each) => `foreseen instead: ${each}`) : []),
    ...(isMissed ? warnings.map((each) => `a warning only: ${each}`) : []),
    ...(isMissed ? notChecked.map((each) => `not checked: ${each}`) : []),
  ]
}

const HEADINGS = ['code', 'S/4 says', 'failure', 'cause', 'foreseen by']

/** The report as people read it. */
export function tableOf({ failures, share }: Coverage): string {
  const rows = failures.map((each) => [each.code, each.refusal || '-', each.name, each.cause, by(each)])
  const widths = HEADINGS.map((heading, column) => Math.max(heading.length, ...rows.map((row) => (row[column] ?? '').length)))
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  const table = failures.flatMap((each, index) => [line(rows[index] ?? []), ...each.complaints.map((text) => `  ! ${text}`)])
  const foreseeable = failures.filter((each) => each.isForeseeable)
  const count = (foreseen: Foreseen): number => foreseeable.filter((each) => each.foreseen === foreseen).length
  return [
    line(HEADINGS),
    line(widths.map((width) => '-'.repeat(width))),
    ...table,
    '',
    `${failures.length} failures, ${foreseeable.length} of them foreseeable by reading: ` +
      `${count('check')} foreseen by a check, ${count('model')} by the model only, ${count('no')} not`,
    `foreseen by a check: ${(100 * share).toFixed(1)} % (goal ≥ ${100 * GOAL} %: ${share >= GOAL ? 'met' : 'missed'})`,
  ].join('\n')
}

function by({ foreseen, check, reason }: CoveredFailure): string {
  if (foreseen === 'check') return `check ${check}`
  return reason === '' ? foreseen : `${foreseen}: ${reason}`
}
