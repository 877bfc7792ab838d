/** What came of a run with faults: judged from the ERP's books, what the senders saw, and Countersign's record. Pure. */

/** One delivery of a message, as its sender saw it. Times in milliseconds since the epoch. */
export interface Delivery {
  readonly sentAt: number
  readonly answeredAt: number
  /** 0: no answer came. */
  readonly status: number
  /** Code of the error; empty where there is none. */
  readonly code: string
  /** Number of the attempt, where the answer names it: the message is acknowledged. */
  readonly attempt?: number
}

export interface SentMessage {
  /** By which Countersign knows it. */
  readonly key: string
  /** By which the ERP's books know it. */
  readonly inBooks: string
  readonly order: string
  /** Nothing is wrong with it: it should be posted unless a person says otherwise. */
  readonly isRight: boolean
  readonly deliveries: readonly Delivery[]
}

export interface RecordedAttempt {
  readonly number: number
  readonly key: string
  readonly order: string
  readonly status: string
}

export interface AuditStep {
  readonly attempt: number
  readonly action: string
  /** Of the attempt or its suggestion, after the step. */
  readonly status: string
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly sequence: number
  readonly erpDocument: string
}

/** One document in the ERP's books; their order is the order of posting. */
export interface BookedDocument {
  readonly inBooks: string
  readonly order: string
  /** As Countersign numbers it: `100001/1`. */
  readonly number: string
}

export interface Evidence {
  readonly sent: readonly SentMessage[]
  readonly attempts: readonly RecordedAttempt[]
  readonly audit: readonly AuditStep[]
  readonly books: readonly BookedDocument[]
}

/** What must not be, one line each, and the figures that people want to see. */
export interface Judgement {
  /** Messages with at least one document. */
  readonly posted: number
  readonly documents: number
  /** Acknowledged and right, or let go by a person. */
  readonly shouldPost: number
  /** Of those, the messages that are in the books. */
  readonly postedOfThose: number
  /** Acknowledged, yet neither in the books nor with a person nor told refused. */
  readonly lost: readonly string[]
  readonly doubled: readonly string[]
  readonly outOfOrder: readonly string[]
  /** The outcome is still not known, or a person was asked for it. */
  readonly unknown: readonly string[]
  /** In the books without a record, or against what record and sender were told. */
  readonly untrue: readonly string[]
  /** Acknowledged, yet not fully told by the audit log. */
  readonly unaccounted: readonly string[]
  /** Attempts by their status. */
  readonly states: Readonly<Record<string, number>>
  /** Never acknowledged and not on record: their senders know that they are still to be reported. */
  readonly unreached: number
}

const ON_ITS_WAY: ReadonlySet<string> = new Set(['received', 'waiting', 'posting'])
const BY_PEOPLE: ReadonlySet<string> = new Set(['approved', 'adjusted', 'signedOff'])

/** Judges a run that has settled. Every list is empty when all holds. */
export function judge(evidence: Evidence): Judgement {
  const cases = casesOf(evidence)
  const known = new Set(evidence.sent.map((each) => each.inBooks))
  const foreign = evidence.books.filter((each) => !known.has(each.inBooks))
  const should = cases.filter(isDue)
  return {
    posted: cases.filter((each) => each.documents.length > 0).length,
    documents: evidence.books.length,
    shouldPost: should.length,
    postedOfThose: should.filter((each) => each.documents.length > 0).length,
    lost: cases.flatMap(lossOf),
    doubled: cases.flatMap(doublingOf),
    outOfOrder: ordersOf(cases).flatMap((each) => overtakings(each, evidence.books)),
    unknown: cases.flatMap(doubtOf),
    untrue: [
      ...cases.flatMap(untruthOf),
      ...foreign.map((each) => `document ${each.number} (${each.inBooks}) is of no message that was sent`),
    ],
    unaccounted: cases.flatMap(gapOf),
    states: Object.fromEntries([...Map.groupBy(evidence.attempts, (each) => each.status)].map(([state, all]) => [state, all.length])),
    unreached: cases.filter((each) => !each.isAcknowledged && each.attempts.length === 0).length,
  }
}

/** Everything that is known about one message. */
interface Case {
  readonly message: SentMessage
  readonly attempts: readonly RecordedAttempt[]
  readonly steps: readonly AuditStep[]
  readonly documents: readonly BookedDocument[]
  readonly isAcknowledged: boolean
  readonly name: string
}

function casesOf({ sent, attempts, audit, books }: Evidence): Case[] {
  const byKey = Map.groupBy(attempts, (each) => each.key)
  const steps = Map.groupBy(audit, (each) => each.attempt)
  const documents = Map.groupBy(books, (each) => each.inBooks)
  return sent.map((message) => {
    const own = byKey.get(message.key) ?? []
    const number = own.map((each) => each.number).join(' and ')
    return {
      message,
      attempts: own,
      steps: own.flatMap((each) => steps.get(each.number) ?? []).sort((a, b) => a.sequence - b.sequence),
      documents: documents.get(message.inBooks) ?? [],
      isAcknowledged: message.deliveries.some((each) => each.attempt !== undefined || (each.status >= 200 && each.status < 300)),
      name: `${message.inBooks} of order ${message.order}${number === '' ? '' : ` (attempt ${number})`}`,
    }
  })
}

const isPosted = (each: Case): boolean => each.attempts.some(({ status }) => status === 'posted')
const wasTold = (each: Case): boolean => each.message.deliveries.some(({ status }) => status >= 200 && status < 300)
const isByPeople = (each: Case): boolean => each.steps.some(({ action }) => BY_PEOPLE.has(action))

/** On record and right, or let go by a person; not what a person has turned down, nor what the ERP did. */
function isDue(each: Case): boolean {
  if (each.attempts.length === 0 || each.attempts.some(({ status }) => status === 'rejected')) return false
  return each.message.isRight || (isByPeople(each) && each.attempts.every(({ status }) => status !== 'held'))
}

function lossOf(each: Case): string[] {
  const { attempts, documents, name, isAcknowledged } = each
  if (isAcknowledged && attempts.length === 0) return [`${name} was acknowledged and is not on record`]
  if (documents.length > 0) return []
  if (isPosted(each)) return [`${name} is posted by the record, and not in the books`]
  if (wasTold(each)) return [`${name} was answered as posted, and is not in the books`]
  return attempts.filter(({ status }) => ON_ITS_WAY.has(status)).map(({ status }) => `${name} was left ${status}`)
}

function doublingOf({ documents, attempts, name }: Case): string[] {
  if (documents.length > 1) return [`${name} is in the books ${documents.length} times: ${documents.map((each) => each.number).join(', ')}`]
  return attempts.length > 1 ? [`${name} is on record ${attempts.length} times`] : []
}

function doubtOf({ attempts, steps, name }: Case): string[] {
  if (attempts.some(({ status }) => status === 'unknown')) return [`${name} is unknown`]
  return steps.some(({ action }) => action === 'handedBack') ? [`${name} could not be looked up: a person was asked`] : []
}

function untruthOf(each: Case): string[] {
  const { documents, attempts, name, message } = each
  if (documents.length === 0) return []
  if (attempts.length === 0) return [`${name} is in the books, and not on record`]
  const [other] = attempts.filter(({ status }) => status !== 'posted' && status !== 'unknown')
  if (other) return [`${name} is in the books, and ${other.status} by the record`]
  const last = message.deliveries.at(-1)
  const isRefusal = last !== undefined && last.status >= 400 && last.status < 500 && ![403, 408, 423, 429].includes(last.status)
  return isRefusal && !isByPeople(each) ? [`${name} is in the books, and its sender was told ${last.status} ${last.code}`] : []
}

function gapOf(each: Case): string[] {
  const { attempts, steps, documents, name, message } = each
  return attempts.flatMap(({ number, status }) => {
    const own = steps.filter((step) => step.attempt === number)
    const named = message.deliveries.find((delivery) => delivery.attempt !== undefined && delivery.attempt !== number)
    const [document] = documents
    if (named) return [`${name} was acknowledged as attempt ${named.attempt}`]
    if (own[0]?.action !== 'received') return [`${name}: the audit log doesn't begin with its receipt`]
    if (!own.some((step) => step.status === status)) return [`${name} is ${status}, and the audit log doesn't say so`]
    if (status !== 'posted' || document === undefined) return []
    const told = own.findLast((step) => step.action === 'posted')?.erpDocument ?? ''
    return told.includes(document.number) ? [] : [`${name} is document ${document.number}, and the audit log says '${told}'`]
  })
}

/** Messages in the books that no person had in hands, order by order. */
function ordersOf(cases: readonly Case[]): Case[][] {
  return [
    ...Map.groupBy(
      cases.filter((each) => each.documents.length > 0 && !isByPeople(each)),
      (each) => each.message.order,
    ).values(),
  ]
}

/** Messages of one order that stand in the books before one that was received earlier. */
function overtakings(released: readonly Case[], books: readonly BookedDocument[]): string[] {
  const places = new Map(books.map((each, place) => [each, place]))
  const placeOf = ({ documents: [first] }: Case): number => (first && places.get(first)) ?? -1
  const posted = released.toSorted((a, b) => placeOf(a) - placeOf(b))
  return posted.flatMap((each, at) => {
    const overtaken = posted.slice(at + 1).find((later) => isBefore(later, each))
    return overtaken ? [`${each.name} was posted before ${overtaken.name}, which was received earlier`] : []
  })
}

/** Was `one` received before `other`? By the record, or because its sender had its number before the other was sent at all. */
function isBefore(one: Case, other: Case): boolean {
  const [first, second] = [receiptOf(one), receiptOf(other)]
  if (first && second && first.at !== second.at) return first.at < second.at
  const known = Math.min(...one.message.deliveries.filter(({ attempt }) => attempt !== undefined).map(({ answeredAt }) => answeredAt))
  const isAnew = one.steps.some(({ status }) => status === 'refused')
  return !isAnew && known < Math.min(...other.message.deliveries.map(({ sentAt }) => sentAt))
}

/** When it was received to be posted: what the ERP had refused, and is sent again, is received anew. */
function receiptOf({ steps }: Case): AuditStep | undefined {
  const refused = steps.findLastIndex(({ status }) => status === 'refused')
  return steps.slice(refused + 1).find(({ status }) => status === 'received')
}
