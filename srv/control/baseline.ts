import type { Baseline } from '#cds-models/ControlService'
import { durationWords } from '../domain/duration.ts'
import { createBaseline, type Standing } from '../policy/baseline.ts'
import { type CaseRow, recorded } from '../pipeline/phases/recorded.ts'

/** What rules alone, the model, and people did with the latest messages whose end is known. */
export async function baseline(locale = 'en'): Promise<Baseline[]> {
  const figures = createBaseline()
  for await (const page of recorded({ kind: '*', plant: '*' }, () => true))
    for (const row of page)
      figures.add({
        ...{ rules: row.rulesVerdict ?? undefined, model: row.verdict, hasFailed: row.hasFailed, isAutomatic: row.isAutomatic === true },
        ...{ outcome: row.outcome ?? undefined, seconds: secondsOf(row) },
      })
  return figures.standings().map((each, position) => rowOf(each, position + 1, locale))
}

function secondsOf({ judgedAt, outcomeAt }: CaseRow): number | undefined {
  return outcomeAt === null ? undefined : Math.max(0, Math.round((Date.parse(outcomeAt) - Date.parse(judgedAt)) / 1000))
}

const TITLES = {
  en: { rules: 'Rules alone', model: 'Rules and model', people: 'People' },
  de: { rules: 'Regeln allein', model: 'Regeln und Modell', people: 'Menschen' },
} as const

function rowOf({ voice, success, wrongHold, secondsMedian, seconds90, ...counts }: Standing, position: number, locale: string): Baseline {
  const { messages, successes, holds, wrongHolds, missed } = counts
  const percent = (share: number, of: number): number | null => (of > 0 ? Number((100 * share).toFixed(1)) : null)
  return {
    ...{ opinion: voice, position, title: TITLES[locale.startsWith('de') ? 'de' : 'en'][voice] },
    ...{ messages, successes, holds, wrongHolds, missed: voice === 'people' ? null : missed },
    successPercent: percent(success.value, messages),
    successLow: percent(success.lower, messages),
    successHigh: percent(success.upper, messages),
    wrongHoldPercent: percent(wrongHold.value, holds),
    wrongHoldLow: percent(wrongHold.lower, holds),
    wrongHoldHigh: percent(wrongHold.upper, holds),
    secondsMedian: secondsMedian ?? null,
    seconds90: seconds90 ?? null,
    medianText: secondsMedian === undefined ? null : durationWords(secondsMedian, locale),
    text90: seconds90 === undefined ? null : durationWords(seconds90, locale),
  }
}
