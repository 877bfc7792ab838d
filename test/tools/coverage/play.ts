import type { Finding } from '../../../srv/domain/judgement.ts'
import type { Arrangement, FailingMessage, LandscapeFailure, Stage } from '../../landscape/failures/failure.ts'
import type { FaultPlan } from '../../landscape/s4/faults.ts'
import { saidOf, type Said } from '../../landscape/staging.ts'
import { V2Client } from '../../traffic/client.ts'
import { guid } from '../../traffic/random.ts'
import { judge, type Opinion } from './judge.ts'
import type { Stand } from './stand.ts'

/** Who foresaw a failure. */
export type Foreseen = 'check' | 'model' | 'no'

/** What became of one failure, and of its twin in which nothing is wrong. */
export interface Played {
  readonly failure: LandscapeFailure
  readonly foreseen: Foreseen
  /** The check that pointed to it; empty for none. */
  readonly check: string
  /** What the S/4 said, `M7/021` or a status, and its text; empty where it would have booked it. */
  readonly refusal: { readonly code: string; readonly text: string }
  /** The S/4 says what the registry says. */
  readonly isAsSaid: boolean
  /** Errors that checks see, whatever they point to. */
  readonly errors: readonly string[]
  readonly warnings: readonly string[]
  /** Checks that couldn't judge, with why. */
  readonly notChecked: readonly string[]
  readonly twin: {
    readonly isPosted: boolean
    /** What the S/4 has against it. */
    readonly refusal: string
    /** Errors that checks see where none is. */
    readonly falseAlarms: readonly string[]
  }
}

const PATIENCE = { retries: 0, longestWait: 0 }
/** Probability from which the model counts as having foreseen. */
const LIKELY = 0.5

/** Plays one failure and its healthy twin; the books are afterwards as they were. `index`: how many were played before. */
export async function play(failure: LandscapeFailure, index: number, stand: Stand): Promise<Played> {
  const spoiled = await inBooks(stand, async () => {
    const arrangement = failure.arrange(stageOf(2 * index))
    const opinion = await opinionOf(arrangement, stand)
    return { opinion, said: await refusalOf(stand, arrangement.message, arrangement.faults) }
  })
  const twin = await inBooks(stand, async () => {
    const arrangement = failure.arrange(stageOf(2 * index + 1), true)
    const opinion = await opinionOf(arrangement, stand)
    return { opinion, said: await stand.staging.simulate(arrangement.message) }
  })
  const check = pointerTo(failure, spoiled.opinion)?.check ?? ''
  const errors = errorsOf(spoiled.opinion)
  return {
    failure,
    check,
    foreseen: check !== '' ? 'check' : errors.length === 0 && spoiled.opinion.failure >= LIKELY ? 'model' : 'no',
    refusal: { code: codeOf(spoiled.said, failure.code), text: spoiled.said.text },
    isAsSaid: !spoiled.said.isPosted && spoiled.said.codes.includes(failure.code),
    errors: errors.map(described),
    warnings: spoiled.opinion.findings.filter((each) => each.severity === 'warning').map(described),
    notChecked: spoiled.opinion.notChecked.map((each) => `${each.check}: ${each.reason ?? ''}`),
    twin: {
      isPosted: twin.said.isPosted,
      refusal: twin.said.isPosted ? '' : `${codeOf(twin.said)} ${twin.said.text}`,
      falseAlarms: errorsOf(twin.opinion).map(described),
    },
  }
}

/** The finding that points to a failure before anything is posted; undefined where no check sees it coming. The books are afterwards as they were. */
export async function foresee(failure: LandscapeFailure, index: number, stand: Stand): Promise<Finding | undefined> {
  return inBooks(stand, async () => pointerTo(failure, await opinionOf(failure.arrange(stageOf(2 * index)), stand)))
}

async function opinionOf(arrangement: Arrangement, stand: Stand): Promise<Opinion> {
  await stand.staging.arrange(arrangement)
  return judge(arrangement.message, { ...stand, policy: { ...stand.policy, strictChecks: refusedBy(arrangement) } })
}

/** What an order type lets pass with a warning, or refuses, its settings say; whoever runs the plant tells Countersign in the policy. */
const SETTINGS: Readonly<Record<string, string>> = {
  sequence: 'operationSequence',
  underDelivery: 'underDelivery',
  reservationExcess: 'reservationExceeded',
}

function refusedBy({ rows }: Arrangement): string[] {
  const settings = rows.filter((each) => each.set === 'settings').flatMap((each) => each.rows)
  return settings.filter((each) => each.value === 'E').flatMap((each) => SETTINGS[String(each.name).split('/')[0] ?? ''] ?? [])
}

/** Own order, own materials, own key; today as the S/4 sees it. */
function stageOf(index: number): Stage {
  return { index, today: new Date().toISOString().slice(0, 10), key: guid('coverage', index) }
}

/** Takes back whatever is written meanwhile, so that no failure sees what another one left behind. */
async function inBooks<T>({ s4, staging }: Stand, work: () => Promise<T>): Promise<T> {
  s4.books.db.exec('SAVEPOINT played')
  try {
    return await work()
  } finally {
    await staging.faults({})
    await staging.clearShopFloor()
    s4.books.db.exec('ROLLBACK TO played; RELEASE played')
  }
}

/** The first error that points to the failure: by its message or by its cause. */
function pointerTo({ code, cause }: LandscapeFailure, opinion: Opinion): Finding | undefined {
  return errorsOf(opinion).find((each) => each.code === code || each.cause === cause)
}

function errorsOf({ findings }: Opinion): Opinion['findings'] {
  return findings.filter((each) => each.severity === 'error')
}

const described = ({ check, code, text }: Finding): string => `${check} ${code} ${text}`

/** Where the network has a part in it, the message is really sent. */
async function refusalOf({ s4, staging }: Stand, message: FailingMessage, faults: FaultPlan | undefined): Promise<Said> {
  if (faults === undefined) return staging.simulate(message)
  await staging.faults(faults)
  const client = new V2Client(s4.url, 'COUNTERSIGN', 'countersign', PATIENCE)
  try {
    return saidOf(await client.post(message.service, message.path, JSON.stringify(message.body)))
  } catch (error) {
    return { isPosted: false, codes: [], text: error instanceof Error ? error.message : String(error) }
  }
}

/** The wanted code where it is among those that were said, else the first. */
function codeOf({ codes }: Said, wanted = ''): string {
  return codes.includes(wanted) ? wanted : (codes[0] ?? '')
}
