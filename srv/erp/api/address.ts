/** Addresses of reads, from the root of the server, as OData V2 writes them. */

interface Set {
  readonly address: string
  readonly everything: string
}

/** One row by its key, with every field and link that its description has. */
export function rowAt({ address, everything }: Set, key: Readonly<Record<string, string>>): string {
  return `${address}(${pairs(key).join(',')})?${everything}`
}

/** Rows that fulfil a condition; `more` are further options, encoded. */
export function rowsWhere({ address, everything }: Set, condition: string, more = ''): string {
  return `${address}?${everything}&$filter=${encodeURIComponent(condition)}${more && `&${more}`}`
}

/** A function, with its parameters by their types. */
export function functionAt(root: string, name: string, parameters: Readonly<Record<string, string>>): string {
  const query = Object.entries(parameters).map(([each, value]) => `${each}=${encodeURIComponent(value)}`)
  return `${root}/${name}?${query.join('&')}`
}

/** Several conditions that must all be fulfilled; values are texts. */
export function isAll(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} eq ${literal(value)}`)
    .join(' and ')
}

/** `O'Hara` → `'O''Hara'` */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

function pairs(key: Readonly<Record<string, string>>): string[] {
  return Object.entries(key).map(([name, value]) => `${name}=${encodeURIComponent(literal(value))}`)
}
