import { AsyncLocalStorage } from 'node:async_hooks'
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises'
import cds from '@sap/cds'
import { ITSELF } from '../audit/log.ts'
import { inHaste } from '../database/disk.ts'
import { isPassing } from '../database/passing.ts'

/**
 * Group commit: what several messages want written at the same time goes into one transaction, since a durable commit costs more than all that is
 * in it, and where it is the same step, into the same statements. Whoever comes alone waits for nobody.
 */

/** Writes what several messages want, and answers in their order. */
type Step<I, R> = (items: readonly I[]) => Promise<readonly R[]>

interface Wish {
  readonly step: Step<unknown, unknown>
  readonly item: unknown
  readonly resolve: (value: unknown) => void
  readonly reject: (reason: unknown) => void
}

/** More would keep readers waiting: a transaction on SQLite stalls everybody else. */
const MOST = 64
/** Milliseconds that the first of a group may wait for the last. */
const MOST_WAIT = 20

const wishes: Wish[] = []
let isRunning = false
/** Times that a database which is busy or away is tried again: for about half a minute. */
const MOST_TRIES = 8
const LOG = cds.log('countersign/database')

/** No request's user, nor its transaction, is any business of the others'. */
const apart = AsyncLocalStorage.snapshot()

/** Does `work` in a transaction that it may share with others; all else as {@link inStep}. */
export function together<R>(work: () => Promise<R>): Promise<R> {
  return inStep(async () => [await work()], undefined)
}

/**
 * Takes `item` through a step of the way, in one transaction and in one call of `step` with whoever else is at it; resolves with its result once
 * that is committed; whoever lets something leave because of it waits until it is on disk, too. Where a step fails, all of its transaction is done again one by one: it changes nothing but the database, and can run twice.
 * @throws what `step` throws for this item alone, or why it could not be committed
 */
export function inStep<I, R>(step: Step<I, R>, item: I): Promise<R> {
  const { promise, resolve, reject } = Promise.withResolvers<R>()
  wishes.push({ step: step as Step<unknown, unknown>, item, resolve: resolve as (value: unknown) => void, reject })
  if (!isRunning) {
    isRunning = true
    apart(() => void run())
  }
  return promise
}

/**
 * Writes again as long as the database is busy or away for a moment; whatever else is wrong isn't cured by waiting.
 * @param isWorthIt whether another try is; for what must not get lost it always is
 * @throws what `write` throws
 */
export async function persistently<R>(write: () => Promise<R>, isWorthIt: (error: unknown) => boolean = isPassing): Promise<R> {
  for (let tried = 0; ; tried++) {
    try {
      return await write()
    } catch (error) {
      if (tried >= MOST_TRIES || !isWorthIt(error)) throw error
      LOG.warn('The database did not take it yet', error)
      await pause(100 * 2 ** tried)
    }
  }
}

async function run(): Promise<void> {
  while (wishes.length > 0) {
    await gathered()
    const group = wishes.splice(0, MOST)
    const isDone = group.length > 1 && (await commit(group).catch(() => false))
    if (!isDone) for (const wish of group) await commit([wish]).catch(wish.reject)
  }
  isRunning = false
}

/**
 * SQLite is done before anybody else gets a word in: whoever comes in the same turn of the event loop may come along, and as long as each turn
 * brings more, the next one, too. A lone message waits for one turn.
 */
async function gathered(): Promise<void> {
  const until = performance.now() + MOST_WAIT
  let before: number
  do {
    before = wishes.length
    await turn()
  } while (wishes.length > before && wishes.length < MOST && performance.now() < until)
}

async function commit(group: readonly Wish[]): Promise<boolean> {
  const steps = Map.groupBy(group, (wish) => wish.step)
  const results = new Map<Wish, unknown>()
  await inHaste(() =>
    asOurselves(async () => {
      for (const [step, each] of steps) {
        const came = await step(each.map((wish) => wish.item))
        for (const [at, wish] of each.entries()) results.set(wish, came[at])
      }
    }),
  )
  for (const [wish, result] of results) wish.resolve(result)
  return true
}

function asOurselves(work: () => Promise<void>): Promise<void> {
  return (cds.tx as (context: object, work: () => Promise<void>) => Promise<void>)({ user: new cds.User(ITSELF.actor) }, work)
}
