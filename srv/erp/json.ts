import { parse } from 'lossless-json'

/** Undefined when a text is no JSON. Numbers as JavaScript has them: for reading answers, never for what is sent. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Numbers as they stand there; of a key given twice the last counts, as everywhere. @throws SyntaxError */
export function parseLossless(text: string): unknown {
  return parse(text, undefined, { onDuplicateKey: ({ newValue }) => newValue })
}

/** A property as text; empty where there's none, or something that is no text. */
export function textIn(row: Readonly<Record<string, unknown>>, name: string): string {
  const value = row[name]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** A JSON object, as opposed to a list, a lossless number or nothing. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

/** The object that a `d` wraps: when that is the sole member and an object, as for the door that read it. Undefined: nothing is wrapped. */
export function wrappedIn(body: Readonly<Record<string, unknown>>): Record<string, unknown> | undefined {
  const [only, ...others] = Object.entries(body)
  return only?.[0] === 'd' && others.length === 0 && isObject(only[1]) ? only[1] : undefined
}
