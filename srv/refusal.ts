import type { Request } from '@sap/cds'
import { isPassing } from './database/passing.ts'
import { DecisionError } from './domain/person.ts'

/**
 * Does what a person asked for, and refuses in the person's language what can't be: the text of a {@link DecisionError} is the one that `_i18n/messages*.properties` have for its code.
 * Anything else that is thrown is thrown on.
 * @param targets parameter that is to blame, by code
 */
export async function orRefuse<T>(req: Request, work: () => Promise<T>, targets: Readonly<Record<string, string>> = {}): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof DecisionError)) throw error
    const { status, code } = error
    const target = targets[code]
    return req.reject({ status, code, message: code, ...(target === undefined ? {} : { target }) })
  }
}

/** A database that is away for a moment is no fault of anybody's: 503, in words, instead of its own error. Changes `error` in place. */
export function sayAway(error: Error): void {
  if (isPassing(error)) Object.assign(error, { status: 503, code: '503', message: '503' })
}
