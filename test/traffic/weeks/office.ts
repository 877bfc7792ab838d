import type { V2Client } from '../client.ts'
import { CONFIRMATION_SERVICE } from '../confirmation.ts'
import { inParallel } from '../lanes.ts'
import type { Sent } from '../shift.ts'
import type { Desk } from './desk.ts'
import { type Deed, decisionOf, foundOutAfter, type Said, spotCheckOf } from './planner.ts'

/** What the office did, to be told in the report. */
export interface OfficeCounts {
  approved: number
  adjusted: number
  rejected: number
  postedAsSent: number
  said: number
  spotChecked: number
  takenBack: number
  /** Decisions that Countersign didn't accept. */
  failed: number
}

interface Suggestion {
  readonly ID: string
  readonly attemptNumber: number | string
  readonly cause_code: string
  readonly action_code: string
}

interface Due {
  readonly day: number
  work(): Promise<void>
}

const HANDS = 2
const AGAIN: Deed = { deed: 'rejectSuggestion', after: 0 }

/** Planner and controller at their desks, one day after another: they work off the worklist, say what it was, look at what was drawn, take back what was found out. */
export class Office {
  readonly counts: OfficeCounts = {
    approved: 0,
    adjusted: 0,
    rejected: 0,
    postedAsSent: 0,
    said: 0,
    spotChecked: 0,
    takenBack: 0,
    failed: 0,
  }
  readonly problems: string[] = []
  readonly #desks: { readonly planner: Desk; readonly controller: Desk }
  readonly #shopFloor: V2Client
  readonly #seed: string
  readonly #truth = new Map<number, Sent>()
  /** Attempts decided once: what the ERP refused all the same goes back to the shop floor. */
  readonly #decided = new Set<number>()
  #due: Due[] = []
  #day = 0

  constructor(desks: { readonly planner: Desk; readonly controller: Desk }, shopFloor: V2Client, seed: string) {
    this.#desks = desks
    this.#shopFloor = shopFloor
    this.#seed = seed
  }

  /** Works off what lies on the desks, of attempts after number `from`; `sent` is what has come in since the last time. */
  async work(day: number, sent: readonly Sent[], from: number): Promise<void> {
    this.#day = day
    for (const each of sent) if (each.verdict.attempt !== undefined) this.#truth.set(each.verdict.attempt, each)
    this.#expectFindings(sent)
    await this.#spotChecks(from)
    await this.#worklist(from)
    await this.#whatIsDue()
  }

  /** What was booked although it was wrong is noticed some day, or never. */
  #expectFindings(sent: readonly Sent[]): void {
    for (const each of sent.filter(({ kind, verdict }) => kind === 'wrong' && verdict.state === 'released')) {
      const days = foundOutAfter(each, this.#seed)
      if (days !== undefined) this.#due.push({ day: this.#day + days, work: () => this.#takeBack(each) })
    }
  }

  async #worklist(from: number): Promise<void> {
    const query = `$select=ID,attemptNumber,cause_code,action_code&$filter=status eq 'proposed' and attemptNumber gt ${from}&$orderby=attemptNumber`
    const open = await this.#desks.planner.rows<Suggestion>(`worklist/Suggestions?${query}`)
    await inParallel(open, HANDS, (each) => this.#trying(() => this.#decide(each)))
  }

  async #decide({ ID, attemptNumber, cause_code, action_code }: Suggestion): Promise<void> {
    const number = Number(attemptNumber)
    const sent = this.#truth.get(number)
    if (!sent) return
    const isAgain = this.#decided.has(number)
    this.#decided.add(number)
    const { deed, said, after } = isAgain ? AGAIN : decisionOf(sent, { cause: cause_code, action: action_code }, this.#seed)
    if (said !== undefined && after === 0) await this.#say(ID, said)
    if (said !== undefined && after > 0) this.#due.push({ day: this.#day + after, work: () => this.#say(ID, said) })
    const { planner, controller } = this.#desks
    const act = (action: string, values: object): Promise<void> =>
      planner.act('POST', `worklist/Suggestions(${ID})/WorklistService.${action}`, values)
    if (deed === 'rejectSuggestion') await act(deed, { reason: 'to be reported anew' })
    else if (deed === 'postAsSent') await act(deed, { note: 'it is right' })
    else {
      if (deed === 'adjust') await act('adjust', { values: sent.values, note: 'looked up' })
      await act('approve', { note: '' })
    }
    this.counts[({ approve: 'approved', adjust: 'adjusted', rejectSuggestion: 'rejected', postAsSent: 'postedAsSent' } as const)[deed]]++
    const [state] = await planner.rows<{ status: string }>(`worklist/Suggestions?$select=ID,status&$filter=ID eq ${ID}`)
    if (state?.status === 'awaitingSignOff')
      await controller.act('POST', `worklist/Suggestions(${ID})/WorklistService.signOff`, { note: '' })
  }

  async #say(suggestion: string, cause: Said): Promise<void> {
    await this.#desks.planner.act('POST', `worklist/Suggestions(${suggestion})/WorklistService.setCause`, { cause })
    this.counts.said++
  }

  async #spotChecks(from: number): Promise<void> {
    const drawn = await this.#desks.planner.rows<{ ID: string; number: number | string }>(
      `worklist/SpotChecks?$select=ID,number&$filter=isOpen eq true and number gt ${from}`,
    )
    await inParallel(drawn, HANDS, async ({ ID, number }) => {
      const sent = this.#truth.get(Number(number))
      const cause = sent && spotCheckOf(sent, this.#seed)
      if (cause === undefined) return
      await this.#trying(() => this.#desks.planner.act('POST', `worklist/SpotChecks(${ID})/WorklistService.setCause`, { cause }))
      this.counts.spotChecked++
    })
  }

  async #whatIsDue(): Promise<void> {
    const now = this.#due.filter((each) => each.day <= this.#day)
    this.#due = this.#due.filter((each) => each.day > this.#day)
    await inParallel(now, HANDS, (each) => this.#trying(() => each.work()))
  }

  async #takeBack({ verdict }: Sent): Promise<void> {
    const number = String(verdict.attempt)
    const [attempt] = await this.#desks.planner.rows<{ erpDocument: string | null }>(
      `worklist/SyncAttempts?$select=ID,erpDocument&$filter=number eq ${number}`,
    )
    const [group, count] = attempt?.erpDocument?.split('/') ?? []
    if (group === undefined || count === undefined) return
    const path = `CancelProdnOrdConf?ConfirmationGroup='${group}'&ConfirmationCount='${count}'`
    const answer = await this.#shopFloor.post(CONFIRMATION_SERVICE, path, '')
    if (answer.status >= 300) throw new Error(`Cancelling ${group}/${count} answered ${answer.status}: ${answer.text.slice(0, 200)}`)
    this.counts.takenBack++
  }

  async #trying(work: () => Promise<void>): Promise<void> {
    await work().catch((error: unknown) => {
      this.counts.failed++
      this.problems.push(error instanceof Error ? error.message : String(error))
    })
  }
}
