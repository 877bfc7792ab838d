import cds from '@sap/cds'
import { Causes, FloorAlerts, SuggestionCauses, Suggestions, SyncAttempts } from '#cds-models/countersign'
import { ITSELF, tell } from '../audit/log.ts'
import { Rounds } from '../audit/rounds.ts'
import type { DmGateway, FloorAlert } from '../dm/types.ts'
import { isOnDuty } from './duties.ts'
import { attemptByID, type AttemptRow } from './storage.ts'

const LOG = cds.log('countersign/floor')

/** Milliseconds between two looks, and between two tries of the same alert. */
const EVERY = 3000
const SOONEST = 30_000
const LATEST = 900_000
/** Alerts that one look sees to. */
const MOST = 50

interface Known {
  readonly times: number
  readonly alert: string | null
  readonly text: string | null
  readonly tries: number
}

/**
 * A confirmation that is held becomes a task on the shop floor, where its cause mostly is: an alert in DM with what is wrong, the likely causes and
 * where to look; it ends when the confirmation is held no longer. It follows what stands in the record, beside the way of a message: a DM that
 * can't be reached keeps nobody, and is told later.
 */
export class FloorTasks {
  readonly #dm: Pick<DmGateway, 'alerts'>
  readonly #rounds = new Rounds(async (signal) => {
    await this.look(signal).catch((error: unknown) => LOG.error('Tasks for the shop floor could not be seen to', error))
    return EVERY
  })

  constructor(dm: Pick<DmGateway, 'alerts'>) {
    this.#dm = dm
  }

  start(): void {
    if (this.#dm.alerts) this.#rounds.start()
  }

  async stop(): Promise<void> {
    await this.#rounds.stop()
  }

  /** Raises what is held and nobody was told of, ends what is held no longer. */
  async look(signal?: AbortSignal): Promise<void> {
    if (!this.#dm.alerts || !(await isOnDuty('floor'))) return
    for (const ID of await untold()) await this.#step(ID, () => this.#raise(ID, signal), signal)
    for (const ID of await overdue()) await this.#step(ID, () => this.#close(ID, signal), signal)
  }

  /** One step towards DM; when DM doesn't take it, it is tried later. */
  async #step(ID: string, take: () => Promise<void>, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return
    try {
      await take()
    } catch (error) {
      if (signal?.aborted) return
      const problem = error instanceof Error ? error.message : String(error)
      LOG.warn(`DM was not told of attempt ${ID}: ${problem}`)
      await cds.tx(async () => {
        const tries = ((await knownOf(ID))?.tries ?? 0) + 1
        const nextTryAt = new Date(Date.now() + Math.min(SOONEST * 2 ** (tries - 1), LATEST)).toISOString()
        await write(ID, { tries, nextTryAt, problem: problem.slice(0, 500) })
      })
    }
  }

  async #raise(ID: string, signal?: AbortSignal): Promise<void> {
    const [held, known] = [await attemptByID(ID), await knownOf(ID)]
    if (held.status !== 'held' || !this.#dm.alerts) return
    const times = (known?.times ?? 0) + 1
    const text = await textOf(held)
    const alert = await this.#dm.alerts.raise(await alertOf(held, `${ID}/${times}`, text), signal)
    await cds.tx({ user: new cds.User(ITSELF.actor) } as never, async () => {
      await write(ID, { ...{ times, alert, text, raisedAt: new Date().toISOString(), closedAt: null }, ...DONE })
      await tell({ ...ITSELF, action: 'floorTold', attempt: held, status: 'held', reason: text, details: { alert } })
    })
  }

  async #close(ID: string, signal?: AbortSignal): Promise<void> {
    const [attempt, known] = [await attemptByID(ID), await knownOf(ID)]
    if (!known?.alert || !this.#dm.alerts) return
    const outcome = CAME[attempt.status] ?? 'Decided.'
    await this.#dm.alerts.close(known.alert, `${outcome} ${known.text ?? ''}`.slice(0, 2000), signal)
    await cds.tx({ user: new cds.User(ITSELF.actor) } as never, async () => {
      await write(ID, { closedAt: new Date().toISOString(), ...DONE })
      await tell({ ...ITSELF, action: 'floorEnded', attempt, status: attempt.status, reason: outcome, details: { alert: known.alert } })
    })
  }
}

const DONE = { tries: 0, nextTryAt: null, problem: null } as const

/** What came of it, for those who were asked to look. */
const CAME: Readonly<Record<string, string>> = {
  waiting: 'Approved.',
  posting: 'Approved.',
  unknown: 'Approved.',
  posted: 'Posted.',
  refused: 'Refused by the ERP.',
  rejected: 'Rejected.',
  superseded: 'Corrected by a newer message.',
}

async function untold(): Promise<string[]> {
  const now = new Date().toISOString()
  const rows = (await SELECT.from('countersign.SyncAttempts as A' as 'countersign.SyncAttempts')
    .columns('ID')
    .where({ status: 'held', kind: 'confirmation' })
    .and`not exists (SELECT 1 as one from countersign.FloorAlerts as F where F.attempt_ID = A.ID
      and ((F.alert is not null and F.closedAt is null) or F.nextTryAt > ${now}))`.limit(MOST)) as { ID: string }[]
  return rows.map(({ ID }) => ID)
}

async function overdue(): Promise<string[]> {
  const now = new Date().toISOString()
  const rows = await SELECT.from(FloorAlerts)
    .columns('attempt_ID')
    .where({ alert: { '!=': null }, closedAt: null, 'attempt.status': { '!=': 'held' } } as never)
    .and`(nextTryAt is null or nextTryAt <= ${now})`.limit(MOST)
  return rows.flatMap((row) => row.attempt_ID ?? [])
}

async function knownOf(ID: string): Promise<Known | undefined> {
  return (await SELECT.one.from(FloorAlerts).columns('times', 'alert', 'text', 'tries').where({ attempt_ID: ID })) as unknown as
    Known | undefined
}

async function write(ID: string, values: Readonly<Record<string, unknown>>): Promise<void> {
  await UPSERT.into(FloorAlerts).entries({ attempt_ID: ID, ...values } as never)
}

async function alertOf(held: AttemptRow, key: string, text: string): Promise<FloorAlert> {
  const where = await SELECT.one.from(SyncAttempts).columns('workCenter').where({ ID: held.ID })
  return {
    ...{ key, externalId: `Countersign ${held.number}`, plant: held.plant ?? '', order: held.order ?? '', operation: held.operation ?? '' },
    ...{ workCenter: where?.workCenter ?? '', material: held.material ?? '', text, at: new Date().toISOString() },
  }
}

/** What is wrong, the likely causes with their probability, and what is proposed: DM knows no languages, so in English. */
async function textOf(held: AttemptRow): Promise<string> {
  const [suggestion] = await SELECT.from(Suggestions)
    .columns('ID', 'reason')
    .where({ attempt_ID: held.ID, status: { in: ['proposed', 'awaitingSignOff'] } })
    .orderBy('createdAt desc')
    .limit(1)
  const ranked = suggestion?.ID
    ? await SELECT.from(SuggestionCauses)
        .columns('cause_code', 'probability', 'isListed')
        .where({ suggestion_ID: suggestion.ID })
        .orderBy('rank')
    : []
  // Without a shortlist, as where a finding decides alone, the first one is told.
  const listed = ranked.filter((each) => each.isListed)
  const told = listed.length > 0 ? listed : ranked.slice(0, 1)
  const names = new Map((await SELECT.from(Causes).columns('code', 'name')).map((each) => [each.code, each.name]))
  const likely = told.map(
    (each) => `${names.get(each.cause_code ?? '') ?? each.cause_code} (${Math.round(Number(each.probability) * 100)} %)`,
  )
  const wrong = held.verdictReason ?? ''
  // Many reasons begin with what is wrong, which is said already.
  const said = wrong.replace(/ \(and \d+ more\)$/, '')
  const reason = suggestion?.reason ?? ''
  const proposed = (said !== '' && reason.startsWith(said) ? reason.slice(said.length) : reason).trim()
  const lines = [
    `Confirmation of order ${held.order ?? ''}, operation ${held.operation ?? ''} is held: ${wrong}`,
    likely.length > 0 ? `Likely: ${likely.join(', ')}.` : '',
    proposed ? `Proposed: ${proposed}` : '',
  ]
  return lines
    .filter((line) => line !== '')
    .join('\n')
    .slice(0, 2000)
}
