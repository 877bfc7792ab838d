import type { Request } from '@sap/cds'
import { type Entity, Namer } from './names.ts'

/** A change as it is read, as far as it was asked for. */
interface Change {
  readonly entity?: string | null
  readonly attribute?: string | null
  objectID?: string | null
  entityLabel?: string | null
  attributeLabel?: string | null
  valueChangedFromLabel?: string | null
  valueChangedToLabel?: string | null
}

/** What stands between the parts of an object's name. */
const BETWEEN = ', '

/**
 * Names what was changed, and from what to what, as the pages name it, in the language of whoever asks. The plugin itself knows one label for all columns
 * of a name, none whose key is that name, and codes as they are kept.
 */
export async function nameChanges(rows: Change | readonly Change[] | null | undefined, req: Request): Promise<void> {
  const namer = new Namer(req)
  for (const row of [rows ?? []].flat()) {
    if (!row.entity) continue
    const entity = namer.entity(row.entity.slice(row.entity.lastIndexOf('.') + 1))
    row.entityLabel = namer.label(entity) ?? row.entityLabel ?? null
    row.attributeLabel = namer.label(entity?.elements[row.attribute ?? '']) ?? row.attributeLabel ?? null
    if (row.objectID) row.objectID = await namedObject(row.objectID, entity, namer)
    for (const label of ['valueChangedFromLabel', 'valueChangedToLabel'] as const) {
      const value = row[label]
      if (value) row[label] = await namer.value(value, row.attribute ?? '', entity)
    }
  }
}

/** Parts that are codes are named each for itself; a name whose parts can't be told apart stays. */
async function namedObject(objectID: string, entity: Entity | undefined, namer: Namer): Promise<string> {
  const names = entity?.['@changelog']?.map((each) => each['=']) ?? []
  const parts = objectID.split(BETWEEN)
  if (parts.length !== names.length) return objectID
  return (await Promise.all(parts.map((part, index) => namer.value(part, names[index] ?? '', entity)))).join(BETWEEN)
}
