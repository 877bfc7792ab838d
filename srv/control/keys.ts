import type { Request } from '@sap/cds'

interface Key {
  readonly name: string
  readonly '@mandatory'?: boolean
}

/** Refuses a draft without its keys: it could never be saved. CAP asks for what is mandatory only then, and the database sooner. */
export function askForKeys(req: Request): void {
  // Of a draft itself, nothing is mandatory, and what is wrong with it is only collected.
  const { keys } = (req.target as unknown as { readonly actives: { readonly keys: Readonly<Record<string, Key>> } }).actives
  const data = req.data as Readonly<Record<string, unknown>>
  const missing = Object.values(keys).find((key) => key['@mandatory'] && (data[key.name] ?? '') === '')
  if (missing) req.reject({ status: 400, code: 'ASSERT_MANDATORY', message: 'ASSERT_MANDATORY', target: missing.name })
}
