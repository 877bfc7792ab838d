import cds, { type Request } from '@sap/cds'

/** A change as it is read, as far as it was asked for. */
interface Change {
  readonly attribute?: string | null
  attributeLabel?: string | null
}

interface Entity {
  readonly elements: Readonly<Record<string, object>>
}

/**
 * Names what was changed of a rule as its page names it, in the language of whoever asks. The plugin itself knows one label for all columns of a name,
 * whatever they are called elsewhere.
 */
export function nameChanges(rows: Change | readonly Change[] | null | undefined, { locale }: Request): void {
  const { i18n } = cds as unknown as { i18n: { labels: { at(definition: object, locale: string): string | undefined } } }
  const { elements } = cds.model?.definitions['TriageService.AlertRules'] as unknown as Entity
  for (const row of [rows ?? []].flat()) {
    const element = elements[row.attribute ?? '']
    row.attributeLabel = (element && i18n.labels.at(element, locale ?? '')) ?? row.attributeLabel ?? null
  }
}
