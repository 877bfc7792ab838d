import {
  AttemptItems,
  AuditLog,
  AuditSeals,
  Cases,
  Conflicts,
  ModelVersions,
  SuggestionCauses,
  SuggestionChanges,
  SuggestionInfluences,
  Suggestions,
  SyncAttempts,
} from '#cds-models/countersign'
import { entryOf, FIELDS } from './entry.ts'
import { sealOf } from './records.ts'

type Row = Readonly<Record<string, unknown>>

/** All that led to an ERP document: messages that posted it, and for each what was thought, decided, signed and sealed. */
interface Lineage {
  readonly erpDocument: string
  readonly attempts: readonly Row[]
  /** Those that hold the steps. */
  readonly seals: readonly Row[]
}

/** From the number of an ERP document back to where it came from; without payloads, which their hashes stand for. No attempts: nobody knows it. */
export async function lineageOf(erpDocument: string): Promise<Lineage> {
  // A message may have made several, which lists show together.
  const items = await SELECT.from(AttemptItems)
    .columns('attempt_ID')
    .where({ erpDocument: { in: erpDocument.split(',').map((each) => each.trim()) } })
  const ids = [...new Set(items.map((each) => each.attempt_ID))]
  const attempts = await Promise.all(ids.map((ID) => storyOf(ID ?? '')))
  const numbers = attempts.flatMap(({ steps }) => (steps as { seal: number | null }[]).flatMap((each) => each.seal ?? []))
  const seals = numbers.length > 0 ? await SELECT.from(AuditSeals).where({ number: { in: [...new Set(numbers)] } }) : []
  return { erpDocument, attempts, seals: seals.map((seal) => ({ ...sealOf(seal as Row) })) }
}

async function storyOf(ID: string): Promise<Row> {
  const [attempt, items, conflicts, judged, suggestions, steps] = await Promise.all([
    SELECT.one
      .from(SyncAttempts)
      .columns(...MESSAGE, ...VERDICT, ...OUTCOME)
      .where({ ID }),
    SELECT.from(AttemptItems)
      .columns(...ITEM)
      .where({ attempt_ID: ID })
      .orderBy('position'),
    SELECT.from(Conflicts)
      .columns(...CONFLICT)
      .where({ attempt_ID: ID })
      .orderBy('at'),
    SELECT.one
      .from(Cases)
      .columns(...JUDGED)
      .where({ attempt_ID: ID, isCurrent: true }),
    SELECT.from(Suggestions)
      .columns(...SUGGESTION)
      .where({ attempt_ID: ID })
      .orderBy('createdAt'),
    stepsOf(ID),
  ])
  const pick = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, (attempt as Row | undefined)?.[name] ?? null]))
  const version = attempt?.modelVersion
  const model = version
    ? await SELECT.one
        .from(ModelVersions)
        .columns(...MODEL)
        .where({ version })
    : undefined
  return {
    message: { ...pick(MESSAGE), number: Number(attempt?.number) },
    items,
    conflicts: (conflicts as Row[]).map((each) => ({ ...each, evidence: parsed(each.evidence) })),
    prediction: judged
      ? { ...(judged as Row), ...Object.fromEntries(TEXTS.map((name) => [name, parsed((judged as Row)[name])])), model: model ?? null }
      : { modelVersion: version ?? null, model: model ?? null },
    verdict: pick(VERDICT),
    suggestions: await Promise.all((suggestions as Row[]).map(async (each) => ({ ...each, ...(await partsOf(String(each.ID))) }))),
    signers: steps
      .filter((step) => SIGNING.has(String(step.action)))
      .map(({ actor, role, action, at, reason }) => ({ actor, role, action, at, reason })),
    outcome: pick(OUTCOME),
    steps,
  }
}

async function partsOf(suggestion_ID: string): Promise<Row> {
  const [changes, causes, influences] = await Promise.all([
    SELECT.from(SuggestionChanges).columns('part', 'field', 'sent', 'proposed').where({ suggestion_ID }).orderBy('position'),
    SELECT.from(SuggestionCauses).columns('rank', 'cause_code', 'probability', 'isListed').where({ suggestion_ID }).orderBy('rank'),
    SELECT.from(SuggestionInfluences)
      .columns('rank', 'feature', 'value', 'unit', 'contribution', 'text')
      .where({ suggestion_ID })
      .orderBy('rank'),
  ])
  return { changes, causes, influences }
}

/** Steps in order, each with its place among the seals. */
async function stepsOf(attemptID: string): Promise<Row[]> {
  const attempt = await SELECT.one.from(SyncAttempts).columns('number').where({ ID: attemptID })
  const columns = [
    ...FIELDS.map((name) => ({ ref: [name] })),
    { ref: ['leaf', 'position'] },
    { ref: ['leaf', 'hash'] },
    { ref: ['leaf', 'seal_number'] },
  ]
  const rows = (await SELECT.from(AuditLog)
    .columns(columns as never)
    .where({ attemptNumber: attempt?.number ?? 0 })
    .orderBy('sequence')) as unknown as Row[]
  return rows.map((row) => ({
    ...entryOf(row),
    details: parsed(row.details),
    ...{ position: numberOf(row.leaf_position), leaf: row.leaf_hash ?? null, seal: numberOf(row.leaf_seal_number) },
  }))
}

/** Some answers give large whole numbers as text. */
function numberOf(value: unknown): number | null {
  return value == null ? null : Number(value)
}

function parsed(text: unknown): unknown {
  try {
    return JSON.parse(typeof text === 'string' ? text : 'null') as unknown
  } catch {
    return text
  }
}

/** Steps in which a person stands for what happens. */
const SIGNING = new Set(['adjusted', 'approved', 'signedOff', 'returned', 'rejected', 'causeSet', 'settled', 'cancelled', 'resubmitted'])
const MESSAGE = [
  ...(['ID', 'number', 'sender', 'service', 'kind', 'isChangeSet', 'method', 'path', 'receivedAt', 'deliveries'] as const),
  ...([
    'keyKind',
    'keyValue',
    'bodyHash',
    'contentHash',
    'erasedAt',
    'plant',
    'order',
    'operation',
    'material',
    'yield',
    'scrap',
    'unit',
  ] as const),
] as const
const VERDICT = ['verdict', 'verdictReason', 'policyVersion', 'modelVersion'] as const
const OUTCOME = ['status', 'erpKey', 'postedAt', 'finishedAt', 'answerStatus', 'erpDocument', 'erpCode', 'erpText'] as const
const ITEM = [
  'position',
  'kind',
  'method',
  'plant',
  'order',
  'operation',
  'material',
  'yield',
  'scrap',
  'rework',
  'unit',
  'erpKey',
  'erpDocument',
] as const
const CONFLICT = [
  'at',
  'check',
  'code',
  'cause_code',
  'severity',
  'isDecisive',
  'field',
  'text',
  'evidence',
  'isObsolete',
  'resolvedAt',
  'resolution',
] as const
const JUDGED = [
  'judgedAt',
  'modelVersion',
  'featureSchema',
  'features',
  'keys',
  'rulesFailure',
  'rulesCauses',
  'modelFailure',
  'modelCauses',
  'failure',
  'causes',
  'shortlist',
] as const
/** Of these, JSON. */
const TEXTS = ['features', 'keys', 'rulesCauses', 'modelCauses', 'causes', 'shortlist'] as const
const MODEL = [
  'version',
  'family',
  'trainedAt',
  'origin',
  'cases',
  'featureSchema',
  'dataHash',
  'bytesHash',
  'promotedAt',
  'promotedBy',
] as const
const SUGGESTION = [
  ...([
    'ID',
    'createdAt',
    'status',
    'action_code',
    'cause_code',
    'reason',
    'confidence',
    'risk',
    'requiredRole',
    'modelVersion',
    'policyVersion',
  ] as const),
  ...(['personCause', 'personCauseBy', 'adjustedBy', 'decidedBy', 'decidedAt', 'note', 'signedOffBy', 'signedOffAt'] as const),
] as const
