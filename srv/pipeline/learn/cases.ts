import { deflateRawSync } from 'node:zlib'
import { AttemptItems, Case, Cases, Suggestions, SyncAttempts } from '#cds-models/countersign'
import { ITSELF, tell } from '../../audit/log.ts'
import { insertion } from '../../database/insertion.ts'
import { change } from '../../database/statement.ts'
import { newID } from '../../database/id.ts'
import { type ActionCode, type Cause, CAUSES, type RankedCause } from '../../domain/judgement.ts'
import type { SyncMessage } from '../../domain/message.ts'
import type { Judgement } from '../judge.ts'
import { concludeAction } from '../phases/actions.ts'
import { ATTEMPT, type AttemptRow } from '../storage.ts'
import { type CaseOutcome, isCause, labelOf } from './labels.ts'

/** Writes down what a model can learn from: the case as it was judged, and later what came of it. Each within the open transaction. */

/** Kinds that are judged; the rest teaches nothing. */
const KINDS: ReadonlySet<string> = new Set(['confirmation', 'materialDocument'])
const SHOWN = 5

const share = (value: number | undefined): string | null => (value === undefined ? null : value.toFixed(6))
const ranked = (causes: readonly RankedCause[] | undefined): string | null =>
  causes === undefined ? null : JSON.stringify(causes.slice(0, SHOWN).map((each) => [each.cause, Number(each.probability.toFixed(4))]))

let spotCheckPercent = 1

/** Percent of confident releases that people look at, from now on. */
export function drawSpotChecks(percent: number): void {
  spotCheckPercent = percent
}

const insertCases = insertion('countersign.Cases')
/** Nobody has said anything of it yet. */
const concludePosted = change<'attemptID' | 'at'>(({ attemptID, at }) =>
  UPDATE(Cases)
    .set({
      outcome: 'posted',
      outcomeAt: at,
      hasFailed: false,
      cause_code: null,
      labelSource: 'posted',
      weight: 1,
      labelledAt: at,
    } as never)
    .where({
      attempt_ID: attemptID,
      isCurrent: true,
      verdict: { '!=': 'hold' },
      outcome: null,
      personCause: null,
      hasFailed: null,
    } as never),
)

/** Begins a case, or replaces the one of which nothing is known yet. */
export async function keepCase(attempt: AttemptRow, message: SyncMessage, judgement: Judgement, isAutomatic = false): Promise<void> {
  if (!teaches(message, judgement)) return
  // Held, and now free to go: something has changed, and holding it was right.
  if (judgement.decision.verdict !== 'hold') await conclude(attempt.ID, { outcome: 'retried' }, 'hold')
  const earlier = await current(attempt.ID)
  if (earlier?.hasFailed == null) await DELETE.from(Cases).where({ attempt_ID: attempt.ID, isCurrent: true })
  else await UPDATE(Cases).set({ isCurrent: false }).where({ ID: earlier.ID })
  await beginCases([{ attempt, message, judgement, isAutomatic }])
}

/** Begins cases of attempts that have just come. */
export async function beginCases(
  judged: readonly {
    readonly attempt: AttemptRow
    readonly message: SyncMessage
    readonly judgement: Judgement
    readonly isAutomatic?: boolean
  }[],
): Promise<void> {
  const rows = judged.flatMap(({ attempt, message, judgement, isAutomatic }) => rowOf(attempt, message, judgement, isAutomatic) ?? [])
  await insertCases(rows)
}

function teaches(message: SyncMessage, { prediction }: Judgement): boolean {
  return prediction.basis !== undefined && KINDS.has(message.kind) && !message.parts.some((part) => part.isReversal)
}

function rowOf(attempt: AttemptRow, message: SyncMessage, judgement: Judgement, isAutomatic = false) {
  const { prediction, decision, findings, context, proposal, candidate, notChecked = [], broken = [] } = judgement
  const { basis } = prediction
  if (!basis || !teaches(message, judgement)) return undefined
  const isSure = decision.verdict === 'release' && findings.length === 0
  const parts = message.parts.map(({ body: _body, headers: _headers, ...content }) => content)
  return {
    ID: newID(),
    attempt_ID: attempt.ID,
    isCurrent: true,
    number: attempt.number,
    judgedAt: new Date().toISOString(),
    service: attempt.service ?? '',
    kind: message.kind,
    plant: attempt.plant ?? null,
    verdict: decision.verdict,
    rulesVerdict: judgement.rulesVerdict ?? null,
    policyVersion: judgement.policy.version,
    notChecked: notChecked.length > 0 ? JSON.stringify({ notChecked, broken: broken.map((each) => each.check) }) : null,
    featureSchema: basis.featureSchema,
    features: JSON.stringify(basis.features),
    keys: JSON.stringify(basis.keys),
    knownLabels: basis.knownLabels,
    habits: JSON.stringify(basis.habits.flatMap((each, at) => (each < 5e-4 ? [] : [[CAUSES[at], Number(each.toPrecision(4))]]))),
    findings: JSON.stringify(
      findings.map(({ check, cause, severity, isDecisive, code, field }) => ({ check, cause, severity, isDecisive, code, field })),
    ),
    evidence: deflateRawSync(JSON.stringify({ parts, context, findings, sender: message.sender }), { level: 1 }),
    modelVersion: prediction.modelVersion,
    rulesFailure: share(prediction.rules?.failure),
    rulesCauses: ranked(prediction.rules?.causes),
    modelFailure: share(prediction.model?.failure),
    modelCauses: ranked(prediction.model?.causes),
    failure: share(prediction.failure),
    causes: ranked(prediction.causes),
    shortlist: prediction.shortlist ? JSON.stringify(prediction.shortlist.causes) : null,
    mayPass: prediction.gate?.mayPass ?? null,
    isSpotCheck: isSure && isDrawn(attempt.ID),
    proposedCause: proposal?.cause ?? null,
    proposedAction: proposal?.action ?? null,
    proposedConfidence: proposal ? proposal.confidence.toFixed(4) : null,
    proposal: candidate ? JSON.stringify({ reasons: candidate.reasons, moved: candidate.moved }) : null,
    isAutomatic,
    isProposalRight: null,
  }
}

/** One in so many, told by the end of the attempt's ID alone, which is drawn by chance: the same on every machine. */
function isDrawn(ID: string): boolean {
  return (Number.parseInt(ID.slice(-8), 16) / 0x1_0000_0000) * 100 < spotCheckPercent
}

/** The ERP has it: as it was sent, or as a person corrected it. */
export async function keepPosted(attemptID: string, wasHeld: boolean): Promise<void> {
  if (!wasHeld) {
    // As most cases end, in one statement; what a person has said meanwhile counts more.
    if ((await concludePosted({ attemptID, at: new Date().toISOString() })) === 0) await conclude(attemptID, { outcome: 'posted' })
    return
  }
  const [approved] = await SELECT.from(Suggestions)
    .columns('action_code', 'cause_code', 'patch', 'status', 'adjustedBy', 'confidence')
    .where({ attempt_ID: attemptID, status: 'approved' })
    .orderBy('modifiedAt desc')
    .limit(1)
  const isCorrected = (JSON.parse(approved?.patch ?? '[]') as unknown[][]).some((operations) => operations.length > 0)
  await conclude(attemptID, {
    ...{ outcome: isCorrected ? 'corrected' : 'posted', action: approved?.action_code, cause: agreedCause(approved) },
    ...(approved ? { isProposalRight: isUnchanged(approved) } : {}),
  })
  await concludeAction(attemptID, 'posted')
}

/** Whoever sets other values, or posts it as it was sent, is as sure as can be: no confidence is told then. */
function isUnchanged({ adjustedBy, confidence }: { adjustedBy?: string | null; confidence?: unknown }): boolean {
  return !adjustedBy && confidence != null
}

/** Whoever set other values, or didn't want the correction, agreed with no cause: what was proposed is hardly the true one. */
function agreedCause(suggestion?: {
  cause_code?: string | null
  status?: string | null
  adjustedBy?: string | null
}): string | null | undefined {
  return suggestion?.adjustedBy || suggestion?.status === 'rejected' ? 'unknown' : suggestion?.cause_code
}

export async function keepRefused(attemptID: string, cause: Cause): Promise<void> {
  await conclude(attemptID, { outcome: 'refused', erpCause: cause, isProposalRight: false })
  await concludeAction(attemptID, 'refused')
}

/** A person ended it. */
export async function keepRejected(attemptID: string): Promise<void> {
  const [last] = await SELECT.from(Suggestions)
    .columns('action_code', 'cause_code', 'status', 'adjustedBy', 'confidence')
    .where({ attempt_ID: attemptID })
    .orderBy('modifiedAt desc')
    .limit(1)
  // Approved, and ended all the same: that is what was proposed.
  const isProposalRight = last?.status === 'approved' && isUnchanged(last)
  await conclude(attemptID, { outcome: 'rejected', action: last?.action_code, cause: agreedCause(last), isProposalRight })
}

/** Documents of the ERP (`207/1`, `2026/4900000012`) that were taken back: what made them was wrong after all. */
export async function keepReversed(documents: readonly string[]): Promise<number> {
  if (documents.length === 0) return 0
  const items = await SELECT.from(AttemptItems)
    .columns('attempt_ID')
    .where({ erpDocument: { in: [...documents] } })
  const attempts = new Set(items.map((each) => each.attempt_ID ?? ''))
  for (const attemptID of attempts) {
    await conclude(attemptID, { outcome: 'reversed', isProposalRight: false })
    await concludeAction(attemptID, 'reversed')
  }
  const told = (await SELECT.from(SyncAttempts)
    .columns(...ATTEMPT)
    .where({ ID: { in: [...attempts] } })) as AttemptRow[]
  for (const attempt of told) {
    const reason = `The ERP says that ${attempt.erpDocument ?? ''} was taken back`
    await tell({ ...ITSELF, action: 'takenBack', attempt, status: attempt.status, reason })
  }
  return attempts.size
}

/** What really was wrong, in a person's word; `none`: nothing. @returns whether there is a case to say it of */
export async function keepPersonCause(attemptID: string, cause: Cause | 'none', person: string): Promise<boolean> {
  const known = await current(attemptID)
  if (!known) return false
  const at = new Date().toISOString()
  await UPDATE(Cases)
    .set({ personCause: cause, personBy: person, personAt: at, ...labelled({ ...known, personCause: cause }, at) } as never)
    .where({ ID: known.ID })
  return true
}

interface Conclusion {
  readonly outcome: CaseOutcome
  readonly action?: string | null | undefined
  readonly cause?: string | null | undefined
  readonly erpCause?: Cause
  /** Of a message that was held. */
  readonly isProposalRight?: boolean
}

/** @param only verdict; other cases are left as they are */
async function conclude(
  attemptID: string,
  { outcome, action, cause, erpCause, isProposalRight }: Conclusion,
  only?: string,
): Promise<void> {
  const known = await current(attemptID)
  if (!known || (only !== undefined && (known.verdict !== only || known.hasFailed != null))) return
  const at = new Date().toISOString()
  const proposedCause = cause ?? known.proposedCause ?? null
  const said = { outcome, proposedCause, erpCause_code: erpCause ?? known.erpCause_code ?? null }
  await UPDATE(Cases)
    .set({
      ...said,
      ...(known.verdict === 'hold' && isProposalRight !== undefined ? { isProposalRight } : {}),
      outcomeAt: at,
      ...labelled({ ...known, ...said }, at, action),
    } as never)
    .where({ ID: known.ID })
}

type Row = NonNullable<Awaited<ReturnType<typeof current>>>

function labelled(row: Row, at: string, action?: string | null) {
  const label = labelOf({
    outcome: (row.outcome ?? undefined) as CaseOutcome | undefined,
    wasHeld: row.verdict === 'hold',
    action: (action ?? undefined) as ActionCode | undefined,
    proposedCause: isCause(row.proposedCause) ? row.proposedCause : undefined,
    erpCause: isCause(row.erpCause_code) ? row.erpCause_code : undefined,
    personCause: row.personCause === 'none' ? 'none' : isCause(row.personCause) ? row.personCause : undefined,
  })
  if (!label) return {}
  const { hasFailed, cause, source, weight } = label
  return {
    hasFailed,
    cause_code: cause ?? null,
    labelSource: source,
    weight,
    // When it first became known decides when it is learnt; a later word changes what.
    labelledAt: row.labelledAt ?? at,
  }
}

async function current(
  attemptID: string,
): Promise<
  Pick<Case, 'ID' | 'verdict' | 'outcome' | 'proposedCause' | 'erpCause_code' | 'personCause' | 'hasFailed' | 'labelledAt'> | undefined
> {
  return (
    (await SELECT.one
      .from(Cases)
      .columns('ID', 'verdict', 'outcome', 'proposedCause', 'erpCause_code', 'personCause', 'hasFailed', 'labelledAt')
      .where({ attempt_ID: attemptID, isCurrent: true })) ?? undefined
  )
}
