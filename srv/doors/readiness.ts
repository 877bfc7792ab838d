import { setTimeout as pause } from 'node:timers/promises'
import cds from '@sap/cds'
import type { RequestHandler } from 'express'

/** What is asked to find out whether requests should come here. */
interface Readiness {
  /** Seconds that the oldest of what waits for the ERP has been waiting; rejects when the database can't be asked. */
  readonly oldestWaiting: () => Promise<number>
  /** Does the database take changes? */
  readonly takesChanges: () => Promise<boolean>
  /** How the lines do; undefined where none is connected. */
  readonly lines: () => { readonly S4: { readonly posting: { readonly state: string } }; readonly DM: object | undefined }
  /** The server is about to end. */
  readonly isEnding: () => boolean
}

/** `DEGRADED`: the ERP can't be reached, so that what comes is recorded, and waits. Requests are to come all the same. */
type Status = 'UP' | 'DEGRADED' | 'DOWN' | 'OUT_OF_SERVICE'

/** Milliseconds that the database has for an answer, and that the answer is used. */
const ANSWER_WITHIN = 2000
const KEPT = 1000

const READ_ONLY = 'The database can be read, but takes no changes'

const MAY_KNOW = ['administrator', 'auditor']

/** What the database had to say. */
interface Asked {
  readonly oldestWaiting: number
  readonly takesChanges: boolean
}

/**
 * `GET` → `{"status": …}`: 200 when requests should come here, else 503; where the database only takes no changes, that is the `reason`. Administrators and auditors are told the figures, too: seconds that the
 * oldest has been waiting, and of each line and purpose its circuit, queue and latencies. The database is asked once a second at most.
 */
export function readiness({ oldestWaiting, takesChanges, lines, isEnding }: Readiness): RequestHandler {
  let asked: Promise<Asked | undefined> | undefined
  const ask = (): Promise<Asked | undefined> => {
    asked ??= Promise.all([oldestWaiting(), takesChanges()])
      .then(([seconds, isOpen]) => ({ oldestWaiting: seconds, takesChanges: isOpen }))
      .catch(() => undefined)
      .finally(() => setTimeout(() => (asked = undefined), KEPT).unref())
    return Promise.race([asked, pause(ANSWER_WITHIN, undefined, { ref: false })])
  }
  return async (_, response) => {
    const said = await ask()
    const { S4, DM } = lines()
    const status = statusOf(isEnding(), said?.takesChanges === true, S4.posting.state !== 'open')
    const reason = status === 'DOWN' && said ? { reason: READ_ONLY } : {}
    const mayKnow = MAY_KNOW.some((role) => cds.context?.user.is(role))
    response
      .status(status === 'UP' || status === 'DEGRADED' ? 200 : 503)
      .set('cache-control', 'no-store')
      .json({ status, ...reason, ...(mayKnow ? { oldestWaiting: said?.oldestWaiting, lines: { S4, DM } } : {}) })
  }
}

function statusOf(isEnding: boolean, hasDatabase: boolean, hasErp: boolean): Status {
  if (isEnding) return 'OUT_OF_SERVICE'
  if (!hasDatabase) return 'DOWN'
  return hasErp ? 'UP' : 'DEGRADED'
}
