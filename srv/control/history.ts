import cds, { type Request } from '@sap/cds'

/** A change as it is read, as far as it was asked for. */
interface Change {
  readonly entity?: string | null
  readonly attribute?: string | null
  entityLabel?: string | null
  attributeLabel?: string | null
}

interface Entity {
  readonly elements: Readonly<Record<string, object>>
}

/**
 * Names what was changed as the pages name it, in the language of whoever asks. The plugin itself knows one label for all columns of a name, and none
 * whose key is that name.
 */
export function nameChanges(rows: Change | readonly Change[] | null | undefined, { locale }: Request): void {
  const { i18n } = cds as unknown as { i18n: { labels: { at(definition: object, locale: string): string | undefined } } }
  const labelOf = (definition: object | undefined): string | undefined => definition && i18n.labels.at(definition, locale ?? '')
  for (const row of [rows ?? []].flat()) {
    if (!row.entity) continue
    const name = row.entity.slice(row.entity.lastIndexOf('.') + 1)
    const entity = cds.model?.definitions[`ControlService.${name}`] as Entity | undefined
    row.entityLabel = labelOf(entity) ?? row.entityLabel ?? null
    row.attributeLabel = labelOf(entity?.elements[row.attribute ?? '']) ?? row.attributeLabel ?? null
  }
}
