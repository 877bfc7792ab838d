import { refuse } from './errors.ts'

export type Body = Readonly<Record<string, unknown>>

/** A body that is no object has no fields. */
export function bodyOf(body: unknown): Body {
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : {}
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** Refuses what lacks one of these texts. */
export function need(values: Body, topic: string, ...names: readonly string[]): void {
  const missing = names.find((name) => textOf(values[name]) === '')
  if (missing !== undefined) refuse(400, `${topic}.field.missing`, `Field ${missing} is required`)
}
