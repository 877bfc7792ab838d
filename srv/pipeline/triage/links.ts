import { s4Destination, settings } from '../../settings.ts'

/** What a link leads to; each has a template of its own in the settings. */
export interface Linked {
  readonly order?: string | null | undefined
  readonly material?: string | null | undefined
  readonly plant?: string | null | undefined
  /** `207/1` (confirmation group/count) or `2026/4900000012` (year/material document); of several, the first is linked. */
  readonly erpDocument?: string | null | undefined
}

export interface Links {
  readonly orderLink: string | null
  readonly materialLink: string | null
  readonly documentLink: string | null
}

const PLACE = /\{(\w+)\}/g

/** Addresses of an order, a material and a document in the ERP's own apps; null where there is nothing to show, or no template for it. */
export function linksOf({ order, material, plant, erpDocument }: Linked): Links {
  const [first = '', second = ''] = (erpDocument ?? '').split(', ')[0]?.split('/') ?? []
  // The count of a confirmation has eight digits at most, the number of a material document ten.
  const isMaterialDocument = second.length > 8
  return {
    orderLink: order ? link('order', { order, plant }) : null,
    materialLink: material ? link('material', { material, plant }) : null,
    documentLink: isMaterialDocument
      ? link('materialDocument', { year: first, document: second })
      : link('confirmation', { group: first, count: second }),
  }
}

/**
 * Fills in a template: `{order}` and the like by values, encoded for URLs; `{s4}` by the address of the S/4 where that is a plain one. Null
 * when there is no template, or a value that it needs is missing.
 */
function link(name: string, values: Readonly<Record<string, string | null | undefined>>): string | null {
  const template = settings().links?.[name]
  if (!template) return null
  const value = (key: string): string => (key === 's4' ? plainS4() : encode(values[key] ?? ''))
  const isWhole = [...template.matchAll(PLACE)].every(([, key = '']) => value(key) !== '')
  return isWhole ? template.replaceAll(PLACE, (_, key: string) => value(key)) : null
}

function plainS4(): string {
  const destination = s4Destination()
  return 'url' in destination ? destination.url : ''
}

/** An apostrophe would end a key of OData. */
function encode(value: string): string {
  return encodeURIComponent(value).replaceAll("'", '%27')
}
