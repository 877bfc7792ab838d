import { type Finding, type FindingKind, summary, type Verification, words } from './verifier.ts'

/** A finding in the language of whoever asks: German, else English. */
export function wordsIn(locale: string, finding: Finding): string {
  return locale.startsWith('de') ? german(finding) : words(finding)
}

/** What was found, in the language of whoever asks. */
export function summaryIn(locale: string, result: Verification): string {
  if (!locale.startsWith('de')) return summary(result)
  const { isWhole, entries, seals, unsealed, keys, findings, more, remarks } = result
  const signed = keys.length > 0 ? `Unterschrieben mit: ${keys.join(', ')}.` : 'Kein Siegel ist unterschrieben.'
  const counts = `${entries} Einträge in ${seals} Siegeln, ${unsealed} warten auf das nächste Siegel. ${signed}`
  const odd = remarks.map((each) => `Hinweis: ${german(each)}`)
  if (isWhole) return [`Das Protokoll ist unversehrt: ${counts}`, ...odd].join('\n')
  const wrong = [...findings.map(german), ...(more > 0 ? [`… und ${more} weitere.`] : [])]
  return [`Das Protokoll wurde VERÄNDERT: ${counts}`, ...wrong, ...odd].join('\n')
}

function german({ kind, sequence, entry, position, seal, attempt, other }: Finding): string {
  const which = `Eintrag ${sequence ?? '?'} (${entry ?? '?'})`
  const place = `Position ${position ?? '?'}`
  const texts: Readonly<Record<FindingKind, string>> = {
    changed: `${which} wurde nach Siegel ${seal ?? '?'} geändert (${place}).`,
    moved: `${which} wurde verschoben: Er steht an ${place} und wurde an Position ${other ?? '?'} versiegelt.`,
    missing: `Der Eintrag ${entry ?? '?'} an ${place} (Siegel ${seal ?? '?'}) fehlt.`,
    inserted: `${which} wurde eingefügt: Kein Siegel enthält ihn, und es wird auch keines kommen.`,
    leafChanged: `${which} ist richtig, aber sein aufgezeichneter Hash an ${place} wurde geändert.`,
    leafMissing: `Der Nachweis von ${place} (Siegel ${seal ?? '?'}) fehlt.`,
    leafInserted: `Der Nachweis von ${place} (Eintrag ${entry ?? '?'}) wurde eingefügt, oder sein Siegel fehlt.`,
    batchChanged: `Einer der Einträge an den Positionen ${position ?? '?'} bis ${other ?? '?'} wurde mitsamt seinem Hash geändert: Sie ergeben nicht die Wurzel von Siegel ${seal ?? '?'}.`,
    sealChanged: `Siegel ${seal ?? '?'} wurde geändert.`,
    sealMissing: `Siegel ${seal ?? '?'} fehlt.`,
    sealReplaced: `Siegel ${seal ?? '?'} folgt nicht auf das Siegel davor: Eines von beiden wurde ersetzt oder verschoben.`,
    forged: `Die Unterschrift von Siegel ${seal ?? '?'} ist falsch.`,
    unsigned: `Siegel ${seal ?? '?'} ist nicht unterschrieben, obwohl davor ein Schlüssel in Gebrauch war: Jemand hat es ohne den Schlüssel gemacht.`,
    untrusted: `Siegel ${seal ?? '?'} ist mit dem Schlüssel ${other ?? '?'} unterschrieben, dem nicht vertraut wird.`,
    cut: `Das Protokoll endet bei Siegel ${seal ?? 0}${other === undefined ? ', und sein Ende fehlt' : `, es gab aber ${other}`}.`,
    rewritten: `Siegel ${seal ?? '?'} ist nicht das, das anderswo aufbewahrt wurde: Das Protokoll wurde neu geschrieben.`,
    unreadable: `Zeile ${other ?? '?'} ist nicht lesbar.`,
    behindEnd: `Hinter dem Ende des Protokolls steht noch ${entry === undefined ? (seal === undefined ? 'mehr' : `Siegel ${seal}`) : `der Eintrag ${entry}`}: Das wurde eingefügt.`,
    endMissing: `Das Protokoll endet mit Eintrag ${sequence ?? '?'}, geschrieben wurden aber Einträge bis ${other ?? '?'}: Die letzten fehlen.`,
    untold: `Von ${other ?? '?'} aufgezeichneten Meldungen erzählt kein Eintrag, die erste davon ist Nummer ${attempt ?? '?'}: Ihre Einträge fehlen.`,
    backdated: `${which} an ${place} ist auf ${other ?? '?'} datiert, mehr als einen Tag vor dem Eintrag davor: Er wurde später geschrieben, als er sagt, oder eine Uhr ging falsch.`,
  }
  return texts[kind]
}
