import { DRIFT_DAYS, EVIDENCE_DAYS, type Measure } from './evidence.ts'

/** What evidence says, for people: in German where they ask in German, else in English. */

interface Words {
  readonly title: string
  readonly text: string
}

/** A measure: what it is called, and what it says, with what it takes. */
export function evidenceWords(measure: Measure, locale: string): Words {
  return locale.startsWith('de') ? german(measure) : english(measure)
}

/** All that is missing, in one sentence; empty where nothing is. */
export function missingWords(measures: readonly Measure[], locale: string): string {
  return measures
    .filter((each) => !each.isMet)
    .map((each) => evidenceWords(each, locale).text)
    .join(' ')
}

function english({ name, count, of = 0, share, needed = 0, neededLow = 0 }: Measure): Words {
  const sure = share && of > 0 ? ` (${percent(share.value)}, surely at least ${percent(share.lower)})` : ''
  const texts: Readonly<Record<Measure['name'], Words>> = {
    volume: { title: 'Messages judged', text: `${count} messages were judged in ${EVIDENCE_DAYS} days; ${needed} are needed.` },
    decided: { title: 'Suggestions decided', text: `People decided ${count} suggestions in ${EVIDENCE_DAYS} days; ${needed} are needed.` },
    approvedUnchanged: {
      title: 'Approved unchanged',
      text: `${count} of ${of} were approved unchanged and booked for good${sure}; at least ${percent(neededLow)} is needed.`,
    },
    automaticPrecision: {
      title: 'Right at the automatic threshold',
      text: `Of ${of} that would have gone by themselves, ${count} were right${sure}; ${needed} are needed, surely at least ${percent(neededLow)} of them right.`,
    },
    automaticWrong: { title: 'Automatic actions that were wrong', text: `${count} of ${of} automatic actions turned out wrong${sure}.` },
    drift: { title: 'Drift', text: `${count} alarms about the model at work in ${DRIFT_DAYS} days; none may be there.` },
  }
  return texts[name]
}

function german({ name, count, of = 0, share, needed = 0, neededLow = 0 }: Measure): Words {
  const sure = share && of > 0 ? ` (${prozent(share.value)}, sicher mindestens ${prozent(share.lower)})` : ''
  const texts: Readonly<Record<Measure['name'], Words>> = {
    volume: { title: 'Beurteilte Meldungen', text: `${count} Meldungen wurden in ${EVIDENCE_DAYS} Tagen beurteilt; nötig sind ${needed}.` },
    decided: {
      title: 'Entschiedene Vorschläge',
      text: `Über ${count} Vorschläge wurde in ${EVIDENCE_DAYS} Tagen entschieden; nötig sind ${needed}.`,
    },
    approvedUnchanged: {
      title: 'Unverändert genehmigt',
      text: `${count} von ${of} wurden unverändert genehmigt und blieben gebucht${sure}; nötig sind mindestens ${prozent(neededLow)}.`,
    },
    automaticPrecision: {
      title: 'Richtig an der Schwelle zum Selbsthandeln',
      text: `Von ${of}, die von selbst geschehen wären, waren ${count} richtig${sure}; nötig sind ${needed}, davon sicher mindestens ${prozent(neededLow)} richtig.`,
    },
    automaticWrong: {
      title: 'Falsche automatische Korrekturen',
      text: `${count} von ${of} automatischen Korrekturen erwiesen sich als falsch${sure}.`,
    },
    drift: { title: 'Drift', text: `${count} Alarme zum Modell im Einsatz in ${DRIFT_DAYS} Tagen; es darf keiner da sein.` },
  }
  return texts[name]
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}

function prozent(share: number): string {
  return percent(share).replace('.', ',')
}
