import type { Books } from '../books.ts'
import { settings } from '../model/sets/internal.ts'
import { text } from './values.ts'

/** What is set for an order type or movement type, else for all; empty where nothing is. */
export function setting(books: Books, name: string, kind = ''): string {
  const special = kind === '' ? undefined : books.one(settings.name, { name: `${name}/${kind}` })
  return text((special ?? books.one(settings.name, { name }))?.value)
}
