/** What DM answered, read without trust: anything may be missing or of another type. */

export type Fields = Readonly<Record<string, unknown>>

/** @throws Error when DM says something else than it should */
export function fieldsOf(value: unknown): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  throw new NotUnderstood()
}

/** @throws Error when it's no list */
export function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  throw new NotUnderstood()
}

/** Empty for whatever is no text. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** One of these words. @throws Error for any other */
export function oneOf<W extends string>(value: unknown, words: readonly W[]): W {
  const word = words.find((each) => each === value)
  if (word === undefined) throw new NotUnderstood()
  return word
}

/** Those of the names that a text of DM's mentions; the text itself when it mentions none of them. */
export function namedIn(text: string, names: readonly string[]): readonly string[] {
  const words = new Set(text.split(/[^\p{L}\p{N}_/.-]+/u).map((each) => each.replace(/\.+$/, '')))
  const found = names.filter((each) => each !== '' && words.has(each))
  return found.length > 0 ? found : [text]
}

export class NotUnderstood extends Error {
  constructor() {
    super("its answer can't be understood")
  }
}
