import type { Request } from '@sap/cds'
import { DecisionError } from './pipeline/person.ts'

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
