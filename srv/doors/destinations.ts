import cds from '@sap/cds'
import { accessTo } from '../line/access.ts'

/** Not there now, which is not the same as not there. */
const PASSING = /\b(ECONN\w+|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|time-?out|50[0234])\b/i

/**
 * Which of these destinations are named and aren't there, one sentence each. One that can't be asked for now is only warned of: it may be there by the
 * time a message comes, and nothing that was recorded may wait for it.
 */
export async function unknownDestinations(destinations: readonly (object | undefined)[]): Promise<string[]> {
  const names = destinations.flatMap((each) => (each && 'destinationName' in each ? [String(each.destinationName)] : []))
  const said = await Promise.all(names.map((destinationName) => reasonAgainst(destinationName)))
  return said.filter((each) => each !== undefined)
}

async function reasonAgainst(destinationName: string): Promise<string | undefined> {
  try {
    await accessTo({ destinationName }).resolve()
    return undefined
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    if (!PASSING.test(reason)) return reason
    cds.log('countersign').warn(reason)
    return undefined
  }
}
